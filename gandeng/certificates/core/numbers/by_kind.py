"""One door to the readers of what a maker or a product can prove."""

from __future__ import annotations

from datetime import date

from .bpom import read_bpom
from .free_text import read_free_text
from .halal import read_halal
from .nib import read_nib
from .pirt import read_pirt
from .reading import Kind, Reading
from .slhs import read_slhs
from .trademark import read_trademark


def read_number(
    kind: Kind, raw: object, *, on: date, home_regency: str | None = None, is_food: bool = True
) -> Reading:
    """Read a certificate's number by its kind. ``on`` is today, ``home_regency`` the programme's
    four digits. Kinds without a form of their own are kept as written."""
    if kind is Kind.PIRT:
        return read_pirt(raw, home_regency=home_regency)
    if kind is Kind.HALAL:
        return read_halal(raw, on=on)
    if kind is Kind.BPOM:
        return read_bpom(raw, is_food=is_food)
    if kind is Kind.SLHS:
        return read_slhs(raw)
    if kind is Kind.NIB:
        return read_nib(raw)
    if kind is Kind.TRADEMARK:
        return read_trademark(raw)
    return read_free_text(kind, raw)
