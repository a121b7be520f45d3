"""Who meets whom: the best set of wishes by a flow of least cost, exact, with prices that prove it.

Left out of account are only the clashes inside one slot; ``colouring`` finds the slots. With
everybody there all day it always can (König 1916; de Werra 1971), so the flow is the optimum;
otherwise its value bounds what any timetable can be worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .grid import Array, Grid
from .problem import Problem

# Costs stay below this so that the solver's own scaling by the number of nodes fits 64 bits.
_LARGEST_COST = 2**62

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prices:
    """What a place in a party's day and a place at a table is worth, in units of value.

    They prove the bound: no timetable is worth more than all places at their prices and what each
    wish is worth beyond them. A price below nought belongs to a party with a minimum to reach.
    """

    party: tuple[int, ...]
    table: int
    bound: int

    def loss(self, a: int, b: int, value: int) -> int:
        """By how much at least the day loses if this pair were made to meet."""
        return self.party[a] + self.party[b] + self.table - value


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
        prices = _prices(grid, chosen, floor)
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


@dataclass(frozen=True, slots=True)
class Worth:
    """What the best choice gains in value from one more table all day, from one more slot at which
    everybody is there, and at most from one more meeting of each party (by party)."""

    table: int
    slot: int
    meeting: tuple[int, ...]


def worth_of_more(problem: Problem) -> Worth:
    """What is worth adding to the day. Tables and slots exactly, by choosing anew; a party's
    meeting by its price. Raises Impossible."""
    from .grid import grid_of, without_absences
    from .problem import Table

    problem = without_absences(problem)
    grid = grid_of(problem)
    now = choose(grid)
    table = replace(problem, tables=(*problem.tables, Table("+1", 0.0, 0.0)))
    last = problem.slots
    parties = tuple(
        replace(
            party,
            available=party.available | {last},
            maximum=party.maximum + (party.maximum >= problem.slots),
        )
        for party in problem.parties
    )
    wishes = tuple(
        replace(wish, slots=wish.slots | {last})
        if wish.slots == problem.parties[wish.a].available & problem.parties[wish.b].available
        else wish
        for wish in problem.wishes
    )
    slot = replace(problem, slots=last + 1, parties=parties, wishes=wishes)
    before = now.bounds["value"]
    meeting = now.prices.party if now.prices else (0,) * len(problem.parties)
    return Worth(
        table=choose(grid_of(table)).bounds["value"] - before,
        slot=choose(grid_of(slot)).bounds["value"] - before,
        meeting=tuple(max(price, 0) for price in meeting),
    )


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


def degrees(grid: Grid, wishes: Array) -> Array:
    """Meetings by party."""
    import numpy as np

    return np.bincount(grid.a[wishes], minlength=grid.parties) + np.bincount(
        grid.b[wishes], minlength=grid.parties
    )


def fairness_of(grid: Grid, degree: Array) -> int:
    """How evenly the makers (all parties, if no side is told apart) meet: each one's first meeting
    counts most, every further one a step less."""
    counted = degree if grid.is_left is None else degree[~grid.sides]
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
        units = np.where(grid.sides, units, room)
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
            counted = np.where(~grid.sides[unit_party], grid.slots - at, 0)
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


def _prices(grid: Grid, chosen: Array, floor: Array) -> Prices | None:
    """Prices that prove the choice best among those that keep ``floor``; None if it is not.

    Shortest distances in what the flow leaves open (Bellman and Ford).
    """
    import numpy as np

    parties, is_left = grid.parties, grid.sides
    is_chosen = np.zeros(len(grid.value), dtype=bool)
    is_chosen[chosen] = True
    degree, used = degrees(grid, chosen), degrees(grid, np.flatnonzero(grid.required))
    free = np.flatnonzero(grid.is_possible & ~grid.required)
    a_is_left = is_left[grid.a[free]]
    left = np.where(a_is_left, grid.a[free], grid.b[free])
    right = np.where(a_is_left, grid.b[free], grid.a[free])
    taken = is_chosen[free]
    value = grid.value[free]
    source, sink = parties, parties + 1
    may_rise, may_fall = degree < grid.most, degree > np.maximum(floor, used)
    rise_left, rise_right = np.flatnonzero(may_rise & is_left), np.flatnonzero(may_rise & ~is_left)
    fall_left, fall_right = np.flatnonzero(may_fall & is_left), np.flatnonzero(may_fall & ~is_left)
    tails = [np.where(taken, right, left), np.full(len(rise_left), source), fall_left]
    heads = [np.where(taken, left, right), rise_left, np.full(len(fall_left), source)]
    tails += [rise_right, np.full(len(fall_right), sink)]
    heads += [np.full(len(rise_right), sink), fall_right]
    if len(chosen) < grid.places:
        tails.append(np.array([sink]))
        heads.append(np.array([source]))
    if len(chosen) > len(np.flatnonzero(grid.required)):
        tails.append(np.array([source]))
        heads.append(np.array([sink]))
    tail, head = np.concatenate(tails), np.concatenate(heads)
    cost = np.zeros(len(tail), dtype=np.int64)
    cost[: len(free)] = np.where(taken, value, -value)
    distance = np.zeros(parties + 2, dtype=np.int64)
    for _ in range(parties + 3):
        nearer = distance.copy()
        np.minimum.at(nearer, head, distance[tail] + cost)
        if (nearer == distance).all():
            break
        distance = nearer
    else:
        return None
    price = np.where(is_left, distance[:parties] - distance[source], 0)
    price = np.where(is_left, price, distance[sink] - distance[:parties])
    # who has only what is required, or nothing, has no price below nought to pay for it
    price = np.where(floor > used, price, np.maximum(price, 0))
    table = max(int(distance[source] - distance[sink]), 0)
    beyond = grid.value - price[grid.a] - price[grid.b] - table
    counted = np.where(grid.required, beyond, np.maximum(beyond, 0))[grid.is_possible]
    worth = np.where(price > 0, price * grid.most, price * floor)
    bound = int(counted.sum() + worth.sum()) + table * grid.places
    return Prices(tuple(int(one) for one in price), table, bound)


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
