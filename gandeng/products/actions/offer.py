"""What a product costs, how much there can be of it, and whether it is offered at all."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import Money
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.products.models import Product

from .describe import check_prices


@transaction.atomic
def reprice(
    product: Product, *, consignment_price: Money, shelf_price: Money, by: Person, at: datetime
) -> bool:
    """Set today's prices. The old ones stay in the traces; agreements keep the prices they froze.

    False when nothing differed. Refuses: ``price_missing``, ``price_below_cost``.
    """
    require(by, "products.change_product", product)
    draft = copy(product)
    draft.consignment_price, draft.shelf_price = consignment_price, shelf_price
    check_prices(draft)
    _check_range(draft, "consignment_price", "shelf_price")
    prices: dict[str, Any] = {"consignment_price": consignment_price, "shelf_price": shelf_price}
    return change(product, "reprice", by=by, at=at, **prices)


@transaction.atomic
def declare_capacity(
    product: Product,
    *,
    monthly_capacity: int | None,
    by: Person,
    at: datetime,
    lead_time_days: int | None = None,
    minimum_order: int = 1,
) -> bool:
    """Say how many pieces a month can be made, how many days ahead they must be asked for, and the
    fewest that are worth a batch. False when nothing differed. Refuses: ``field_wrong``."""
    require(by, "products.change_product", product)
    said: dict[str, Any] = {
        "monthly_capacity": monthly_capacity,
        "lead_time_days": lead_time_days,
        "minimum_order": minimum_order,
    }
    draft = copy(product)
    for name, value in said.items():
        setattr(draft, name, value)
    _check_range(draft, *said)
    return change(product, "declare_capacity", by=by, at=at, **said)


def withdraw_product(product: Product, *, by: Person, at: datetime, reason: str = "") -> Product:
    """Stop offering a product. What was agreed and delivered goes on."""
    require(by, "products.withdraw_product", product)
    return advance(product, "withdraw", by=by, at=at, note=reason.strip())


def offer_product_again(product: Product, *, by: Person, at: datetime) -> Product:
    """Offer a withdrawn product again."""
    require(by, "products.withdraw_product", product)
    return advance(product, "offer_again", by=by, at=at)


def _check_range(product: Product, *names: str) -> None:
    others = {field.name for field in product._meta.fields} - set(names)
    if product.minimum_order is not None and product.minimum_order < 1:
        raise Refusal("field_wrong", _("Minimal order paling sedikit 1."), field="minimum_order")
    try:
        product.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refusal("field_wrong", messages[0], field=name) from error
