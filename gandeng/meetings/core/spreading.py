"""Breaks shared out: nobody has many more than anybody else.

A small day asks an exact model which wishes can be held so; a large one, where annealing has not
already shared its breaks out, asks the prover for these meetings and else holds fewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from .exact import SMALL, Solved, solve_exactly
from .grid import Grid
from .problem import Problem
from .relaxation import columns

# What proving may take where no time is given; then fewer meetings are held instead.
_SECONDS = 20.0


def spread_out(
    problem: Problem,
    grid: Grid,
    levels: Sequence[str],
    slots: Mapping[int, int],
    *,
    seconds: float | None,
    seed: int,
    workers: int | None = None,
) -> Solved:
    """Slots whose breaks keep ``problem.break_spread``, as good as can be found by the levels, and
    bounds where they are known to be tighter. ``infeasible`` if there are none."""
    if _excess(problem, slots) <= 0:
        return Solved("found", dict(slots), {})
    if columns(grid) <= SMALL:
        solved = solve_exactly(
            problem,
            grid,
            levels,
            hint=slots,
            is_soft="min_met" in levels,
            spread=problem.break_spread,
        )
        if solved.status != "unknown":
            return solved
    return Solved("found", _with_fewer(problem, slots, seconds, seed, workers), {})


def _with_fewer(
    problem: Problem,
    slots: Mapping[int, int],
    seconds: float | None,
    seed: int,
    workers: int | None,
) -> dict[int, int]:
    """The same wishes if the prover of least breaks finds slots for them; otherwise without the
    least valued meetings of who has most breaks."""
    from .breaks import least_breaks
    from .breaks.facts import only

    kept = dict(slots)
    held = sorted(kept)
    proven = least_breaks(
        only(problem, held), seconds=seconds or _SECONDS, seed=seed, workers=workers
    )
    if proven.meetings:
        return {held[meeting.wish]: meeting.slot for meeting in proven.meetings}
    while _excess(problem, kept) > 0:
        breaks = _breaks(problem, kept)
        worst = max(range(len(breaks)), key=lambda party: breaks[party])
        own = [w for w in kept if worst in (problem.wishes[w].a, problem.wishes[w].b)]
        del kept[min(own, key=lambda w: (problem.wishes[w].required, problem.wishes[w].value, w))]
    return kept


def _excess(problem: Problem, slots: Mapping[int, int]) -> int:
    """By how much the most and the fewest breaks are further apart than they may be."""
    breaks = _breaks(problem, slots)
    allowed = problem.break_spread or 0
    return max(breaks, default=0) - min(breaks, default=0) - allowed


def _breaks(problem: Problem, slots: Mapping[int, int]) -> list[int]:
    own: list[list[int]] = [[] for _ in problem.parties]
    for wish, slot in slots.items():
        own[problem.wishes[wish].a].append(slot)
        own[problem.wishes[wish].b].append(slot)

    def is_break(party: int, early: int, late: int) -> bool:
        between = range(early + 1, late)
        if problem.break_rule == "clock":
            return bool(between)
        return any(slot in problem.parties[party].available for slot in between)

    return [
        sum(is_break(party, early, late) for early, late in pairwise(sorted(taken)))
        for party, taken in enumerate(own)
    ]
