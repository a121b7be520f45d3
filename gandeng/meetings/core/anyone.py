"""Who meets whom where everybody may meet anyone: no flow of two sides, so a small exact model.

Odd rings of wishes make the flow's relaxation fractional; CP-SAT closes what is left over.
"""

from __future__ import annotations

from collections.abc import Sequence

from .grid import Array, Grid

# Deterministic units, about seconds: the same on every machine.
_EFFORT = 20.0


def choose_among_all(
    grid: Grid, fixed: Array, levels: Sequence[str]
) -> tuple[Array, dict[str, int]]:
    """The chosen wishes, the levels at their best one after the other, and each level's bound given
    that the levels before it are at theirs. Meets every ``most``; minimums only as ``min_met``."""
    import numpy as np
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    wishes = np.flatnonzero(grid.is_possible)
    held = {int(wish): model.new_bool_var(f"w{wish}") for wish in wishes}
    for wish in fixed:
        model.add(held[int(wish)] == 1)
    of: list[list[cp_model.IntVar]] = [[] for _ in range(grid.parties)]
    for wish, is_held in held.items():
        of[int(grid.a[wish])].append(is_held)
        of[int(grid.b[wish])].append(is_held)
    for party, own in enumerate(of):
        if len(own) > int(grid.most[party]):
            model.add(sum(own) <= int(grid.most[party]))
    if len(held) > grid.places:
        model.add(sum(held.values()) <= grid.places)

    def units(party: int, count: int) -> list[cp_model.IntVar]:
        """One mark for each of the party's first meetings, as many as it has."""
        marks = [model.new_bool_var(f"u{party}.{nth}") for nth in range(count)]
        model.add(sum(marks) <= sum(of[party]))
        return marks

    bounds: dict[str, int] = {}
    answer: dict[int, bool] = {wish: bool(grid.required[wish]) for wish in held}
    is_proven = True
    for level in levels:
        if level == "value":
            gain = [(int(grid.value[wish]), is_held) for wish, is_held in held.items()]
        else:
            gain = []
            for party in range(grid.parties):
                if level == "fairness" and not grid.is_counted[party]:
                    continue
                count = int(grid.least[party] if level == "min_met" else grid.most[party])
                count = min(count, len(of[party]))
                for nth, mark in enumerate(units(party, count)):
                    gain.append((1 if level == "min_met" else grid.slots - nth, mark))
        total = sum(weight * mark for weight, mark in gain)
        model.maximize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _EFFORT
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            bounds[level] = sum(weight for weight, _ in gain)
            is_proven = False
            continue
        reached = round(solver.objective_value)
        # once a level before is not at its best, only what holds without it is a bound
        best = int(solver.best_objective_bound + 1e-6)
        bounds[level] = best if is_proven else sum(weight for weight, _ in gain)
        is_proven = is_proven and reached == bounds[level]
        answer = {wish: bool(solver.value(is_held)) for wish, is_held in held.items()}
        model.add(total >= reached)
        model.clear_hints()
        for wish, is_held in held.items():
            model.add_hint(is_held, answer[wish])
    chosen = [wish for wish, is_held in answer.items() if is_held]
    return np.array(chosen, dtype=np.int64), bounds
