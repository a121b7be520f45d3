"""Who is where: notes from several desks, in any order, with clocks that are wrong."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from gandeng.audit.models import Trace
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions.attending import note_absent, note_presence
from gandeng.meetings.models import CheckIn, Day
from gandeng.meetings.queries.presence import (
    absences,
    attendance_on,
    current_slot,
    first_open_slot,
)
from gandeng.meetings.samples import a_day, an_invitation
from gandeng.meetings.states import Channel, DayState, InvitationState, Presence, Side
from gandeng.people.samples import a_person
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db
HELD = date(2026, 11, 24)


def o_clock(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(HELD, time(hour, minute), tzinfo=clock.JAKARTA)


def a_running_day(**values: object) -> Day:
    return a_day(held_on=HELD, state=DayState.RUNNING, **values)  # type: ignore[arg-type]


def test_the_latest_note_counts_whatever_order_desks_send_in():
    day = a_running_day()
    officer, shop = an_officer(day.programme), an_invitation(day)

    def note(presence: str, noted_at: datetime, key: str, **values: object) -> CheckIn:
        return note_presence(
            shop,
            presence,
            key=key,
            noted_at=noted_at,
            by=officer,
            at=o_clock(10, 30),
            **values,  # type: ignore[arg-type]
        )

    note(Presence.LEFT, o_clock(10, 20), "b")
    note(Presence.PRESENT, o_clock(8, 50), "a", head_count=2, desk="Pintu utara")
    note(Presence.PRESENT, o_clock(8, 50), "a", head_count=2)
    shop.refresh_from_db()
    assert shop.presence == Presence.LEFT
    assert (shop.arrived_at, shop.left_at) == (o_clock(8, 50), o_clock(10, 20))
    assert shop.check_ins.count() == 2
    note(Presence.EXPECTED, o_clock(10, 25), "c")
    shop.refresh_from_db()
    assert (shop.presence, shop.arrived_at, shop.left_at) == (Presence.EXPECTED, None, None)
    assert Trace.objects.filter(verb="check_in").count() == 3
    day.refresh_from_db()
    assert day.beat == 3


@pytest.mark.parametrize("noted_at", [o_clock(23), o_clock(9) - timedelta(days=400)])
def test_a_note_from_a_wrong_clock_counts_as_taken_when_it_arrived(noted_at: datetime):
    day = a_running_day()
    note = note_presence(
        an_invitation(day),
        Presence.PRESENT,
        key="k",
        noted_at=noted_at,
        by=an_officer(day.programme),
        at=o_clock(9, 5),
    )
    assert note.noted_at == o_clock(9, 5)


def test_who_had_said_no_or_nothing_is_coming_once_they_stand_at_the_desk():
    day = a_running_day()
    officer = an_officer(day.programme)
    for state in [
        InvitationState.SENT,
        InvitationState.NOT_COMING,
        InvitationState.WITHDRAWN,
    ]:
        guest = an_invitation(day, state=state)
        note_presence(
            guest, Presence.PRESENT, key=state, noted_at=o_clock(9), by=officer, at=o_clock(9)
        )
        guest.refresh_from_db()
        assert guest.state == InvitationState.COMING
        assert guest.answered_by == Channel.DESK


def test_a_desk_is_told_what_is_missing_and_who_may_not():
    day = a_running_day()
    officer, guest = an_officer(day.programme), an_invitation(day)

    def note(presence: str, key: str = "k", by: object = officer, **values: object) -> str:
        with pytest.raises(Refusal) as told:
            note_presence(
                guest,
                presence,
                key=key,
                noted_at=o_clock(9),
                by=by,  # type: ignore[arg-type]
                at=o_clock(9),
                **values,  # type: ignore[arg-type]
            )
        return told.value.code

    assert note(Presence.LATE) == "expected_at_missing"
    assert note("vanished") == "unknown_presence"
    assert note(Presence.PRESENT, head_count=0) == "bad_head_count"
    with pytest.raises(NotAllowed):
        note_presence(guest, "present", key="x", noted_at=o_clock(9), by=a_person(), at=o_clock(9))
    note_presence(guest, "present", key="k", noted_at=o_clock(9), by=officer, at=o_clock(9))
    with pytest.raises(Refusal) as told:
        note_presence(
            an_invitation(day),
            "present",
            key="k",
            noted_at=o_clock(9),
            by=officer,
            at=o_clock(9),
        )
    assert told.value.code == "key_of_another"
    Day.objects.filter(pk=day.pk).update(state=DayState.CANCELLED)
    assert note(Presence.PRESENT, key="l") == "day_not_open"
    assert CheckIn.objects.count() == 1


def test_all_who_are_missing_are_marked_in_one_go_and_once():
    day = a_running_day()
    officer = an_officer(day.programme)
    here = an_invitation(day, presence=Presence.PRESENT)
    missing = [an_invitation(day) for _number in range(3)]
    silent = an_invitation(day, state=InvitationState.SENT)
    late = an_invitation(day, presence=Presence.LATE, expected_at=o_clock(10))
    shops = [here, *missing, silent, late]
    assert note_absent(day, shops, key="all", by=officer, at=o_clock(9, 5)) == 3
    assert note_absent(day, shops, key="all", by=officer, at=o_clock(9, 6)) == 0
    assert attendance_on(day)[Side.BUYER].absent == 3
    assert attendance_on(day)[Side.BUYER].present == 1
    here.refresh_from_db()
    assert here.presence == Presence.PRESENT
    assert note_absent(day, [late], key="later", by=officer, at=o_clock(10, 1)) == 1
    note_presence(
        missing[0], "present", key="z", noted_at=o_clock(9, 20), by=officer, at=o_clock(9, 20)
    )
    assert attendance_on(day)[Side.BUYER].absent == 3


def test_the_slots_a_party_misses():
    """Half-hour slots at 9.00, 9.30, 10.00, then after a pause at 11.30, 12.00, 12.30."""
    day = a_running_day()
    absent = an_invitation(day, presence=Presence.ABSENT)
    left = an_invitation(day, presence=Presence.LEFT, left_at=o_clock(9, 20))
    late = an_invitation(day, presence=Presence.LATE, expected_at=o_clock(9, 40))
    an_invitation(day)
    an_invitation(day, presence=Presence.PRESENT)
    assert absences(day, o_clock(9, 5)) == [
        (absent.pk, 0, 5),
        (left.pk, 0, 5),
        (late.pk, 0, 1),
    ]
    # past its half a slot is left as it is
    assert absences(day, o_clock(9, 20))[2] == (late.pk, 1, 1)
    # later than they said: the slot that runs is missed, no more
    assert absences(day, o_clock(10, 5))[2] == (late.pk, 2, 2)
    assert absences(day, o_clock(18)) == []


def test_the_slot_it_is():
    day = a_running_day()
    clock_of = {
        (8, 0): (0, 0),
        (9, 14): (0, 0),
        (9, 15): (0, 1),
        (9, 30): (1, 1),
        (11, 0): (3, 3),
        (13, 0): (6, 6),
    }
    for (hour, minute), expected in clock_of.items():
        at = o_clock(hour, minute)
        assert (current_slot(day, at), first_open_slot(day, at)) == expected
