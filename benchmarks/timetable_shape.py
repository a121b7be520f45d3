"""How the same meetings lie in the day: breaks and walking, on invented days of 100 × 150 × 18.

Annealing with the formula beside it on a second core, as a calculation in the product does it.

Run: `.venv/bin/python -m benchmarks.timetable_shape [--seconds S] [--seeds N] [--cpu] [--rivals]`.
Every day's meetings are the optimum of its value. For each kind of day, tables are as many as make
the load (meetings by places) 66 %, and 95 % where everybody is there all day. Seeded, so repeatable
but for the time: ``--cpu`` gives each run so much time of the processor instead of the clock's,
which is what a quiet machine would have given (of the formula's process only what it gets
meanwhile).

Beside each figure: what no timetable of these meetings can better (bound), what edge colouring left
before annealing, and metres walked by everybody (makers stay seated, tables stand in rows of ten,
2.5 m by 3 m), beside those of tables taken as they come. ``--rivals`` asks a plain CP-SAT model of
the same meetings (start, end and busy slots by party) for the same time, from the same start.
Exits 1 when a goal is missed that some timetable of the meetings could meet; a bound above the goal
says that none can.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.days import Kind, day
from gandeng.meetings.core import shape, shaping
from gandeng.meetings.core.choice import choose
from gandeng.meetings.core.colouring import slots_for
from gandeng.meetings.core.grid import grid_of
from gandeng.meetings.core.problem import Meeting, Problem, read_problem
from gandeng.meetings.core.seating import count as walked
from gandeng.meetings.core.seating import seat

BUYERS, MAKERS, SLOTS = 100, 150, 18
# kind, load and the most breaks
GOALS: tuple[tuple[Kind, float, int], ...] = (
    ("full", 0.66, 0),
    ("sessions", 0.66, 5),
    ("windows", 0.66, 10),
    ("absence", 0.66, 10),
    ("full", 0.95, 35),
)


def planned(kind: Kind, tables: int, seed: int) -> tuple[Problem, dict[int, int]]:
    """A day and its best meetings in slots as colouring leaves them; none where it leaves some
    over: there the value is not at its optimum before longer work (``timetable_value``)."""
    rows = [{"id": n, "x": 2.5 * (n % 10), "y": 3.0 * (n // 10)} for n in range(tables)]
    problem = read_problem(day(BUYERS, MAKERS, SLOTS, tables, kind, seed) | {"tables": rows})
    grid = grid_of(problem)
    chosen = choose(grid)
    slotted = slots_for(grid, chosen.wishes)
    return problem, {} if slotted.left else slotted.slot_of


def at_load(kind: Kind, load: float, seed: int) -> tuple[Problem, dict[int, int]]:
    """The fewest tables that are not fuller than this."""
    low, high = 20, MAKERS
    while low < high:
        tables = (low + high) // 2
        _, slots = planned(kind, tables, seed)
        if not slots or len(slots) > load * tables * SLOTS:
            low = tables + 1
        else:
            high = tables
    return planned(kind, low, seed)


def plain_model(problem: Problem, start: Mapping[int, int], seconds: float) -> int:
    """Breaks by CP-SAT: a boolean by meeting and slot, a break wherever a meeting begins a run that
    is not the party's first. Begins with ``start``, so it never has more."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    cells: dict[tuple[int, int], list[Any]] = defaultdict(list)
    at: dict[int, list[Any]] = defaultdict(list)
    for index, held in start.items():
        wish = problem.wishes[index]
        marks = []
        for slot in sorted(wish.slots):
            mark = model.new_bool_var("")
            model.add_hint(mark, slot == held)
            marks.append(mark)
            at[slot].append(mark)
            cells[wish.a, slot].append(mark)
            cells[wish.b, slot].append(mark)
        model.add_exactly_one(marks)
    for marks in at.values():
        model.add(sum(marks) <= len(problem.tables))
    runs = []
    for number, party in enumerate(problem.parties):
        before: Any = 0
        for slot in sorted(party.available):
            busy = model.new_bool_var("")
            model.add(sum(cells[number, slot]) == busy)
            begins = model.new_bool_var("")
            model.add(begins >= busy - before)
            runs.append(begins)
            before = busy
    model.minimize(sum(runs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return shape.count(problem, start)["breaks"]
    met = {party for w in start for party in (problem.wishes[w].a, problem.wishes[w].b)}
    return min(round(solver.objective_value) - len(met), shape.count(problem, start)["breaks"])


def as_they_come(slots: Mapping[int, int]) -> list[Meeting]:
    """Each meeting at the first free table of its slot."""
    used: dict[int, int] = defaultdict(int)
    meetings = []
    for wish, slot in sorted(slots.items()):
        meetings.append(Meeting(wish, slot, used[slot]))
        used[slot] += 1
    return meetings


def check(problem: Problem, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    """The same meetings; no clash, no overfull slot, nobody where they are not."""
    assert before.keys() == after.keys()
    cells: dict[tuple[int, int], int] = defaultdict(int)
    held: dict[int, int] = defaultdict(int)
    for index, slot in after.items():
        wish = problem.wishes[index]
        assert slot in wish.slots
        held[slot] += 1
        cells[wish.a, slot] += 1
        cells[wish.b, slot] += 1
    assert max(cells.values()) == 1
    assert max(held.values()) <= len(problem.tables)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=10.0)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--cpu", action="store_true")
    asked.add_argument("--rivals", action="store_true")
    given = asked.parse_args()
    if given.cpu:
        shape.perf_counter = time.process_time  # type: ignore[attr-defined]
        shaping.perf_counter = time.process_time  # type: ignore[attr-defined]
    problem, slots = planned("full", 90, 0)
    shape.improve(problem, slots, iterations=1_000)  # warm
    print(
        f"{'':14}{'seed':>5}{'tables':>8}{'met':>6}{'coloured':>10}{'breaks':>8}{'bound':>7}",
        end="",
    )
    print(f"{'goal':>6}{'s':>7}{'cpu':>7}{'walk m':>9}{'as come':>9}")
    missed, impossible = 0, 0
    for kind, load, goal in GOALS:
        for seed in range(given.seeds):
            problem, slots = at_load(kind, load, seed)
            if not slots:
                print(f"{kind:9}{load:4.0%} {seed:5}  colouring leaves meetings over", flush=True)
                continue
            wall, work = time.perf_counter(), time.process_time()
            found = shaping.shaped(problem, slots, seconds=given.seconds)
            better = found.slots
            wall, work = time.perf_counter() - wall, time.process_time() - work
            check(problem, slots, better)
            breaks = shape.count(problem, better)["breaks"]
            missed += found.least <= goal < breaks
            impossible += goal < found.least
            walk = walked(problem, seat(problem, better))["walk_m"]
            plain = walked(problem, as_they_come(better))["walk_m"]
            print(
                f"{kind:9}{load:4.0%} {seed:5}{len(problem.tables):8}{len(slots):6}"
                f"{shape.count(problem, slots)['breaks']:10}{breaks:8}"
                f"{found.least:7}{goal:6}{wall:7.1f}{work:7.1f}"
                f"{walk:9,.0f}{plain:9,.0f}",
                flush=True,
            )
            if given.rivals and seed == 0:
                rival = plain_model(problem, slots, given.seconds)
                print(f"{'  plain CP-SAT, two workers':43}{rival:8}", flush=True)
    print(f"missed {missed}; {impossible} that no timetable of these meetings can meet")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
