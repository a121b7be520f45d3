"""Which certificates a product needs, by what it is and how it keeps."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from .numbers.reading import Kind


class Storage(StrEnum):
    """How it must be kept; the values are stored."""

    ROOM = "room"
    CHILLED = "chilled"
    FROZEN = "frozen"


# A P-IRT food keeps *more* than seven days at room temperature (Peraturan BPOM 4/2024).
LONGEST_FRESH_DAYS = 7


def what_is_needed(
    *,
    is_food: bool,
    on: date,
    storage: Storage = Storage.ROOM,
    shelf_life_days: int | None = None,
    halal_from: date | None = None,
    is_liquid_drink: bool = False,
    is_sterile: bool = False,
    has_claims: bool = False,
    is_raw_material: bool = False,
    is_declared_not_halal: bool = False,
) -> frozenset[Kind]:
    """The kinds of certificate this product must have on ``on``; empty for crafts.

    One permit: **MD (BPOM)** for frozen or chilled, sterile (can, retort), liquid drinks and food
    with claims; **SLHS** for fresh and served food that keeps seven days or less; **P-IRT** for the
    rest; none for raw material. Fresh wins over chilled (a chilled pudding for tomorrow is served
    food), frozen and sterile win over everything.

    Halal for all food from ``halal_from`` on (a dated parameter: 18 October 2026 for micro and
    small makers, PP 42/2024 art. 160(2)); None means not yet in force. What is openly declared not
    halal needs its label, not the certificate.
    """
    if not is_food:
        return frozenset()
    needed = set()
    if halal_from is not None and on >= halal_from and not is_declared_not_halal:
        needed.add(Kind.HALAL)
    if not is_raw_material:
        needed.add(
            _permit(storage, shelf_life_days, is_liquid_drink or has_claims, is_sterile=is_sterile)
        )
    return frozenset(needed)


def _permit(
    storage: Storage, shelf_life_days: int | None, is_beyond_pirt: bool, *, is_sterile: bool
) -> Kind:
    if storage is Storage.FROZEN or is_sterile:
        return Kind.BPOM
    if shelf_life_days is not None and shelf_life_days <= LONGEST_FRESH_DAYS:
        return Kind.SLHS
    if storage is Storage.CHILLED or is_beyond_pirt:
        return Kind.BPOM
    return Kind.PIRT
