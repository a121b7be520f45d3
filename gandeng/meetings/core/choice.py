"""Who meets whom: the best set of wishes by a flow of least cost, exact, with prices that prove it.

Left out of account are only the clashes inside one slot; ``colouring`` finds the slots. With
everybody there all day it always can (König 1916; de Werra 1971), so the flow is the optimum;
otherwise its value bounds what any timetable can be worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .grid import Array, Grid, degrees
from .prices import Prices, prove
from .problem import Problem

__all__ = [
    "Choice",
    "Impossible",
    "Prices",
    "choose",
    "degrees",
    "fairness_of",
    "flow",
    "levels_of",
    "smallest",
    "with_floor",
]

# Costs stay below this so that the solver's own scaling by the number of nodes fits 64 bits.
_LARGEST_COST = 2**62

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen wishes by number, in order. ``bounds`` holds by name what no choice can better,
    given that the figures named before it in the objective are at their best.

    ``met`` counts meetings towards everybody's minimum, ``asked`` the minimums themselves.
    """

    wishes: tuple[int, ...]
    value: int
    met: int
    asked: int
    fairness: int
    bounds: Mapping[str, int]
    prices: Prices | None = None


class Impossible(Exception):
    """No choice keeps the rules; ``items`` are a few requirements that contradict each other, as
    ("barred", wish), ("full", party), ("required", wish), ("least", party) or ("tables", places).
    """

    def __init__(self, items: Sequence[tuple[str, int]]) -> None:
        super().__init__(str(items))
        self.items = tuple(items)


def choose(grid: Grid, objective: Sequence[str] = ("value",)) -> Choice:
    """The best wishes, figures in the order of ``objective`` (value, min_met, fairness).

    Minimums are kept whatever it costs unless ``min_met`` is among them: then as many meetings
    towards them as can be. Fairness before value is leximin: makers with the fewest meetings are
    raised first (the degrees of such a choice form a matroid's bases, so a falling gain from one
    meeting to the next gets there). Raises Impossible.
    """
    import numpy as np

    levels = levels_of(objective)
    is_hard = "min_met" not in levels
    if is_hard:
        levels.insert(0, "min_met")
    fixed = np.flatnonzero(grid.required)
    _check_required(grid, fixed)
    chosen, bounds = _chosen(grid, fixed, levels)
    degree = degrees(grid, chosen)
    met = int(np.minimum(degree, grid.least).sum())
    asked = int(grid.least.sum())
    if is_hard and bounds["min_met"] < asked:
        raise Impossible(_minimums_in_conflict(grid))
    prices = None
    if grid.is_left is not None:
        floor = grid.least if met == asked and levels[0] == "min_met" else np.zeros_like(grid.least)
        prices = prove(grid, chosen, floor)
    return Choice(
        wishes=tuple(int(wish) for wish in chosen),
        value=int(grid.value[chosen].sum()),
        met=met,
        asked=asked,
        fairness=fairness_of(grid, degree),
        bounds=bounds,
        prices=prices,
    )


def levels_of(objective: Sequence[str]) -> list[str]:
    """The figures a choice decides, in order; value is always among them."""
    levels = [name for name in objective if name in ("value", "min_met", "fairness")]
    return levels if "value" in levels else [*levels, "value"]


def _chosen(grid: Grid, fixed: Array, levels: Sequence[str]) -> tuple[Array, dict[str, int]]:
    """The chosen wishes and the bounds by level."""
    import numpy as np

    if grid.is_left is None:
        from .anyone import choose_among_all

        return choose_among_all(grid, fixed, levels)
    chosen = flow(grid, fixed, levels)
    degree = degrees(grid, chosen)
    figures = {
        "value": int(grid.value[chosen].sum()),
        "min_met": int(np.minimum(degree, grid.least).sum()),
        "fairness": fairness_of(grid, degree),
    }
    return chosen, {level: figures[level] for level in levels}


def fairness_of(grid: Grid, degree: Array) -> int:
    """How evenly the makers (everybody, where nobody is called one) meet: each one's first meeting
    counts as many as there are slots, every further one a step less."""
    counted = degree[grid.is_counted]
    return int((counted * (2 * grid.slots + 1 - counted) // 2).sum())


def with_floor(problem: Problem, floor: int) -> Problem:
    """Every maker asks for ``floor`` meetings, or for as many as it has possible wishes."""
    demand = [0] * len(problem.parties)
    for wish in problem.wishes:
        if wish.slots and not wish.forbidden:
            demand[wish.a] += 1
            demand[wish.b] += 1
    parties = tuple(
        party
        if party.side == "buyer"
        else replace(
            party,
            minimum=max(
                party.minimum, min(floor, demand[index], party.maximum, len(party.available))
            ),
        )
        for index, party in enumerate(problem.parties)
    )
    return replace(problem, parties=parties)


def flow(grid: Grid, fixed: Array, levels: Sequence[str]) -> Array:
    """The chosen wishes, required ones among them, by a flow of least cost."""
    import numpy as np
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    used = degrees(grid, fixed)
    room = grid.most - used
    wanted = np.clip(grid.least - used, 0, room)
    free = np.flatnonzero(grid.is_possible & ~grid.required)
    is_left = grid.sides
    a_is_left = is_left[grid.a[free]]
    left = np.where(a_is_left, grid.a[free], grid.b[free])
    right = np.where(a_is_left, grid.b[free], grid.a[free])
    free_places = grid.places - len(fixed)
    total = int(min(free_places, room[is_left].sum(), room[~is_left].sum(), len(free)))
    if total <= 0:
        return fixed
    per_wish, unit_party, unit_gain = _gains(grid, levels, free, total, used, room, wanted)
    source, sink = grid.parties, grid.parties + 1
    rest = room - np.bincount(unit_party, minlength=grid.parties)
    plain = np.flatnonzero(rest > 0)
    arc_party = np.concatenate([unit_party, plain])
    arc_room = np.concatenate([np.ones(len(unit_party), dtype=np.int64), rest[plain]])
    arc_cost = np.concatenate([-unit_gain, np.zeros(len(plain), dtype=np.int64)])
    from_left = is_left[arc_party]
    tails = np.concatenate([left, np.where(from_left, source, arc_party), [source]])
    heads = np.concatenate([right, np.where(from_left, arc_party, sink), [sink]])
    rooms = np.concatenate([np.ones(len(free), dtype=np.int64), arc_room, [total]])
    costs = np.concatenate([-per_wish, arc_cost, [0]])
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([total, -total]))
    status = flow.solve()
    if status != flow.OPTIMAL:  # pragma: no cover - the bypass always carries what is left
        raise OverflowError(f"the flow was not solved: {status}")
    taken = free[flow.flows(arcs[: len(free)]) > 0]
    return np.sort(np.concatenate([fixed, taken]))


def _gains(
    grid: Grid,
    levels: Sequence[str],
    free: Array,
    total: int,
    used: Array,
    room: Array,
    wanted: Array,
) -> tuple[Array, Array, Array]:
    """What each wish gains, and each single meeting of the parties that count theirs (party and
    gain by unit, falling): one number that weighs the first level above all later ones."""
    import numpy as np

    counts_fairness = "fairness" in levels
    units = wanted.copy()
    if counts_fairness:
        units = np.where(grid.is_counted, room, units)
    unit_party = np.repeat(np.arange(grid.parties), units)
    start = np.cumsum(units) - units
    nth = np.arange(len(unit_party)) - np.repeat(start, units)
    is_wanted = nth < np.repeat(wanted, units)
    at = nth + np.repeat(used, units)
    of_wish: list[tuple[Array, int]] = []
    of_unit: list[Array] = []
    nothing = np.zeros(len(free), dtype=np.int64)
    none = np.zeros(len(unit_party), dtype=np.int64)
    for level in levels:
        if level == "value":
            of_wish.append((grid.value[free], total * int(grid.value[free].max(initial=0))))
            of_unit.append(none)
        elif level == "min_met":
            of_wish.append((nothing, int(is_wanted.sum())))
            of_unit.append(is_wanted.astype(np.int64))
        else:
            counted = np.where(grid.is_counted[unit_party], grid.slots - at, 0)
            of_wish.append((nothing, int(counted.sum())))
            of_unit.append(counted)
    weight, weights = 1, [1] * len(of_wish)
    for index in reversed(range(len(of_wish))):
        weights[index] = weight
        weight *= of_wish[index][1] + 1
    if weight * (grid.parties + 3) > _LARGEST_COST:
        raise OverflowError("values too large for exact reckoning")
    per_wish = sum((w * gain for w, (gain, _) in zip(weights, of_wish, strict=True)), nothing)
    per_unit = sum((w * gain for w, gain in zip(weights, of_unit, strict=True)), none)
    return per_wish, unit_party, per_unit


def _check_required(grid: Grid, fixed: Array) -> None:
    """Raise Impossible if what is required cannot be, whatever else is left out."""
    barred = fixed[~grid.is_possible[fixed]]
    if len(barred):
        raise Impossible([("barred", int(barred[0]))])
    full = (degrees(grid, fixed) > grid.most).nonzero()[0]
    if len(full):
        raise Impossible([("full", int(full[0]))])
    if len(fixed) > grid.places:
        raise Impossible([("tables", len(fixed))])


def _minimums_in_conflict(grid: Grid) -> list[tuple[str, int]]:
    """A set of minimums none of which can be left out: halves first, then one by one."""
    import numpy as np

    fixed = np.flatnonzero(grid.required)

    def is_met(parties: Sequence[int]) -> bool:
        least = np.zeros_like(grid.least)
        least[list(parties)] = grid.least[list(parties)]
        only = replace(grid, least=least)
        chosen = _chosen(only, fixed, ["min_met", "value"])[0]
        return bool((degrees(only, chosen) >= least).all())

    parties = [int(party) for party in np.flatnonzero(grid.least)]
    return [("least", party) for party in smallest(parties, lambda kept: not is_met(kept))]


def smallest(items: list[T], is_denied: Callable[[Sequence[T]], bool]) -> list[T]:
    """Items none of which can be left out without the rest becoming possible: halves first."""
    kept, step = list(items), max(len(items) // 2, 1)
    while True:
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + step :]
            if is_denied(rest):
                kept = rest
            else:
                at += step
        if step == 1:
            return kept
        step //= 2
