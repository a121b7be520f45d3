"""The same meetings with fewer breaks: every rule kept, never worse, and a bound that holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core import shape
from gandeng.meetings.core.problem import read_problem

from .brute import best
from .checker import Day, check
from .plain_days import at_any_table, first_fit, only_these, plain_days, written


def figures(day, slots):
    """Breaks and idle slots as the checker counts them."""
    problem = read_problem(day)
    rows = written(problem, at_any_table(slots))["meetings"]
    measured = Day(day).measure(rows)
    return {"breaks": measured["breaks"], "idle": measured["idle"]}


def a_fair(buyers=12, makers=18, slots=10, tables=12, reach=7):
    """Everybody there all day; each buyer meets the makers after its own number."""
    parties = [{"id": f"k{n}", "side": "buyer"} for n in range(buyers)]
    parties += [{"id": f"u{n}", "side": "maker"} for n in range(makers)]
    wishes = [
        {"id": number, "a": f"k{number // reach}", "b": f"u{(number * 5) % makers}"}
        for number in range(buyers * reach)
    ]
    return {"slots": slots, "tables": tables, "parties": parties, "wishes": wishes}


@settings(max_examples=60, deadline=None)
@given(plain_days(), st.sampled_from(["breaks", "idle"]))
def test_the_same_meetings_are_held_by_every_rule_and_with_no_more_breaks(day, first):
    day |= {"objective": [first]}
    problem = read_problem(day)
    slots = first_fit(problem)
    better = shape.improve(problem, slots, iterations=400)

    assert better.keys() == slots.keys()
    assert check(day, written(problem, at_any_table(better), **figures(day, better))) == []
    assert figures(day, better)[first] <= figures(day, slots)[first]
    assert shape.count(problem, better) == figures(day, better)


@settings(max_examples=60, deadline=None)
@given(plain_days(parties=3, slots=4, wishes=6, sides=("buyer", "maker")))
def test_no_timetable_has_fewer_breaks_than_the_bound(day):
    slots = first_fit(read_problem(day))
    day = only_these(day, slots)
    if not slots:
        return
    problem = read_problem(day)
    least = best(day, ("breaks",))

    assert least is not None
    assert shape.bound(problem, range(len(slots)))["breaks"] <= least["breaks"]


@settings(max_examples=40, deadline=None)
@given(plain_days(parties=4, slots=6, sides=("any",)))
def test_where_anybody_may_meet_anybody_the_rules_hold_too(day):
    problem = read_problem(day)
    slots = first_fit(problem)
    better = shape.improve(problem, slots, iterations=400)

    assert check(day, written(problem, at_any_table(better), **figures(day, better))) == []
    assert shape.bound(problem, slots)["breaks"] <= figures(day, better)["breaks"]


def test_a_day_with_room_to_spare_loses_all_its_breaks():
    day = a_fair()
    problem = read_problem(day)
    slots = first_fit(problem)
    better = shape.improve(problem, slots, iterations=2_000_000)

    assert figures(day, slots)["breaks"] > 20
    assert figures(day, better) == {"breaks": 0, "idle": 0}


@pytest.mark.parametrize("slots", [62, 63, 66])
def test_days_longer_than_a_word_has_bits_lose_their_breaks_too(slots):
    day = a_fair(buyers=3, makers=5, slots=slots, tables=3, reach=4) | {"objective": ["breaks"]}
    for party in day["parties"]:
        party["available"] = list(range(0, slots, 11))
    problem = read_problem(day)
    before = first_fit(problem)
    better = shape.improve(problem, before, iterations=40_000)

    assert check(day, written(problem, at_any_table(better), **figures(day, better))) == []
    assert figures(day, better)["breaks"] == shape.bound(problem, before)["breaks"]


def test_who_may_not_be_in_the_second_slot_makes_room_in_a_third():
    """The buyer's row is whole once its second meeting is at 1. The maker who is there meets
    somebody then who was not there in the first slot, but is in the last one."""
    parties = [{"id": "k", "side": "buyer"}, {"id": "late", "side": "buyer", "available": [1, 2]}]
    parties += [{"id": "u", "side": "maker", "available": [1, 2]}, {"id": "v", "side": "maker"}]
    wishes = [
        {"id": 1, "a": "k", "b": "v", "slot": 0},
        {"id": 2, "a": "k", "b": "u"},
        {"id": 3, "a": "late", "b": "u"},
    ]
    day = {"slots": 3, "tables": 1, "parties": parties, "wishes": wishes}
    problem = read_problem(day)

    assert shape.improve(problem, {0: 0, 1: 2, 2: 1}, iterations=5_000) == {0: 0, 1: 1, 2: 2}


def test_the_same_seed_gives_the_same_slots():
    problem = read_problem(a_fair(tables=9))
    slots = first_fit(problem)
    one, same, other = (
        shape.improve(problem, slots, iterations=5_000, seed=seed) for seed in (1, 1, 2)
    )

    assert one == same
    assert one != other


def test_a_crowded_room_forces_breaks_and_the_bound_says_so():
    """Two tables; four buyers with three meetings each of six slots need both tables always, and
    in the middle of the day everybody's unbroken row wants one."""
    day = a_fair(buyers=4, makers=6, slots=6, tables=2, reach=3)
    problem = read_problem(day)
    assert shape.bound(problem, range(12)) == {"breaks": 0, "idle": 0}
    long = a_fair(buyers=3, makers=12, slots=6, tables=2, reach=4)
    problem = read_problem(long)
    # three rows of four in six slots are all there in the two middle slots; two tables are not
    assert shape.bound(problem, range(12))["breaks"] == 1


def test_whose_wishes_lie_in_the_first_and_the_last_slot_has_a_break_by_the_bound():
    parties = [{"id": "k", "side": "buyer"}] + [{"id": n, "side": "maker"} for n in (1, 2)]
    wishes = [{"id": 1, "a": "k", "b": 1, "slot": 0}, {"id": 2, "a": "k", "b": 2, "slot": 3}]
    day = {"slots": 4, "tables": 2, "parties": parties, "wishes": wishes}
    problem = read_problem(day)

    assert shape.bound(problem, range(2))["breaks"] == 1
    assert shape.count(problem, {0: 0, 1: 3}) == {"breaks": 1, "idle": 2}


def test_who_may_meet_anyone_is_no_maker_because_a_maker_is_there():
    parties = [{"id": "u", "side": "maker", "available": [0, 2]}, {"id": "x", "side": "any"}]
    wishes = [{"id": n, "a": "u", "b": "x"} for n in (1, 2)]
    problem = read_problem({"slots": 3, "tables": 1, "parties": parties, "wishes": wishes})

    assert shape.bound(problem, range(2))["breaks"] == 1


def test_lunch_away_is_no_break_unless_the_clock_counts():
    parties = [
        {"id": "k", "side": "buyer", "available": [0, 1, 4, 5]},
        *({"id": n, "side": "maker"} for n in (1, 2)),
    ]
    wishes = [{"id": n, "a": "k", "b": n} for n in (1, 2)]
    day = {"slots": 6, "tables": 2, "parties": parties, "wishes": wishes}
    own = read_problem(day)
    clock = replace(own, break_rule="clock")

    assert shape.count(own, {0: 1, 1: 4})["breaks"] == 0
    assert shape.count(clock, {0: 1, 1: 4}) == {"breaks": 1, "idle": 2}


def test_breaks_are_spread_as_asked():
    day = a_fair(tables=8) | {"break_spread": 1, "objective": ["breaks"]}
    problem = read_problem(day)
    slots = first_fit(problem)
    better = shape.improve(problem, slots, iterations=300_000)
    answer = written(problem, at_any_table(better), **figures(day, better))

    assert any("spread" in line for line in check(day, written(problem, at_any_table(slots))))
    assert check(day, answer) == []


def test_whoever_waits_may_stop_it_and_sees_how_far_it_is():
    problem = read_problem(a_fair(tables=8))
    slots = first_fit(problem)
    seen = []

    def note(share, best_so_far):
        seen.append((share, best_so_far["breaks"]))

    better = shape.improve(problem, slots, on_progress=note, should_stop=lambda: len(seen) >= 3)

    assert [round(share, 3) for share, _ in seen] == [0.002, 0.004, 0.006]
    assert seen[-1][1] == shape.count(problem, better)["breaks"]


def test_a_time_limit_is_kept():
    problem = read_problem(a_fair(tables=8))
    slots = first_fit(problem)
    better = shape.improve(problem, slots, seconds=0.05)
    assert shape.count(problem, better)["breaks"] < shape.count(problem, slots)["breaks"]


@pytest.mark.parametrize("objective", [["value"], ["value", "moves"]])
def test_who_does_not_ask_for_fewer_breaks_keeps_the_slots(objective):
    problem = read_problem(a_fair() | {"objective": objective})
    slots = first_fit(problem)
    assert shape.improve(problem, slots) == slots
