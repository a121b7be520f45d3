"""Sample certificates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from gandeng.kernel import clock
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

from . import actions
from .models import Certificate
from .states import Kind

_numbers = count(1)


def a_pirt_number(*, serial: int = 1, nth: int = 0, year: int = 0, food_type: str = "15") -> str:
    """A number of Karawang for food in plastic; each call is the producer's next type."""
    nth = nth or next(_numbers) % 99 + 1
    year = year or clock.today().year + 4
    return f"P-IRT 2{food_type}3215{nth:02d}{serial:04d}-{year % 100:02d}"


def a_certificate(product: Product | None = None, kind: str = Kind.PIRT, **values: Any) -> Any:
    """A certificate that is in order; ``values`` are arguments of ``add_certificate``."""
    product = product or a_product()
    today = clock.today()
    if kind == Kind.PIRT and "number" not in values:
        expires_on = values.setdefault("expires_on", date(today.year + 4, 6, 30))
        values["number"] = a_pirt_number(serial=product.maker_id % 9999, year=expires_on.year)
    elif kind == Kind.HALAL and "number" not in values:
        issued_on = values.setdefault("issued_on", today - timedelta(days=40))
        values["number"] = f"ID3211{next(_numbers):09d}{issued_on:%m%y}"
    return actions.add_certificate(
        product,
        kind,
        values.pop("number", f"NOMOR {next(_numbers)}"),
        by=values.pop("by", None) or an_officer(product.programme),
        at=values.pop("at", None) or clock.now(),
        **values,
    )


def certified(product: Product) -> Product:
    """The product with a P-IRT and a halal certificate that are in order."""
    a_certificate(product, Kind.PIRT)
    a_certificate(product, Kind.HALAL)
    return product


__all__ = ["Certificate", "a_certificate", "a_pirt_number", "certified"]
