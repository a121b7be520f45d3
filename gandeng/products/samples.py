"""Sample products."""

from __future__ import annotations

from itertools import count
from typing import Any

from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.organisations.models import Organisation
from gandeng.organisations.samples import a_maker
from gandeng.programmes.samples import an_officer

from . import actions
from .models import Product
from .states import Category, Packaging

_numbers = count(1)


def a_product(maker: Organisation | None = None, name: str = "", **values: Any) -> Product:
    """A dry snack in plastic, Rp12.000 to the maker and Rp15.000 on the shelf."""
    maker = maker or a_maker()
    defaults: dict[str, Any] = {
        "category": Category.SNACK,
        "size_amount": 200,
        "size_unit": "g",
        "packaging": Packaging.PLASTIC,
        "shelf_life_days": 120,
        "consignment_price": Money(12_000),
        "shelf_price": Money(15_000),
    }
    return actions.describe_product(
        maker,
        name or f"Keripik {next(_numbers)}",
        by=an_officer(maker.programme),
        at=clock.now(),
        **(defaults | values),
    )
