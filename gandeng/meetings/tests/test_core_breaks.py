"""Least breaks, proved: against every timetable of a tiny day, and as a race that somebody may
disturb."""

from __future__ import annotations

import multiprocessing
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gandeng.meetings.core.breaks import least_breaks
from gandeng.meetings.core.breaks.formula import Formula
from gandeng.meetings.core.breaks.race import Racers
from gandeng.meetings.core.problem import read_problem, write_timetable

from .brute import best
from .checker import check

Json = dict[str, Any]


@st.composite
def fixed_days(draw: st.DrawFn) -> Json:
    """Every meeting is to be held; only when is open. Small enough to try every way."""
    chance = draw(st.randoms(use_true_random=False))
    slots = chance.randint(3, 6)
    names = [f"p{number}" for number in range(chance.randint(2, 5))]
    half = slots // 2
    pairs = [chance.sample(names, 2) for _meeting in range(chance.randint(2, 6))]
    return {
        "slots": slots,
        "sessions": [[0, half - 1], [half, slots - 1]],
        "tables": chance.randint(1, 3),
        "parties": [
            {
                "id": name,
                "side": "any",
                "available": (
                    None
                    if chance.random() < 0.6
                    else [slot for slot in range(slots) if chance.random() < 0.8]
                ),
            }
            for name in names
        ],
        "wishes": [
            {
                "id": number,
                "a": a,
                "b": b,
                "value": 1,
                "required": True,
                "slot": chance.randrange(slots) if chance.random() < 0.1 else None,
                "session": chance.choice((None, None, None, 0, 1)),
            }
            for number, (a, b) in enumerate(pairs)
        ],
        "precedences": [[0, 1]] if chance.random() < 0.2 else [],
        "objective": ["breaks"],
        "break_rule": chance.choice(("clock", "own_time")),
        "break_spread": chance.choice((None, None, 0, 1, 2)),
    }


@given(day=fixed_days())
@examples(max_examples=120)
def test_the_fewest_breaks_are_those_of_the_best_of_all_timetables(day: Json) -> None:
    problem = read_problem(day)
    answer = least_breaks(problem, workers=1)
    assert check(day, write_timetable(problem, answer)) == []
    expected = best(day, ("breaks",))
    if expected is None:
        assert answer.status == "infeasible"
        assert answer.conflict
    else:
        assert answer.status == "optimal"
        assert answer.objective["breaks"] == expected["breaks"] == answer.bounds["breaks"]


def a_full_day(seed: int = 1, **other: Any) -> Json:
    """Mornings only and afternoons only among nearly as many meetings as places: breaks cannot be
    avoided, and how many is not seen at once."""
    chance = random.Random(seed)
    slots, people, tables = 8, 12, 5
    pairs = [(a, b) for a in range(people) for b in range(a)]
    return {
        "slots": slots,
        "sessions": [[0, 3], [4, slots - 1]],
        "tables": tables,
        "parties": [{"id": number, "side": "any"} for number in range(people)],
        "wishes": [
            {
                "id": number,
                "a": a,
                "b": b,
                "value": 1,
                "required": True,
                "session": chance.choice((None, None, 0, 1)),
            }
            for number, (a, b) in enumerate(chance.sample(pairs, 32))
        ],
        "objective": ["breaks"],
        "break_rule": "clock",
        **other,
    }


def test_two_who_race_prove_what_one_alone_proves() -> None:
    day = a_full_day(break_spread=2)
    problem = read_problem(day)
    alone, raced = least_breaks(problem, workers=1), least_breaks(problem, workers=2)
    assert alone.objective["breaks"] > 0
    assert (
        (raced.status, raced.objective)
        == (alone.status, alone.objective)
        == (
            "optimal",
            {"breaks": alone.objective["breaks"], "value": 32},
        )
    )
    for answer in (alone, raced):
        assert check(day, write_timetable(problem, answer)) == []


def test_the_same_seed_gives_one_worker_the_same_timetable() -> None:
    problem = read_problem(a_full_day())
    first, again = (least_breaks(problem, workers=1, seed=7) for _time in range(2))
    assert first.meetings == again.meetings


def test_whoever_may_not_differ_in_breaks_at_all_is_told_that_this_hinders() -> None:
    day = a_full_day(break_spread=0)
    # who has no meeting has no break, so nobody may have one
    day["parties"].append({"id": "nobody's partner", "side": "any"})
    answer = least_breaks(read_problem(day))
    assert answer.status == "infeasible"
    assert any("selisih jeda" in line for line in answer.conflict)


def test_stopped_at_once_it_says_what_is_known_and_leaves_no_process() -> None:
    answer = least_breaks(read_problem(a_full_day()), should_stop=lambda: True, workers=2)
    assert answer.status == "timeout"
    assert not multiprocessing.active_children()


def test_a_formula_that_counts_otherwise_is_an_error_and_no_endless_search(monkeypatch) -> None:
    within = Formula.within
    monkeypatch.setattr(
        Formula, "within", lambda formula, _total, **most: within(formula, 9, **most)
    )
    for workers in (1, 2):
        with pytest.raises(RuntimeError, match="disagree"):
            least_breaks(read_problem(a_full_day()), workers=workers)
    assert not multiprocessing.active_children()


def test_a_solver_that_is_killed_is_an_error_and_not_a_proof(monkeypatch) -> None:
    started = Racers.start

    def start_and_kill(racers: Racers, question: Any) -> None:
        started(racers, question)
        racers.running[question][0].kill()

    monkeypatch.setattr(Racers, "start", start_and_kill)
    with pytest.raises(RuntimeError, match="without an answer"):
        least_breaks(read_problem(a_full_day()), workers=2)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(("seed", "spread"), [(2, 0), (3, None), (13, 0)])
def test_a_plain_model_of_a_day_too_large_to_try_proves_the_same(
    seed: int, spread: int | None
) -> None:
    day = a_full_day(seed, break_spread=spread)
    answer = least_breaks(read_problem(day), workers=1)
    assert check(day, write_timetable(read_problem(day), answer)) == []
    assert answer.objective.get("breaks") == proved_by_a_plain_model(day)


def proved_by_a_plain_model(day: Json) -> int | None:
    """The fewest breaks by CP-SAT with a variable for each meeting and slot; None if there is no
    timetable. For days on which everybody is there all the time."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    slots, parties = range(day["slots"]), [party["id"] for party in day["parties"]]
    held = {}
    for wish in day["wishes"]:
        first, last = day["sessions"][wish["session"]] if wish["session"] is not None else (0, 99)
        for slot in slots:
            held[wish["id"], slot] = model.new_bool_var("")
            if not first <= slot <= last:
                model.add(held[wish["id"], slot] == 0)
        model.add_exactly_one(held[wish["id"], slot] for slot in slots)
    for slot in slots:
        model.add(sum(held[wish["id"], slot] for wish in day["wishes"]) <= day["tables"])
    breaks = []
    for party in parties:
        own = [wish["id"] for wish in day["wishes"] if party in (wish["a"], wish["b"])]
        busy = [model.new_bool_var("") for _slot in slots]
        runs = []
        for slot in slots:
            model.add(sum(held[wish, slot] for wish in own) == busy[slot])
            begins = model.new_bool_var("")
            before = busy[slot - 1] if slot else 0
            model.add(begins >= busy[slot] - before)
            model.add(begins <= busy[slot])
            if slot:
                model.add(begins + before <= 1)
            runs.append(begins)
        breaks.append(sum(runs) - (1 if own else 0))
    if day.get("break_spread") is not None:
        most = model.new_int_var(0, len(slots), "")
        for one in breaks:
            model.add(one <= most)
            model.add(one >= most - day["break_spread"])
    model.minimize(sum(breaks))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None
