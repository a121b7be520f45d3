"""The choice of who meets whom, its prices, and its reasons."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core import reasons
from gandeng.meetings.core.choice import Choice, Impossible, choose, with_floor
from gandeng.meetings.core.grid import degrees, grid_of
from gandeng.meetings.core.problem import Meeting, Problem, Timetable, read_problem
from gandeng.meetings.core.worth import worth_of_more

from .small_days import days, greedy_value

Json = dict[str, Any]


def a_day(*wishes: tuple[str, str, int], slots: int = 2, tables: int = 5, **more: Any) -> Json:
    """Wishes of b… for m… with a value; everybody there all day."""
    names = sorted({name for a, b, _ in wishes for name in (a, b)})
    return {
        "slots": slots,
        "tables": tables,
        "parties": [{"id": name, "side": "buyer" if name[0] == "b" else "maker"} for name in names],
        "wishes": [
            {"id": number, "a": a, "b": b, "value": value}
            for number, (a, b, value) in enumerate(wishes)
        ],
        **more,
    }


def chosen_of(day: Json, *objective: str) -> Choice:
    return choose(grid_of(read_problem(day)), objective or ("value",))


def meetings_by_party(problem: Problem, choice: Choice) -> dict[Any, int]:
    import numpy as np

    counts = degrees(grid_of(problem), np.array(choice.wishes, dtype=np.int64))
    return {party.id: int(n) for party, n in zip(problem.parties, counts, strict=True)}


@given(days())
@settings(max_examples=40, deadline=None)
def test_the_prices_prove_the_choice_and_no_greedy_beats_it(day: Json) -> None:
    problem = read_problem(day)
    choice = choose(grid_of(problem))
    assert choice.value == choice.bounds["value"] >= greedy_value(day)
    prices = choice.prices
    assert prices is not None
    # reckoned anew: places at their prices, and what each wish is worth beyond them
    there = {
        slot: [
            sum(slot in party.available for party in problem.parties if party.side == side)
            for side in ("buyer", "maker")
        ]
        for slot in range(problem.slots)
    }
    places = sum(min(len(problem.tables), *both) for both in there.values())
    worth = prices.table * places
    for party, price in zip(problem.parties, prices.party, strict=True):
        assert price >= 0
        worth += price * min(party.maximum, len(party.available))
    for wish in problem.wishes:
        if wish.slots:
            cost = prices.party[wish.a] + prices.party[wish.b] + prices.table
            worth += max(wish.value - cost, 0)
    assert worth == prices.bound == choice.value


@given(days(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_other_names_in_another_order_change_nothing_in_value(day: Json, chance: Any) -> None:
    new_name = {party["id"]: f"p{n}" for n, party in enumerate(day["parties"])}
    other = day | {
        "parties": [party | {"id": new_name[party["id"]]} for party in day["parties"]],
        "wishes": [
            {"id": f"w{wish['id']}", "value": wish["value"]}
            | {"a": new_name[wish["b"]], "b": new_name[wish["a"]]}
            for wish in day["wishes"]
        ],
    }
    chance.shuffle(other["parties"])
    chance.shuffle(other["wishes"])
    assert chosen_of(other).value == chosen_of(day).value


def test_a_required_wish_is_held_although_it_is_worth_least() -> None:
    day = a_day(("b1", "m1", 9), ("b1", "m2", 8), ("b1", "m3", 1))
    assert chosen_of(day).wishes == (0, 1)
    day["wishes"][2]["required"] = True
    assert chosen_of(day).wishes == (0, 2)
    day["forbidden_pairs"] = [["b1", "m1"]]
    assert chosen_of(day).wishes == (1, 2)


def test_a_minimum_is_kept_whatever_it_costs_and_costs_no_more_than_it_must() -> None:
    day = a_day(("b1", "m1", 9), ("b1", "m2", 8), ("b1", "m3", 1), ("b2", "m3", 2))
    day["parties"][1]["max"] = 0
    assert chosen_of(day).wishes == (0, 1)
    day["parties"][-1]["min"] = 1
    choice = chosen_of(day)
    assert choice.wishes == (0, 2)
    assert choice.prices is not None
    assert choice.prices.party[-1] == -7  # giving m3 its meeting cost m2's 8 less 1


def test_minimums_that_contradict_each_other_are_named_and_no_others() -> None:
    day = a_day(("b1", "m1", 5), ("b1", "m2", 5), ("b2", "m3", 5), slots=1)
    for party in day["parties"][2:]:
        party["min"] = 1
    with pytest.raises(Impossible) as caught:
        chosen_of(day)
    assert caught.value.items == (("least", 2), ("least", 3))
    problem = read_problem(day)
    assert reasons.conflict(problem, caught.value.items) == (
        "m1 minta paling sedikit 1 pertemuan.",
        "m2 minta paling sedikit 1 pertemuan.",
        "Jam, meja, dan lawan bicara yang ada tidak cukup untuk semua itu sekaligus.",
    )
    # as an objective, a minimum is kept where it can be
    soft = chosen_of(day, "min_met", "value")
    assert (soft.met, soft.asked, soft.value) == (2, 3, 10)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"forbidden_pairs": [["b1", "m1"]]},
            "b1 dan m1 wajib bertemu, tetapi pasangan ini juga dilarang.",
        ),
        ({"tables": 0}, "Ada 2 pertemuan wajib, tetapi hanya 0 tempat (meja × jam)."),
        ({}, "b1 wajib menghadiri 2 pertemuan, tetapi paling banyak dapat 1."),
    ],
)
def test_required_wishes_that_cannot_be_say_why(change: Json, sentence: str) -> None:
    day = a_day(("b1", "m1", 5), ("b1", "m2", 5), slots=2) | change
    for wish in day["wishes"]:
        wish["required"] = True
    if not change:
        day["parties"][0]["max"] = 1
    problem = read_problem(day)
    with pytest.raises(Impossible) as caught:
        choose(grid_of(problem))
    assert reasons.conflict(problem, caught.value.items) == (sentence,)


@given(days())
@settings(max_examples=30, deadline=None)
def test_a_floor_lifts_every_maker_with_demand_and_leximin_the_poorest_first(day: Json) -> None:
    problem = with_floor(read_problem(day), 2)
    free = choose(grid_of(read_problem(day)))
    floored = choose(grid_of(problem), ("min_met", "value"))
    fairest = choose(grid_of(read_problem(day)), ("fairness", "value"))
    assert floored.value <= free.value
    assert floored.met >= sum(
        min(meetings_by_party(problem, free)[party.id], party.minimum) for party in problem.parties
    )
    makers = [party.id for party in problem.parties if party.side == "maker"]

    def from_the_poorest(choice: Choice) -> list[int]:
        counts = meetings_by_party(problem, choice)
        return sorted(counts[maker] for maker in makers)

    assert from_the_poorest(fairest) >= from_the_poorest(floored)
    assert from_the_poorest(fairest) >= from_the_poorest(free)


def test_where_anybody_may_meet_anyone_an_odd_ring_is_chosen_exactly() -> None:
    day = a_day(("x", "y", 3), ("y", "z", 3), ("z", "x", 3), ("z", "v", 2), slots=1)
    for party in day["parties"]:
        party["side"] = "any"
    choice = chosen_of(day)
    # three halves of the ring would be worth 4.5, with the last pair more than any whole choice
    assert (choice.wishes, choice.value, choice.bounds["value"]) == ((0, 3), 5, 5)
    assert choice.prices is None


def test_one_more_table_is_worth_what_choosing_anew_gains() -> None:
    day = a_day(("b1", "m1", 9), ("b2", "m2", 8), ("b3", "m3", 7), ("b3", "m1", 5), slots=1)
    day["tables"] = 1
    worth = worth_of_more(read_problem(day))
    assert (worth.table, worth.slot) == (8, 8)
    day["tables"] = 3
    worth = worth_of_more(read_problem(day))
    assert (worth.table, worth.slot) == (0, 5)


def why(day: Json, held: dict[int, int], wish: int) -> str:
    """The sentence for a wish where these are held, with the prices of the best choice."""
    problem = read_problem(day)
    prices = choose(grid_of(problem)).prices
    meetings = [Meeting(index, slot, n) for n, (index, slot) in enumerate(held.items())]
    return dict(reasons.why_not(problem, meetings, prices))[wish]


def test_every_wish_that_is_not_granted_hears_what_stood_against_it() -> None:
    day = a_day(("b1", "m1", 40), ("b1", "m2", 50), ("b1", "m3", 25), ("b2", "m1", 40))
    assert why(day, {0: 0, 1: 1}, 2) == (
        "Jadwal b1 sudah penuh (2 pertemuan) dengan yang lebih diinginkan: nilai terendahnya 40, "
        "keinginan ini 25."
    )
    assert (
        why(day, {0: 0, 1: 1}, 3) == "Pertemuan b2 dengan m1 masih mungkin, tetapi belum ada "
        "di jadwal ini."
    )
    assert why(day | {"tables": 1}, {0: 0, 1: 1}, 3) == (
        "Semua meja sudah terpakai pada semua jam; pertemuan terpilih bernilai paling rendah 40, "
        "keinginan ini 40."
    )
    assert why(day | {"forbidden_pairs": [["m3", "b1"]]}, {}, 2) == (
        "Pertemuan b1 dengan m3 dilarang petugas."
    )
    day["parties"][0]["available"] = [0]
    day["parties"][2]["available"] = [1]
    assert why(day, {}, 0) == "b1 dan m1 tidak pernah hadir pada jam yang sama."
    assert why(day, {1: 0}, 2) == (
        "Jadwal b1 sudah penuh (1 pertemuan) dengan yang lebih diinginkan: nilai terendahnya 50, "
        "keinginan ini 25."
    )
    day["wishes"][2]["slot"] = 1
    assert why(day, {1: 0}, 2) == "b1 dan m3 tidak hadir bersama pada jam atau sesi yang diminta."


def test_a_wish_that_would_cost_more_than_it_brings_hears_how_much() -> None:
    # b1 has one slot: with m1 the day is worth 10 + 9, with m2 only 12
    day = a_day(("b1", "m1", 10), ("b1", "m2", 12), ("b2", "m2", 9), slots=1)
    problem = read_problem(day)
    assert choose(grid_of(problem)).wishes == (0, 2)
    answer = Timetable("optimal", meetings=(Meeting(0, 0, 0), Meeting(2, 0, 1)))
    assert reasons.explain(problem, answer, 0) == ""
    assert reasons.explain(problem, answer, 1, {0: "Kopkar Jaya"}) == (
        "Jadwal Kopkar Jaya sudah penuh (1 pertemuan). Bila pertemuan ini (nilai 12) dipaksakan, "
        "nilai seluruh jadwal turun paling sedikit 7."
    )
