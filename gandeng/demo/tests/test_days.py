"""The demo's meeting day that runs now: alive at any hour, with something for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Count

from gandeng.demo.cast import Company
from gandeng.demo.days import TodaysDay
from gandeng.demo.days.today import SLOTS, hours_around
from gandeng.demo.story import live_out
from gandeng.kernel import clock
from gandeng.meetings.states import DayState, Presence, ProposalState
from gandeng.organisations.samples import a_buyer, a_maker
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_programme, an_officer


def test_the_slots_lie_on_one_day_at_whatever_hour_the_demo_is_built():
    for minute in range(24 * 60):
        now = datetime(2026, 11, 25, minute // 60, minute % 60, 40, tzinfo=clock.JAKARTA)
        begins, minutes = hours_around(now)
        ends = begins + timedelta(minutes=SLOTS * minutes)
        assert clock.day_of(begins) == clock.day_of(ends) == clock.day_of(now), now


@pytest.mark.parametrize("hour", range(1, 23))
def test_some_slots_are_over_one_runs_and_some_are_to_come(hour):
    now = datetime(2026, 11, 25, hour, 13, tzinfo=clock.JAKARTA)
    begins, minutes = hours_around(now)
    gone = (now - begins) / timedelta(minutes=minutes)
    assert 3 <= gone < SLOTS - 3


@pytest.mark.django_db
def test_the_day_that_runs_has_something_for_everybody():
    programme = a_programme()
    officer = an_officer(programme)
    buyers = [a_buyer(programme, f"Kopkar {number}") for number in range(13)]
    goods = {
        (maker := a_maker(programme, f"Dapur {number}")): [a_product(maker)] for number in range(16)
    }
    now = clock.now().astimezone(clock.JAKARTA).replace(hour=10, minute=12)
    running = TodaysDay(
        programme, Company(officer), officer, goods, held_on=clock.day_of(now), seed=1
    )
    running.begin(buyers, list(goods))
    live_out([(running, running.live())], now)
    live_out([(running, running.go_on())], now)
    day = running.day
    day.refresh_from_db()
    assert day.state == DayState.RUNNING
    proposal = day.proposals.get()
    assert (proposal.state, bool(proposal.changes)) == (ProposalState.OPEN, True)
    there = dict(day.invitations.order_by().values_list("presence").annotate(count=Count("pk")))
    # one who was not invited came too
    assert there == {
        Presence.PRESENT: 25,
        Presence.LATE: 2,
        Presence.ABSENT: 1,
        Presence.EXPECTED: 1,
    }
    assert day.outcomes.filter(noted_at__lte=now).count() > 5
    assert day.notices.filter(seen_at=None, invitation__organisation=next(iter(goods))).exists()
