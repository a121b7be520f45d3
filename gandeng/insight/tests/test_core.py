"""Where a promise stands, whose move it is, and how many came how far."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.insight.core.funnel import funnel_of, is_at, weighted_median
from gandeng.insight.core.promise import CHAIN, Events, Limits, Mover, Status, Step, follow

MONDAY = date(2026, 9, 7)
LIMITS = Limits(stall_days=14, cycle_days=14, due_days=7)


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def test_a_promise_kept_to_the_end_shows_the_days_between():
    events = Events(
        signed_on=MONDAY,
        sent_on=after(4),
        delivered_on=after(5),
        counted_on=after(19),
        stated_on=after(20),
        paid_on=after(27),
        reordered_on=after(30),
    )
    promise = follow(events, LIMITS, after(31))
    assert promise.status is Status.DONE
    assert [one.gap_days for one in promise.steps] == [None, 5, 14, 1, 7, 3]


@pytest.mark.parametrize(
    ("happened", "step", "move", "mover", "deadline"),
    [
        ({}, Step.DELIVERED, "send_first", Mover.MAKER, 14),
        ({"sent_on": 2}, Step.DELIVERED, "receive", Mover.BUYER, 14),
        ({"delivered_on": 5}, Step.COUNTED, "count", Mover.BUYER, 19),
        ({"delivered_on": 5, "counted_on": 12}, Step.STATED, "state", Mover.BUYER, 26),
        ({"stated_on": 20, "unpaid_due_on": 27}, Step.PAID, "pay", Mover.BUYER, 27),
        ({"stated_on": 20}, Step.PAID, "look_after", Mover.OFFICE, 34),
        ({"stated_on": 20, "paid_on": 25}, Step.REORDERED, "send_again", Mover.MAKER, 39),
    ],
)
def test_whose_move_it_is_and_until_when(happened, step, move, mover, deadline):
    events = Events(signed_on=MONDAY, **{name: after(days) for name, days in happened.items()})
    promise = follow(events, LIMITS, after(deadline))
    assert (promise.waits_for, promise.move, promise.mover) == (step, move, mover)
    assert (promise.deadline_on, promise.status) == (after(deadline), Status.WAITING)
    late = follow(events, LIMITS, after(deadline + 3))
    assert (late.status, late.days_late) == (Status.STUCK, 3)


@pytest.mark.parametrize(
    ("flag", "move", "mover"),
    [
        ("is_disputed", "settle_dispute", Mover.OFFICE),
        ("awaits_confirmation", "confirm_payment", Mover.MAKER),
        ("awaits_agreement", "agree", Mover.MAKER),
    ],
)
def test_money_may_wait_for_somebody_else_than_the_payer(flag, move, mover):
    events = Events(signed_on=MONDAY, stated_on=after(20), unpaid_due_on=after(27), **{flag: True})
    promise = follow(events, LIMITS, after(21))
    assert (promise.move, promise.mover) == (move, mover)


@pytest.mark.parametrize(
    ("happened", "move", "mover"),
    [
        ({}, "order_first", Mover.BUYER),
        ({"ordered_on": MONDAY}, "confirm_order", Mover.MAKER),
        ({"ordered_on": MONDAY, "is_order_confirmed": True}, "ship", Mover.MAKER),
        ({"ordered_on": MONDAY, "sent_on": MONDAY}, "receive", Mover.BUYER),
        ({"delivered_on": MONDAY, "counted_on": MONDAY}, "invoice", Mover.MAKER),
        ({"stated_on": MONDAY, "paid_on": MONDAY}, "order_again", Mover.BUYER),
    ],
)
def test_bought_outright_the_buyer_begins(happened, move, mover):
    promise = follow(Events(signed_on=MONDAY, is_outright=True, **happened), LIMITS, MONDAY)
    assert (promise.move, promise.mover) == (move, mover)


def test_a_next_delivery_before_the_money_does_not_stand_in_for_it():
    events = Events(
        signed_on=MONDAY,
        delivered_on=after(2),
        counted_on=after(9),
        reordered_on=after(10),
    )
    promise = follow(events, LIMITS, after(11))
    assert promise.waits_for is Step.STATED
    assert promise.has_reached(Step.REORDERED)
    assert not promise.has_reached(Step.PAID)


def test_an_overdue_bill_brings_a_finished_promise_back():
    done = Events(signed_on=MONDAY, stated_on=after(20), paid_on=after(25), reordered_on=after(26))
    assert follow(done, LIMITS, after(90)).status is Status.DONE
    owing = replace(done, unpaid_due_on=after(60))
    assert follow(owing, LIMITS, after(60)).status is Status.DONE
    late = follow(owing, LIMITS, after(65))
    assert (late.status, late.move, late.days_late) == (Status.STUCK, "pay", 5)


def test_an_ended_agreement_waits_for_nothing_but_its_money():
    ended = Events(signed_on=MONDAY, delivered_on=after(3), ended_on=after(10))
    assert follow(ended, LIMITS, after(99)).status is Status.ENDED
    owing = replace(ended, stated_on=after(12), unpaid_due_on=after(19))
    assert follow(owing, LIMITS, after(20)).move == "pay"
    paid = replace(ended, stated_on=after(12), paid_on=after(15))
    assert follow(paid, LIMITS, after(99)).status is Status.DONE


def maybe_day():
    return st.none() | st.integers(0, 200).map(after)


all_events = st.builds(
    Events,
    signed_on=st.integers(0, 200).map(after),
    is_outright=st.booleans(),
    ordered_on=maybe_day(),
    is_order_confirmed=st.booleans(),
    sent_on=maybe_day(),
    delivered_on=maybe_day(),
    counted_on=maybe_day(),
    stated_on=maybe_day(),
    paid_on=maybe_day(),
    reordered_on=maybe_day(),
    unpaid_due_on=maybe_day(),
    awaits_agreement=st.booleans(),
    awaits_confirmation=st.booleans(),
    is_disputed=st.booleans(),
    ended_on=maybe_day(),
)
limits = st.builds(
    Limits,
    stall_days=st.integers(0, 60),
    cycle_days=st.integers(1, 31),
    due_days=st.integers(0, 60),
)
days = st.integers(0, 400).map(after)


@given(all_events, limits, days)
def test_somebody_has_the_move_exactly_while_something_is_waited_for(events, limits, day):
    promise = follow(events, limits, day)
    is_open = promise.status in {Status.STUCK, Status.WAITING}
    assert is_open == (promise.waits_for is not None)
    assert is_open == (promise.mover is not None)
    assert (promise.status is Status.STUCK) == (promise.days_late > 0)


@given(all_events, limits, days)
def test_whoever_is_late_today_is_later_tomorrow(events, limits, day):
    today, tomorrow = (follow(events, limits, day + timedelta(days=n)) for n in (0, 1))
    if today.status is Status.STUCK:
        assert tomorrow.status is Status.STUCK
        assert tomorrow.days_late == today.days_late + 1


@given(all_events, limits, days)
def test_the_way_to_the_money_has_no_gaps(events, limits, day):
    promise = follow(events, limits, day)
    passed = [promise.has_reached(step) for step in CHAIN]
    assert passed == sorted(passed, reverse=True)
    assert all(one.gap_days is None or one.gap_days >= 0 for one in promise.steps)


@given(st.lists(all_events, max_size=12), limits, days)
def test_every_number_of_the_funnel_is_the_length_of_its_list(many, limits, day):
    promises = [follow(events, limits, day) for events in many]
    for level in funnel_of(promises):
        for count, status in (
            (level.reached, None),
            (level.waiting, Status.WAITING),
            (level.stuck, Status.STUCK),
        ):
            assert count == sum(is_at(promise, level.step, status) for promise in promises)
    assert sum(level.stuck for level in funnel_of(promises)) == sum(
        is_at(promise, None, Status.STUCK) for promise in promises
    )


@given(st.lists(st.tuples(st.integers(-5, 90), st.integers(0, 10**6))))
def test_half_of_the_money_came_within_the_median(waits):
    median = weighted_median(waits)
    whole = sum(weight for _, weight in waits)
    if median is None:
        assert whole == 0
        return
    within = sum(weight for day, weight in waits if day <= median)
    before = sum(weight for day, weight in waits if day < median)
    assert 2 * within >= whole > 2 * before
