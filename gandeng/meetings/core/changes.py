"""What differs between two timetables, and what is left when only some of it is taken.

Values only: parties and tables are any hashable ids, slots are numbers from nought.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["cancelled", "added", "moved"]
Place = tuple[int, Hashable]


@dataclass(frozen=True, slots=True)
class Seat:
    """A pair in a slot at a table, and what their meeting is worth."""

    buyer: Hashable
    maker: Hashable
    slot: int
    table: Hashable
    value: int = 0

    @property
    def pair(self) -> tuple[Hashable, Hashable]:
        return self.buyer, self.maker


@dataclass(frozen=True, slots=True)
class Change:
    """One meeting that falls away, is new, or is held elsewhere. Places are (slot, table)."""

    kind: Kind
    buyer: Hashable
    maker: Hashable
    source: Place | None
    target: Place | None
    value: int = 0


def changes_between(before: Iterable[Seat], after: Iterable[Seat]) -> list[Change]:
    """The changes that lead from one to the other: what falls away first, then by slot."""
    old = {seat.pair: seat for seat in before}
    new = {seat.pair: seat for seat in after}
    found = []
    for pair in {**old, **new}:
        was, will = old.get(pair), new.get(pair)
        source = (was.slot, was.table) if was else None
        target = (will.slot, will.table) if will else None
        if source == target:
            continue
        kind: Kind = "cancelled" if will is None else "added" if was is None else "moved"
        one = will or was
        assert one is not None
        found.append(Change(kind, one.buyer, one.maker, source, target, one.value))
    order = {"cancelled": 0, "moved": 1, "added": 2}
    return sorted(
        found, key=lambda c: (order[c.kind], (c.target or c.source or (0, ""))[0], str(c))
    )


def take(
    before: Sequence[Seat], changes: Sequence[Change], taken: Collection[int]
) -> tuple[list[Seat], list[int]]:
    """The timetable with only the taken changes (indices), and those of them that found no room,
    because what would have made room was not taken. Never clashes when ``before`` does not."""
    stay = sorted(set(taken))
    left_out: list[int] = []
    while True:
        seats, clashing = _apply(before, changes, stay)
        if clashing is None:
            return seats, sorted(left_out)
        stay.remove(clashing)
        left_out.append(clashing)


def needs(before: Sequence[Seat], changes: Sequence[Change]) -> dict[int, list[int]]:
    """By index of a change: the changes that make its room, and so have to be taken with it."""
    freed: dict[tuple[str, Hashable, int], list[int]] = {}
    for index, change in enumerate(changes):
        if change.source is not None:
            for cell in _cells(change, change.source):
                freed.setdefault(cell, []).append(index)
    found = {}
    for index, change in enumerate(changes):
        if change.target is not None:
            wanted = {i for cell in _cells(change, change.target) for i in freed.get(cell, [])}
            if others := sorted(wanted - {index}):
                found[index] = others
    return found


def _apply(
    before: Sequence[Seat], changes: Sequence[Change], stay: Sequence[int]
) -> tuple[list[Seat], int | None]:
    """The seats, or the index of a change that clashes with what is there."""
    leaving = {(changes[i].buyer, changes[i].maker) for i in stay if changes[i].kind != "added"}
    seats = [seat for seat in before if seat.pair not in leaving]
    used = {cell for seat in seats for cell in _cells(seat, (seat.slot, seat.table))}
    pairs = {seat.pair for seat in seats}
    for i in stay:
        change = changes[i]
        if change.target is None:
            continue
        cells = set(_cells(change, change.target))
        if cells & used or (change.buyer, change.maker) in pairs:
            return [], i
        used |= cells
        pairs.add((change.buyer, change.maker))
        seats.append(Seat(change.buyer, change.maker, *change.target, change.value))
    return sorted(seats, key=lambda seat: (seat.slot, str(seat.table), str(seat.pair))), None


def _cells(who: Seat | Change, place: Place) -> Iterator[tuple[str, Hashable, int]]:
    slot, table = place
    yield "party", who.buyer, slot
    yield "party", who.maker, slot
    yield "table", table, slot
