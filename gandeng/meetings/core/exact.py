"""A small day, or what a large one must hold, as one exact model of wish by slot.

For tiny days it proves the best; for required wishes, minimums and precedences it finds out whether
there is a timetable at all, which no search can deny.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .grid import Grid
from .problem import Problem

# Columns up to which the model is the first to ask, and beyond which it is no longer small.
TINY, SMALL = 400, 2_500


@dataclass(frozen=True, slots=True)
class Solved:
    """``slot_of`` by wish; ``bounds`` by name, given that the figures named before are at their
    best. ``unknown`` is neither found nor denied within the effort."""

    status: Literal["found", "infeasible", "unknown"]
    slot_of: dict[int, int]
    bounds: dict[str, int]


def solve_exactly(
    problem: Problem,
    grid: Grid,
    levels: Sequence[str],
    *,
    hint: Mapping[int, int] | None = None,
    effort: float = 5.0,
    is_soft: bool = False,
    only: Sequence[int] | None = None,
    spread: int | None = None,
) -> Solved:
    """The levels (value, min_met, fairness) at their best, one after the other; with none, any
    timetable that keeps the rules. ``effort`` is in CP-SAT's own deterministic seconds for each.
    ``is_soft`` lets minimums be missed; ``only`` looks at these wishes alone, all required;
    ``spread`` is how far any two parties' breaks may be apart."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    of_wish: dict[int, dict[int, Any]] = {}
    of_cell: dict[tuple[int, int], list[Any]] = defaultdict(list)
    of_slot: list[list[Any]] = [[] for _ in range(problem.slots)]
    of_party: list[list[Any]] = [[] for _ in problem.parties]
    for index in range(len(problem.wishes)) if only is None else only:
        wish = problem.wishes[index]
        if wish.forbidden:
            continue
        of_wish[index] = marks = {}
        for slot in sorted(wish.slots):
            mark = model.new_bool_var("")
            marks[slot] = mark
            of_slot[slot].append(mark)
            for party in (wish.a, wish.b):
                of_cell[party, slot].append(mark)
                of_party[party].append(mark)
            if hint is not None:
                model.add_hint(mark, hint.get(index) == slot)
        if wish.required or only is not None:
            model.add_exactly_one(marks.values())
        else:
            model.add_at_most_one(marks.values())
    for cell in of_cell.values():
        model.add_at_most_one(cell)
    for marks_then in of_slot:
        if len(marks_then) > grid.tables:
            model.add(sum(marks_then) <= grid.tables)
    for one, own in zip(problem.parties, of_party, strict=True):
        if len(own) > one.maximum:
            model.add(sum(own) <= one.maximum)
        if one.minimum and not is_soft and only is None:
            model.add(sum(own) >= one.minimum)
    for early, late in problem.precedences:
        if early not in of_wish or late not in of_wish:
            continue
        for slot, mark in of_wish[early].items():
            model.add_at_most_one(
                [mark, *(other for then, other in of_wish[late].items() if then <= slot)]
            )
    if spread is not None:
        _spread_breaks(model, problem, of_cell, spread)
    found, bounds, is_proven = None, {}, True
    for level in levels or ("any",):
        gain = _gain(model, problem, grid, level, of_wish, of_party)
        total = sum(weight * mark for weight, mark in gain)
        if gain:
            model.maximize(total)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE and found is None:
            return Solved("infeasible", {}, {})
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        found = {
            index: slot
            for index, marks in of_wish.items()
            for slot, mark in marks.items()
            if solver.boolean_value(mark)
        }
        if gain:
            reached = round(solver.objective_value)
            if is_proven:
                bounds[level] = int(solver.best_objective_bound + 1e-6)
                is_proven = reached == bounds[level]
            model.add(total >= reached)
            model.clear_hints()
            for index, marks in of_wish.items():
                for slot, mark in marks.items():
                    model.add_hint(mark, found.get(index) == slot)
    if found is None:
        return Solved("unknown", {}, {})
    return Solved("found", found, bounds)


def _spread_breaks(
    model: Any, problem: Problem, of_cell: Mapping[tuple[int, int], Sequence[Any]], spread: int
) -> None:
    """Everybody's breaks between some number and that number and ``spread``. A break begins where a
    meeting is followed by an idle slot (of the party's own, unless the clock counts) and some later
    meeting."""
    fewest = model.new_int_var(0, problem.slots, "")
    for index, party in enumerate(problem.parties):
        row = range(problem.slots) if problem.break_rule == "clock" else sorted(party.available)
        busy = [sum(of_cell.get((index, slot), ())) for slot in row]
        later: Any = 0  # whether a meeting follows
        begins = []
        for at in range(len(busy) - 2, 0, -1):
            is_later = model.new_bool_var("")
            model.add(is_later >= busy[at + 1])
            model.add(is_later >= later)
            model.add(is_later <= busy[at + 1] + later)
            later = is_later
            begin = model.new_bool_var("")
            model.add(begin <= busy[at - 1])
            model.add(begin <= 1 - busy[at])
            model.add(begin <= is_later)
            model.add(begin >= busy[at - 1] - busy[at] + is_later - 1)
            begins.append(begin)
        model.add(sum(begins) >= fewest)
        model.add(sum(begins) <= fewest + spread)


def _gain(
    model: Any,
    problem: Problem,
    grid: Grid,
    level: str,
    of_wish: Mapping[int, Mapping[int, Any]],
    of_party: Sequence[Sequence[Any]],
) -> list[tuple[int, Any]]:
    """The level's figure as weights of marks."""
    if level == "value":
        return [
            (problem.wishes[index].value, mark)
            for index, marks in of_wish.items()
            for mark in marks.values()
        ]
    gain: list[tuple[int, Any]] = []
    if level == "any":
        return gain
    for index, (party, own) in enumerate(zip(problem.parties, of_party, strict=True)):
        if level == "fairness" and not grid.is_counted[index]:
            continue
        count = min(party.minimum if level == "min_met" else int(grid.most[index]), len(own))
        units = [model.new_bool_var("") for _ in range(count)]
        model.add(sum(units) <= sum(own))
        gain += [
            (1 if level == "min_met" else problem.slots - nth, unit)
            for nth, unit in enumerate(units)
        ]
    return gain
