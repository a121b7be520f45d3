"""A bound from below that forgets who meets whom and keeps only when each party is busy.

Parties with the same number of meetings, sessions and times are the same to it, so what is left is
how many of them follow which pattern, such that every slot holds an even number of busy parties and
no more than its tables seat. Small enough to be exact where the day has few slots.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from gandeng.meetings.core.problem import Problem

from .facts import meetings_of, rows_of

MOST_SLOTS = 12
MOST_PATTERNS = 40_000
SECONDS = 8.0


def least_by_levels(problem: Problem, most_each: int) -> int:
    """Breaks that no timetable can do without, if no party has more than ``most_each``; 0 where the
    day is too long to ask."""
    if problem.slots > MOST_SLOTS:
        return 0
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    by_slot: list[list[cp_model.IntVar]] = [[] for _slot in range(problem.slots)]
    costs = []
    size = 0
    for (count, row, halves), parties in sorted(_groups(problem).items()):
        followed = []
        for busy, breaks in patterns(row, count, most_each + 1):
            if any(sum(slot in part for slot in busy) < least for part, least in halves):
                continue
            how_many = model.new_int_var(0, parties, "")
            followed.append(how_many)
            if breaks:
                costs.append(breaks * how_many)
            for slot in busy:
                by_slot[slot].append(how_many)
            size += 1
            if size > MOST_PATTERNS:
                return 0
        model.add(sum(followed) == parties)
    tables, meetings = len(problem.tables), len(problem.wishes)
    least = max(0, meetings - tables * (problem.slots - 1))
    for counted in by_slot:
        held = model.new_int_var(least, tables, "")
        model.add(sum(counted) == 2 * held)
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = SECONDS
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        # more breaks for somebody, or no timetable at all: for others to say
        return 0
    return max(0, -int(-solver.best_objective_bound // 1))


Group = tuple[int, tuple[int, ...], tuple[tuple[frozenset[int], int], ...]]


def _groups(problem: Problem) -> Counter[Group]:
    """Parties that are the same: number of meetings, own slots, and how many meetings must lie
    within which slots."""
    groups: Counter[Group] = Counter()
    for party, meetings in meetings_of(problem).items():
        possible = frozenset().union(*(problem.wishes[meeting].slots for meeting in meetings))
        row = tuple(rows_of(problem, party))
        within = Counter(problem.wishes[meeting].slots for meeting in meetings)
        halves = tuple(
            sorted(
                (
                    (slots, sum(n for other, n in within.items() if other <= slots))
                    for slots in {*within, possible}
                    if slots != frozenset(row)
                ),
                key=lambda pair: (sorted(pair[0]), pair[1]),
            )
        )
        groups[len(meetings), row, halves] += 1
    return groups


def patterns(
    row: tuple[int, ...], count: int, most_runs: int
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every way to be busy in ``count`` slots of a row in at most so many runs, with its breaks."""

    def further(start: int, left: int, runs: int) -> Iterator[tuple[int, ...]]:
        if not left:
            yield ()
            return
        if runs == most_runs:
            return
        for first in range(start, len(row)):
            for length in range(1, left + 1):
                if first + length > len(row):
                    break
                run = row[first : first + length]
                for rest in further(first + length + 1, left - length, runs + 1):
                    yield run + rest

    for busy in further(0, count, 0):
        places = [row.index(slot) for slot in busy]
        yield busy, sum(b - a > 1 for a, b in itertools.pairwise(places))
