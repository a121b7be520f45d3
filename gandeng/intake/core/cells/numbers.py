"""Counts, measures and percentages, with the units people add to them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from gandeng.intake.core.cells.figures import Figure, read_figure, read_words
from gandeng.intake.core.cells.text import Settled, look, settle, stop, unread
from gandeng.intake.core.problems import Problem, Value
from gandeng.intake.core.workbook.sheets import Cell
from gandeng.kernel.money import Rate

WHOLE_LIMIT = 1_000_000_000
PACKS = {"lusin": 12, "lsn": 12, "dozen": 12, "kodi": 20, "gross": 144, "gros": 144, "rim": 500}
ABOUT = re.compile(
    r"^(?:±|\+/-|\+-|~|≥|≤|>|<|kurang lebih|sekitar|kira-kira|min(?:imal|imum)?|maks(?:imal)?|max"
    r"|kapasitas|isi|netto|neto|berat(?: bersih)?)[.:]?\s*"
)
NUMBER_AND_UNIT = re.compile(r"([\d.,]+(?:\s\d{3}(?!\d))*)\s*(?:(rb|ribu|k|jt|juta)\b)?\s*(.*)")
RANGE = re.compile(
    r"(\d[\d.,]*)\s*([a-z]*)\s*(?:-|–|—|~|s/d|s\.d\.?|sd|sampai|hingga)\s*(\d[\d.,]*)\s*(.*)"
)
THOUSANDS = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}


@dataclass(frozen=True, slots=True)
class Measure:
    """A size with its unit as written ("250 gr"); unit None when only a number was given."""

    amount: Decimal
    unit: str | None


def whole_reader(low: int = 0, high: int = WHOLE_LIMIT) -> Callable[[Cell], Value[int]]:
    """A reader of whole numbers from `low` to `high`: 10, "10 pcs", "320/bln", "1.200"."""

    def read(cell: Cell) -> Value[int]:
        settled = settle(cell)
        found = _number_in(settled)
        if found.value is None:
            return Value(None, found.problems, found.note)
        amount, problems = found.value.amount, found.problems
        whole = int(amount.to_integral_value(ROUND_HALF_UP))
        if whole != amount:
            problems = (*problems, look("not_whole", settled.cell, value=whole))
        if not low <= whole <= high:
            return unread(settled, stop("out_of_range", settled.cell, low=low, high=high))
        return Value(whole, problems, found.note)

    return read


read_whole = whole_reader()


def read_measure(cell: Cell) -> Value[Measure]:
    """A size with or without its unit: 250.0, "250 gr", "1,5 liter", "10 pcs @ 25 g"."""
    return _number_in(settle(cell))


def _number_in(settled: Settled) -> Value[Measure]:
    cell = settled.cell
    if cell is None:
        return unread(settled)
    if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
        return unread(settled, stop("not_a_number", cell))
    if isinstance(cell, (int, float)):
        if abs(cell) > 1e15:
            return unread(settled, stop("too_large", cell))
        # A spreadsheet's 0.1 + 0.2 is meant as 0.3.
        found: Value[Measure] = Value(Measure(Decimal(str(round(cell, 6))), None))
    else:
        found = _measure_from_text(str(cell))
    if found.value is not None and found.value.amount < 0:
        return unread(settled, stop("negative", cell))
    if not settled.problems:
        return found
    return Value(found.value, settled.problems + found.problems, found.note)


@lru_cache(maxsize=8192)
def _measure_from_text(original: str) -> Value[Measure]:
    text = ABOUT.sub("", original.casefold()).strip()
    if text.startswith(("-", "−")):
        return Value(None, (stop("negative", original),))
    problems: tuple[Problem, ...] = ()
    spread = RANGE.fullmatch(text)
    if spread:
        text = f"{spread[1]} {spread[2] or spread[4]}"
        problems = (look("number_range", original, value=spread[1]),)
    found = NUMBER_AND_UNIT.fullmatch(text)
    if not found:
        return _measure_from_words(original, text)
    figure = read_figure(found[1])
    if figure is None:
        return Value(None, (stop("not_a_number", original),))
    unit = found[3].strip(" ./()") or None
    if unit and re.search(r"\d", unit) and not re.search(r"[@x×/(]", found[3]):
        return Value(None, (stop("not_a_number", original),))
    amount = figure.amount * THOUSANDS.get(found[2] or "", 1)
    if unit in PACKS:
        amount, unit = amount * PACKS[unit], "pcs"
    if _is_ambiguous(figure, found[1]):
        problems = (*problems, look("ambiguous_number", original, value=f"{amount:f}"))
    return Value(Measure(amount, unit), problems, original if unit else "")


def _is_ambiguous(figure: Figure, written: str) -> bool:
    return figure.is_ambiguous or bool(re.fullmatch(r"\d{1,3},\d{3}", written))


def _measure_from_words(original: str, text: str) -> Value[Measure]:
    head, _, tail = text.rpartition(" ")
    for words, unit in ((text, None), (head, tail)):
        number = read_words(words)
        if number is not None:
            return Value(Measure(Decimal(number), unit), (), original)
    return Value(None, (stop("not_a_number", original),))


def read_percentage(cell: Cell) -> Value[Rate]:
    """A share: "12,5%", "15 persen", 12.5; a fraction such as 0.125 is read as 12,5% with a look
    (a percent-formatted cell arrives as a fraction)."""
    settled = settle(cell)
    cell = settled.cell
    if cell is None:
        return unread(settled)
    has_sign = False
    if isinstance(cell, str):
        text = cell.casefold()
        has_sign = bool(re.search(r"%|persen|percent|pct", text))
        figure = read_figure(re.sub(r"%|persen|percent|pct", "", text).strip())
        amount = figure.amount if figure else None
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        amount = Decimal(str(round(cell, 6)))
    else:
        amount = None
    if amount is None:
        return unread(settled, stop("not_a_percentage", cell))
    problems = settled.problems
    if 0 < amount <= 1 and not has_sign:
        amount *= 100
        problems = (*problems, look("fraction_as_percentage", cell, value=f"{amount:f}%"))
    if not 0 <= amount <= 100:
        return unread(settled, stop("out_of_range", cell, low="0%", high="100%"))
    return Value(Rate(int((amount * 100).to_integral_value(ROUND_HALF_UP))), problems)
