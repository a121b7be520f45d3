"""Versions: kept, put into force, told about, brought back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions.timetabling import (
    discard_timetable,
    publish_timetable,
    store_timetable,
)
from gandeng.meetings.core import problem as core
from gandeng.meetings.core.pins import at_their_tables
from gandeng.meetings.core.scheduler import timetable as calculate
from gandeng.meetings.models import Day, Notice, Pairing, Timetable
from gandeng.meetings.queries.problems import pair_of, pinned_tables, problem_of
from gandeng.meetings.queries.timetables import own_meetings, published
from gandeng.meetings.queries.unmet import unmet_in
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import InvitationState, Order, Presence, Side, TimetableState
from gandeng.people.samples import a_person
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db


def pairs_in(timetable: Timetable) -> list[tuple[str, str, int, str]]:
    return [
        (str(row.buyer), str(row.maker), row.slot.number, row.table.label)
        for row in timetable.meetings.order_by("slot__number", "table__order")
    ]


def a_wished_day(**values) -> tuple[Day, list, list]:
    """Two buyers who both wish for both makers."""
    day = a_day(slots=4, tables=2, **values)
    makers = [an_invitation(day, side=Side.MAKER) for _n in range(2)]
    buyers = [an_invitation(day) for _n in range(2)]
    for buyer in buyers:
        for rank, maker in enumerate(makers, 1):
            a_wish(buyer, maker.organisation, rank=rank)
    return day, buyers, makers


def drawn_up(day: Day, by, **settings) -> Timetable:
    problem = problem_of(day, settings={"breaks": False} | settings)
    answer = calculate(problem)
    return store_timetable(
        day, problem, answer, base=None, by=by, at=clock.now(), settings=settings
    )


def test_a_day_of_wishes_becomes_a_draft_with_its_proof():
    day, buyers, makers = a_wished_day()
    made = drawn_up(day, an_officer(day.programme))
    assert made.state == TimetableState.DRAFT
    assert made.version == 1
    assert {row.pair for row in made.meetings.all()} == {
        (buyer.pk, maker.pk) for buyer in buyers for maker in makers
    }
    assert made.objective["value"] == made.bounds["value"] > 0
    assert made.why_not == []


def test_a_reason_is_told_in_the_readers_language_with_the_figures_it_rests_on():
    day, _buyers, makers = a_wished_day(maker_maximum=1)
    made = drawn_up(day, an_officer(day.programme))
    reasons = [row.reason for row in unmet_in(made, makers[0].pk)]
    assert reasons == [row["reason"] for row in made.why_not if row["maker"] == makers[0].pk]
    assert f"Jadwal {makers[0]} sudah penuh (1 pertemuan)" in reasons[0]
    with translation.override("en"):
        assert f"{makers[0]} is fully booked (1 meetings)" in unmet_in(made, makers[0].pk)[0].reason


def test_a_stored_version_has_its_breaks_bounded_and_its_ways_measured():
    day, _buyers, _makers = a_wished_day()
    made = drawn_up(day, an_officer(day.programme))
    made.refresh_from_db()
    assert made.bounds["breaks_here"] <= made.objective["breaks"]
    assert made.objective["walk_m"] == 2.5 * made.objective["moves"]


def test_who_does_not_come_is_in_no_problem_but_who_walked_in_is():
    day, buyers, makers = a_wished_day()
    buyers[0].state = InvitationState.NOT_COMING
    buyers[0].save()
    makers[0].state, makers[0].presence = InvitationState.SENT, Presence.PRESENT
    makers[0].save()
    problem = problem_of(day, settings={})
    assert {party.id for party in problem.parties} == {buyers[1].pk, *(m.pk for m in makers)}
    assert {pair_of(problem, wish) for wish in problem.wishes} == {
        (buyers[1].pk, maker.pk) for maker in makers
    }


def test_what_the_office_orders_stands_in_the_problem():
    day, buyers, makers = a_wished_day()
    officer = an_officer(day.programme)
    slot, table = day.slots.get(number=2), day.tables.get(order=1)
    common = {"programme": day.programme, "day": day, "by": officer, "created_at": clock.now()}
    Pairing.objects.create(
        buyer=buyers[0], maker=makers[0], order=Order.REQUIRE, slot=slot, table=table, **common
    )
    Pairing.objects.create(buyer=buyers[1], maker=makers[1], order=Order.FORBID, **common)
    problem = problem_of(day, settings={"breaks": False})
    wishes = {pair_of(problem, wish): wish for wish in problem.wishes}
    pinned = wishes[buyers[0].pk, makers[0].pk]
    assert (pinned.required, pinned.slots) == (True, {2})
    assert wishes[buyers[1].pk, makers[1].pk].forbidden
    tables = pinned_tables(day, problem, {})
    answer = calculate(problem)
    placed = at_their_tables(answer.meetings, tables)
    (where,) = [m for m in placed if problem.wishes[m.wish] is pinned]
    assert problem.tables[where.table].id == table.pk
    assert sorted((m.wish, m.slot) for m in placed) == sorted(
        (m.wish, m.slot) for m in answer.meetings
    )


def test_hours_and_limits_of_a_party_hold():
    day, buyers, makers = a_wished_day(maker_maximum=1)
    buyers[0].hours = [["09:00", "10:00"]]
    buyers[0].maximum = 1
    buyers[0].save()
    problem = problem_of(day, settings={})
    of = {party.id: party for party in problem.parties}
    assert of[buyers[0].pk].available == {0, 1}
    assert of[buyers[0].pk].maximum == 1
    assert of[buyers[1].pk].maximum == 4
    assert of[makers[0].pk].maximum == 1


def test_a_floor_asks_for_no_more_than_there_is_demand():
    day, _buyers, makers = a_wished_day()
    lonely = an_invitation(day, side=Side.MAKER)
    problem = problem_of(day, settings={"floor": 3})
    of = {party.id: party.minimum for party in problem.parties}
    assert [of[maker.pk] for maker in makers] == [2, 2]
    assert of[lonely.pk] == 0
    assert problem.objective[0] == "min_met"


def test_locked_meetings_of_the_kept_version_stay_where_they_are():
    day, buyers, makers = a_wished_day()
    base = a_timetable(day, [(buyers[0], makers[1], 3, 1), (buyers[1], makers[0], 0, 0)])
    base.meetings.filter(buyer=buyers[0]).update(is_locked=True)
    problem = problem_of(day, settings={"keep": base.pk, "breaks": False})
    wishes = {pair_of(problem, wish): wish for wish in problem.wishes}
    assert wishes[buyers[0].pk, makers[1].pk].slots == {3}
    assert len(wishes[buyers[1].pk, makers[0].pk].slots) == 4
    answer = calculate(problem)
    tables = pinned_tables(day, problem, {"keep": base.pk})
    placed = core.Timetable(answer.status, at_their_tables(answer.meetings, tables))
    made = store_timetable(
        day, problem, placed, base=base, by=an_officer(day.programme), at=clock.now()
    )
    kept = made.meetings.get(buyer=buyers[0], maker=makers[1])
    assert (kept.slot.number, kept.table.label, kept.is_locked) == (3, "A2", True)
    assert made.meetings.filter(is_locked=True).count() == 1


def test_a_repair_carries_what_was_met_and_who_has_left_the_list():
    day, buyers, makers = a_wished_day()
    base = a_timetable(day, [(buyers[0], makers[0], 0, 0), (buyers[0], makers[1], 3, 0)])
    buyers[0].state = InvitationState.NOT_COMING
    buyers[0].save()
    problem = problem_of(day, settings={}, previous=base, now=2, absences=[(makers[0].pk, 2, 3)])
    of = {party.id: party for party in problem.parties}
    assert of[buyers[0].pk].available == {0, 1}
    assert [(m.slot, pair_of(problem, problem.wishes[m.wish])) for m in problem.previous] == [
        (0, (buyers[0].pk, makers[0].pk)),
        (3, (buyers[0].pk, makers[1].pk)),
    ]
    assert [(problem.parties[a.party].id, a.first, a.last) for a in problem.absent] == [
        (makers[0].pk, 2, 3)
    ]


def test_publishing_tells_everybody_once_and_later_only_whom_it_concerns():
    day, buyers, makers = a_wished_day()
    officer = an_officer(day.programme)
    one = a_timetable(
        day,
        [(buyers[0], makers[0], 0, 0), (buyers[1], makers[1], 0, 1)],
        state=TimetableState.DRAFT,
    )
    publish_timetable(one, by=officer, at=clock.now())
    assert published(day) == one
    assert Notice.objects.count() == 4
    assert {n.text for n in Notice.objects.all()} == {"Jadwal Anda sudah terbit: 1 pertemuan."}
    beat = Day.objects.get(pk=day.pk).beat
    two = a_timetable(
        day,
        [(buyers[0], makers[0], 0, 0), (buyers[1], makers[1], 2, 0)],
        state=TimetableState.DRAFT,
    )
    publish_timetable(two, by=officer, at=clock.now())
    one.refresh_from_db()
    assert one.state == TimetableState.SUPERSEDED
    assert Day.objects.get(pk=day.pk).beat == beat + 1
    told = list(Notice.objects.all()[:2])
    assert {n.invitation_id for n in told} == {buyers[1].pk, makers[1].pk}
    (to_buyer,) = [n.text for n in told if n.invitation_id == buyers[1].pk]
    assert to_buyer == (
        f"Jadwal Anda berubah: {makers[1]} pindah dari pukul 09.00 ke pukul 11.00, meja A1."
    )
    assert Notice.objects.count() == 6
    publish_timetable(one, by=officer, at=clock.now())
    assert published(day) == one


def test_changes_in_hours_that_are_over_are_told_to_nobody():
    day, buyers, makers = a_wished_day(state="running")
    officer = an_officer(day.programme)
    a_timetable(day, [(buyers[0], makers[0], 0, 0), (buyers[1], makers[0], 3, 0)])
    two = a_timetable(day, [(buyers[1], makers[0], 2, 0)], state=TimetableState.DRAFT)
    later = day.slots.get(number=0).ends_at + timedelta(minutes=1)
    publish_timetable(two, by=officer, at=later)
    assert {n.invitation_id for n in Notice.objects.all()} == {buyers[1].pk, makers[0].pk}


def test_an_empty_version_or_one_with_somebody_who_stays_away_is_not_published():
    day, buyers, makers = a_wished_day()
    officer = an_officer(day.programme)
    empty = a_timetable(day, state=TimetableState.DRAFT)
    with pytest.raises(Refusal, match="kosong"):
        publish_timetable(empty, by=officer, at=clock.now())
    drawn = a_timetable(day, [(buyers[0], makers[0], 0, 0)], state=TimetableState.DRAFT)
    buyers[0].state = InvitationState.NOT_COMING
    buyers[0].save()
    with pytest.raises(Refusal) as no:
        publish_timetable(drawn, by=officer, at=clock.now())
    assert no.value.code == "party_not_coming"
    assert str(buyers[0]) in str(no.value)


def test_only_the_office_publishes_and_a_discarded_draft_is_gone_for_good():
    day, buyers, makers = a_wished_day()
    draft = a_timetable(day, [(buyers[0], makers[0], 0, 0)], state=TimetableState.DRAFT)
    with pytest.raises(NotAllowed):
        publish_timetable(draft, by=a_person(), at=clock.now())
    officer = an_officer(day.programme)
    discard_timetable(draft, by=officer, at=clock.now())
    with pytest.raises(Refusal) as no:
        publish_timetable(draft, by=officer, at=clock.now())
    assert no.value.code == "wrong_state"


def test_a_party_sees_its_own_meetings_of_the_version_in_force_in_order():
    day, buyers, makers = a_wished_day()
    a_timetable(day, [(buyers[0], makers[1], 3, 1), (buyers[0], makers[0], 1, 0)])
    a_timetable(day, [(buyers[0], makers[0], 0, 0)], state=TimetableState.DRAFT)
    assert [(m.slot.number, m.other) for m in own_meetings(buyers[0])] == [
        (1, makers[0]),
        (3, makers[1]),
    ]
    assert [m.other for m in own_meetings(makers[1])] == [buyers[0]]
    assert own_meetings(buyers[1]) == []
