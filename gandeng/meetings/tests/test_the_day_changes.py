"""Some of a proposal is taken: nobody sits in two places, nothing is cancelled unasked."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from gandeng.meetings.core.changes import Seat, changes_between, needs, take


def clashes(seats: list[Seat]) -> list[object]:
    used = Counter(
        cell
        for seat in seats
        for cell in [
            ("b", seat.buyer, seat.slot),
            ("m", seat.maker, seat.slot),
            ("t", seat.table, seat.slot),
        ]
    )
    pairs = Counter(seat.pair for seat in seats)
    return [cell for cell, times in [*used.items(), *pairs.items()] if times > 1]


@st.composite
def timetables(draw: st.DrawFn) -> list[Seat]:
    """A clash-free timetable of a small room; buyers and makers share no ids."""
    seats: list[Seat] = []
    for _step in range(draw(st.integers(0, 9))):
        seat = Seat(
            draw(st.integers(0, 3)),
            draw(st.integers(10, 13)),
            draw(st.integers(0, 2)),
            draw(st.sampled_from(["A1", "A2", "A3"])),
            draw(st.integers(1, 9)),
        )
        if not clashes([*seats, seat]):
            seats.append(seat)
    return seats


def places(seats: list[Seat]) -> set[tuple[object, ...]]:
    return {(seat.buyer, seat.maker, seat.slot, seat.table) for seat in seats}


@given(timetables(), timetables())
def test_taking_all_leads_to_the_other_and_none_changes_nothing(
    before: list[Seat], after: list[Seat]
):
    changes = changes_between(before, after)
    everything, left_out = take(before, changes, range(len(changes)))
    assert (places(everything), left_out) == (places(after), [])
    nothing, left_out = take(before, changes, [])
    assert (places(nothing), left_out) == (places(before), [])


@given(timetables(), timetables(), st.sets(st.integers(0, 20)))
def test_taking_some_never_clashes_and_cancels_only_what_was_ticked(
    before: list[Seat], after: list[Seat], ticked: set[int]
):
    changes = changes_between(before, after)
    taken = {index for index in ticked if index < len(changes)}
    seats, left_out = take(before, changes, taken)
    assert clashes(seats) == []
    cancelled = {
        (changes[i].buyer, changes[i].maker) for i in taken if changes[i].kind == "cancelled"
    }
    gone = {seat.pair for seat in before} - {seat.pair for seat in seats}
    assert gone == cancelled - {seat.pair for seat in seats}
    assert set(left_out) <= taken


@given(timetables(), timetables())
def test_a_change_taken_with_what_it_needs_finds_its_room(before: list[Seat], after: list[Seat]):
    changes = changes_between(before, after)
    needed = needs(before, changes)
    for index in range(len(changes)):
        whole, waiting = {index}, [index]
        while waiting:
            for other in needed.get(waiting.pop(), []):
                if other not in whole:
                    whole.add(other)
                    waiting.append(other)
        assert take(before, changes, whole)[1] == []


def test_a_new_meeting_in_a_kept_place_is_left_out():
    before = [Seat("Kop A", "Bu Siti", 2, "A1", 8), Seat("Kop B", "Pak Udin", 2, "A2", 5)]
    after = [Seat("Kop B", "Pak Udin", 2, "A2", 5), Seat("Kop C", "Bu Siti", 2, "A1", 6)]
    changes = changes_between(before, after)
    assert [change.kind for change in changes] == ["cancelled", "added"]
    assert needs(before, changes) == {1: [0]}
    seats, left_out = take(before, changes, [1])
    assert (places(seats), left_out) == (places(before), [1])
