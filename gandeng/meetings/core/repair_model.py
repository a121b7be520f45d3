"""What fits into the holes of a day, at the greatest value: a small exact model of wish by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .repair_board import Board

# In CP-SAT's own deterministic seconds: the same on every machine.
_EFFORT = 0.5


@dataclass(frozen=True, slots=True)
class Filled:
    """``slot_of`` by wish; whether nothing of greater value fits into the same holes."""

    slot_of: dict[int, int]
    is_proven: bool


def fill(board: Board, wishes: Sequence[int]) -> Filled:
    """The most value that these wishes can add in cells that are free for both. Required ones
    count before all others."""
    from ortools.sat.python import cp_model

    problem = board.problem
    columns = {wish: slots for wish in wishes if (slots := board.free_slots(wish))}
    if not columns:
        return Filled({}, True)
    greedy = _greedy(board, columns)
    model = cp_model.CpModel()
    mark_of: dict[tuple[int, int], Any] = {}
    of_cell: dict[tuple[int, int], list[Any]] = defaultdict(list)
    of_slot: dict[int, list[Any]] = defaultdict(list)
    of_party: dict[int, list[Any]] = defaultdict(list)
    for index, slots in columns.items():
        wish = problem.wishes[index]
        marks = []
        for slot in slots:
            mark = model.new_bool_var("")
            mark_of[index, slot] = mark
            marks.append(mark)
            of_cell[wish.a, slot].append(mark)
            of_cell[wish.b, slot].append(mark)
            of_slot[slot].append(mark)
            model.add_hint(mark, greedy.get(index) == slot)
        of_party[wish.a] += marks
        of_party[wish.b] += marks
        model.add_at_most_one(marks)
    for marks in of_cell.values():
        model.add_at_most_one(marks)
    for slot, marks in of_slot.items():
        if len(marks) > board.tables_left(slot):
            model.add(sum(marks) <= board.tables_left(slot))
    for party, marks in of_party.items():
        if len(marks) > board.room_left(party):
            model.add(sum(marks) <= board.room_left(party))
    for early, late in problem.precedences:
        for slot in columns.get(early, ()):
            for other in columns.get(late, ()):
                if other <= slot:
                    model.add_at_most_one(mark_of[early, slot], mark_of[late, other])
    must = 1 + sum(problem.wishes[index].value for index in columns)
    model.maximize(
        sum(
            (problem.wishes[index].value + must * problem.wishes[index].required) * mark
            for (index, _slot), mark in mark_of.items()
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _EFFORT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Filled(greedy, False)
    slot_of = {index: slot for (index, slot), mark in mark_of.items() if solver.value(mark)}
    return Filled(slot_of, status == cp_model.OPTIMAL)


def _greedy(board: Board, columns: dict[int, list[int]]) -> dict[int, int]:
    """By falling value, each into the first cell that is left: where the model begins."""
    problem = board.problem
    taken: set[tuple[int, int]] = set()
    tables: dict[int, int] = defaultdict(int)
    held: dict[int, int] = defaultdict(int)
    found: dict[int, int] = {}
    for index in sorted(
        columns, key=lambda w: (not problem.wishes[w].required, -problem.wishes[w].value, w)
    ):
        wish = problem.wishes[index]
        if any(held[party] >= board.room_left(party) for party in (wish.a, wish.b)):
            continue
        for slot in columns[index]:
            cells = {(wish.a, slot), (wish.b, slot)}
            if cells & taken or tables[slot] >= board.tables_left(slot):
                continue
            if not _is_in_order(board, index, slot, found):
                continue
            taken |= cells
            tables[slot] += 1
            held[wish.a] += 1
            held[wish.b] += 1
            found[index] = slot
            break
    return found


def _is_in_order(board: Board, index: int, slot: int, found: dict[int, int]) -> bool:
    return not any(
        (early == index and late in found and found[late] <= slot)
        or (late == index and early in found and found[early] >= slot)
        for early, late in board.problem.precedences
    )
