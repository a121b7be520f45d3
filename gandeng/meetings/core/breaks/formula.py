"""The timetable as a formula: every meeting once, nobody in two places, tables, precedences, and
one variable for every break a party could have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gandeng.meetings.core.problem import Problem

from .facts import bundles_of, meetings_of, rows_of, shares_of
from .rows import BreakEnd, Row, Share

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
    # pysat's name of how sums are counted
    encoding: str
    clauses: list[Clause] = field(default_factory=list)
    held: dict[tuple[int, int], int] = field(default_factory=dict)
    busy: dict[tuple[int, int], int] = field(default_factory=dict)
    breaks: dict[int, list[int]] = field(default_factory=dict)
    ends: dict[int, list[BreakEnd]] = field(default_factory=dict)
    is_broken: dict[int, int] = field(default_factory=dict)
    top: int = 0

    def __post_init__(self) -> None:
        self.meetings_of = meetings_of(self.problem)
        self.bundles = bundles_of(self.meetings_of, len(self.problem.wishes))
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
        counted: list[int] = []
        for party, literals in self.breaks.items():
            most = len(literals) if ceiling is None else min(ceiling, len(literals))
            if total is None:
                clauses += self.at_most(literals, most)
            else:
                levels, more = self._levels(party, min(most, total))
                clauses += more
                counted += levels
            if floor:
                clauses += self._only_true_breaks(party)
                clauses += self.at_least(literals, floor)
        if total is not None:
            clauses += self.at_most(counted, total)
        return clauses

    def stairs(self, most: int) -> tuple[list[int], list[Clause]]:
        """Literals of which the n-th, from nought up to ``most``, is true where there are more than
        n breaks in all, and the clauses that make it so, for at most ``most`` breaks: forbidding
        one after the other, a solver comes down step by step with all it has learnt."""
        from pysat.card import ITotalizer

        clauses: list[Clause] = []
        counted: list[int] = []
        for party, literals in self.breaks.items():
            levels, more = self._levels(party, min(len(literals), most))
            clauses += more
            counted += levels
        if not counted:
            return [], clauses
        with ITotalizer(lits=counted, ubound=most, top_id=self.top) as counter:
            self.top = max(self.top, counter.top_id)
            return list(counter.rhs[: most + 1]), [*clauses, *counter.cnf.clauses]

    def _levels(self, party: int, most: int) -> tuple[list[int], list[Clause]]:
        """Literals that say of a party that it has at least one break, at least two, and so on up
        to ``most``, and the clauses that make it so and allow no more. Summed over all parties they
        are a twentieth of the places where a break could end, and what the search chooses among."""
        from pysat.card import ITotalizer

        literals = self.breaks[party]
        if not literals or not most:
            return [], [[-literal] for literal in literals]
        if most == 1:
            one = self.is_broken[party]
            return [one], self.at_most(literals, 1)
        with ITotalizer(lits=literals, ubound=most, top_id=self.top) as counter:
            self.top = max(self.top, counter.top_id)
            levels = list(counter.rhs[:most])
            over = [[-literal] for literal in counter.rhs[most : most + 1]]
            return levels, [*counter.cnf.clauses, *over, [-levels[0], self.is_broken[party]]]

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
            for slot in range(self.problem.slots):
                here = self._held_in(meetings, slot)
                if here:
                    self.busy[party, slot] = self._any_of(here)
                    self._at_most_one(here)
            # Follows from the rest, but the solver would have to find it out by counting.
            literals = self._busy_in(party, range(self.problem.slots))
            self.clauses.extend(self.at_most(literals, len(meetings)))
            self.clauses.extend(self.at_least(literals, len(meetings)))
            for slots, least in shares_of(self.problem, meetings):
                self.clauses.extend(self.at_least(self._busy_in(party, sorted(slots)), least))

    def _keep_to_tables(self) -> None:
        """No more meetings at once than tables. Those of one party exclude each other anyway, so
        what is counted is one literal for each bundle of them, a fifth as many; and counted once
        more are the busy parties, two for each table: that tells what a window of somebody without
        a break costs the others."""
        tables, count = len(self.problem.tables), len(self.problem.wishes)
        by_slot = []
        for slot in range(self.problem.slots):
            literals = []
            for party, bundle in self.bundles:
                here = self._held_in(bundle, slot)
                if not here:
                    continue
                is_all = len(here) == len(self._held_in(self.meetings_of[party], slot))
                literals.append(self.busy[party, slot] if is_all else self._any_of(here))
            by_slot.append(literals)
        # What the other slots cannot hold must be held here: with few tables to spare this is what
        # the search turns on.
        least = count - sum(min(tables, len(literals)) for literals in by_slot)
        for slot, literals in enumerate(by_slot):
            self.clauses.extend(self.at_most(literals, tables))
            busy = [
                self.busy[party, slot] for party in self.meetings_of if (party, slot) in self.busy
            ]
            self.clauses.extend(self.at_most(busy, 2 * tables))
            needed = least + min(tables, len(literals))
            if needed > 0:
                self.clauses.extend(self.at_least(literals, needed))

    def _keep_order(self) -> None:
        for before, after in self.problem.precedences:
            early, late = self.problem.wishes[before].slots, self.problem.wishes[after].slots
            for slot in sorted(late):
                earlier = [self.held[before, other] for other in sorted(early) if other < slot]
                self.clauses.append([-self.held[after, slot], *earlier])
            for slot in sorted(early):
                later = [self.held[after, other] for other in sorted(late) if other > slot]
                self.clauses.append([-self.held[before, slot], *later])

    def _count_breaks(self) -> None:
        for party, meetings in self.meetings_of.items():
            slots = rows_of(self.problem, party)
            place_of = {slot: place for place, slot in enumerate(slots)}
            shares = [
                Share(frozenset(place_of[slot] for slot in within if slot in place_of), least)
                for within, least in shares_of(self.problem, meetings)
            ]
            busy = [self.busy.get((party, slot)) for slot in slots]
            row = Row(busy, len(meetings), shares, self.fresh)
            self.clauses += row.clauses
            self.ends[party] = row.ends
            self.breaks[party] = [end.is_break for end in row.ends]
            if row.is_broken is not None:
                self.is_broken[party] = row.is_broken

    def _held_in(self, meetings: Iterable[int], slot: int) -> list[int]:
        return [self.held[meeting, slot] for meeting in meetings if (meeting, slot) in self.held]

    def _busy_in(self, party: int, slots: Iterable[int]) -> list[int]:
        return [self.busy[party, slot] for slot in slots if (party, slot) in self.busy]

    def _any_of(self, literals: Sequence[int]) -> int:
        """A literal that is true when one of these is; the only one itself."""
        if len(literals) == 1:
            return literals[0]
        either = self.fresh()
        self.clauses.append([-either, *literals])
        self.clauses.extend([-literal, either] for literal in literals)
        return either

    def _only_true_breaks(self, party: int) -> list[Clause]:
        """The break variables of a party are true only where a break really ends."""
        clauses: list[Clause] = []
        for end in self.ends[party]:
            clauses += [[-end.is_break, end.is_busy], [-end.is_break, end.earlier]]
            if end.before is not None:
                clauses.append([-end.is_break, -end.before])
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
            encoding=getattr(EncType, self.encoding),
        )
        self.top = max(self.top, counted.nv)
        clauses: list[Clause] = counted.clauses
        return clauses
