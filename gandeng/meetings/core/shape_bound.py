"""What no timetable of the same meetings can better: a lower bound on breaks.

Forgets who meets whom and keeps when each party is busy: every party takes one row of as many busy
slots as it has meetings, and in every slot as many buyers are busy as makers, and no more than
there are tables. The cheapest mixture of rows is a linear programme whose columns are found as they
are needed (Dantzig and Wolfe); its prices prove the bound, however far it was solved (Lagrange). A
party whose wishes fit into no unbroken row is known to have a break.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .grid import Array, two_sides, without_absences
from .problem import Problem

_ROUNDS = 60
# What a row is missing costs: more than any row has breaks.
_MISSING = 1_000.0
_SMALL = 1e-6


def bound(problem: Problem, chosen: Iterable[int]) -> dict[str, int]:
    """The fewest ``breaks`` (and so ``idle`` slots, one to a break) that a timetable which holds
    just the ``chosen`` wishes can have. Sound always, tight often; spread and order are left out
    of account."""
    problem = without_absences(problem)
    wishes = list(chosen)
    if not wishes:
        return {"breaks": 0, "idle": 0}
    kinds = _kinds(problem, wishes)
    breaks = max(math.ceil(_mixture(problem, kinds) - _SMALL), 0)
    return {"breaks": breaks, "idle": breaks}


class _Kind:
    """Parties that are alike: which side, where they count breaks, where they may be busy, how
    often they are, and which unbroken rows (by their first place) fit their wishes."""

    def __init__(self, key: tuple[Any, ...], many: int) -> None:
        self.is_left, self.row, self.may, self.meetings, self.unbroken = key
        self.many = many


def _kinds(problem: Problem, wishes: list[int]) -> list[_Kind]:
    own: dict[int, list[frozenset[int]]] = {}
    pairs = []
    for index in wishes:
        wish = problem.wishes[index]
        pairs.append((wish.a, wish.b))
        own.setdefault(wish.a, []).append(wish.slots)
        own.setdefault(wish.b, []).append(wish.slots)
    parted = two_sides(len(problem.parties), pairs)
    if parted is not None and all(problem.parties[number].side != "any" for number in own):
        # of two sides that are told apart anyhow, all buyers are one
        parted = [party.side == "buyer" for party in problem.parties]
    found: Counter[tuple[Any, ...]] = Counter()
    for number, lists in sorted(own.items()):
        party = problem.parties[number]
        may = tuple(sorted(party.available))
        row = tuple(range(problem.slots)) if problem.break_rule == "clock" else may
        found[
            None if parted is None else parted[number],
            row,
            may,
            len(lists),
            _unbroken(row, lists),
        ] += 1
    return [_Kind(key, many) for key, many in found.items()]


def _unbroken(row: tuple[int, ...], lists: list[frozenset[int]]) -> tuple[int, ...]:
    """The first places of the unbroken rows into which all these wishes fit."""
    many = len(lists)
    if all(len(one) == len(row) for one in lists):
        return tuple(range(len(row) - many + 1))
    starts = []
    for first in range(len(row) - many + 1):
        if _fits(row[first : first + many], lists):
            starts.append(first)
    return tuple(starts)


def _fits(slots: tuple[int, ...], lists: list[frozenset[int]]) -> bool:
    """Whether each list can have a slot of its own (alternating paths)."""
    taker: dict[int, int] = {}

    def take(one: int, seen: set[int]) -> bool:
        for slot in slots:
            if slot in lists[one] and slot not in seen:
                seen.add(slot)
                if slot not in taker or take(taker[slot], seen):
                    taker[slot] = one
                    return True
        return False

    return all(take(one, set()) for one in sorted(range(len(lists)), key=lambda n: len(lists[n])))


def _mixture(problem: Problem, kinds: list[_Kind]) -> float:
    """The bound by the linear programme."""
    import numpy as np

    # made by SWIG, without types
    from ortools.linear_solver import pywraplp  # type: ignore[attr-defined]

    from .shape_bound_kernels import cheapest_broken

    slots, tables = problem.slots, len(problem.tables)
    solver = pywraplp.Solver.CreateSolver("GLOP")
    infinity = solver.infinity()
    is_parted = kinds[0].is_left is not None
    one_each = [solver.Constraint(kind.many, kind.many) for kind in kinds]
    even = [solver.Constraint(0, 0) for _ in range(slots)]
    room = [solver.Constraint(-infinity, tables if is_parted else 2 * tables) for _ in range(slots)]
    goal = solver.Objective()
    goal.SetMinimization()
    for constraint in one_each:
        missing = solver.NumVar(0, infinity, "")
        constraint.SetCoefficient(missing, 1)
        goal.SetCoefficient(missing, _MISSING)
    wages = [_MISSING] * len(kinds)
    balance = places = np.zeros(slots)
    best = 0.0
    for _ in range(_ROUNDS):
        bound_now = float(tables if is_parted else 2 * tables) * float(places.sum())
        has_new = False
        for number, kind in enumerate(kinds):
            # what being busy costs in each slot, at these prices
            if kind.is_left is None:
                cost = -places
            else:
                cost = -(balance + places) if kind.is_left else balance
            price, breaks, taken = _cheapest(kind, cost, cheapest_broken)
            bound_now += kind.many * price
            if price < wages[number] - 1e-7:
                has_new = True
                column = solver.NumVar(0, infinity, "")
                goal.SetCoefficient(column, breaks)
                one_each[number].SetCoefficient(column, 1)
                for slot in taken:
                    if kind.is_left is not False:
                        room[slot].SetCoefficient(column, 1)
                    if kind.is_left is not None:
                        even[slot].SetCoefficient(column, 1 if kind.is_left else -1)
        best = max(best, bound_now)
        if not has_new or solver.Solve() != solver.OPTIMAL:
            break
        wages = [constraint.dual_value() for constraint in one_each]
        balance = np.array([constraint.dual_value() for constraint in even])
        # a price of the wrong sign by rounding would prove too much
        places = np.minimum([constraint.dual_value() for constraint in room], 0.0)
    return best


def _cheapest(kind: _Kind, cost: Array, cheapest_broken: Any) -> tuple[float, int, list[int]]:
    """The row of least breaks and cost: the total, the breaks and the slots."""
    import numpy as np

    row = np.array(kind.row, dtype=np.int64)
    along = cost[row]
    may = np.isin(row, np.array(kind.may, dtype=np.int64))
    best: tuple[float, int, list[int]] = (math.inf, 0, [])
    if kind.unbroken:
        sums = np.concatenate([[0.0], np.cumsum(along)])
        starts = np.array(kind.unbroken, dtype=np.int64)
        totals = sums[starts + kind.meetings] - sums[starts]
        at = int(totals.argmin())
        first = kind.unbroken[at]
        best = (float(totals[at]), 0, list(kind.row[first : first + kind.meetings]))
    if kind.meetings > 1:
        busy = np.zeros(len(row), dtype=np.uint8)
        price = float(cheapest_broken(along, may, kind.meetings, busy))
        if price < best[0]:
            slots = [int(slot) for slot in row[busy == 1]]
            runs = int(busy[0]) + int(((busy[1:] == 1) & (busy[:-1] == 0)).sum())
            best = (price, runs - 1, slots)
    return best
