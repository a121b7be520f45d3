"""Numbers as Indonesians, Englishmen and spreadsheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

GROUPED_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
GROUPED_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
DIGITS_LIMIT = 40

ONES = {
    "nol": 0, "kosong": 0, "satu": 1, "se": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5,
    "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
SCALES = {"ribu": 1_000, "juta": 1_000_000, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was read; `is_ambiguous` when a sensible person may read another."""

    amount: Decimal
    is_ambiguous: bool = False


def read_figure(text: str) -> Figure | None:
    """The number in digits and separators, or None.

    A point or comma before exactly three digits separates thousands (the Indonesian and the
    English habit agree there); before one or two digits it is the decimal sign.
    """
    text = text.replace(" ", "").replace("'", "").replace("’", "")
    if not text or len(text) > DIGITS_LIMIT or not text.isascii():
        return None
    if text.isdigit():
        return Figure(Decimal(text))
    if not re.fullmatch(r"\d[\d.,]*|[.,]\d+", text):
        return None
    text = text.rstrip(".,")
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        return _read_both(text)
    if GROUPED_DOT.fullmatch(text) or GROUPED_COMMA.fullmatch(text):
        return Figure(Decimal(re.sub(r"[.,]", "", text)))
    if dots + commas > 1:
        return None
    whole, _, part = text.replace(",", ".").partition(".")
    # "0,500" is a half; "14.0000" is nobody's thousands.
    amount = Decimal(f"{whole or 0}.{part or 0}")
    return Figure(amount, is_ambiguous=len(part) > 3)


def _read_both(text: str) -> Figure | None:
    decimal_sign = max(text.rfind("."), text.rfind(","))
    sign, other = text[decimal_sign], "," if text[decimal_sign] == "." else "."
    whole, part = text[:decimal_sign], text[decimal_sign + 1 :]
    if sign in whole or not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(other)}\d{{3}})+", whole):
        return None
    return Figure(Decimal(f"{whole.replace(other, '')}.{part or 0}"), len(part) > 2)


def read_words(text: str) -> int | None:
    """ "dua puluh lima ribu" is 25000; None when the words are not a number. Up to triliun."""
    words = text.casefold().replace("-", " ").split()
    if not 0 < len(words) <= 20:
        return None
    total = group = current = 0
    for word in words:
        if word in ONES:
            current += ONES[word]
        elif word == "belas":
            current += 10
        elif word == "puluh":
            group, current = group + current * 10, 0
        elif word in ("ratus", "seratus"):
            group, current = group + (1 if word == "seratus" else current) * 100, 0
        elif word in SCALES:
            total, group, current = total + (group + current) * SCALES[word], 0, 0
        elif word == "seribu":
            total, group, current = total + 1_000, 0, 0
        elif word == "sejuta":
            total, group, current = total + 1_000_000, 0, 0
        else:
            return None
    return total + group + current
