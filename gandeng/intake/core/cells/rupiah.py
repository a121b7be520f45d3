"""Rupiah as people write them: "Rp. 14.000,-", "25rb", "1,2 jt", or a bare number."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from gandeng.intake.core.cells.figures import Figure, read_figure, read_words
from gandeng.intake.core.cells.text import look, settle, stop, unread
from gandeng.intake.core.problems import Problem, Value
from gandeng.intake.core.workbook.sheets import Cell
from gandeng.kernel.money import Money

LARGEST_RUPIAH = 100_000_000_000_000
# Nothing an office lists costs less; a spreadsheet in English turns "14.000" into 14.
SMALLEST_LIKELY_RUPIAH = 100

CURRENCY = re.compile(r"(?:rp|idr|rupiah)\b\.?|(?<![a-z])(?:rp|idr)\.?(?=\s*[\d(-])|@|±|\+/-")
DASH_TAIL = re.compile(r"(?<=\d)\s*[.,]?\s*[-–—=]+\s*$|(?<=\d)[.,]$")
UNIT_TAIL = re.compile(r"\s*(?:/|per\s)\s*(?:\d+\s*)?[a-z.]+(?:\s[a-z]+)?\s*$")
BRACKET_TAIL = re.compile(r"\s*\([^()\d]*\)\s*$")
RANGE = re.compile(
    r"(?<=[\da-z])\s*(?:-|–|—|~|\bs\s*/\s*d\b|\bs\.?d\.?(?=\s)|\bsampai\b|\bhingga\b)\s*(?=(?:rp)?\.?\s*\d)"
)
MULTIPLES: dict[str, int] = {
    "rb": 1_000, "rbu": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "jta": 1_000_000,
    "juta": 1_000_000, "m": 10**9, "mily": 10**9, "milyar": 10**9, "miliar": 10**9,
}  # fmt: skip
MULTIPLIED = re.compile(r"([\d.,]+)\s*([a-z]+)\.?")


def read_rupiah(cell: Cell) -> Value[Money]:
    """Whole rupiah. Stops: not money, minus, a date. Looks: ambiguous, a range, unlikely small."""
    settled = settle(cell)
    cell = settled.cell
    if cell is None:
        return unread(settled)
    if isinstance(cell, (dt.date, dt.time, dt.timedelta)):
        return unread(settled, stop("date_as_money", cell))
    if isinstance(cell, bool):
        return unread(settled, stop("not_money", cell))
    if isinstance(cell, (int, float)):
        found = _from_amount(cell, Decimal(str(cell)), ())
    else:
        found = _from_text(str(cell))
    if not settled.problems:
        return found
    return Value(found.value, settled.problems + found.problems, found.note)


@lru_cache(maxsize=8192)
def _from_text(original: str) -> Value[Money]:
    text = original.casefold()
    if re.fullmatch(r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}", text):
        return Value(None, (stop("date_as_money", original),))
    text = CURRENCY.sub(" ", text).strip()
    text = DASH_TAIL.sub("", text).strip()
    is_negative = text.startswith(("-", "−", "–")) or re.fullmatch(r"\(.*\d\)", text) is not None
    text = text.strip("-−–() ") if is_negative else BRACKET_TAIL.sub("", text)
    text = DASH_TAIL.sub("", UNIT_TAIL.sub("", text)).strip()
    problems: tuple[Problem, ...] = ()
    ends = RANGE.split(text)
    if len(ends) == 2:
        return _from_range(original, ends[0], ends[1])
    figure = _figure_of(text)
    if figure is None:
        return Value(None, (stop("not_money", original),))
    amount = -figure.amount if is_negative else figure.amount
    if figure.is_ambiguous:
        problems = (look("ambiguous_money", original, value=f"{amount:,.0f}".replace(",", ".")),)
    return _from_amount(original, amount, problems)


def _from_range(original: str, low: str, high: str) -> Value[Money]:
    first, second = _figure_of(low), _figure_of(high)
    if first is None or second is None:
        return Value(None, (stop("not_money", original),))
    amount = first.amount
    suffix = MULTIPLIED.fullmatch(high.strip())
    if suffix and low.strip().replace(",", "").replace(".", "").isdigit():
        # "10-15rb": the unit belongs to both ends.
        amount *= MULTIPLES.get(suffix[2], 1)
    written = f"{amount:,.0f}".replace(",", ".")
    return _from_amount(original, amount, (look("money_range", original, value=written),))


def _figure_of(text: str) -> Figure | None:
    text = text.strip()
    plain = read_figure(text)
    if plain is not None:
        return plain
    multiplied = MULTIPLIED.fullmatch(text)
    if multiplied and multiplied[2] in MULTIPLES:
        base = read_figure(multiplied[1])
        if base is None:
            return None
        multiple = MULTIPLES[multiplied[2]]
        # "1.500 juta" is 1,5 juta to one and 1500 juta to another.
        unclear = multiplied[2] == "m" or bool(re.search(r"[.,]\d{3}$", multiplied[1]))
        return Figure(base.amount * multiple, base.is_ambiguous or unclear)
    compound = re.fullmatch(r"(\d+)\s*(jt|juta)\s*(\d+)\s*(rb|ribu)", text)
    if compound:
        return Figure(Decimal(int(compound[1]) * 1_000_000 + int(compound[3]) * 1_000))
    words = read_words(text)
    return None if words is None else Figure(Decimal(words))


def _from_amount(cell: Cell, amount: Decimal, problems: tuple[Problem, ...]) -> Value[Money]:
    if amount < 0:
        return Value(None, (stop("negative", cell),))
    if amount > LARGEST_RUPIAH:
        return Value(None, (stop("too_large", cell),))
    rupiah = int(amount.to_integral_value(ROUND_HALF_UP))
    written = f"{rupiah:,}".replace(",", ".")
    if abs(amount - rupiah) > Decimal("0.001"):
        problems = (*problems, look("fraction_dropped", cell, value=written))
    elif rupiah < SMALLEST_LIKELY_RUPIAH:
        problems = (*problems, look("suspicious_money", cell, value=written))
    return Value(Money(rupiah), problems)
