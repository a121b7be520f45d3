"""The board: what hands may do with a draft, and what stands in their way."""

from __future__ import annotations

import pytest

from gandeng.audit.queries import traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions.moving import (
    add_meeting,
    cancel_meeting,
    copy_timetable,
    lock_meeting,
    move_meeting,
    redo_move,
    undo_move,
)
from gandeng.meetings.models import Pairing, Timetable
from gandeng.meetings.queries.boards import data_of, history_of
from gandeng.meetings.samples import a_timetable
from gandeng.meetings.states import InvitationState, Order, TimetableState
from gandeng.people.samples import a_person
from gandeng.programmes.samples import a_member, an_officer

from .test_timetables_store import a_wished_day

pytestmark = pytest.mark.django_db


class Board:
    """A draft of two meetings at nine, and an officer before it: b0-m0 at A1, b1-m1 at A2."""

    def __init__(self, **values) -> None:
        self.day, self.buyers, self.makers = a_wished_day(**values)
        self.tables = list(self.day.tables.order_by("order"))
        b, m = self.buyers, self.makers
        self.draft = a_timetable(
            self.day, [(b[0], m[0], 0, 0), (b[1], m[1], 0, 1)], state=TimetableState.DRAFT
        )
        self.officer = an_officer(self.day.programme)
        self.common = {"by": self.officer, "at": clock.now()}

    def pair(self, buyer: int, maker: int) -> tuple[int, int]:
        return self.buyers[buyer].pk, self.makers[maker].pk

    def at(self, slot: int, table: int) -> tuple[int, int]:
        return slot, self.tables[table].pk

    def seats(self, timetable: Timetable | None = None) -> set[tuple[int, int, int, int]]:
        """buyer, maker, slot and table, all by their order."""
        buyers = {one.pk: n for n, one in enumerate(self.buyers)}
        makers = {one.pk: n for n, one in enumerate(self.makers)}
        tables = {one.pk: n for n, one in enumerate(self.tables)}
        return {
            (buyers[m.buyer_id], makers[m.maker_id], m.slot.number, tables[m.table_id])
            for m in (timetable or self.draft).meetings.select_related("slot")
        }

    def move(self, pair, to, seen, over=None, by=None) -> None:
        move_meeting(
            self.draft, pair, to, seen=seen, over=over, by=by or self.officer, at=clock.now()
        )


def refused(code: str):
    return pytest.raises(Refusal, check=lambda no: no.code == code)


def test_a_meeting_moves_to_an_empty_place_and_leaves_a_trace():
    b = Board()
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
    assert b.seats() == {(0, 0, 2, 1), (1, 1, 0, 1)}
    trace = traces_of(b.draft)[0]
    assert (trace.verb, trace.by_name) == ("move_meeting", str(b.officer))
    assert str(b.buyers[0]) in trace.note


def test_dropping_on_another_meeting_swaps_the_two():
    b = Board()
    b.move(b.pair(0, 0), b.at(0, 1), seen=b.at(0, 0), over=b.pair(1, 1))
    assert b.seats() == {(0, 0, 0, 1), (1, 1, 0, 0)}


def test_without_a_table_the_board_finds_one_where_the_maker_sits():
    b = Board()
    add_meeting(b.draft, b.pair(0, 1), b.at(3, 1), **b.common)
    b.move(b.pair(1, 1), (1, None), seen=b.at(0, 1))
    assert (1, 1, 1, 1) in b.seats()


def test_a_person_in_another_meeting_cannot_be_in_two_places():
    b = Board()
    add_meeting(b.draft, b.pair(0, 1), b.at(1, 1), **b.common)
    with refused("busy") as no:
        b.move(b.pair(0, 0), b.at(1, 0), seen=b.at(0, 0))
    assert str(no.value) == (f"{b.buyers[0]} sudah bertemu {b.makers[1]} pukul 09.30 di meja A2.")
    assert b.seats() == {(0, 0, 0, 0), (1, 1, 0, 1), (0, 1, 1, 1)}


def test_a_swap_that_would_clash_is_no_swap():
    b = Board()
    add_meeting(b.draft, b.pair(0, 1), b.at(1, 0), **b.common)
    with refused("busy"):
        b.move(b.pair(1, 1), b.at(1, 0), seen=b.at(0, 1), over=b.pair(0, 1))


def test_nobody_meets_while_they_are_away():
    b = Board()
    b.buyers[0].hours = [["09:00", "10:00"]]
    b.buyers[0].save()
    with refused("not_there") as no:
        b.move(b.pair(0, 0), b.at(3, 0), seen=b.at(0, 0))
    assert str(no.value) == f"{b.buyers[0]} tidak hadir pukul 11.30."


def test_of_two_people_the_second_is_told_what_the_first_did():
    b = Board()
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
    other = a_member(b.day.programme)
    with refused("moved_already") as no:
        b.move(b.pair(0, 0), b.at(3, 0), seen=b.at(0, 0), by=other)
    assert "sudah dipindah ke pukul 11.00, meja A2" in str(no.value)
    with refused("moved_already"):
        b.move(b.pair(1, 1), b.at(2, 1), seen=b.at(0, 1))  # believed to be empty
    cancel_meeting(b.draft, b.pair(1, 1), seen=b.at(0, 1), **b.common)
    with refused("moved_already") as no:
        b.move(b.pair(1, 1), b.at(3, 1), seen=b.at(0, 1))
    assert "sudah dibatalkan" in str(no.value)


def test_a_locked_meeting_stays_until_it_is_unlocked():
    b = Board()
    lock_meeting(b.draft, b.pair(0, 0), True, seen=b.at(0, 0), **b.common)
    with refused("locked"):
        b.move(b.pair(0, 0), b.at(2, 0), seen=b.at(0, 0))
    with refused("locked"):
        b.move(b.pair(1, 1), b.at(0, 0), seen=b.at(0, 1), over=b.pair(0, 0))
    with refused("locked"):
        cancel_meeting(b.draft, b.pair(0, 0), seen=b.at(0, 0), **b.common)
    lock_meeting(b.draft, b.pair(0, 0), False, seen=b.at(0, 0), **b.common)
    b.move(b.pair(0, 0), b.at(2, 0), seen=b.at(0, 0))
    assert (0, 0, 2, 0) in b.seats()


def test_what_the_office_ordered_holds_on_the_board_too():
    b = Board(maker_maximum=2)
    common = {
        "programme": b.day.programme, "day": b.day, "by": b.officer, "created_at": clock.now(),
    }  # fmt: skip
    slot = b.day.slots.get(number=0)
    Pairing.objects.create(
        buyer=b.buyers[0], maker=b.makers[0], order=Order.REQUIRE, slot=slot, **common
    )
    Pairing.objects.create(buyer=b.buyers[0], maker=b.makers[1], order=Order.FORBID, **common)
    with refused("pinned") as no:
        b.move(b.pair(0, 0), b.at(2, 0), seen=b.at(0, 0))
    assert "harus pukul 09.00" in str(no.value)
    b.move(b.pair(0, 0), b.at(0, 1), seen=b.at(0, 0), over=b.pair(1, 1))
    with refused("required"):
        cancel_meeting(b.draft, b.pair(0, 0), seen=b.at(0, 1), **b.common)
    with refused("forbidden"):
        add_meeting(b.draft, b.pair(0, 1), b.at(3, 0), **b.common)


def test_adding_keeps_to_the_limits_and_the_pair_meets_once():
    b = Board(maker_maximum=1)
    with refused("full"):
        add_meeting(b.draft, b.pair(1, 0), b.at(2, 0), **b.common)
    with refused("meet_already"):
        add_meeting(b.draft, b.pair(0, 0), b.at(2, 0), **b.common)
    with refused("not_of_this_day"):
        add_meeting(b.draft, (b.makers[0].pk, b.buyers[0].pk), b.at(2, 0), **b.common)
    with refused("no_such_place"):
        add_meeting(b.draft, b.pair(1, 0), b.at(9, 0), **b.common)


def test_undo_and_redo_walk_back_and_forth_over_ones_own_changes():
    b = Board()
    start = b.seats()
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
    cancel_meeting(b.draft, b.pair(1, 1), seen=b.at(0, 1), **b.common)
    lock_meeting(b.draft, b.pair(0, 0), True, seen=b.at(2, 1), **b.common)
    for _n in range(3):
        undo_move(b.draft, **b.common)
    assert b.seats() == start
    with refused("nothing_to_undo"):
        undo_move(b.draft, **b.common)
    redo_move(b.draft, **b.common)
    redo_move(b.draft, **b.common)
    assert b.seats() == {(0, 0, 2, 1)}
    undo_move(b.draft, **b.common)
    assert b.seats() == {(0, 0, 2, 1), (1, 1, 0, 1)}
    b.move(b.pair(1, 1), b.at(1, 1), seen=b.at(0, 1))
    with refused("nothing_to_redo"):
        redo_move(b.draft, **b.common)


def test_undo_is_for_ones_own_change_and_stops_at_somebody_elses():
    b = Board()
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
    other = a_member(b.day.programme)
    with refused("nothing_to_undo"):
        undo_move(b.draft, by=other, at=clock.now())
    b.move(b.pair(0, 0), b.at(3, 1), seen=b.at(2, 1), by=other)
    with refused("moved_already") as no:
        undo_move(b.draft, **b.common)
    assert "sudah diubah orang lain" in str(no.value)
    assert len(history_of(b.draft, b.officer.pk).undoable) == 1


def test_a_version_in_force_is_changed_in_a_copy():
    b = Board()
    Timetable.objects.update(state=TimetableState.PUBLISHED)
    with refused("not_a_draft"):
        b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
    copy = copy_timetable(b.draft, **b.common)
    assert (copy.version, copy.state, copy.base) == (2, TimetableState.DRAFT, b.draft)
    assert b.seats(copy) == b.seats()
    move_meeting(copy, b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0), **b.common)
    assert b.seats(copy) != b.seats()


def test_only_the_office_moves_meetings():
    b = Board()
    with pytest.raises(NotAllowed):
        b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0), by=a_person())


def test_the_figures_follow_every_change():
    b = Board()
    b.move(b.pair(0, 0), b.at(1, 0), seen=b.at(0, 0))
    add_meeting(b.draft, b.pair(0, 1), b.at(3, 0), **b.common)
    b.draft.refresh_from_db()
    worth = sum(row.value for row in b.draft.meetings.all())
    # buyer 0 waits between 9.30 and 11.30, maker 1 between 9.00 and 11.30
    assert {k: b.draft.objective[k] for k in ("value", "breaks", "idle", "moves")} == {
        "value": worth, "breaks": 2, "idle": 3, "moves": 1,
    }  # fmt: skip


def test_the_board_knows_who_is_there_and_what_was_cancelled():
    b = Board()
    b.makers[1].hours = [["11:00", "12:00"]]
    b.makers[1].save()
    b.buyers[1].state = InvitationState.NOT_COMING
    b.buyers[1].save()
    cancel_meeting(b.draft, b.pair(0, 0), seen=b.at(0, 0), **b.common)
    data = data_of(b.draft, b.officer.pk, may_move=True)
    slots = {row[0]: row[3] for row in data["guests"]}
    assert slots == {
        b.buyers[0].pk: None, b.buyers[1].pk: [], b.makers[0].pk: None, b.makers[1].pk: [2, 3],
    }  # fmt: skip
    assert [row[:2] for row in data["unmet"]] == [list(b.pair(0, 0))]
    assert data["undo"] == "membatalkan pertemuan"
    assert data["may_move"]


def test_what_bounds_the_breaks_speaks_of_the_meetings_there_are():
    b = Board()
    b.draft.bounds = {"value": 99, "breaks_here": 7, "idle_here": 7}
    b.draft.save()
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
    b.draft.refresh_from_db()
    assert b.draft.bounds == {"value": 99, "breaks_here": 7, "idle_here": 7}
    cancel_meeting(b.draft, b.pair(0, 0), seen=b.at(2, 1), **b.common)
    b.draft.refresh_from_db()
    assert b.draft.bounds == {"value": 99, "breaks_here": 0}


def test_a_break_that_hours_force_is_in_the_bound_whoever_left_since():
    b = Board()
    b.makers[0].hours = [["09:00", "09:30"]]
    b.makers[1].hours = [["10:00", "10:30"]]
    b.buyers[1].state = InvitationState.NOT_COMING
    for guest in (*b.makers, b.buyers[1]):
        guest.save()
    cancel_meeting(b.draft, b.pair(1, 1), seen=b.at(0, 1), **b.common)
    # slots begin at 9.00, 9.30, 11.00 and 11.30: in none of 9.30 is anybody there for buyer 0
    b.makers[1].hours = [["11:00", "12:00"]]
    b.makers[1].save()
    add_meeting(b.draft, b.pair(0, 1), b.at(2, 1), **b.common)
    b.draft.refresh_from_db()
    assert (b.draft.objective["breaks"], b.draft.bounds["breaks_here"]) == (1, 1)


def test_a_meeting_at_a_closed_table_is_seen_counted_and_can_only_leave():
    b = Board()
    b.tables[0].x, b.tables[1].x = 0, 300
    b.tables[0].is_open = False
    for table in b.tables:
        table.save()
    data = data_of(b.draft, b.officer.pk, may_move=True)
    assert [row[3] for row in data["tables"]] == [0, 1]
    add_meeting(b.draft, b.pair(0, 1), b.at(1, 1), **b.common)
    b.draft.refresh_from_db()
    assert (b.draft.objective["moves"], b.draft.objective["walk_m"]) == (1, 3.0)
    with refused("no_such_place"):
        b.move(b.pair(0, 0), b.at(2, 0), seen=b.at(0, 0))
    b.move(b.pair(0, 0), b.at(2, 1), seen=b.at(0, 0))
