"""Which orders a person may see, and whether a maker can make what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Scheme
from gandeng.agreements.states import State as AgreementState
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO, Money
from gandeng.meetings.models import Outcome
from gandeng.organisations.rules import seats_of
from gandeng.products.models import Product
from gandeng.programmes.rules import READERS, standing_of

from .models import Order, OrderLine
from .states import State

UNDERWAY = (State.PLACED, State.CONFIRMED, State.SHIPPED, State.RECEIVED)


def orders_for(person: Any) -> QuerySet[Order]:
    """The orders a person may see, the newest first: the office its programme's, a mentor those of
    their districts' makers, an owner and a manager their own, a clerk those for their shop."""
    standing, seats = standing_of(person), seats_of(person)
    seen = (
        Q(programme_id__in=standing.programmes_as(*READERS))
        | Q(agreement__maker_id__in=seats.owned)
        | Q(agreement__buyer_id__in=seats.managed)
        | Q(outlet_id__in=list(seats.shops))
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, agreement__maker__district_id__in=districts)
    return (
        Order.objects.filter(seen)
        .select_related("agreement__maker", "agreement__buyer", "outlet__organisation")
        .order_by("-placed_at", "-pk")
    )


def value_of(lines: Iterable[OrderLine]) -> Money:
    """What the lines come to at the agreement's frozen price: what was received, where known."""
    return sum(
        (
            line.line.consignment_price
            * (line.quantity if line.received_quantity is None else line.received_quantity)
            for line in lines
        ),
        ZERO,
    )


@dataclass(frozen=True)
class Strain:
    """More was ordered of a product this month than its maker can make."""

    product: Product
    ordered: int
    capacity: int


def strains_of(order: Order) -> list[Strain]:
    """The order's products that are overbooked in the month it was placed, this order included."""
    lines = [line for line in order.lines.all() if line.line.product.monthly_capacity]
    placed_on = clock.day_of(order.placed_at)
    booked = dict(
        OrderLine.objects.filter(
            line__product_id__in=[line.line.product_id for line in lines],
            order__state__in=UNDERWAY,
            order__placed_at__gte=clock.start_of(placed_on.replace(day=1)),
            order__placed_at__lte=order.placed_at,
        )
        .order_by()
        .values_list("line__product_id")
        .annotate(pieces=Sum("quantity"))
    )
    products = [line.line.product for line in lines]
    return [
        Strain(product, booked[product.pk], product.monthly_capacity)
        for product in products
        if product.monthly_capacity is not None
        and booked.get(product.pk, 0) > product.monthly_capacity
    ]


def agreement_to_order_under(outcome: Outcome, products: set[int], on: date) -> Agreement | None:
    """The signed outright agreement between the two of an outcome that holds on that day and has
    all these products: the one made from the outcome first, then the latest."""
    if not products:
        return None
    rows = (
        Agreement.objects.filter(
            maker_id=outcome.maker.organisation_id,
            buyer_id=outcome.buyer.organisation_id,
            scheme=Scheme.OUTRIGHT,
            state=AgreementState.SIGNED,
            starts_on__lte=on,
            ends_on__gt=on,
        )
        .prefetch_related("lines")
        .order_by("-pk")
    )
    fitting = [row for row in rows if products <= {line.product_id for line in row.lines.all()}]
    own = [row for row in fitting if row.outcome_id == outcome.pk]
    return next(iter([*own, *fitting]), None)
