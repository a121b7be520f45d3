"""Somebody stays away: what is proposed, what of it is taken, and who comes second."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions.attending import note_absent, note_presence
from gandeng.meetings.actions.deciding import accept_proposal, decline_proposal
from gandeng.meetings.actions.replanning import propose, propose_after_desk
from gandeng.meetings.actions.walk_ins import walk_in
from gandeng.meetings.core import shape
from gandeng.meetings.models import Day, Invitation, Notice, Proposal, Timetable, Wish
from gandeng.meetings.queries.boards import board_of
from gandeng.meetings.queries.timetables import published
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import DayState, Presence, ProposalState, Side, TimetableState
from gandeng.organisations.models import Organisation
from gandeng.people.samples import a_person
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db
HELD = date(2026, 11, 24)
ALL = ("buyer_id", "maker_id", "slot__number", "table__label")


def o_clock(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(HELD, time(hour, minute), tzinfo=clock.JAKARTA)


class Hall:
    """Two makers sit all day; the third shop waits for both, and has no place while the first is
    expected. Half-hour slots at 9.00, 9.30, 10.00, then 11.30, 12.00, 12.30."""

    def __init__(self, slots: int = 2) -> None:
        self.day = a_day(held_on=HELD, state=DayState.RUNNING, slots=slots, tables=2)
        self.officer = an_officer(self.day.programme)
        self.siti, self.udin = (an_invitation(self.day, side=Side.MAKER) for _n in range(2))
        self.first, self.second, self.third = (an_invitation(self.day) for _n in range(3))
        for shop in (self.first, self.second, self.third):
            for rank, maker in enumerate((self.siti, self.udin), 1):
                a_wish(shop, maker.organisation, rank=rank)
        self.timetable = a_timetable(
            self.day,
            [
                (self.first, self.siti, 0, 0),
                (self.second, self.udin, 0, 1),
                (self.second, self.siti, 1, 0),
                (self.first, self.udin, 1, 1),
            ],
        )

    def note(self, guest: Invitation, presence: str, at: datetime, **values: object):
        made = note_presence(
            guest,
            presence,
            key=f"{guest.pk}-{presence}-{at:%H%M}",
            noted_at=at,
            by=self.officer,
            at=at,
            **values,  # type: ignore[arg-type]
        )
        return propose_after_desk(self.day, [made], by=self.officer, at=at)

    def in_force(self) -> set[tuple[object, ...]]:
        timetable = published(self.day)
        assert timetable is not None
        return set(timetable.meetings.values_list(*ALL))


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_shop_that_stays_away_makes_room_and_nobody_else_is_touched(hall: Hall):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    assert str(hall.first) in proposal.cause
    kinds = [row["kind"] for row in proposal.changes]
    assert (kinds.count("cancelled"), kinds.count("added")) == (2, 2)
    assert proposal.figures["kept"] == 2
    assert proposal.figures["bound"] >= proposal.figures["value_after"]
    assert hall.in_force() == set(hall.timetable.meetings.values_list(*ALL))

    accept_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    assert hall.in_force() == {
        (hall.third.pk, hall.siti.pk, 0, "A1"),
        (hall.second.pk, hall.udin.pk, 0, "A2"),
        (hall.second.pk, hall.siti.pk, 1, "A1"),
        (hall.third.pk, hall.udin.pk, 1, "A2"),
    }
    told = set(Notice.objects.values_list("invitation_id", flat=True))
    assert {hall.third.pk, hall.siti.pk, hall.udin.pk} <= told
    assert hall.second.pk not in told
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert all(row["taken"] for row in proposal.changes)
    assert Timetable.objects.get(pk=hall.timetable.pk).state == TimetableState.SUPERSEDED


def test_a_proposal_says_what_becomes_of_breaks_and_ways_as_the_versions_will():
    hall = Hall(slots=3)
    Wish.objects.all().delete()
    hall.timetable.delete()
    shops = (hall.first, hall.second, hall.third)
    rows = [(shop, hall.siti, slot, slot % 2) for slot, shop in enumerate(shops)]
    base = a_timetable(hall.day, rows)
    shown = board_of(base).figures()
    proposal = hall.note(hall.second, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    before, after = proposal.figures["before"], proposal.figures["after"]
    assert (before["breaks"], before["idle"], before["moves"]) == (0, 0, 2)
    assert before["walk_m"] > 0
    assert after == {"breaks": 1, "idle": 1, "moves": 0, "walk_m": 0}
    assert before == {name: shown[name] for name in before}
    accepted, _left_out = accept_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    assert after == {name: accepted.objective[name] for name in after}


def test_the_bound_on_breaks_is_found_before_anybody_waits(hall: Hall, monkeypatch):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    depths = []
    bound = shape.bound

    def noting(*arguments: Any) -> dict[str, int]:
        depths.append(len(connection.savepoint_ids))
        return bound(*arguments)

    monkeypatch.setattr(shape, "bound", noting)
    accepted, _left_out = accept_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    assert depths == [len(connection.savepoint_ids)]
    assert accepted.bounds["breaks_here"] == board_of(accepted).bound().breaks


def test_a_bound_that_speaks_of_other_meetings_is_not_taken():
    hall = Hall(slots=3)
    board = board_of(hall.timetable)
    known = replace(board.bound(), breaks=99)
    assert board.fewest_breaks(known) == 99
    one = board.placed[hall.first.pk, hall.siti.pk]
    board.apply([one], [])
    assert board.fewest_breaks(known) == board.bound().breaks < 99
    board.apply([], [one])
    assert board.fewest_breaks(known) == 99
    hall.first.hours = [["09:00", "09:30"]]
    hall.first.save()
    assert board_of(hall.timetable).fewest_breaks(known) < 99


def test_what_finds_no_room_is_left_out_and_said(hall: Hall):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    by_place = {
        (row["kind"], (row["to"] or row["from"])[0]): index
        for index, row in enumerate(proposal.changes)
    }
    # the second meeting of the absent shop stays: they may still come
    taken = [by_place["cancelled", 0], by_place["added", 0], by_place["added", 1]]
    _version, left_out = accept_proposal(proposal, taken, by=hall.officer, at=o_clock(9, 6))
    assert left_out == 1
    assert hall.in_force() == {
        (hall.third.pk, hall.siti.pk, 0, "A1"),
        (hall.second.pk, hall.udin.pk, 0, "A2"),
        (hall.second.pk, hall.siti.pk, 1, "A1"),
        (hall.first.pk, hall.udin.pk, 1, "A2"),
    }
    proposal.refresh_from_db()
    assert [row["taken"] for row in proposal.changes].count(True) == 2


def test_nothing_taken_leaves_all_as_it_was_and_is_not_asked_again(hall: Hall):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    with pytest.raises(Refusal) as told:
        accept_proposal(proposal, [], by=hall.officer, at=o_clock(9, 6))
    assert told.value.code == "nothing_taken"
    decline_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    assert hall.in_force() == set(hall.timetable.meetings.values_list(*ALL))
    assert propose(hall.day, by=hall.officer, at=o_clock(9, 7)) is None
    assert Proposal.objects.count() == 1


def test_news_meanwhile_makes_a_new_proposal_and_the_old_one_says_so(hall: Hall):
    old = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    new = hall.note(hall.third, Presence.ABSENT, o_clock(9, 6))
    assert old is not None
    assert new is not None
    assert [row["kind"] for row in new.changes] == ["cancelled", "cancelled"]
    with pytest.raises(Refusal) as told:
        accept_proposal(old, by=hall.officer, at=o_clock(9, 7))
    assert told.value.code == "proposal_outdated"
    # back at the door: nothing is to change any more
    assert hall.note(hall.first, Presence.PRESENT, o_clock(9, 8)) is None
    assert not Proposal.objects.filter(state=ProposalState.OPEN).exists()


def test_of_two_officers_the_second_hears_who_decided(hall: Hall):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    on_the_other_screen = Proposal.objects.get(pk=proposal.pk)
    accept_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    for decide in (accept_proposal, decline_proposal):
        with pytest.raises(Refusal) as told:
            decide(on_the_other_screen, by=an_officer(hall.day.programme), at=o_clock(9, 7))
        assert told.value.code == "already_decided"
        assert "09.06" in str(told.value)
        assert str(hall.officer) in str(told.value)
    assert hall.day.timetables.count() == 2


def test_a_proposal_on_a_timetable_that_changed_is_not_taken(hall: Hall):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    Timetable.objects.filter(pk=hall.timetable.pk).update(state=TimetableState.SUPERSEDED)
    a_timetable(hall.day, [])
    with pytest.raises(Refusal) as told:
        accept_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    assert told.value.code == "proposal_outdated"


def test_what_is_over_or_nearly_over_is_left_alone(hall: Hall):
    proposal = hall.note(hall.first, Presence.LEFT, o_clock(9, 20))
    assert proposal is not None
    assert {(row["to"] or row["from"])[0] for row in proposal.changes} == {1}
    assert hall.note(hall.second, Presence.LEFT, o_clock(12)) is None


def test_late_costs_only_the_slots_until_they_are_here(hall: Hall):
    proposal = hall.note(hall.first, Presence.LATE, o_clock(9, 2), expected_at=o_clock(9, 25))
    assert proposal is not None
    assert [(row["kind"], (row["to"] or row["from"])[0]) for row in proposal.changes] == [
        ("cancelled", 0),
        ("added", 0),
    ]


def test_who_was_awaited_and_comes_changes_nothing(hall: Hall):
    assert hall.note(hall.third, Presence.PRESENT, o_clock(8, 50)) is None
    assert Proposal.objects.count() == 0


def test_all_who_are_missing_at_once(hall: Hall):
    shops = hall.day.invitations.filter(side=Side.BUYER).exclude(pk=hall.third.pk)
    assert note_absent(hall.day, shops, key="all", by=hall.officer, at=o_clock(9, 5)) == 2
    proposal = propose(hall.day, by=hall.officer, at=o_clock(9, 5))
    assert proposal is not None
    accept_proposal(proposal, by=hall.officer, at=o_clock(9, 6))
    assert {row[0] for row in hall.in_force()} == {hall.third.pk}
    assert len(hall.in_force()) == 2


def test_a_stranger_at_the_door_is_taken_in_once_and_known_by_name(hall: Hall):
    known = an_invitation(a_day(hall.day.programme), side=Side.MAKER).organisation
    Organisation.objects.filter(pk=known.pk).update(
        name="Rengginang Bu Siti", folded_name="rengginangbusiti"
    )
    before = Organisation.objects.count()

    def come(name: str, key: str, side: str = Side.MAKER):
        return walk_in(
            hall.day,
            name,
            side,
            key=key,
            noted_at=o_clock(9),
            by=hall.officer,
            at=o_clock(9),
            person_name="Ibu Siti",
        ).invitation

    new = come("Keripik Mang Ujang", "new-key-1")
    assert come("Keripik Mang Ujang", "new-key-1").pk == new.pk
    assert (new.is_walk_in, new.presence, new.side) == (True, Presence.PRESENT, Side.MAKER)
    assert new.is_coming
    shop = come("Kopkar Baru", "new-key-2", Side.BUYER)
    assert shop.side == Side.BUYER
    assert Organisation.objects.count() == before + 2
    with pytest.raises(Refusal) as told:
        come("Warung", "new-key-3", "neither")
    assert told.value.code == "unknown_side"


def test_who_walks_in_is_offered_the_free_hours_and_told_when_they_are_theirs():
    day = a_day(held_on=HELD, state=DayState.RUNNING, slots=2, tables=1)
    officer = an_officer(day.programme)
    maker, shop = an_invitation(day, side=Side.MAKER), an_invitation(day)
    a_wish(shop, maker.organisation)
    a_timetable(day, [(shop, maker, 0, 0)])
    at = o_clock(8, 50)
    note = walk_in(day, "Kopkar Baru", Side.BUYER, key="walked-in", noted_at=at, by=officer, at=at)
    proposal = propose_after_desk(day, [note], by=officer, at=at)
    assert proposal is not None
    assert [
        (row["kind"], row["buyer"], row["maker"], row["to"][0]) for row in proposal.changes
    ] == [("added", note.invitation_id, maker.pk, 1)]
    assert proposal.cause == "Kopkar Baru datang tanpa undangan."
    accept_proposal(proposal, by=officer, at=at)
    told = set(Notice.objects.values_list("invitation_id", flat=True))
    assert told == {note.invitation_id, maker.pk}
    # neither asks again, nor is anything taken back
    assert propose(day, by=officer, at=at) is None


def test_only_the_office_decides(hall: Hall):
    proposal = hall.note(hall.first, Presence.ABSENT, o_clock(9, 5))
    assert proposal is not None
    for decide in (accept_proposal, decline_proposal):
        with pytest.raises(NotAllowed):
            decide(proposal, by=a_person(), at=o_clock(9, 6))


def test_a_day_without_a_timetable_in_force_is_left_alone():
    day = a_day(held_on=HELD, state=DayState.RUNNING)
    an_invitation(day, presence=Presence.ABSENT)
    assert propose(day, by=an_officer(day.programme), at=o_clock(9)) is None
    Day.objects.filter(pk=day.pk).update(state=DayState.ENDED)
    day.refresh_from_db()
    a_timetable(day, [])
    assert propose(day, by=an_officer(day.programme), at=o_clock(9)) is None
