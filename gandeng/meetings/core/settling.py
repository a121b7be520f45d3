"""The best timetable where the chosen wishes do not all find a slot: which to hold after all.

Small days go to an exact model. Else the linear relaxation gives a tighter bound, and says by its
prices where in the day the best meetings lie; annealing goes there, and then a few slots at a time
are chosen and coloured anew around everything else, each time exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf
from time import perf_counter

from .choice import Choice, choose, smallest
from .exact import SMALL, TINY, solve_exactly
from .grid import Array, Grid, degrees
from .problem import Problem
from .relaxation import MOST_COLUMNS, columns, relax
from .slot_search import Search

# Groups of slots chosen anew.
_GROUPS = 600
# What a meeting may give away against the prices and still be annealed, in values.
_NEAR = 0.5
# What CP-SAT may spend on a small day for each figure, in its own deterministic seconds.
_EFFORT = 4.0
# How much of the relaxation is solved in a second, with care.
_COLUMNS_BY_SECOND = 20_000


@dataclass(frozen=True, slots=True)
class Settled:
    """``bounds`` by name as in ``Choice``. ``is_denied``: no timetable holds what is required."""

    slot_of: dict[int, int]
    bounds: Mapping[str, int]
    is_denied: bool = False


def settle(
    problem: Problem,
    grid: Grid,
    levels: Sequence[str],
    choice: Choice,
    slots: Mapping[int, int],
    *,
    seconds: float | None = None,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Settled:
    """A timetable as good as can be found, beginning with ``slots``, and better bounds. Where the
    answer does not keep what is required, nothing that does was found; ``is_denied`` if there is
    nothing."""
    began = perf_counter()
    search = Search(problem, grid, levels, slots, seed)
    bounds = dict(choice.bounds)
    size = columns(grid)

    def is_over() -> bool:
        is_late = seconds is not None and perf_counter() - began > seconds
        return is_late or search.is_best(bounds) or bool(should_stop and should_stop())

    def ask_exactly() -> bool:
        """Whether there is any timetable, as far as is known."""
        nonlocal bounds
        effort = _EFFORT if seconds is None else min(_EFFORT, seconds)
        is_soft = "min_met" in levels
        solved = solve_exactly(
            problem, grid, levels, hint=search.slot_of(), effort=effort, is_soft=is_soft
        )
        bounds = tightened(grid, levels, bounds, solved.bounds)
        if solved.status == "found":
            search.begin_with(solved.slot_of)
        return solved.status != "infeasible"

    if size <= TINY and not ask_exactly():
        return Settled({}, bounds, is_denied=True)
    if levels[0] != "fairness" and not is_over():
        near = None
        if size <= min(MOST_COLUMNS, (seconds or inf) * _COLUMNS_BY_SECOND):
            relaxed = relax(replace(grid, least=_binding(grid, levels, choice)))
            if relaxed is not None:
                bounds = tightened(grid, levels, bounds, {"value": relaxed.bound})
                near = relaxed.loss <= _NEAR
        if not problem.precedences:
            search.anneal(near)
    if grid.is_left is not None:
        with suppress(OverflowError):  # ties and values together may be too large a number
            for _ in range(_GROUPS):
                if is_over():
                    break
                search.choose_group_anew()
    if TINY < size <= SMALL and not is_over() and not ask_exactly():
        return Settled({}, bounds, is_denied=True)
    if not search.keeps_rules() and not search.look_for_any():
        return Settled({}, bounds, is_denied=True)
    return Settled(search.slot_of(), bounds)


def _binding(grid: Grid, levels: Sequence[str], choice: Choice) -> Array:
    """Minimums that every timetable in question keeps: where they come before value and all can be
    kept that have demand."""
    import numpy as np

    demand = degrees(grid, np.flatnonzero(grid.is_possible))
    least = np.minimum(np.minimum(grid.least, demand), grid.most)
    comes_first = "min_met" not in levels or levels[0] == "min_met"
    return least if comes_first and choice.met == least.sum() else np.zeros_like(least)


def tightened(
    grid: Grid, levels: Sequence[str], bounds: Mapping[str, int], found: Mapping[str, int]
) -> dict[str, int]:
    """The bounds with those found taken in. Where a level's best is less than was thought, what
    leant on it falls: the levels after it have their own found bound or one without support."""
    tightened, leans = dict(bounds), True
    for name in levels:
        if not leans:
            tightened[name] = found[name] if name in found else choose(grid, (name,)).bounds[name]
        elif name in found and found[name] < bounds[name]:
            tightened[name] = found[name]
            leans = False
    return tightened


def keeps_rules(problem: Problem, levels: Sequence[str], slots: Mapping[int, int]) -> bool:
    """Whether all that is required is held, and every minimum unless it is an objective."""
    count = [0] * len(problem.parties)
    for wish in slots:
        count[problem.wishes[wish].a] += 1
        count[problem.wishes[wish].b] += 1
    is_kept = "min_met" in levels or all(
        held >= party.minimum for held, party in zip(count, problem.parties, strict=True)
    )
    return is_kept and all(
        index in slots for index, wish in enumerate(problem.wishes) if wish.required
    )


def requirements_without_slots(problem: Problem, grid: Grid) -> list[tuple[str, int]]:
    """A few requirements that no slots can hold together, as in ``choice.Impossible``; empty where
    looking for few would take too long. Halves are left out first, then one after the other."""
    items = [("required", index) for index, wish in enumerate(problem.wishes) if wish.required]
    items += [("least", index) for index, party in enumerate(problem.parties) if party.minimum]
    if columns(grid) > 4 * SMALL:
        return []

    def is_denied(kept: Sequence[tuple[str, int]]) -> bool:
        asked = {index for kind, index in kept if kind == "least"}
        must = {index for kind, index in kept if kind == "required"}
        parties = tuple(
            party if index in asked else replace(party, minimum=0)
            for index, party in enumerate(problem.parties)
        )
        wishes = tuple(
            replace(
                wish,
                required=index in must,
                forbidden=wish.forbidden
                or not (index in must or wish.a in asked or wish.b in asked),
            )
            for index, wish in enumerate(problem.wishes)
        )
        less = replace(problem, parties=parties, wishes=wishes)
        return solve_exactly(less, grid, (), effort=0.5).status == "infeasible"

    return smallest(items, is_denied)
