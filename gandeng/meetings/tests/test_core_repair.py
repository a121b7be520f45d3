"""The day goes on: what can stay stays, holes are filled as well as can be, moves only if asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core import seating
from gandeng.meetings.core.problem import read_problem, write_timetable
from gandeng.meetings.core.repair import changes, offers, repair

from .brute import best
from .checker import Day, check
from .plain_days import first_fit, plain_days


def going_on(day, now, absent):
    """The day at slot ``now`` with a first timetable and somebody gone."""
    problem = read_problem(day)
    meetings = seating.seat(problem, first_fit(problem))
    previous = [
        {"wish": problem.wishes[m.wish].id, "slot": m.slot, "table": problem.tables[m.table].id}
        for m in meetings
    ]
    return day | {"previous": {"meetings": previous}, "now": now, "absent": absent}


@st.composite
def days_going_on(draw, **limits):
    day = draw(plain_days(**limits))
    names = [party["id"] for party in day["parties"]]
    gone = draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    absent = [
        {"party": name, "from": draw(st.integers(0, 2)), "to": draw(st.sampled_from([None, 2]))}
        for name in gone
    ]
    # before the first slot and with everybody there it would be another question
    first = 0 if absent else 1
    return going_on(day, draw(st.integers(first, day["slots"] - 1)), absent)


def repaired(day, **options):
    problem = read_problem(day)
    return write_timetable(problem, repair(problem, **options))


@settings(max_examples=80, deadline=None)
@given(days_going_on())
def test_what_can_stay_stays_and_every_rule_is_kept(day):
    assert check(day, repaired(day)) == []


@settings(max_examples=60, deadline=None)
@given(days_going_on(parties=3, slots=4, wishes=6))
def test_nothing_better_fits_into_the_holes(day):
    answer = repaired(day)
    assert answer["objective"]["value"] == best(day, ("value",))["value"]
    assert "terbukti" in answer["proof"]


@settings(max_examples=60, deadline=None)
@given(days_going_on(), st.integers(1, 3))
def test_no_more_are_moved_than_allowed_and_never_for_nothing(day, most):
    problem = read_problem(day)
    still, moving = repair(problem), repair(problem, max_moved=most)
    answer = write_timetable(problem, moving)

    assert check(day, answer, may_move=most) == []
    assert moving.objective["value"] >= still.objective["value"]
    if moving.kept < still.kept:
        assert moving.objective["value"] > still.objective["value"]


@settings(max_examples=40, deadline=None)
@given(days_going_on())
def test_the_changes_lead_from_one_timetable_to_the_other(day):
    problem = read_problem(day)
    answer = repair(problem)
    places = {m.wish: (m.slot, m.table) for m in problem.previous}
    loss = 0
    for change in changes(problem, answer):
        assert places.pop(change.wish, None) == change.old
        if change.new is not None:
            places[change.wish] = change.new
        loss += change.loss
    before = sum(problem.wishes[m.wish].value for m in problem.previous)

    assert places == {m.wish: (m.slot, m.table) for m in answer.meetings}
    assert answer.objective["value"] == before - loss


def a_day(*wishes, previous, absent=(), now=0, slots=3, tables=2, **more):
    """Buyers k…, makers u…; a wish is (a, b, value), ``previous`` (wish, slot, table)."""
    names = sorted({name for wish in wishes for name in wish[:2]})
    return {
        "slots": slots,
        "tables": tables,
        "seated": "maker",
        "parties": [{"id": n, "side": "buyer" if n[0] == "k" else "maker"} for n in names],
        "wishes": [
            {"id": index, "a": a, "b": b, "value": value}
            for index, (a, b, value) in enumerate(wishes)
        ],
        "previous": {"meetings": [{"wish": w, "slot": s, "table": t} for w, s, t in previous]},
        "absent": list(absent),
        "now": now,
        **more,
    }


def test_who_comes_late_is_met_later():
    day = a_day(
        ("k1", "u1", 5), ("k2", "u1", 4), previous=[(0, 0, 0), (1, 1, 0)],
        absent=[{"party": "k1", "from": 0, "to": 1}],
    )  # fmt: skip
    problem = read_problem(day)
    answer = repair(problem)
    found = changes(problem, answer)

    assert check(day, write_timetable(problem, answer)) == []
    assert [(c.kind, c.wish, c.old, c.new, c.loss) for c in found] == [
        ("moved", 0, (0, 0), (2, 0), 0)
    ]
    assert answer.kept == 1


def test_an_empty_chair_goes_to_who_wished_for_it():
    day = a_day(
        ("k1", "u1", 9), ("k2", "u1", 3), previous=[(0, 1, 1)], slots=2, now=1,
        absent=[{"party": "k1"}],
    )  # fmt: skip
    answer = repaired(day)
    assert [(m["wish"], m["slot"]) for m in answer["meetings"]] == [(1, 1)]
    assert answer["why_not"] == [{"wish": 0, "reason": answer["why_not"][0]["reason"]}]
    assert answer["status"] == "optimal"


def test_a_walk_in_meets_whom_it_can_without_anybody_being_moved():
    day = a_day(
        ("k1", "u1", 9), ("k1", "u2", 9), ("k9", "u1", 2), ("k9", "u2", 2),
        previous=[(0, 0, 0), (1, 1, 1)], slots=2,
    )  # fmt: skip
    answer = repaired(day)
    assert {m["wish"]: m["slot"] for m in answer["meetings"]} == {0: 0, 1: 1, 2: 1, 3: 0}
    assert answer["kept"] == 2
    # the makers keep their tables
    assert {m["b"]: m["table"] for m in answer["meetings"]} == {"u1": 0, "u2": 1}


def test_a_meeting_is_moved_only_when_asked_and_its_price_is_shown():
    """k2 and u1 have no hour in common that is free for both, unless k1 meets u1 later."""
    day = a_day(
        ("k1", "u1", 9), ("k2", "u2", 9), ("k2", "u1", 4), previous=[(0, 0, 0), (1, 1, 1)],
        slots=3, absent=[{"party": "k2", "from": 2}],
    )  # fmt: skip
    problem = read_problem(day)
    still = repair(problem)
    (offer,) = offers(problem, still)

    assert [m.wish for m in still.meetings] == [0, 1]
    assert (offer.gain, offer.added.wish, offer.added.new) == (4, 2, (0, 0))
    assert [(c.wish, c.old[0], c.new[0]) for c in offer.moved] == [(0, 0, 1)]
    moved = repair(problem, max_moved=1)
    assert {m.wish: m.slot for m in moved.meetings} == {0: 1, 1: 1, 2: 0}
    assert check(day, write_timetable(problem, moved), may_move=1) == []


def test_what_is_over_stays_whoever_left_since():
    day = a_day(
        ("k1", "u1", 9), ("k1", "u2", 9), previous=[(0, 0, 0), (1, 1, 1)], now=1,
        absent=[{"party": "k1", "from": 0}],
    )  # fmt: skip
    answer = repaired(day)
    assert [m["wish"] for m in answer["meetings"]] == [0]
    assert check(day, answer) == []


def test_a_hole_is_filled_where_it_leaves_no_new_break():
    day = a_day(
        ("k1", "u1", 9), ("k2", "u2", 9), ("k1", "u2", 1), slots=6,
        previous=[(0, 3, 0), (1, 3, 1)],
    )  # fmt: skip
    problem = read_problem(day)
    answer = repair(problem)
    slot = {m.wish: m.slot for m in answer.meetings}[2]
    assert slot in (2, 4)
    assert answer.objective["breaks"] == 0


def test_half_of_the_buyers_stay_away_and_the_rest_go_on():
    """Of twelve buyers seven are gone when the second slot begins."""
    wishes = [
        {"id": n, "a": f"k{n // 6}", "b": f"u{(n * 5 + n // 6) % 9}", "value": 1 + n % 7}
        for n in range(72)
    ]
    parties = [{"id": f"k{n}", "side": "buyer"} for n in range(12)]
    parties += [{"id": f"u{n}", "side": "maker"} for n in range(9)]
    day = {"slots": 8, "tables": 7, "seated": "maker", "parties": parties, "wishes": wishes}
    day = going_on(day, 1, [{"party": f"k{n}", "from": 1} for n in range(7)])
    answer = repaired(day)

    assert check(day, answer) == []
    assert len(Day(day).survivors()) == 10
    assert answer["objective"]["value"] >= 0.97 * answer["bounds"]["value"]


@pytest.mark.parametrize("second", [(0, 1), (1, 0)])
def test_of_two_meetings_in_one_place_the_first_survives(second):
    slot, table = 1, second[0]
    day = a_day(("k1", "u1", 9), ("k1", "u2", 9), previous=[(0, 1, 0), (1, slot, table)], slots=3)
    answer = repaired(day)
    assert {m["wish"]: m["slot"] for m in answer["meetings"]}[0] == 1
    assert len({m["slot"] for m in answer["meetings"]}) == 2


def test_a_missed_minimum_and_breaks_asked_for_first_are_not_called_the_best():
    parties = [{"id": "b", "side": "buyer", "min": 2}, {"id": 1, "side": "maker"}]
    wishes = [{"id": n, "a": "b", "b": 1} for n in (1, 2)]
    previous = [{"wish": 1, "slot": 0, "table": 0}, {"wish": 2, "slot": 2, "table": 0}]
    day = {"slots": 3, "tables": 1, "parties": parties, "wishes": wishes, "now": 1}
    day |= {"previous": previous, "absent": [], "objective": ["value"]}

    assert repaired(day)["status"] == "optimal"
    assert repaired(day | {"objective": ["breaks", "value"]})["status"] == "feasible"
    gone = day | {"absent": [{"party": 1, "from": 1}], "objective": ["min_met", "value"]}
    answer = repaired(gone)
    assert check(gone, answer) == []
    assert (answer["status"], answer["bounds"]["min_met"]) == ("feasible", 2)


def test_of_what_could_only_be_held_earlier_it_is_said_that_its_hour_is_over():
    parties = [{"id": "b", "side": "buyer"}, {"id": 1, "side": "maker", "available": [0]}]
    wishes = [{"id": 1, "a": "b", "b": 1}]
    day = {"slots": 2, "tables": 1, "parties": parties, "wishes": wishes}
    answer = repaired(day | {"previous": [], "now": 1})

    assert answer["why_not"] == [
        {"wish": 1, "reason": "Jam untuk pertemuan b dengan 1 sudah lewat."}
    ]
