"""Sample orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from gandeng.agreements.models import Agreement
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.agreements.states import Scheme
from gandeng.kernel import clock
from gandeng.organisations.models import Seat

from . import actions
from .models import Order
from .states import State

_numbers = count(1)


def an_order(
    agreement: Agreement | None = None,
    quantity: int = 20,
    *,
    state: str = State.RECEIVED,
    at: datetime | None = None,
) -> Order:
    """An order of twenty of each product, received in full; ``state`` stops earlier."""
    agreement = agreement or an_agreement(scheme=Scheme.OUTRIGHT)
    at = at or clock.now()
    outlet = agreement.outlets.order_by("pk").first()
    assert outlet is not None, "a signed agreement has a shop"
    owner = signer_of(agreement.maker, Seat.Role.OWNER)
    manager = signer_of(agreement.buyer, Seat.Role.MANAGER)
    order = actions.place_order(
        agreement,
        outlet,
        {line.pk: quantity for line in agreement.lines.order_by("pk")},
        key=f"contoh-pesanan-{next(_numbers)}",
        by=manager,
        at=at,
    )
    if state == State.PLACED:
        return order
    actions.confirm_order(order, by=owner, at=at)
    if state == State.CONFIRMED:
        return order
    day = clock.day_of(at) + timedelta(days=60)
    lots = {line.pk: ("", day) for line in order.lines.all()}
    actions.ship_order(order, lots, by=owner, at=at)
    if state == State.RECEIVED:
        actions.receive_order(order, by=manager, at=at)
    return order
