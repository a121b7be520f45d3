"""What holds of every timetable, whoever solves it: asked at the one door, judged from outside.

Each law is asked of days with some of everything at once (sessions, pins, orders, absences,
minimums, spread), so that what works alone is tried together.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core.problem import read_problem, write_timetable
from gandeng.meetings.core.scheduler import timetable

from .brute import best
from .checker import MORE_IS_BETTER, Day, check

Json = dict[str, Any]
OBJECTIVES = (
    ["value"],
    ["value", "breaks"],
    ["value", "idle", "moves"],
    ["min_met", "value", "breaks"],
    ["fairness", "value"],
    ["value", "fairness"],
    ["breaks"],
    ["idle", "min_met", "breaks", "value"],
)
OF_SHAPE = (["breaks"], ["value", "breaks"], ["breaks", "min_met", "moves"])
# evenness is that of makers, so somebody must be one
OF_ANYBODY = [names for names in OBJECTIVES if "fairness" not in names]
law = settings(derandomize=True, database=None, deadline=None)
CHANCE = st.randoms(use_true_random=False)


def answer_to(day: Json, **tools: Any) -> Json:
    problem = read_problem(deepcopy(day))
    written = write_timetable(problem, timetable(problem, **tools))
    return json.loads(json.dumps(written))


def mixed_day(chance: Random, *, is_fixed: bool = False) -> Json:
    """A day small enough to try every timetable, with some of everything."""

    def often(share: float) -> bool:
        return chance.random() < share

    slots = chance.randint(1, 4)
    cut = chance.randint(1, slots)
    sessions = [[0, cut - 1], *([[cut, slots - 1]] if cut < slots else [])]
    sided = often(0.3 if is_fixed else 0.8)
    sides = ["buyer"] * chance.randint(1, 3) + ["maker"] * chance.randint(1, 3)
    parties = [
        {
            # ids come as numbers and as text
            "id": number if often(0.5) else f"p{number}",
            "side": side if sided else "any",
            "available": sorted(chance.sample(range(slots), chance.randint(1, slots)))
            if often(0.4)
            else None,
            "min": 1 if not is_fixed and often(0.15) else None,
            "max": chance.randint(1, slots) if often(0.3) else None,
        }
        for number, side in enumerate(sides)
    ]
    wishes: list[Json] = []
    for number in range(chance.randint(1, 7)):
        a, b = sorted(chance.sample(range(len(parties)), 2))
        if sided and sides[a] == sides[b]:
            continue
        pair = [parties[a]["id"], parties[b]["id"]]
        wishes.append(
            {
                "id": number if often(0.5) else f"w{number}",
                "a": pair[0],
                "b": pair[1],
                "value": chance.randint(1, 9) if often(0.9) else None,
                "required": is_fixed or often(0.1),
                "slot": chance.randrange(slots) if often(0.1) else None,
                "session": chance.randrange(len(sessions)) if often(0.2) else None,
            }
        )
    many = [wish["id"] for wish in wishes]
    orders = [chance.sample(many, 2) for _ in range(chance.randint(1, 2)) if len(many) > 1]
    barred = chance.choice(wishes) if wishes and not is_fixed and often(0.2) else None
    places: Any = chance.randint(0 if often(0.1) else 1, 3)
    if often(0.3):
        places = [{"id": f"M{n}", "x": n, "y": 0} for n in range(places)]
    day: Json = {
        "slots": slots,
        "sessions": sessions,
        "tables": places,
        "seated": chance.choice([None, "buyer", "maker"]),
        "parties": parties,
        "wishes": wishes,
        "precedences": orders if often(0.3) else [],
        "forbidden_pairs": [[barred["b"], barred["a"]]] if barred else [],
        "objective": chance.choice(OF_SHAPE if is_fixed else OBJECTIVES if sided else OF_ANYBODY),
        "break_rule": chance.choice(["clock", "own_time"]),
        "break_spread": chance.randint(0, 2) if often(0.2) else None,
    }
    if often(0.15):
        day["absent"] = an_absence(day, chance)
    if often(0.1):
        day["now"] = chance.randint(0, slots)
    return day


def an_absence(day: Json, chance: Random) -> list[Json]:
    party = chance.choice(day["parties"])["id"]
    first = chance.randrange(day["slots"])
    return [{"party": party, "from": first, "to": chance.choice([None, first])}]


@settings(law, max_examples=100)
@given(CHANCE.map(mixed_day))
def test_a_day_of_wishes_keeps_every_rule_and_nothing_better_can_be_tried(day: Json) -> None:
    answer = answer_to(day)
    assert check(day, answer) == []
    agrees_with_trying(day, answer)


@settings(law, max_examples=40)
@given(CHANCE.map(partial(mixed_day, is_fixed=True)))
def test_fixed_meetings_lie_with_the_fewest_breaks_or_cannot_be_held(day: Json) -> None:
    answer = answer_to(day)
    assert check(day, answer) == []
    agrees_with_trying(day, answer)
    if day["break_rule"] == "clock" or day["objective"][0] == "breaks":
        assert answer["status"] in {"optimal", "infeasible"}, "these are always proven"


def agrees_with_trying(day: Json, answer: Json) -> None:
    """The solver's word against that of trying everything."""
    order = tuple(dict.fromkeys([*decided(day), "value"]))
    tried = best(day, order)
    if answer["status"] == "infeasible":
        assert tried is None
    if tried is None:
        assert answer["status"] in {"infeasible", "timeout"}
        return
    first = order[0]
    said, bounds = answer["objective"], answer["bounds"]
    if first in bounds:
        is_more = first in MORE_IS_BETTER
        assert bounds[first] >= tried[first] if is_more else bounds[first] <= tried[first]
    if answer["status"] == "optimal":
        names = [name for name in order if name in Day(day).decisive()]
        assert [said[name] for name in names] == [tried[name] for name in names]


def decided(day: Json) -> list[str]:
    """What weighs, in order, as far as it is weighed exactly."""
    names = list(day["objective"])
    return [name for name in names if name in MORE_IS_BETTER or name in Day(day).decisive()]


def day_that_goes_on(chance: Random) -> Json:
    """A day that was timetabled, some slots later: some are away, somebody has walked in."""
    day = mixed_day(chance) | {"objective": ["value", "breaks"], "absent": []}
    before = answer_to(day)
    day["previous"] = {"meetings": before["meetings"]}
    day["now"] = chance.randint(0, day["slots"])
    for _ in range(chance.randint(1, 2)):
        day["absent"] += an_absence(day, chance)
    if chance.random() < 0.3:
        other = chance.choice([party for party in day["parties"] if party["side"] != "buyer"])
        day["parties"].append({"id": "walk-in", "side": "buyer", "max": chance.randint(1, 2)})
        day["wishes"].append({"id": "new", "a": "walk-in", "b": other["id"], "value": 5})
    return day


@settings(law, max_examples=60)
@given(CHANCE.map(day_that_goes_on))
def test_a_day_goes_on_with_whoever_is_there_and_no_hole_is_left_that_could_be_filled(
    day: Json,
) -> None:
    answer, tried = answer_to(day), best(day, ("required", "value"))
    assert check(day, answer) == []
    assert tried is not None, "what stays keeps the rules, so there is always a timetable"
    assert answer["objective"]["value"] == tried["value"] <= answer["bounds"]["value"]


@settings(law, max_examples=40)
@given(CHANCE)
def test_more_room_is_never_worth_less_and_a_refused_wish_is_not_missed(chance: Random) -> None:
    day = mixed_day(chance) | {"objective": ["value"], "break_spread": None}
    answer = answer_to(day)
    if answer["status"] != "optimal":
        return
    longer = day | {"slots": day["slots"] + 1}
    refused = {row["wish"] for row in answer["why_not"]}
    fewer = day | {
        "wishes": [wish for wish in day["wishes"] if wish["id"] not in refused],
        "precedences": [pair for pair in day["precedences"] if not refused & set(pair)],
    }
    value = answer["objective"]["value"]
    assert answer_to(longer)["bounds"]["value"] >= value
    assert answer_to(fewer)["objective"]["value"] == value


@settings(law, max_examples=20)
@given(CHANCE.map(mixed_day), st.integers(0, 3))
def test_the_same_input_gives_the_same_bytes(day: Json, seed: int) -> None:
    first, again = (answer_to(day, seed=seed) | {"seconds": 0} for _ in range(2))
    assert json.dumps(first) == json.dumps(again)
