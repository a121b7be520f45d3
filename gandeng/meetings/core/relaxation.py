"""A bound of the value that knows the slots: the linear relaxation of wish by slot.

The flow of ``choice`` forgets that a party's meetings need different slots within their own lists;
where people come and go its bound is too high by some per mille. PDLP solves the relaxation to a
thousandth; whatever it says, the bound is reckoned anew from its prices, so it holds by weak
duality and not by trust.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from .grid import Array, Grid

# Columns beyond which the relaxation takes too long to be worth it.
MOST_COLUMNS = 120_000


@dataclass(frozen=True, slots=True)
class Relaxed:
    """``bound`` of the value; ``loss[wish, slot]`` is what a meeting held there gives away against
    the prices (nought for those a best timetable is made of)."""

    bound: int
    loss: Array


def columns(grid: Grid) -> int:
    """How many wish-and-slot pairs there are."""
    import numpy as np

    return int(grid.masks.sum(axis=1)[grid.mask_of[np.flatnonzero(grid.is_possible)]].sum())


def relax(grid: Grid) -> Relaxed | None:
    """The bound, given that every minimum is kept, and the losses. None if PDLP has no answer."""
    import numpy as np
    from ortools.linear_solver.python import model_builder_helper as linear

    wishes = np.flatnonzero(grid.is_possible)
    nth, slot = np.nonzero(grid.lists(wishes))
    wish = wishes[nth]
    a, b, value = grid.a[wish], grid.b[wish], grid.value[wish].astype(float)
    parties, slots = grid.parties, grid.slots
    # rows: party in slot, slot, party's most, wish
    at_a, at_b, at_slot = a * slots + slot, b * slots + slot, parties * slots + slot
    most_a, most_b = (parties + 1) * slots + a, (parties + 1) * slots + b
    held = (parties + 1) * slots + parties + nth
    rows = (at_a, at_b, at_slot, most_a, most_b, held)
    right = np.concatenate(
        [
            np.ones(parties * slots),
            np.full(slots, grid.tables),
            grid.most,
            np.ones(len(wishes)),
        ]
    )
    least = np.zeros(len(right))
    least[(parties + 1) * slots : (parties + 1) * slots + parties] = grid.least
    used = (np.bincount(np.concatenate(rows), minlength=len(right)) > right) | (least > 0)
    number = np.cumsum(used) - 1
    model = linear.ModelBuilderHelper()
    model.set_maximize(True)
    floors = np.where(least > 0, least, -np.inf)
    for floor_of, limit in zip(floors[used].tolist(), right[used].tolist(), strict=True):
        row = model.add_linear_constraint()
        model.set_constraint_lower_bound(row, floor_of)
        model.set_constraint_upper_bound(row, limit)
    for worth in value.tolist():
        column = model.add_var()
        model.set_var_lower_bound(column, 0.0)
        model.set_var_upper_bound(column, 1.0)
        model.set_var_objective_coefficient(column, worth)
    for group in rows:
        binding = np.flatnonzero(used[group])
        for row, column in zip(number[group[binding]].tolist(), binding.tolist(), strict=True):
            model.add_term_to_constraint(row, column, 1.0)
    solver = linear.ModelSolverHelper("PDLP")
    solver.set_solver_specific_parameters(
        "termination_criteria { simple_optimality_criteria "
        "{ eps_optimal_relative: 1e-5 eps_optimal_absolute: 1e-3 } iteration_limit: 20000 }"
    )
    solver.solve(model)
    if not solver.has_solution():
        return None
    price = np.zeros(len(right))
    price[used] = [solver.dual_value(row) for row in range(int(used.sum()))]
    # only where a minimum is asked for may a price be below nought: it pays for keeping it
    price = np.where(least > 0, price, np.maximum(price, 0))
    beyond = value - sum(price[group] for group in rows[:-1])
    best = np.zeros(len(grid.value))
    np.maximum.at(best, wish, beyond)
    # a wish that must be held counts even if it is worth less than its place
    must = grid.required & grid.is_possible
    forced = np.full(len(grid.value), -np.inf)
    np.maximum.at(forced, wish, beyond)
    places = np.where(price > 0, price * right, price * least)[: -len(wishes)]
    worth = float(places.sum()) + float(np.where(must, forced, best).sum())
    loss = np.full((len(grid.value), slots), np.inf)
    loss[wish, slot] = best[wish] - beyond
    return Relaxed(floor(worth + 1e-6), loss)
