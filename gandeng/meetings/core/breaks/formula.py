"""The timetable as a formula: every meeting once, nobody in two places, tables, precedences, and
one variable for every break a party could have."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gandeng.meetings.core.problem import Problem

Clause = list[int]


# What CaDiCaL itself recommends for formulas that are likely to have a solution (its --sat).
TOWARDS_A_SOLUTION = (("elimreleff", 10), ("stabilizeonly", 1), ("subsumereleff", 60))


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of asking the same formula: ``encoding`` is pysat's name of how sums are counted,
    ``options`` go to the solver. The same search is luck with one and despair with another, so two
    are tried at once."""

    encoding: str
    options: tuple[tuple[str, int], ...] = ()


def variant(number: int, seed: int) -> Variant:
    """The ways in the order in which they are tried; there is always another."""
    encoding = ("seqcounter", "seqcounter", "cardnetwrk")[number % 3]
    options = TOWARDS_A_SOLUTION if number % 2 else ()
    return Variant(encoding, (*options, ("seed", 1_000 * seed + number)))


@dataclass
class Formula:
    """Clauses and what their variables mean. ``breaks`` holds, by party, the variables that are
    true where a break ends; one is forced true by a break and may be true for nothing."""

    problem: Problem
    variant: Variant
    clauses: list[Clause] = field(default_factory=list)
    held: dict[tuple[int, int], int] = field(default_factory=dict)
    busy: dict[tuple[int, int], int] = field(default_factory=dict)
    breaks: dict[int, list[int]] = field(default_factory=dict)
    # of each break variable: itself, busy here, busy just before (None: never), busy ever before
    ends: dict[int, list[tuple[int, int, int | None, int]]] = field(default_factory=dict)
    top: int = 0

    def __post_init__(self) -> None:
        self.meetings_of = meetings_of(self.problem)
        self._hold_every_meeting()
        self._keep_parties_in_one_place()
        self._keep_to_tables()
        self._keep_order()
        self._count_breaks()

    def fresh(self) -> int:
        self.top += 1
        return self.top

    def at_most(self, literals: Sequence[int], bound: int) -> list[Clause]:
        return self._count("atmost", literals, bound)

    def at_least(self, literals: Sequence[int], bound: int) -> list[Clause]:
        return self._count("atleast", literals, bound)

    def within(
        self, total: int | None, *, floor: int = 0, ceiling: int | None = None
    ) -> list[Clause]:
        """Further clauses: at most ``total`` breaks in all, and from ``floor`` to ``ceiling`` for
        each party. A floor above nought asks for parties to have breaks, so then the variables may
        be true for nothing else."""
        clauses: list[Clause] = []
        everyone = [literal for literals in self.breaks.values() for literal in literals]
        if total is not None:
            clauses += self.at_most(everyone, total)
        for party, literals in self.breaks.items():
            if ceiling is not None and (total is None or ceiling < total):
                clauses += self.at_most(literals, ceiling)
            if floor:
                clauses += self._only_true_breaks(party)
                clauses += self.at_least(literals, floor)
        return clauses

    def slots_in(self, model: Iterable[int]) -> dict[int, int]:
        """The slot of each meeting in a solution."""
        true = {literal for literal in model if literal > 0}
        return {meeting: slot for (meeting, slot), literal in self.held.items() if literal in true}

    def _hold_every_meeting(self) -> None:
        for meeting, wish in enumerate(self.problem.wishes):
            literals = []
            for slot in sorted(wish.slots):
                literal = self.held[meeting, slot] = self.fresh()
                literals.append(literal)
            self.clauses.append(literals)
            self._at_most_one(literals)

    def _keep_parties_in_one_place(self) -> None:
        for party, meetings in self.meetings_of.items():
            literals = []
            for slot in range(self.problem.slots):
                here = [
                    self.held[meeting, slot] for meeting in meetings if (meeting, slot) in self.held
                ]
                if not here:
                    continue
                is_busy = self.busy[party, slot] = self.fresh()
                literals.append(is_busy)
                self.clauses.append([-is_busy, *here])
                self.clauses.extend([-literal, is_busy] for literal in here)
                self._at_most_one(here)
            # Follows from the rest, but the solver would have to find it out by counting.
            self.clauses.extend(self.at_most(literals, len(meetings)))
            self.clauses.extend(self.at_least(literals, len(meetings)))

    def _keep_to_tables(self) -> None:
        by_slot: dict[int, list[int]] = defaultdict(list)
        for (_meeting, slot), literal in self.held.items():
            by_slot[slot].append(literal)
        tables, count = len(self.problem.tables), len(self.problem.wishes)
        # What the other slots cannot hold must be held here: with few tables to spare this is what
        # the search turns on.
        least = count - sum(min(tables, len(literals)) for literals in by_slot.values())
        for literals in by_slot.values():
            self.clauses.extend(self.at_most(literals, tables))
            needed = least + min(tables, len(literals))
            if needed > 0:
                self.clauses.extend(self.at_least(literals, needed))

    def _keep_order(self) -> None:
        for before, after in self.problem.precedences:
            early = sorted(self.problem.wishes[before].slots)
            for slot in self.problem.wishes[after].slots:
                self.clauses.append(
                    [-self.held[after, slot]]
                    + [self.held[before, other] for other in early if other < slot]
                )

    def _count_breaks(self) -> None:
        for party, meetings in self.meetings_of.items():
            found: list[int] = []
            ends: list[tuple[int, int, int | None, int]] = []
            self.breaks[party], self.ends[party] = found, ends
            if len(meetings) < 2:
                continue
            seen: int | None = None
            row = rows_of(self.problem, party)
            for place, slot in enumerate(row):
                is_busy = self.busy.get((party, slot))
                if is_busy is None:
                    continue
                before = self.busy.get((party, row[place - 1])) if place else None
                if seen is not None and seen != before:
                    is_break = self.fresh()
                    found.append(is_break)
                    ends.append((is_break, is_busy, before, seen))
                    idle = [] if before is None else [before]
                    self.clauses.append([-is_busy, *idle, -seen, is_break])
                if seen is None:
                    seen = is_busy
                    continue
                later = self.fresh()
                self.clauses += [[-seen, later], [-is_busy, later], [-later, seen, is_busy]]
                seen = later
            self._keep_together(party, row, len(meetings))

    def _keep_together(self, party: int, row: Sequence[int], count: int) -> None:
        """Who has no break is not busy twice as far apart as the number of meetings. It follows
        from the rest; said aloud it tells the solver at once what a first meeting rules out."""
        if not self.breaks[party]:
            return
        is_broken = self.fresh()
        self.clauses.extend([-is_break, is_broken] for is_break in self.breaks[party])
        busy = [self.busy.get((party, slot)) for slot in row]
        for place, one in enumerate(busy):
            for other in busy[place + count :]:
                if one is not None and other is not None:
                    self.clauses.append([-one, -other, is_broken])

    def _only_true_breaks(self, party: int) -> list[Clause]:
        """The break variables of a party are true only where a break really ends."""
        clauses: list[Clause] = []
        for is_break, is_busy, before, seen in self.ends[party]:
            clauses += [[-is_break, is_busy], [-is_break, seen]]
            if before is not None:
                clauses.append([-is_break, -before])
        return clauses

    def _at_most_one(self, literals: Sequence[int]) -> None:
        self.clauses.extend(
            [-one, -other] for place, one in enumerate(literals) for other in literals[:place]
        )

    def _count(self, kind: str, literals: Sequence[int], bound: int) -> list[Clause]:
        from pysat.card import CardEnc, EncType

        literals = list(literals)
        if kind == "atmost" and bound >= len(literals):
            return []
        if kind == "atleast" and bound <= 0:
            return []
        if bound < 0 or bound > len(literals):
            return [[]]
        if kind == "atmost" and bound == 0:
            return [[-literal] for literal in literals]
        if kind == "atleast" and bound == len(literals):
            return [[literal] for literal in literals]
        count: Any = getattr(CardEnc, kind)
        counted = count(
            lits=literals,
            bound=bound,
            top_id=self.top,
            encoding=getattr(EncType, self.variant.encoding),
        )
        self.top = max(self.top, counted.nv)
        clauses: list[Clause] = counted.clauses
        return clauses


def meetings_of(problem: Problem) -> dict[int, list[int]]:
    """The meetings of each party that has any."""
    found: dict[int, list[int]] = defaultdict(list)
    for meeting, wish in enumerate(problem.wishes):
        found[wish.a].append(meeting)
        found[wish.b].append(meeting)
    return dict(sorted(found.items()))


def rows_of(problem: Problem, party: int) -> list[int]:
    """The slots that follow each other for a party: all by the clock, else only its own."""
    if problem.break_rule == "clock":
        return list(range(problem.slots))
    return sorted(problem.parties[party].available)


def breaks_of(problem: Problem, slots: dict[int, int]) -> dict[int, int]:
    """How many breaks each party with meetings has."""
    found = {}
    for party, meetings in meetings_of(problem).items():
        place = {slot: number for number, slot in enumerate(rows_of(problem, party))}
        held = sorted(place[slots[meeting]] for meeting in meetings)
        found[party] = sum(late - early > 1 for early, late in itertools.pairwise(held))
    return found
