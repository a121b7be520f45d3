"""A timetable on the table: what a change by hand would break, and what the day is worth after it.

Parties and tables are ids, slots are numbers from nought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from . import problem as core

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A pair in a slot at a table."""

    buyer: int
    maker: int
    slot: int
    table: int
    value: int = 0
    is_locked: bool = False

    @property
    def pair(self) -> Pair:
        return self.buyer, self.maker


@dataclass(frozen=True, slots=True)
class Guest:
    """When a party is there, and in how many meetings at most."""

    side: core.Side
    available: frozenset[int]
    maximum: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a change cannot be: a code, whom or what it concerns, and the meeting that stands in
    the way.

    ``not_there`` (party, slot) · ``busy`` (party, slot, other) · ``taken`` (table, slot, other) ·
    ``full`` (party) · ``forbidden`` · ``meet_already`` · ``no_such_place`` ·
    ``pinned`` (slot or table ordered by the office) · ``required`` · ``locked``.
    """

    code: str
    party: int | None = None
    slot: int | None = None
    table: int | None = None
    other: Placed | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """What the office ordered over a pair."""

    is_required: bool
    slot: int | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The fewest breaks some meetings can have, found before the moment it is needed in."""

    problem: core.Problem
    breaks: int


@dataclass
class Board:
    """A version's meetings with what they must respect. ``tables`` are those in use; at ``closed``
    ones meetings may still stand, but none can be put there."""

    slots: int
    tables: Mapping[int, tuple[float, float]]
    seated: core.Side | None
    guests: Mapping[int, Guest]
    placed: dict[Pair, Placed] = field(default_factory=dict)
    pins: Mapping[Pair, Pin] = field(default_factory=dict)
    closed: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def clash(self, removed: Collection[Placed], added: Collection[Placed]) -> Clash | None:
        """What the change breaks first; None where it may be. Locked meetings do not move."""
        if clash := self._fixed(removed, added):
            return clash
        gone = {one.pair for one in removed}
        stay = [one for pair, one in self.placed.items() if pair not in gone]
        for one in added:
            if clash := self._place(one) or self._collision(one, stay):
                return clash
            stay.append(one)
        return self._limits(added, stay)

    def apply(self, removed: Iterable[Placed], added: Iterable[Placed]) -> None:
        for one in removed:
            del self.placed[one.pair]
        for one in added:
            self.placed[one.pair] = one

    def free_table(self, one: Placed, removed: Collection[Placed]) -> int | None:
        """Where a pair could sit in a slot: where they sit already, where the one who stays seated
        sits at other times, else the first that is free."""
        gone = {row.pair for row in removed}
        stay = [row for pair, row in self.placed.items() if pair not in gone]
        used = {row.table for row in stay if row.slot == one.slot}
        usual: dict[int, int] = {}
        sitter = one.maker if self.seated == "maker" else one.buyer
        for row in stay:
            if sitter in row.pair:
                usual[row.table] = usual.get(row.table, 0) + 1
        wanted = sorted(usual, key=lambda table: -usual[table])
        choices = [one.table, *wanted, *self.tables]
        return next((t for t in choices if t in self.tables and t not in used), None)

    def figures(self) -> dict[str, int | float]:
        """What the day is worth, its shape, and how far people walk."""
        from .seating import count as walked
        from .shape import count as shaped

        problem = self._problem()
        return {
            "value": sum(one.value for one in self.placed.values()),
            **shaped(problem, {m.wish: m.slot for m in problem.previous or ()}),
            **walked(problem, problem.previous or ()),
        }

    def bound(self) -> Bound:
        """What no timetable of these meetings can better, and of which."""
        from .shape import bound

        problem = self._problem()
        return Bound(problem, bound(problem, [m.wish for m in problem.previous or ()])["breaks"])

    def fewest_breaks(self, known: Bound | None = None) -> int:
        """The same as a number; taken from ``known`` where that speaks of just these meetings."""
        if known is not None and known.problem == self._problem():
            return known.breaks
        return self.bound().breaks

    def _problem(self) -> core.Problem:
        """The held meetings alone and who is in them, for those who count and bound. In an order
        of their own: two boards with the same meetings are the same problem."""
        rows = sorted(self.placed.values(), key=lambda one: one.pair)
        busy = {pk for one in rows for pk in one.pair}
        guests = {pk: self.guests[pk] for pk in sorted(busy)}
        number_of = {pk: number for number, pk in enumerate(guests)}
        tables = {**self.tables, **self.closed}
        table_of = {pk: number for number, pk in enumerate(tables)}
        there = {pk: set(guest.available) for pk, guest in guests.items()}
        for one in rows:
            # who has a meeting is there for it, whatever was said since
            for pk in one.pair:
                there[pk].add(one.slot)
        return core.Problem(
            slots=self.slots,
            sessions=(),
            tables=tuple(core.Table(pk, x, y) for pk, (x, y) in tables.items()),
            seated="buyer" if self.seated == "buyer" else "maker",
            parties=tuple(
                core.Party(pk, guest.side, frozenset(there[pk]), 0, guest.maximum)
                for pk, guest in guests.items()
            ),
            wishes=tuple(
                core.Wish(
                    n,
                    number_of[one.buyer],
                    number_of[one.maker],
                    1,  # what they are worth is not asked here
                    False,
                    frozenset(there[one.buyer] & there[one.maker]),
                )
                for n, one in enumerate(rows)
            ),
            previous=tuple(
                core.Meeting(n, one.slot, table_of[one.table]) for n, one in enumerate(rows)
            ),
        )

    def _fixed(self, removed: Collection[Placed], added: Collection[Placed]) -> Clash | None:
        target = {one.pair: one for one in added}
        for one in removed:
            there = target.get(one.pair)
            is_same = there is not None and (there.slot, there.table) == (one.slot, one.table)
            if one.is_locked and not is_same:
                return Clash("locked", other=one)
            if there is None and (pin := self.pins.get(one.pair)) and pin.is_required:
                return Clash("required", other=one)
        return None

    def _place(self, one: Placed) -> Clash | None:
        if not 0 <= one.slot < self.slots or one.table not in self.tables:
            return Clash("no_such_place", slot=one.slot, table=one.table)
        for party in one.pair:
            guest = self.guests.get(party)
            if guest is None or one.slot not in guest.available:
                return Clash("not_there", party=party, slot=one.slot)
        pin = self.pins.get(one.pair)
        if pin is None:
            return None
        if not pin.is_required:
            return Clash("forbidden", other=one)
        if pin.slot not in (None, one.slot) or pin.table not in (None, one.table):
            return Clash("pinned", slot=pin.slot, table=pin.table, other=one)
        return None

    def _collision(self, one: Placed, stay: Iterable[Placed]) -> Clash | None:
        for other in stay:
            if other.pair == one.pair:
                return Clash("meet_already", slot=other.slot, table=other.table, other=other)
            if other.slot != one.slot:
                continue
            for party in one.pair:
                if party in other.pair:
                    return Clash("busy", party=party, slot=one.slot, table=other.table, other=other)
            if other.table == one.table:
                return Clash("taken", slot=one.slot, table=one.table, other=other)
        return None

    def _limits(self, added: Iterable[Placed], after: Collection[Placed]) -> Clash | None:
        """Nobody new gets more meetings than they may; who has too many already may still move."""
        for one in added:
            if one.pair in self.placed:
                continue
            for party in one.pair:
                if sum(party in row.pair for row in after) > self.guests[party].maximum:
                    return Clash("full", party=party)
        return None


def swapped(one: Placed, other: Placed) -> tuple[Placed, Placed]:
    """Both, each at the other's place."""
    return (
        replace(one, slot=other.slot, table=other.table),
        replace(other, slot=one.slot, table=one.table),
    )
