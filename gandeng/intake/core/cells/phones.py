"""Phone numbers in the shapes people write them, kept as +62…"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import phonenumbers

from gandeng.intake.core.cells.digits import SCIENTIFIC
from gandeng.intake.core.cells.text import look, settle, unread
from gandeng.intake.core.problems import Problem, Value
from gandeng.intake.core.workbook.sheets import Cell

SHORTEST_DIGITS = 9
LONGEST_DIGITS = 15
# Several numbers in one cell; a slash or "atau" between them.
SEVERAL = re.compile(r"\s*(?:/|;|,|\n|&|\bdan\b|\batau\b|\|)\s*")
LABEL = re.compile(
    r"(?:wa|hp|telp?|tlp|telepon|phone|no|ponsel|whatsapp|call|sms|kantor)\b[.:]*", re.I
)
WORDS = re.compile(r"[a-z]+", re.I)


def read_phone(cell: Cell) -> Value[str]:
    """A number in E.164 ("+6281257982829"). Never stops a row: a phone that cannot be read is
    a look, and what was written stays as the note."""
    settled = settle(cell)
    cell = settled.cell
    if cell is None:
        return unread(settled)
    if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
        return unread(settled, look("not_a_phone", cell))
    if isinstance(cell, (int, float)):
        if cell != int(cell) or cell <= 0:
            return unread(settled, look("not_a_phone", cell))
        text = str(int(cell))
    else:
        text = str(cell)
    found = _from_text(text)
    if not settled.problems:
        return found
    return Value(found.value, settled.problems + found.problems, found.note)


@lru_cache(maxsize=8192)
def _from_text(original: str) -> Value[str]:
    if SCIENTIFIC.fullmatch(original):
        return Value(None, (look("rounded_number", original),), original)
    # The letter O for a zero, a label before, "(0)" inside an international number.
    text = re.sub(r"(?<![a-z])o(?=[\d\s-]*\d)|(?<=\d)o", "0", LABEL.sub(" ", original), flags=re.I)
    text = re.sub(r"(\+?62)\s*\(0\)", r"\1", text)
    pieces = [piece for piece in SEVERAL.split(text) if len(re.sub(r"\D", "", piece)) >= 8]
    problems: tuple[Problem, ...] = ()
    chosen = text
    if len(pieces) > 1:
        chosen = pieces[0]
    found = _one_number(original, chosen)
    if len(pieces) > 1 and found.value is not None:
        problems = (look("several_phones", original, value=found.value),)
        return Value(found.value, problems + found.problems, original)
    return found


def _one_number(original: str, text: str) -> Value[str]:
    text = re.sub(r"\(([^\d)]*)\)", " ", text)
    text = re.sub(r"\.0$", "", WORDS.sub(" ", text).strip())
    digits = re.sub(r"\D", "", text)
    if not digits or len(digits) > LONGEST_DIGITS + 4:
        return Value(None, (look("not_a_phone", original),), original)
    if digits.startswith("00"):
        digits = digits[2:]
    if digits.startswith("620"):
        digits = "62" + digits[3:]
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif text.lstrip().startswith("+") and not digits.startswith("62"):
        return _foreign(original, digits)
    elif not digits.startswith("62") or len(digits) < 10:
        digits = "62" + digits
    if len(digits) - 1 < SHORTEST_DIGITS:
        return Value(None, (look("phone_too_short", original, length=len(digits) - 1),), original)
    return _judged(original, "+" + digits)


def _foreign(original: str, digits: str) -> Value[str]:
    return _judged(original, "+" + digits)


def _judged(original: str, number: str) -> Value[str]:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return Value(None, (look("not_a_phone", original),), original)
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        return Value(None, (look("phone_too_short", original, length=len(number) - 2),), original)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return Value(None, (look("phone_unlikely", original),), original)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(parsed):
        return Value(written, (look("phone_unlikely", original),))
    return Value(written)
