"""Sample deliveries, goods on a shelf and the people around them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.kernel import clock
from gandeng.organisations.models import Outlet, Seat
from gandeng.people.models import Person

from . import actions
from .models import Delivery
from .states import DeliveryState

_numbers = count(1)


def maker_of(agreement: Agreement) -> Person:
    """The maker's owner."""
    return signer_of(agreement.maker, Seat.Role.OWNER)


def manager_of(agreement: Agreement) -> Person:
    """The buyer's manager."""
    return signer_of(agreement.buyer, Seat.Role.MANAGER)


def shop_of(agreement: Agreement) -> Outlet:
    """The agreement's first shop."""
    shop = agreement.outlets.order_by("pk").first()
    assert shop is not None, "a signed agreement has a shop"
    return shop


def a_delivery(
    agreement: Agreement | None = None,
    quantities: Mapping[Line, int] | int = 10,
    *,
    state: str = DeliveryState.RECEIVED,
    outlet: Outlet | None = None,
    best_before_on: date | None = None,
    code: str = "",
    at: datetime | None = None,
) -> Delivery:
    """A delivery of ten of each product, best before in sixty days, received in full; ``state``
    stops earlier."""
    agreement = agreement or an_agreement()
    at = at or clock.now()
    outlet = outlet or shop_of(agreement)
    if isinstance(quantities, int):
        lines = agreement.lines.select_related("product").order_by("pk")
        quantities = dict.fromkeys(lines, quantities)
    day = best_before_on or clock.day_of(at) + timedelta(days=60)
    packed = [(line, code, day, pieces) for line, pieces in quantities.items()]
    owner = maker_of(agreement)
    delivery = actions.prepare_delivery(agreement, outlet, packed, by=owner, at=at)
    if state == DeliveryState.DRAFT:
        return delivery
    actions.send_delivery(delivery, by=owner, at=at)
    if state == DeliveryState.RECEIVED:
        actions.receive_delivery(delivery, by=manager_of(agreement), at=at)
    return delivery


def a_key() -> str:
    """What a form's hidden field would hold."""
    return f"contoh-{next(_numbers)}"
