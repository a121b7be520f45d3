"""What a place is worth: prices that prove a choice best and say what another would cost."""

from __future__ import annotations

from dataclasses import dataclass

from .grid import Array, Grid, degrees


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
        """By how much at least the day loses if this pair were made to meet; it may be more."""
        return self.party[a] + self.party[b] + self.table - value


def prove(grid: Grid, chosen: Array, floor: Array) -> Prices | None:
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
    level = np.zeros(parties + 2, dtype=np.int64)
    for _ in range(parties + 3):
        nearer = level.copy()
        np.minimum.at(nearer, head, level[tail] + cost)
        if (nearer == level).all():
            break
        level = nearer
    else:
        return None
    price = np.where(is_left, level[:parties] - level[source], level[sink] - level[:parties])
    # who has only what is required, or nothing, has no price below nought to pay for it
    price = np.where(floor > used, price, np.maximum(price, 0))
    table = max(int(level[source] - level[sink]), 0)
    beyond = grid.value - price[grid.a] - price[grid.b] - table
    counted = np.where(grid.required, beyond, np.maximum(beyond, 0))[grid.is_possible]
    worth = np.where(price > 0, price * grid.most, price * floor)
    bound = int(counted.sum() + worth.sum()) + table * grid.places
    return Prices(tuple(price.tolist()), table, bound)
