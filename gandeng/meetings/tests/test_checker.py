"""The checker finds each fault: an answer that is right, then wrong in one thing at a time."""

from __future__ import annotations

from copy import deepcopy

import pytest

from .brute import best
from .checker import check


def a_day():
    """Two sessions of two slots, two tables, two buyers, three makers."""
    pairs = [("K1", "U1", 100), ("K1", "U2", 90), ("K2", "U1", 80), ("K2", "U2", 70)]
    pairs += [("K2", "U3", 60), ("K1", "U3", 50)]
    day = {
        "slots": 4,
        "sessions": [[0, 1], [2, 3]],
        "tables": [{"id": "M1", "x": 0, "y": 0}, {"id": "M2", "x": 2, "y": 0}],
        "seated": None,
        "parties": [
            {"id": "K1", "side": "buyer", "available": None, "min": 1, "max": 3},
            {"id": "K2", "side": "buyer", "available": [0, 1, 2], "min": 0, "max": None},
            {"id": "U1", "side": "maker", "available": None, "min": 2, "max": 4},
            {"id": "U2", "side": "maker", "available": [0, 2, 3], "min": 0, "max": 4},
            {"id": "U3", "side": "maker", "available": [1, 2, 3], "min": 0, "max": 4},
        ],
        "wishes": [
            {"id": number, "a": a, "b": b, "value": value, "required": False}
            for number, (a, b, value) in enumerate(pairs, 1)
        ],
        "precedences": [[1, 3]],
        "forbidden_pairs": [["U3", "K2"]],
        "objective": ["value", "breaks", "idle", "moves"],
        "break_rule": "own_time",
        "break_spread": 1,
    }
    day["wishes"][0] |= {"required": True, "session": 0}
    day["wishes"][1] |= {"slot": 2}
    return day


PLACES = {1: (0, "M1"), 4: (0, "M2"), 3: (1, "M1"), 6: (1, "M2"), 2: (2, "M1")}


def an_answer(day, places=None, **said):
    wishes = {wish["id"]: wish for wish in day["wishes"]}
    places = PLACES if places is None else places
    return {
        "status": "optimal",
        "meetings": [
            {"wish": key, "a": wishes[key]["a"], "b": wishes[key]["b"], "slot": slot, "table": at}
            for key, (slot, at) in places.items()
        ],
        "objective": {
            "value": 390,
            "min_met": 3,
            "fairness": 18,
            "breaks": 0,
            "idle": 0,
            "moves": 4,
        },
        "bounds": {"value": 390, "breaks": 0},
        # each wish that may be held is worth its value, nobody's time is dear
        "certificate": {"prices": {"parties": [["K1", 0], ["U2", 0]], "table": 0}},
        "proof": "semua yang boleh sudah bertemu",
        "seconds": 0.1,
        "kept": 0,
        "why_not": [{"wish": 5, "reason": "Dilarang petugas."}],
        **said,
    }


def the_next_day():
    """The same day at slot 1: the second buyer has gone."""
    day = a_day()
    day |= {"previous": an_answer(day), "now": 1, "absent": [{"party": "K2", "from": 1}]}
    places = {key: place for key, place in PLACES.items() if key != 3}
    reasons = [{"wish": 5, "reason": "Dilarang petugas."}, {"wish": 3, "reason": "Sudah pulang."}]
    said = {"value": 310, "min_met": 2, "fairness": 15, "breaks": 0, "idle": 0, "moves": 3}
    answer = an_answer(day, places, objective=said, kept=4, why_not=reasons)
    return day, answer | {"bounds": {"value": 310, "breaks": 0}}


def move(which, **there):
    def change(_day, answer):
        next(m for m in answer["meetings"] if m["wish"] == which).update(there)

    return change


def drop(wish):
    def change(_day, answer):
        answer["meetings"] = [m for m in answer["meetings"] if m["wish"] != wish]

    return change


def add(wish, a, b, slot, table):
    def change(_day, answer):
        answer["meetings"].append({"wish": wish, "a": a, "b": b, "slot": slot, "table": table})

    return change


def say(**things):
    return lambda _day, answer: answer.update(things)


def say_of(part, **things):
    return lambda _day, answer: answer[part].update(things)


def party(number, **things):
    return lambda day, _answer: day["parties"][number].update(things)


def of_day(**things):
    return lambda day, _answer: day.update(things)


FAULTS = {
    "unknown wish": move(2, wish=77),
    "unknown wish, as text": move(2, wish="2"),
    "unknown slot": move(2, slot=4),
    "unknown table": move(2, table="M3"),
    "other parties": move(2, a="K2"),
    "forbidden": add(5, "K2", "U3", 2, "M2"),
    "wrong slot, of the session": move(1, slot=2, table="M2"),
    "wrong slot, of the pin": move(2, slot=3),
    "wrong slot, of the absent": move(4, slot=1),
    "twice": add(6, "K1", "U3", 3, "M2"),
    "table taken": move(4, table="M1"),
    "two at once": move(6, slot=2, table="M2"),
    "precedence": of_day(precedences=[[2, 3]]),
    "too many": party(0, max=2),
    "too few": party(1, min=3),
    "required": drop(1),
    "spread": lambda day, _answer: day.update(break_rule="clock", break_spread=0),
    "no reason": drop(6),
    "no reason, but a blank": say(why_not=[{"wish": 5, "reason": " "}]),
    "needless reason": lambda _day, answer: answer["why_not"].append({"wish": 1, "reason": "x"}),
    "unknown reason": lambda _day, answer: answer["why_not"].append({"wish": 9, "reason": "x"}),
    "reason: one wish has two": lambda _day, answer: answer["why_not"].append(
        {"wish": 5, "reason": "x"}
    ),
    "value": say_of("objective", value=391),
    "min_met": say_of("objective", min_met=2),
    "fairness": say_of("objective", fairness=17),
    "breaks": of_day(break_rule="clock"),
    "idle": of_day(break_rule="clock"),
    "moves": say_of("objective", moves=3),
    "moves: not said": lambda _day, answer: answer["objective"].pop("moves"),
    "proof": say(proof=""),
    "bound of value": say_of("bounds", value=389),
    "bound of breaks": say_of("bounds", breaks=1),
    "prices": lambda _day, answer: answer["certificate"]["prices"].update(table=1),
    "not proven": say_of("bounds", value=400),
    "not proven, of the shape": lambda day, answer: (
        day.update(objective=["breaks"], break_rule="clock"),
        answer["objective"].update(breaks=1),
    ),
    "infeasible: yet": say(status="infeasible", conflict=["x"]),
    "infeasible: without": say(status="infeasible", meetings=[]),
    "status": say(status="good"),
}
LATER = {
    "past": drop(4),
    "past, elsewhere": move(4, table="M1"),
    "cancelled": drop(2),
    "moved": move(6, slot=3),
    "moved, to another table": move(2, table="M2"),
    "wrong slot": add(3, "K2", "U1", 2, "M2"),
    "too late": lambda day, answer: day.update(
        previous=[m for m in day["previous"]["meetings"] if m["wish"] != 1]
    ),
    "kept": say(kept=5),
}


def test_a_right_answer_is_left_alone():
    day = a_day()
    assert check(day, an_answer(day)) == []
    assert check(*the_next_day()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault):
    day = a_day()
    answer = an_answer(day)
    FAULTS[fault](day, answer)
    code = fault.partition(",")[0]
    assert [line for line in check(day, answer) if line.startswith(code)], check(day, answer)


@pytest.mark.parametrize("fault", LATER)
def test_each_fault_of_a_day_that_goes_on_is_found(fault):
    day, answer = deepcopy(the_next_day())
    LATER[fault](day, answer)
    code = fault.partition(",")[0]
    assert [line for line in check(day, answer) if line.startswith(code)], check(day, answer)


def test_without_an_earlier_timetable_what_is_over_is_too_late():
    day = a_day() | {"now": 1}
    assert "wrong slot: wish 1 in slot 0" in check(day, an_answer(day))


def test_who_has_too_many_since_less_was_allowed_keeps_what_is_left():
    day, answer = the_next_day()
    day["parties"][0]["max"] = 1
    assert check(day, answer) == []
    day["previous"]["meetings"] = [m for m in day["previous"]["meetings"] if m["wish"] != 6]
    assert "too many: 'K1' has 3" in check(day, answer)


def test_a_meeting_may_move_where_that_was_asked():
    day, answer = the_next_day()
    answer["meetings"][-1]["table"] = "M2"
    answer["objective"]["moves"] = 1
    answer["kept"] = 3
    assert check(day, answer, may_move=1) == []
    assert check(day, answer) == ["moved: [2] of 0 allowed"]


def test_trying_everything_finds_the_best():
    day = a_day()
    assert best(day, ("value", "breaks"))["value"] == 390
    assert best(day, ("value", "breaks"))["breaks"] == 0
    assert best(day | {"tables": 1}, ("value",))["value"] == 320
    assert best(day | {"break_rule": "clock"}, ("value", "breaks"))["breaks"] == 1
    assert best(day | {"precedences": [[4, 6], [6, 4]]}, ("value",))["value"] == 340
    day["wishes"][1]["required"] = True
    assert best(day | {"precedences": [[2, 1]]}, ("value",)) is None
    assert best(the_next_day()[0], ("value", "breaks"))["value"] == 310
