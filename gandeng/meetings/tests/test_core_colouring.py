"""Slots for chosen wishes: by colouring, by search, and what is held where not all find one."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core.choice import choose
from gandeng.meetings.core.colouring import slots_for
from gandeng.meetings.core.exact import solve_exactly
from gandeng.meetings.core.grid import grid_of
from gandeng.meetings.core.problem import Problem, read_problem
from gandeng.meetings.core.relaxation import relax
from gandeng.meetings.core.settling import Settled, settle

from .small_days import days

Json = dict[str, Any]


def find_clashes(problem: Problem, slots: dict[int, int]) -> list[str]:
    """What is wrong with these slots."""
    cells: Counter[tuple[int, int]] = Counter()
    found = []
    for index, slot in slots.items():
        wish = problem.wishes[index]
        cells.update(((wish.a, slot), (wish.b, slot)))
        if slot not in wish.slots:
            found.append(f"{index} in {slot}")
    found += [f"two at once: {cell}" for cell, times in cells.items() if times > 1]
    counts = Counter(slots.values())
    found += [f"full: {slot}" for slot, n in counts.items() if n > len(problem.tables)]
    for early, late in problem.precedences:
        if early in slots and late in slots and slots[early] >= slots[late]:
            found.append(f"order: {early} {late}")
    return found


@given(days(), st.integers(0, 3))
@settings(max_examples=50)
def test_where_everybody_is_there_all_day_all_find_slots_and_no_table_is_spare(
    day: Json, seed: int
) -> None:
    for party in day["parties"]:
        party["available"] = None
    problem = read_problem(day)
    choice = choose(grid_of(problem))
    # no more tables than the meetings fill to the last place, but one
    tables = -(-len(choice.wishes) // problem.slots)
    assert tables <= len(problem.tables)
    problem = read_problem(day | {"tables": tables})
    slotted = slots_for(grid_of(problem), choice.wishes, seed=seed)
    assert slotted.left == ()
    assert sorted(slotted.slot_of) == list(choice.wishes)
    assert find_clashes(problem, slotted.slot_of) == []


@given(days(), st.integers(0, 3))
@settings(max_examples=40)
def test_where_people_come_and_go_nobody_is_put_where_they_are_not(day: Json, seed: int) -> None:
    day["precedences"] = [[0, 1], [2, 1]] if len(day["wishes"]) > 2 else []
    problem = read_problem(day)
    choice = choose(grid_of(problem))
    slotted = slots_for(
        grid_of(problem), choice.wishes, precedences=problem.precedences, seed=seed, rounds=300
    )
    assert find_clashes(problem, slotted.slot_of) == []
    assert sorted([*slotted.slot_of, *slotted.left]) == list(choice.wishes)
    again = slots_for(
        grid_of(problem), choice.wishes, precedences=problem.precedences, seed=seed, rounds=300
    )
    assert again == slotted


@given(days(people=5, slots=4))
@settings(max_examples=15)
def test_what_the_search_leaves_out_the_exact_model_cannot_hold_either(day: Json) -> None:
    problem = read_problem(day)
    grid = grid_of(problem)
    choice = choose(grid)
    slotted = slots_for(grid, choice.wishes)
    exact = solve_exactly(problem, grid, (), only=choice.wishes)
    assert exact.status == ("infeasible" if slotted.left else "found")


@given(days(people=5, slots=4))
@settings(max_examples=15)
def test_the_relaxation_bounds_what_any_timetable_is_worth(day: Json) -> None:
    problem = read_problem(day)
    grid = grid_of(problem)
    relaxed = relax(grid)
    best = solve_exactly(problem, grid, ("value",))
    assert relaxed is not None
    assert best.bounds["value"] <= relaxed.bound <= choose(grid).bounds["value"]


def a_crowded_day(buyers: int, makers: int, slots: int, tables: int) -> Problem:
    """Everybody comes for one window of the day and leaves no slot of it free by choice."""
    chance = random.Random(7)
    parties = []
    for name in (*(f"b{n}" for n in range(buyers)), *(f"m{n}" for n in range(makers))):
        length = chance.randint(slots // 3, slots)
        first = chance.randint(0, slots - length)
        there = list(range(first, first + length))
        side = "buyer" if name[0] == "b" else "maker"
        parties.append({"id": name, "side": side, "available": there})
    wishes = [
        {"id": f"{buyer} {maker}", "a": f"b{buyer}", "b": f"m{maker}", "value": 100 - 3 * rank}
        for buyer in range(buyers)
        for rank, maker in enumerate(chance.sample(range(makers), k=18))
    ]
    return read_problem({"slots": slots, "tables": tables, "parties": parties, "wishes": wishes})


@pytest.fixture(scope="module")
def crowded() -> tuple[Problem, dict[int, int], Settled]:
    problem = a_crowded_day(60, 90, 9, 30)
    grid = grid_of(problem)
    choice = choose(grid)
    slots = slots_for(grid, choice.wishes).slot_of
    return problem, slots, settle(problem, grid, ["value"], choice, slots)


def test_a_crowded_day_of_windows_comes_within_a_thousandth_of_its_bound(
    crowded: tuple[Problem, dict[int, int], Settled],
) -> None:
    problem, _slots, settled = crowded
    assert find_clashes(problem, settled.slot_of) == []
    value = sum(problem.wishes[wish].value for wish in settled.slot_of)
    assert 0.999 * settled.bounds["value"] <= value <= settled.bounds["value"]
    # the flow alone promised more than any timetable can hold
    assert settled.bounds["value"] < choose(grid_of(problem)).bounds["value"]


def test_settling_improves_what_was_found_first_and_repeats(
    crowded: tuple[Problem, dict[int, int], Settled],
) -> None:
    problem, slots, settled = crowded

    def value(held: dict[int, int]) -> int:
        return sum(problem.wishes[wish].value for wish in held)

    assert value(settled.slot_of) > value(slots)
    grid = grid_of(problem)
    assert settle(problem, grid, ["value"], choose(grid), slots) == settled


def test_settling_stops_when_it_is_asked_to(
    crowded: tuple[Problem, dict[int, int], Settled],
) -> None:
    problem, slots, _settled = crowded
    grid = grid_of(problem)
    stopped = settle(problem, grid, ["value"], choose(grid), slots, should_stop=lambda: True)
    assert stopped.slot_of == slots
