"""The one door: every timetable is checked by a reader that shares no code with the solver."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core.problem import BadProblem, Timetable, read_problem, write_timetable
from gandeng.meetings.core.scheduler import timetable

from .brute import best
from .checker import check
from .small_days import days, greedy_value, tiny_days

Json = dict[str, Any]


def answer_to(day: Json, **tools: Any) -> Json:
    problem = read_problem(day)
    return write_timetable(problem, timetable(problem, **tools))


@given(tiny_days())
@settings(max_examples=80)
def test_of_a_tiny_day_nothing_better_can_be_found_by_trying_everything(day: Json) -> None:
    answer, tried = answer_to(day), best(day, ("value",))
    assert check(day, answer) == []
    if tried is None:
        assert answer["status"] == "infeasible"
    else:
        assert answer["status"] == "optimal"
        assert answer["objective"]["value"] == answer["bounds"]["value"] == tried["value"]


@given(tiny_days(), st.sampled_from(("breaks", "idle")), st.sampled_from(("own_time", "clock")))
@settings(max_examples=30)
def test_of_a_tiny_day_breaks_come_after_value_and_their_bound_is_one(
    day: Json, figure: str, rule: str
) -> None:
    day |= {"objective": ["value", figure], "break_rule": rule}
    answer, tried = answer_to(day), best(day, ("value", figure))
    assert check(day, answer) == []
    if tried is not None:
        assert answer["objective"]["value"] == tried["value"]
        assert answer["bounds"][figure] <= tried[figure] <= answer["objective"][figure]


@given(tiny_days(is_sided=True))
@settings(max_examples=40)
def test_minimums_as_an_objective_are_kept_where_they_can_be(day: Json) -> None:
    for party in day["parties"]:
        party["min"] = 1 if party["max"] != 0 else 0
    hard, soft = answer_to(day), answer_to(day | {"objective": ["min_met", "value"]})
    assert check(day | {"objective": ["min_met", "value"]}, soft) == []
    if hard["status"] == "optimal":
        assert check(day, hard) == []
        assert soft["objective"]["min_met"] == len(day["parties"])
        assert soft["objective"]["value"] == hard["objective"]["value"]
    elif soft["status"] != "infeasible":
        assert soft["objective"]["min_met"] < len(day["parties"])


@given(days(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_a_day_beats_the_greedy_and_other_names_or_orders_change_no_value(
    day: Json, chance: Any
) -> None:
    answer = answer_to(day)
    assert check(day, answer) == []
    assert greedy_value(day) <= answer["objective"]["value"] <= answer["bounds"]["value"]
    new_name = {party["id"]: f"p{n}" for n, party in enumerate(day["parties"])}
    other = day | {
        "parties": [party | {"id": new_name[party["id"]]} for party in day["parties"]],
        "wishes": [w | {"a": new_name[w["b"]], "b": new_name[w["a"]]} for w in day["wishes"]],
    }
    chance.shuffle(other["parties"])
    chance.shuffle(other["wishes"])
    renamed = answer_to(other)
    if answer["status"] == renamed["status"] == "optimal":
        assert renamed["objective"]["value"] == answer["objective"]["value"]
    assert renamed["objective"]["value"] <= answer["bounds"]["value"]


@given(days(people=6))
@settings(max_examples=8)
def test_the_same_input_and_seed_give_the_same_bytes(day: Json) -> None:
    day["objective"] = ["value", "breaks"]
    once, twice = answer_to(day, seed=3), answer_to(day, seed=3)
    assert json.dumps(once | {"seconds": 0}) == json.dumps(twice | {"seconds": 0})


def a_busy_day(**more: Any) -> Json:
    """Six buyers would meet all of six makers in six slots; the last two come late."""
    return {
        "slots": 6,
        "tables": 5,
        "parties": [
            {"id": f"{side}{n}", "side": name, "available": None if n < 4 else [2, 3, 4, 5]}
            for side, name in (("b", "buyer"), ("m", "maker"))
            for n in range(6)
        ],
        "wishes": [
            {"id": 10 * a + b, "a": f"b{a}", "b": f"m{b}", "value": 50 - 7 * ((a + b) % 6) - b}
            for a in range(6)
            for b in range(6)
        ],
        "objective": ["value", "breaks"],
        **more,
    }


def test_who_is_away_is_not_met_and_hears_why() -> None:
    day = a_busy_day(absent=[{"party": "b0", "from": 0, "to": 5}])
    answer = answer_to(day)
    assert check(day, answer) == []
    assert not [meeting for meeting in answer["meetings"] if meeting["a"] == "b0"]
    said = {row["wish"]: row["reason"] for row in answer["why_not"]}
    assert said[0] == "b0 dan m0 tidak pernah hadir pada jam yang sama."


def test_breaks_are_spread_as_asked_although_a_wish_is_lost() -> None:
    day = a_busy_day(break_spread=1)
    assert check(day, answer_to(day)) == []
    # with these two b0 has a break and nobody else has any
    few = [wish for wish in day["wishes"] if wish["id"] in {0, 1, 10, 22, 33}]
    few[0]["slot"], few[1]["slot"] = 0, 4
    day["wishes"] = few
    assert answer_to(day)["objective"]["value"] == sum(wish["value"] for wish in few) == 202
    day["break_spread"] = 0
    answer = answer_to(day)
    assert check(day, answer) == []
    assert (answer["status"], answer["objective"]["value"]) == ("optimal", 160)


def test_fixed_meetings_are_all_held_by_either_rule_of_breaks() -> None:
    for rule in ("own_time", "clock"):
        day = a_busy_day(break_rule=rule)
        day["wishes"] = [
            wish | {"required": True} for wish in day["wishes"] if (wish["id"] * 7) % 10 < 5
        ]
        answer = answer_to(day)
        assert len(answer["meetings"]) == len(day["wishes"]) > 10
        assert check(day, answer) == []


def test_what_cannot_be_names_what_contradicts_each_other() -> None:
    day = a_busy_day()
    pinned = [
        wish | {"required": True, "slot": 2 if wish["id"] in {0, 1} else None}
        for wish in day["wishes"]
        if wish["id"] in {0, 1, 11, 22, 33}
    ]
    answer = answer_to(day | {"wishes": pinned, "objective": ["value"]})
    assert answer["status"] == "infeasible"
    assert answer["meetings"] == []
    assert answer["conflict"] == [
        "b0 wajib bertemu m0.",
        "b0 wajib bertemu m1.",
        "Jam, meja, dan lawan bicara yang ada tidak cukup untuk semua itu sekaligus.",
    ]


def test_a_day_that_goes_on_keeps_who_can_still_meet() -> None:
    day = a_busy_day()
    before = answer_to(day)
    later = day | {"previous": before, "now": 1, "absent": [{"party": "b1", "from": 1, "to": 5}]}
    after = answer_to(later)
    assert check(later, after) == []
    assert after["kept"] == sum(
        meeting["a"] != "b1" or meeting["slot"] < 1 for meeting in before["meetings"]
    )


def test_who_stops_early_gets_a_timetable_and_was_told_of_the_best_so_far() -> None:
    told: list[Timetable] = []
    day = a_busy_day()
    answer = answer_to(day, should_stop=lambda: True, on_progress=told.append)
    assert check(day, answer) == []
    assert told[0].objective["value"] == answer["objective"]["value"] > 0
    assert told[0].meetings


def test_a_page_that_solves_nothing_loads_no_solver() -> None:
    ask = "import sys, gandeng.meetings.core.scheduler as s; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "gandeng.meetings.core.settling" in loaded
    assert not {"numpy", "numba", "ortools", "pysat", "django"} & set(loaded)


def two(**more: Any) -> Json:
    """A buyer who must meet two makers in three slots at one table."""
    parties = [{"id": "b", "side": "buyer"}, *({"id": n, "side": "maker"} for n in (1, 2))]
    wishes = [{"id": n, "a": "b", "b": n, "required": True} for n in (1, 2)]
    return {"slots": 3, "tables": 1, "parties": parties, "wishes": wishes, **more}


def test_what_is_over_is_not_planned_any_more() -> None:
    day = two(now=1)
    answer = answer_to(day)
    assert check(day, answer) == []
    assert [meeting["slot"] for meeting in answer["meetings"]] == [1, 2]
    assert answer_to(two(now=2))["status"] == "infeasible"


def test_of_meetings_that_must_be_every_figure_is_said() -> None:
    names = ["breaks", "min_met", "idle", "fairness", "moves"]
    day = two(objective=names, break_rule="clock")
    answer = answer_to(day)
    assert check(day, answer) == []
    assert set(names) <= set(answer["objective"])


def test_a_minimum_that_is_only_wished_for_makes_nothing_impossible() -> None:
    day = two(objective=["min_met", "breaks"], break_rule="clock")
    day["parties"][1]["min"] = 2
    answer = answer_to(day)
    assert (answer["status"], answer["objective"]["min_met"]) == ("optimal", 1)


def test_a_meeting_cannot_be_before_itself() -> None:
    with pytest.raises(BadProblem, match=r"precedences\[0\]"):
        read_problem(two(precedences=[[1, 1]]))


@pytest.mark.parametrize("junk", [[], {}, None, True, [[1]]])
def test_what_is_no_id_is_named_and_never_looked_up(junk: Any) -> None:
    row = {"wish": 1, "slot": 0, "table": 0}
    for place, more in (
        ("previous", {"previous": [row | {"wish": junk}]}),
        ("previous", {"previous": [row | {"table": junk}]}),
        ("absent", {"absent": [{"party": junk}]}),
        ("precedences", {"precedences": [[1, junk]]}),
    ):
        with pytest.raises(BadProblem, match=place):
            read_problem(two(**more))


def test_a_most_that_no_day_has_is_refused() -> None:
    day = two()
    day["parties"][0]["max"] = 10**30
    with pytest.raises(BadProblem, match="max"):
        read_problem(day)
