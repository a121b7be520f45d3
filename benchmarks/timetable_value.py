"""Who meets whom and when, on invented days: against a greedy by rank and the plain CP-SAT model.

Run: `.venv/bin/python benchmarks/timetable_value.py [--limit SECONDS] [--quick]`. Seeded, so
repeatable; times are of choice and slots once warm, the median of five, without shape and seats.
``--limit`` is what CP-SAT may take for each day; ``--quick`` leaves out the large days.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.days import KINDS, day
from gandeng.meetings.core.choice import choose, with_floor
from gandeng.meetings.core.colouring import slots_for
from gandeng.meetings.core.grid import grid_of
from gandeng.meetings.core.problem import Problem, read_problem
from gandeng.meetings.core.settling import settle
from gandeng.meetings.core.worth import worth_of_more

ROUNDS = 5


def greedy(problem: Problem) -> dict[int, int]:
    """The most valued wish first, each in the first slot that is free for both and at a table."""
    busy: set[tuple[int, int]] = set()
    held: Counter[int] = Counter()
    count: Counter[int] = Counter()
    slots: dict[int, int] = {}
    by_rank = sorted(range(len(problem.wishes)), key=lambda w: (-problem.wishes[w].value, w))
    for index in by_rank:
        wish = problem.wishes[index]
        a, b = problem.parties[wish.a], problem.parties[wish.b]
        if held[wish.a] >= a.maximum or held[wish.b] >= b.maximum:
            continue
        for slot in sorted(wish.slots):
            cells = {(wish.a, slot), (wish.b, slot)}
            if not cells & busy and count[slot] < len(problem.tables):
                slots[index] = slot
                busy |= cells
                count[slot] += 1
                held.update((wish.a, wish.b))
                break
    return slots


def plain_model(problem: Problem, seconds: float) -> tuple[int, int, float]:
    """Value, bound and seconds of one boolean for each wish and slot, as it is usually written."""
    from ortools.sat.python import cp_model

    start = time.perf_counter()
    model = cp_model.CpModel()
    cells: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    at: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    own: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    gain = []
    for wish in problem.wishes:
        marks = []
        for slot in sorted(wish.slots):
            mark = model.new_bool_var("")
            marks.append(mark)
            at[slot].append(mark)
            for party in (wish.a, wish.b):
                cells[party, slot].append(mark)
                own[party].append(mark)
            gain.append(wish.value * mark)
        model.add_at_most_one(marks)
    for cell in cells.values():
        model.add_at_most_one(cell)
    for marks in at.values():
        model.add(sum(marks) <= len(problem.tables))
    for party, marks in own.items():
        model.add(sum(marks) <= problem.parties[party].maximum)
    model.maximize(sum(gain))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.solve(model)
    took = time.perf_counter() - start
    return int(solver.objective_value), int(solver.best_objective_bound), took


class Ours:
    """Choice and slots of a day, timed."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        walls, works = [], []
        for _ in range(ROUNDS):
            wall, work = time.perf_counter(), time.process_time()
            grid = grid_of(problem)
            choice = choose(grid)
            slotted = slots_for(grid, choice.wishes)
            slots, bounds = slotted.slot_of, choice.bounds
            if slotted.left:
                settled = settle(problem, grid, ["value"], choice, slots)
                slots, bounds = settled.slot_of, settled.bounds
            walls.append((time.perf_counter() - wall) * 1000)
            works.append((time.process_time() - work) * 1000)
            if walls[0] > 1000:
                break
        self.wall, self.work = median(walls), median(works)
        self.slots, self.bound = slots, bounds["value"]
        self.value = value_of(problem, slots)
        check(problem, slots)

    @property
    def gap(self) -> float:
        return 100 * (self.bound - self.value) / self.bound


def value_of(problem: Problem, wishes: Iterable[int]) -> int:
    return sum(problem.wishes[wish].value for wish in wishes)


def check(problem: Problem, slots: dict[int, int]) -> None:
    """No clash, no overfull slot, nobody where they are not."""
    cells: Counter[tuple[int, int]] = Counter()
    for index, slot in slots.items():
        wish = problem.wishes[index]
        assert slot in wish.slots
        cells.update(((wish.a, slot), (wish.b, slot)))
    assert max(cells.values(), default=0) <= 1
    assert max(Counter(slots.values()).values(), default=0) <= len(problem.tables)


def days(is_quick: bool) -> Iterable[tuple[str, Problem, bool]]:
    """Name, day, and whether the plain model is asked too."""
    for kind in KINDS:
        yield f"100 × 150 × 18, 60 tables, {kind}", of(100, 150, 18, 60, kind), True
    for kind in KINDS:
        yield f"100 × 150 × 18, 90 tables, {kind}", of(100, 150, 18, 90, kind), False
    for kind in KINDS:
        for tables in (60, 100):
            name = f"stress 100 × 150 × 10, {tables} tables, {kind}"
            yield name, of(100, 150, 10, tables, kind, is_tight=True), False
    for tables in (40, 60, 100):
        name = f"worst 100 × 150 × 10, {tables} tables, all in windows"
        yield name, narrow(of(100, 150, 10, tables, "windows", is_tight=True)), False
    if not is_quick:
        for kind in KINDS:
            name = f"1,000 × 1,500 × 36, 400 tables, {kind}"
            yield name, of(1000, 1500, 36, 400, kind), kind == "full"


def of(*shape: int, **more: object) -> Problem:
    """A day read; shape is buyers, makers, slots and tables, then its kind."""
    return read_problem(day(*shape, **more))  # type: ignore[arg-type]


def narrow(problem: Problem) -> Problem:
    """Everybody comes for one window of 30 to 100 % of the day."""
    import random

    chance = random.Random(36)
    slots = problem.slots
    there = []
    for _ in problem.parties:
        length = chance.randint(slots * 3 // 10, slots)
        first = chance.randint(0, slots - length)
        there.append(frozenset(range(first, first + length)))
    parties = tuple(
        replace(party, available=own) for party, own in zip(problem.parties, there, strict=True)
    )
    wishes = tuple(replace(w, slots=there[w.a] & there[w.b]) for w in problem.wishes)
    return replace(problem, parties=parties, wishes=wishes)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--limit", type=float, default=20.0)
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    Ours(narrow(of(100, 150, 10, 40, "windows", is_tight=True)))  # warms every part
    print(f"{'day':58} {'value':>8} {'bound':>8} {'gap %':>6} {'ms':>6} {'cpu':>6} {'greedy':>7}")
    for name, problem, is_asked in days(given.quick):
        ours = Ours(problem)
        by_rank = value_of(problem, greedy(problem))
        print(
            f"{name:58} {ours.value:8} {ours.bound:8} {ours.gap:6.3f} {ours.wall:6.1f} "
            f"{ours.work:6.1f} {by_rank / ours.value:6.1%}"
            + (
                "  no spare table" if len(ours.slots) == len(problem.tables) * problem.slots else ""
            ),
            flush=True,
        )
        if is_asked:
            value, bound, took = plain_model(problem, given.limit)
            gap = 100 * (bound - value) / bound if bound else 100.0
            print(
                f"{'  plain CP-SAT model, two workers':58} {value:8} {bound:8} {gap:6.3f} "
                f"{took * 1000:6.0f}   value {value / ours.value:.1%}, "
                f"time {took * 1000 / ours.wall:,.0f} ×",
                flush=True,
            )
    print("\nFairness: every maker with demand asks for min(3, demand) meetings")
    for kind in KINDS:
        for tables in (45, 60, 90):
            problem = of(100, 150, 18, tables, kind)
            free = choose(grid_of(problem))
            asking = with_floor(problem, 3)
            fair = choose(grid_of(asking), ["min_met", "value"])
            wall = time.perf_counter()
            slotted = slots_for(grid_of(asking), fair.wishes)
            wall = (time.perf_counter() - wall) * 1000
            cost = 100 * (1 - fair.value / free.value)
            held = Counter(
                party
                for wish in fair.wishes
                for party in (problem.wishes[wish].a, problem.wishes[wish].b)
            )
            without = Counter(
                party
                for wish in free.wishes
                for party in (problem.wishes[wish].a, problem.wishes[wish].b)
            )
            short = sum(held[p] < party.minimum for p, party in enumerate(asking.parties))
            before = sum(without[p] < party.minimum for p, party in enumerate(asking.parties))
            worth = worth_of_more(problem)
            print(
                f"{tables} tables, {kind:9} value {fair.value} of {free.value}: cost {cost:.3f} %, "
                f"below the floor {short} (without it {before}), {len(slotted.left)} without a "
                f"slot; one more table is worth {worth.table}, one more slot {worth.slot}"
            )


if __name__ == "__main__":
    main()
