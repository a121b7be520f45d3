"""How an agreement is numbered: ``PKS/0001/KRW/XI/2026``."""

from __future__ import annotations

import re
from datetime import date

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
KIND_OF_REGENCY = re.compile(r"^(kabupaten|kota|kab\.?)\s+", re.IGNORECASE)


def short_name(regency: str) -> str:
    """Three letters for a regency, as offices abbreviate: its first consonants (``Karawang`` is
    KRW), filled up with its other letters where there are fewer than three."""
    name = KIND_OF_REGENCY.sub("", regency.strip()).upper()
    letters = [letter for letter in name if "A" <= letter <= "Z"]
    consonants = [letter for letter in letters if letter not in "AEIOU"]
    chosen = consonants if len(consonants) >= 3 else letters
    return "".join(chosen[:3]) or "XXX"


def agreement_number(serial: int, regency: str, on: date) -> str:
    """The serial runs within a programme and a year."""
    return f"PKS/{serial:04d}/{short_name(regency)}/{ROMAN[on.month - 1]}/{on.year}"
