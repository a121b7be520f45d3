"""A sample promise, brought as far as a test wants through the records of every room."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from gandeng.agreements.models import Agreement
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO
from gandeng.organisations.models import Seat
from gandeng.trade.consignment.models import Count, CountLine, Delivery
from gandeng.trade.consignment.states import DeliveryState
from gandeng.trade.ledger.models import Kind
from gandeng.trade.ledger.samples import moved, on_shelf
from gandeng.trade.settlement.models import Payment, Statement
from gandeng.trade.settlement.states import Method, PaymentState, StatementState

_numbers = count(1)


def noon(day: date) -> datetime:
    """Midday in Jakarta, so that the day is beyond doubt."""
    return clock.start_of(day) + timedelta(hours=12)


def a_promise(
    signed_on: date,
    *,
    delivered_on: date | None = None,
    counted_on: date | None = None,
    stated_on: date | None = None,
    paid_on: date | None = None,
    delivered_again_on: date | None = None,
    quantity: int = 20,
    sold: int = 8,
    **terms: Any,
) -> Agreement:
    """A signed consignment whose first days are these. Each record stands as its room writes it;
    the pieces delivered and sold are in the book."""
    agreement = an_agreement(at=noon(signed_on), **terms)
    line = agreement.lines.select_related("product", "agreement").get()
    outlet = agreement.outlets.get()
    lot = None
    for day in (delivered_on, delivered_again_on):
        if day is not None:
            _deliver(agreement, outlet, day)
            lot = on_shelf(line, outlet, quantity, on=day, at=noon(day))
    if counted_on is not None:
        assert lot is not None, "goods are delivered before they are counted"
        _count(agreement, line, outlet, counted_on, quantity, sold)
        if sold:
            way = (Kind.SHELF, Kind.SOLD)
            moved(line, lot, outlet, way, sold, on=counted_on, at=noon(counted_on))
    if stated_on is not None:
        _state(agreement, line, sold, stated_on, paid_on)
    return agreement


def _deliver(agreement: Agreement, outlet: Any, day: date) -> None:
    number = next(_numbers)
    Delivery.objects.create(
        programme=agreement.programme,
        agreement=agreement,
        outlet=outlet,
        number=f"SJ/{number}",
        key=f"sample-{number}",
        state=DeliveryState.RECEIVED,
        sent_at=noon(day),
        received_at=noon(day) + timedelta(hours=1),
        created_at=noon(day),
    )


def _count(
    agreement: Agreement, line: Any, outlet: Any, day: date, quantity: int, sold: int
) -> None:
    counted = Count.objects.create(
        programme=agreement.programme,
        outlet=outlet,
        key=f"sample-{next(_numbers)}",
        counted_on=day,
        counted_by="Rina",
        created_at=noon(day),
    )
    CountLine.objects.create(
        count=counted,
        line=line,
        expected_quantity=quantity,
        left_quantity=quantity - sold,
        sold_quantity=sold,
    )


def _state(agreement: Agreement, line: Any, sold: int, day: date, paid_on: date | None) -> None:
    gross, net = line.shelf_price * sold, line.consignment_price * sold
    statement = Statement.objects.create(
        programme=agreement.programme,
        agreement=agreement,
        number=f"RKP/{next(_numbers)}",
        starts_on=agreement.starts_on,
        ends_on=day,
        state=StatementState.PAID if paid_on else StatementState.AGREED,
        gross=gross,
        margin=gross - net,
        losses=ZERO,
        net=net,
        due_on=day + timedelta(days=agreement.due_days),
        drawn_up_at=noon(day),
        paid_at=noon(paid_on) if paid_on else None,
    )
    if paid_on is not None:
        Payment.objects.create(
            programme=agreement.programme,
            agreement=agreement,
            statement=statement,
            key=f"sample-{next(_numbers)}",
            state=PaymentState.CONFIRMED,
            amount=net,
            method=Method.TRANSFER,
            paid_on=paid_on,
            recorded_at=noon(paid_on),
            recorded_by=signer_of(agreement.buyer, Seat.Role.MANAGER),
            confirmed_at=noon(paid_on),
        )
