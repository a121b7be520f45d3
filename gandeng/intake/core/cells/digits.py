"""Long numbers that are names, not amounts: NIK, NIB, NPWP, barcodes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from gandeng.intake.core.cells.text import look, settle, stop, unread
from gandeng.intake.core.problems import Problem, Value
from gandeng.intake.core.workbook.sheets import Cell

# A spreadsheet keeps 15 significant digits of a number; the 16th becomes 0.
EXACT_DIGITS = 15
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}", re.I)
SEPARATORS = re.compile(r"[\s.\-/_]+")
LABEL = re.compile(r"^(?:nik|nib|npwp|ktp|no|nomor|barcode|ean|gtin)\b[\s.:]*", re.I)
DECIMAL_ZERO = re.compile(r"(\d+)[.,]0")


def digits_reader(*lengths: int) -> Callable[[Cell], Value[str]]:
    """A reader of numbers with one of these lengths (any length when none is given).

    A number the spreadsheet rounded has no value (`rounded_number`); one whose leading zeros
    fell off gets them back (`leading_zero_lost`); another length is kept with a look.
    """

    def read(cell: Cell) -> Value[str]:
        settled = settle(cell)
        cell = settled.cell
        if cell is None:
            return unread(settled)
        if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
            return unread(settled, stop("not_a_number", cell))
        if isinstance(cell, (int, float)):
            found = _from_number(cell, lengths)
        else:
            found = _from_text(str(cell), lengths)
        if not settled.problems:
            return found
        return Value(found.value, settled.problems + found.problems, found.note)

    return read


def _from_number(number: float, lengths: tuple[int, ...]) -> Value[str]:
    if number < 0 or number != int(number):
        return Value(None, (stop("not_a_number", number),))
    digits = f"{int(number)}"
    if isinstance(number, float) and len(digits) > EXACT_DIGITS:
        return Value(None, (look("rounded_number", number),))
    return _fit(digits, number, lengths, may_pad=True)


def _from_text(text: str, lengths: tuple[int, ...]) -> Value[str]:
    bare = LABEL.sub("", text).strip()
    if SCIENTIFIC.fullmatch(bare):
        return Value(None, (look("rounded_number", text),))
    decimal = DECIMAL_ZERO.fullmatch(bare)
    if decimal:
        # "3215216512880030.0": a number that went through a program and came back as text.
        if len(decimal[1]) > EXACT_DIGITS:
            return Value(None, (look("rounded_number", text),))
        return _fit(decimal[1], text, lengths, may_pad=True)
    digits = SEPARATORS.sub("", bare)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 40:
        return Value(None, (stop("not_a_number", text),), note=text)
    return _fit(digits, text, lengths, may_pad=False)


def _fit(digits: str, cell: Cell, lengths: tuple[int, ...], *, may_pad: bool) -> Value[str]:
    problems: tuple[Problem, ...] = ()
    if not lengths or len(digits) in lengths:
        return Value(digits)
    shortest = min(lengths)
    if may_pad and shortest - 2 <= len(digits) < shortest:
        padded = digits.zfill(shortest)
        return Value(padded, (look("leading_zero_lost", cell, value=padded),))
    expected = " / ".join(map(str, lengths))
    problems = (look("wrong_length", cell, length=len(digits), expected=expected),)
    return Value(digits, problems)
