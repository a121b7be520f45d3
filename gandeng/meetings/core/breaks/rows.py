"""One party's day as a row of literals: where it is busy, whether it has met anybody yet, whether
it still will, and where its breaks end.

What is said here about parties without a break follows from the rest, but a solver would find it
out by counting, again and again: most parties have none, so that it is the heart of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Clause = list[int]
Literals = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Share:
    """At least ``least`` of a party's meetings lie at the places ``where`` of its row."""

    where: frozenset[int]
    least: int


@dataclass(frozen=True, slots=True)
class BreakEnd:
    """A variable forced true where a break ends: busy here, not just before (None: never there),
    but seen ``earlier``."""

    is_break: int
    is_busy: int
    before: int | None
    earlier: int


@dataclass
class Row:
    """The clauses of one party. ``busy`` holds a literal for each place where it may meet somebody,
    None elsewhere; it meets ``count`` times."""

    busy: Literals
    count: int
    shares: Sequence[Share]
    fresh: Callable[[], int]
    clauses: list[Clause] = field(default_factory=list)
    ends: list[BreakEnd] = field(default_factory=list)
    # true of whoever has a break; None where nobody could have one
    is_broken: int | None = None

    def __post_init__(self) -> None:
        if self.count < 2:
            return
        self.seen = self._so_far(range(len(self.busy)))
        self.coming = self._so_far(range(len(self.busy) - 1, -1, -1))
        self._mark_ends()
        if self.ends:
            self._keep_together()

    @property
    def windows(self) -> list[int]:
        """The places from which the party could meet all its partners one after the other."""
        whole = frozenset(place for place, literal in enumerate(self.busy) if literal is not None)
        return [
            first
            for first in range(len(self.busy) - self.count + 1)
            if (window := frozenset(range(first, first + self.count))) <= whole
            and all(len(window & share.where) >= share.least for share in self.shares)
        ]

    def _so_far(self, places: Sequence[int]) -> list[int | None]:
        """By place: busy there or at a place before it, in the order of ``places``."""
        found: list[int | None] = [None] * len(self.busy)
        last: int | None = None
        for place in places:
            is_busy = self.busy[place]
            if is_busy is not None and last is not None:
                either = self.fresh()
                self.clauses += [[-last, either], [-is_busy, either], [-either, last, is_busy]]
                last = either
            elif is_busy is not None:
                last = is_busy
            found[place] = last
        return found

    def _mark_ends(self) -> None:
        for place in range(1, len(self.busy)):
            is_busy, before = self.busy[place], self.busy[place - 1]
            earlier = self.seen[place - 1]
            if is_busy is None or earlier is None or earlier == before:
                continue
            is_break = self.fresh()
            self.ends.append(BreakEnd(is_break, is_busy, before, earlier))
            self.clauses.append([-is_busy, *_given(before), -earlier, is_break])

    def _keep_together(self) -> None:
        """Without a break the row is one window; with the first meeting all are settled."""
        is_broken = self.is_broken = self.fresh()
        for end in self.ends:
            self.clauses.append([-end.is_break, is_broken])
        self.clauses.append([-is_broken, *(end.is_break for end in self.ends)])
        windows = self.windows
        if not windows:
            self.clauses.append([is_broken])
            return
        for place, is_busy in enumerate(self.busy):
            self._keep_between(place, is_broken)
            if is_busy is not None:
                inside = [first <= place < first + self.count for first in windows]
                if all(inside):
                    self.clauses.append([is_broken, is_busy])
                elif not any(inside):
                    self.clauses.append([is_broken, -is_busy])
            self._keep_window(place, is_broken, place in windows)

    def _keep_between(self, place: int, is_broken: int) -> None:
        """Begun by now and not over: busy here. And over by the time that is as far away as there
        are meetings, just when it has begun."""
        begun, coming = self.seen[place], self.coming[place]
        if begun is not None and coming is not None:
            self.clauses.append([is_broken, -begun, -coming, *_given(self.busy[place])])
        after = place + self.count
        if after >= len(self.busy):
            return
        later = self.coming[after]
        if begun is not None and later is not None:
            self.clauses += [[is_broken, begun, later], [is_broken, -begun, -later]]
        elif begun is not None or later is not None:
            self.clauses.append([is_broken, *_given(begun), *_given(later)])

    def _keep_window(self, first: int, is_broken: int, is_open: bool) -> None:
        """Beginning here means busy for as many places as there are meetings, and then no more."""
        begins = self.seen[first]
        if begins is None:
            return
        not_here = [is_broken, -begins, *_given(self.seen[first - 1] if first else None)]
        if not is_open:
            self.clauses.append(not_here)
            return
        for place in range(first, first + self.count):
            is_busy = self.busy[place]
            assert is_busy is not None
            self.clauses.append([*not_here, is_busy])


def _given(literal: int | None) -> list[int]:
    return [] if literal is None else [literal]
