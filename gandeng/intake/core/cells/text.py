"""What every reader does first: take the dirt off a cell and see whether it says "nothing"."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gandeng.intake.core.problems import LOOK, STOP, Problem, Value
from gandeng.intake.core.workbook.sheets import Cell, Formula

TEXT_LIMIT = 2_000
SHOWN_LIMIT = 80
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\uffff]"
)
HARMLESS_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
SPACES = re.compile(r"\s+")
FORMULA_ERRORS = re.compile(
    r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|GETTING_DATA|FIELD)[!?]?|Err:\d{3}", re.I
)
NOTHING = frozenset(
    (
        "n/a na n.a n.a. nil null none kosong "
        "nihil x xx #n/a tidakada belumada tdkada tdk-ada blmada blm dalamproses prosesdalam "
        "proses sedangproses sedangdiproses sedangdiurus masihproses masihdiproses dlmproses "
        "dlm-proses belum belumpunya belumadadata belummemiliki tidakpunya tdkpunya "
        "tidakmemiliki tidakdiketahui tidaktahu menyusul akanmenyusul segeramenyusul "
        "belumdiisi belumdiurus belumterbit belumjadi pengajuan diajukan sedangdiajukan "
        "inprogress tba tbd tidakadadata hilang lupa"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Settled:
    """A cell with the dirt off. `cell` is None when it says nothing."""

    cell: Cell
    problems: tuple[Problem, ...] = ()
    note: str = ""


NOTHING_THERE = Settled(None)


def shown(cell: Cell) -> str:
    """A cell as its typist sees it, shortened: for sentences about it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    elif isinstance(cell, dt.datetime):
        text = cell.strftime("%d-%m-%Y" if cell.time() == dt.time() else "%d-%m-%Y %H:%M")
    elif isinstance(cell, dt.date):
        text = cell.strftime("%d-%m-%Y")
    elif isinstance(cell, dt.time):
        text = cell.strftime("%H.%M")
    else:
        text = SPACES.sub(" ", INVISIBLE.sub("", str(cell))).strip()
    return text if len(text) <= SHOWN_LIMIT else text[: SHOWN_LIMIT - 1] + "…"


def look(code: str, cell: Cell, **facts: object) -> Problem:
    return Problem(code, LOOK, {"read": shown(cell), **facts})


def stop(code: str, cell: Cell, **facts: object) -> Problem:
    return Problem(code, STOP, {"read": shown(cell), **facts})


def settle(cell: Cell) -> Settled:
    """Spaces, apostrophes and control characters off; words for "nothing" become None."""
    if cell is None:
        return NOTHING_THERE
    if isinstance(cell, Formula):
        return Settled(None, (stop("formula_without_value", cell),))
    if not isinstance(cell, str):
        if isinstance(cell, float) and (cell != cell or abs(cell) == float("inf")):
            return Settled(None, (stop("formula_error", cell),))
        return Settled(cell)
    problems: tuple[Problem, ...] = ()
    text = cell
    if not text.isascii():
        text = HARMLESS_INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    elif text.isprintable() and text.isalnum():
        return _settled_text(text, problems)
    if not text.isprintable():
        cleaned = INVISIBLE.sub("", text)
        if cleaned != text:
            problems = (look("control_characters", cell),)
            text = cleaned
    # A surrogate cannot be stored anywhere.
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = SPACES.sub(" ", text).strip()
    if text[:1] in ("'", "`", "’") and not text.endswith(text[0]):
        text = text[1:].lstrip()
    return _settled_text(text, problems)


def _settled_text(text: str, problems: tuple[Problem, ...]) -> Settled:
    if not text:
        return Settled(None, problems)
    if text[0] in "#Ee" and FORMULA_ERRORS.fullmatch(text):
        return Settled(None, (*problems, stop("formula_error", text)))
    if len(text) < 40 and says_nothing(text):
        worth_keeping = any(character.isalpha() for character in text) and len(text) > 3
        return Settled(None, problems, text if worth_keeping else "")
    return Settled(text, problems)


def says_nothing(text: str) -> bool:
    """Is this a way of writing that there is nothing to write?"""
    folded = SPACES.sub("", text.casefold()).strip("()[]*\"'!")
    if not any(character.isalnum() for character in folded):
        return True
    return folded.rstrip(".") in NOTHING or folded in NOTHING


def text_reader(limit: int = TEXT_LIMIT) -> Callable[[Cell], Value[str]]:
    """A reader of text of at most `limit` letters; longer text stops."""

    def read(cell: Cell) -> Value[str]:
        settled = settle(cell)
        if settled.cell is None:
            return Value(None, settled.problems, settled.note)
        text = settled.cell if isinstance(settled.cell, str) else shown(settled.cell)
        if len(text) > limit:
            problem = stop("too_long", text, length=len(text), limit=limit)
            return Value(None, (*settled.problems, problem))
        return Value(text, settled.problems, settled.note)

    return read


read_text = text_reader()


def unread(settled: Settled, problem: Problem | None = None) -> Value[Any]:
    """No value: because the cell is empty, or because of `problem`."""
    problems = settled.problems if problem is None else (*settled.problems, problem)
    return Value(None, problems, settled.note)
