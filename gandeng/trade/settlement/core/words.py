"""Amounts in words for a receipt, and when it needs a stamp (UU 10/2020)."""

from __future__ import annotations

from num2words import num2words

from gandeng.kernel.money import Money


def amount_in_words(amount: Money) -> str:
    """``"satu juta dua ratus ribu rupiah"``; a negative amount says ``"minus"``."""
    words = str(num2words(abs(amount.rupiah), lang="id"))
    return f"{'minus ' if amount.rupiah < 0 else ''}{words} rupiah"


def needs_stamp(amount: Money, above: Money) -> bool:
    """Whether a receipt over this amount is dutiable: more than the line, not exactly it."""
    return amount > above
