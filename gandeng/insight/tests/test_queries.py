"""Promises recomputed from every room's records, against sums done by hand."""

from __future__ import annotations

from datetime import date

import pytest

from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.agreements.states import Scheme, State
from gandeng.insight import queries
from gandeng.insight.core.funnel import funnel_of
from gandeng.insight.core.promise import Mover, Status, Step
from gandeng.insight.samples import a_promise, noon
from gandeng.kernel.money import ZERO, Money
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.states import State as OrderState
from gandeng.trade.settlement.models import Invoice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def september(day: int) -> date:
    return date(2026, 9, day)


def kept_promise(**changes):
    days = {
        "delivered_on": september(5),
        "counted_on": september(19),
        "stated_on": september(21),
        "paid_on": september(28),
        "delivered_again_on": date(2026, 10, 1),
    }
    return a_promise(september(1), **(days | changes))


def rows_of(agreement, day=TODAY, person=None):
    programme = agreement.programme
    return queries.promises_for(person or an_officer(programme), programme, day)


def test_a_kept_promise_is_told_as_it_happened():
    row = rows_of(kept_promise())[0]
    assert row.promise.status is Status.DONE
    assert [one.on for one in row.promise.steps] == [
        september(1),
        september(5),
        september(19),
        september(21),
        september(28),
        date(2026, 10, 1),
    ]
    assert [one.gap_days for one in row.promise.steps] == [None, 4, 14, 2, 7, 3]


def test_the_sums_are_those_done_by_hand():
    """60 a period, twice 20 delivered, 8 sold, at Rp12.750 for the maker."""
    row = rows_of(kept_promise())[0]
    assert row.promised == Money(60 * 12_750)
    assert row.delivered == Money(40 * 12_750)
    assert row.sold == row.paid == Money(8 * 12_750)


def test_what_was_never_delivered_waits_for_the_maker_and_sticks_after_fourteen_days():
    agreement = a_promise(september(1))
    waiting = rows_of(agreement, september(15))[0].promise
    assert (waiting.status, waiting.mover) == (Status.WAITING, Mover.MAKER)
    stuck = rows_of(agreement, september(16))[0].promise
    assert (stuck.status, stuck.waits_for, stuck.days_late) == (Status.STUCK, Step.DELIVERED, 1)


def test_an_unpaid_statement_is_late_from_its_own_due_day():
    agreement = kept_promise(paid_on=None, delivered_again_on=None)
    assert rows_of(agreement, september(28))[0].promise.status is Status.WAITING
    late = rows_of(agreement, september(30))[0].promise
    assert (late.move, late.days_late, late.mover) == ("pay", 2, Mover.BUYER)


def test_counted_without_a_sale_is_said():
    agreement = kept_promise(sold=0, stated_on=None, paid_on=None, delivered_again_on=None)
    row = rows_of(agreement)[0]
    assert row.is_unsold
    assert (row.sold, row.delivered) == (ZERO, Money(20 * 12_750))


def test_the_stuck_come_first_the_latest_foremost():
    programme = a_programme()
    maker = a_maker(programme)
    week = a_promise(september(8), maker=maker)
    done = kept_promise(maker=maker)
    month = a_promise(september(1), maker=maker)
    fresh = a_promise(date(2026, 11, 20), maker=maker)
    assert [row.agreement for row in rows_of(week)] == [month, week, fresh, done]


def an_outright_promise():
    agreement = an_agreement(at=noon(september(1)), scheme=Scheme.OUTRIGHT)
    outlet = agreement.outlets.get()
    common = {"programme": agreement.programme, "agreement": agreement, "outlet": outlet}
    first = Order.objects.create(
        **common,
        number="PO/1",
        key="1",
        state=OrderState.RECEIVED,
        placed_at=noon(september(2)),
        confirmed_at=noon(september(2)),
        shipped_at=noon(september(4)),
        received_at=noon(september(5)),
    )
    Invoice.objects.create(
        programme=agreement.programme,
        agreement=agreement,
        order=first,
        number="INV/1",
        net=Money(100_000),
        due_on=september(12),
        issued_at=noon(september(5)),
    )
    return agreement, common


def test_bought_outright_it_is_sold_when_received():
    agreement, common = an_outright_promise()
    promise = rows_of(agreement, september(10))[0].promise
    days = {one.step: one.on for one in promise.steps}
    assert days[Step.DELIVERED] == days[Step.COUNTED] == september(5)
    assert (promise.waits_for, promise.deadline_on) == (Step.PAID, september(12))
    Order.objects.create(**common, number="PO/2", key="2", placed_at=noon(september(9)))
    again = rows_of(agreement, september(10))[0].promise
    assert again.has_reached(Step.REORDERED)


def test_an_order_that_was_declined_is_no_order():
    agreement, common = an_outright_promise()
    Order.objects.create(
        **common,
        number="PO/2",
        key="2",
        state=OrderState.DECLINED,
        placed_at=noon(september(9)),
    )
    assert not rows_of(agreement)[0].promise.has_reached(Step.REORDERED)


@pytest.mark.parametrize("count", [1, 3])
def test_following_asks_the_same_however_many(count, django_assert_num_queries):
    first = kept_promise()
    for _ in range(count - 1):
        kept_promise(maker=first.maker, buyer=first.buyer)
    officer = an_officer(first.programme)
    queries.promises_for(officer, first.programme, TODAY)
    with django_assert_num_queries(16):
        assert len(queries.promises_for(officer, first.programme, TODAY)) == count


def test_everybody_sees_their_own_promises_and_no_draft_is_one():
    mine = kept_promise()
    other = kept_promise()
    an_agreement(mine.maker, mine.buyer, state=State.OFFERED)
    for person in (
        an_officer(mine.programme),
        a_member(mine.programme, Member.Role.AUDITOR),
        a_member(mine.programme, Member.Role.MENTOR, districts=("32.15.01",)),
        signer_of(mine.maker, "owner"),
        signer_of(mine.buyer, "manager"),
    ):
        assert [row.agreement for row in rows_of(mine, person=person)] == [mine]
        assert rows_of(other, person=person) == []
    far = a_member(mine.programme, Member.Role.MENTOR, districts=("32.15.02",))
    clerk = a_seat(mine.buyer, outlet=mine.outlets.get())
    assert rows_of(mine, person=far) == rows_of(mine, person=clerk) == []


def test_every_number_of_the_funnel_opens_a_list_of_that_length():
    first = kept_promise()
    parties = {"maker": first.maker, "buyer": first.buyer}
    a_promise(september(1), **parties)
    a_promise(date(2026, 11, 20), **parties)
    kept_promise(paid_on=None, **parties)
    rows = rows_of(first)
    for level in funnel_of([row.promise for row in rows]):
        assert level.reached == len(queries.narrowed(rows, step=level.step))
        stuck = queries.narrowed(rows, step=level.step, status=Status.STUCK)
        assert level.stuck == len(stuck)
    assert len(queries.narrowed(rows, step=Step.PAID)) == 1
    assert len(queries.narrowed(rows, step=Step.DELIVERED)) == 2


def test_half_of_the_money_is_weighed_by_rupiah():
    """8 pieces waited 9 days, 2 pieces waited 20: half of the rupiah came within 9."""
    quick = kept_promise()
    kept_promise(maker=quick.maker, buyer=quick.buyer, sold=2, paid_on=date(2026, 10, 9))
    assert queries.days_to_money(rows_of(quick)) == 9
    assert queries.days_to_money([]) is None
