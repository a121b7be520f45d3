"""The same promise through the actions people use: what they did is what the wall shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gandeng.agreements.samples import an_agreement
from gandeng.insight import queries
from gandeng.insight.core.promise import Mover, Status, Step
from gandeng.insight.samples import noon
from gandeng.kernel.money import Money
from gandeng.programmes.samples import an_officer
from gandeng.trade.consignment.actions import count_shelf
from gandeng.trade.consignment.samples import a_delivery, maker_of, manager_of, shop_of
from gandeng.trade.consignment.states import DeliveryState
from gandeng.trade.settlement import actions as settlement

pytestmark = pytest.mark.django_db
START = date(2026, 9, 1)


def on(day: int) -> date:
    return START + timedelta(days=day)


def told(agreement, day):
    programme = agreement.programme
    return queries.promises_for(an_officer(programme), programme, on(day))[0]


def test_from_the_signatures_to_the_money_and_the_next_delivery():
    agreement = an_agreement(at=noon(on(0)))
    maker, manager, shop = maker_of(agreement), manager_of(agreement), shop_of(agreement)
    line = agreement.lines.get()
    assert told(agreement, 1).promise.move == "send_first"

    first = a_delivery(agreement, 20, at=noon(on(3)))
    assert first.state == DeliveryState.RECEIVED
    row = told(agreement, 4)
    assert (row.promise.move, row.delivered) == ("count", Money(20 * 12_750))

    count_shelf(shop, {line.pk: 12}, key="hitung", on=on(10), by=manager, at=noon(on(10)))
    row = told(agreement, 11)
    assert (row.promise.move, row.sold) == ("state", Money(8 * 12_750))

    statement = settlement.draw_up_statement(agreement, ends_on=on(11), by=manager, at=noon(on(11)))
    assert told(agreement, 11).promise.move == "agree"
    settlement.agree_statement(statement, by=maker, at=noon(on(12)))
    owed = told(agreement, 13).promise
    assert (owed.move, owed.mover, owed.deadline_on) == ("pay", Mover.BUYER, statement.due_on)

    payment = settlement.record_payment(
        statement,
        amount=statement.net,
        method="transfer",
        paid_on=on(15),
        key="bayar",
        reference="TRF-1",
        by=manager,
        at=noon(on(15)),
    )
    waits = told(agreement, 15)
    assert (waits.promise.move, waits.paid) == ("confirm_payment", Money(0))
    settlement.confirm_payment(payment, by=maker, at=noon(on(16)))
    paid = told(agreement, 16)
    assert (paid.promise.waits_for, paid.paid) == (Step.REORDERED, Money(8 * 12_750))

    a_delivery(agreement, 10, at=noon(on(18)))
    kept = told(agreement, 19)
    assert kept.promise.status is Status.DONE
    assert [one.gap_days for one in kept.promise.steps] == [None, 3, 7, 1, 5, 2]
    assert kept.delivered == Money(30 * 12_750)
    assert queries.days_to_money([kept]) == 6
