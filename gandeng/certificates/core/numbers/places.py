"""Province codes as numbers carry them (Kemendagri; the first two digits of BPS codes agree)."""

from __future__ import annotations

from typing import Final

# Aceh 11 … Papua Barat Daya 96; 97 is kept for the next split.
# fmt: off
PROVINCES: Final = frozenset((
    "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35",
    "36", "51", "52", "53", "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76",
    "81", "82", "91", "92", "93", "94", "95", "96", "97",
))
# fmt: on


def regency_may_exist(code: str) -> bool:
    """Four digits: a known province, then 01–69 for a regency or 71–99 for a city."""
    return len(code) == 4 and code[:2] in PROVINCES and code[2:] not in {"00", "70"}
