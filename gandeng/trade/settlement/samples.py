"""Sample statements and payments: goods sold, stated, agreed, paid, by the actions people use."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from gandeng.agreements.models import Agreement
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.kernel import clock
from gandeng.organisations.models import Seat
from gandeng.trade.ledger.models import Kind
from gandeng.trade.ledger.samples import moved, on_shelf

from . import actions
from .models import Payment, Statement
from .states import Method, StatementState

_numbers = count(1)


def a_statement(
    agreement: Agreement | None = None,
    *,
    sold: int = 12,
    brought: int = 20,
    state: str = StatementState.DRAWN_UP,
    at: datetime | None = None,
) -> Statement:
    """A statement up to yesterday, drawn up by the buyer's manager: twenty brought and twelve sold
    of each product. Everything missing is made, the agreement sixty days ago.

    ``state`` goes on to objected, agreed or paid.
    """
    at = at or clock.now()
    agreement = agreement or an_agreement(at=at - timedelta(days=60))
    outlet = agreement.outlets.order_by("pk")[0]
    on = clock.day_of(at) - timedelta(days=1)
    for line in agreement.lines.select_related("agreement").order_by("pk"):
        lot = on_shelf(line, outlet, brought, on=on, at=at)
        if sold:
            moved(line, lot, outlet, (Kind.SHELF, Kind.SOLD), sold, on=on, at=at)
    owner = signer_of(agreement.maker, Seat.Role.OWNER)
    manager = signer_of(agreement.buyer, Seat.Role.MANAGER)
    statement = actions.draw_up_statement(agreement, ends_on=clock.day_of(at), by=manager, at=at)
    if state == StatementState.OBJECTED:
        actions.object_to_statement(statement, reason="kurang dua bungkus", by=owner, at=at)
    elif state in {StatementState.AGREED, StatementState.PAID}:
        actions.agree_statement(statement, by=owner, at=at)
    if state == StatementState.PAID:
        actions.confirm_payment(a_payment(statement, at=at), by=owner, at=at)
        statement.refresh_from_db()
    return statement


def a_payment(
    bill: Any = None, *, at: datetime | None = None, is_confirmed: bool = False, **values: Any
) -> Payment:
    """A transfer of the whole amount, recorded by the buyer's manager."""
    at = at or clock.now()
    bill = bill or a_statement(state=StatementState.AGREED, at=at)
    number = next(_numbers)
    defaults = {
        "amount": bill.net,
        "method": Method.TRANSFER,
        "reference": f"TRF{number:06}",
        "paid_on": clock.day_of(at),
        "key": f"sample-payment-{number}",
    }
    manager = signer_of(bill.agreement.buyer, Seat.Role.MANAGER)
    payment = actions.record_payment(bill, by=manager, at=at, **(defaults | values))
    if is_confirmed:
        owner = signer_of(bill.agreement.maker, Seat.Role.OWNER)
        actions.confirm_payment(payment, by=owner, at=at)
    return payment
