"""A table for every meeting: one side sits still, the other walks little."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.meetings.core import seating
from gandeng.meetings.core.problem import Meeting, read_problem

from .checker import check
from .plain_days import first_fit, plain_days, written


def a_day(*pairs, tables, seated="maker", slots=6):
    """Buyers k… and makers u…, who meet as given; tables in a row, two metres apart."""
    parties = {name: "buyer" if name[0] == "k" else "maker" for pair in pairs for name in pair[:2]}
    return read_problem(
        {
            "slots": slots,
            "tables": [{"id": n, "x": 2.0 * n, "y": 0} for n in range(tables)],
            "seated": seated,
            "parties": [{"id": name, "side": side} for name, side in parties.items()],
            "wishes": [
                {"id": index, "a": a, "b": b, "slot": slot}
                for index, (a, b, slot) in enumerate(pairs)
            ],
        }
    )


def seats(problem):
    meetings = seating.seat(
        problem, {index: min(wish.slots) for index, wish in enumerate(problem.wishes)}
    )
    assert len({(m.slot, m.table) for m in meetings}) == len(meetings)
    return meetings


def moves_of(problem, meetings, name):
    """How often a party changes table."""
    number = [party.id for party in problem.parties].index(name)
    own = [
        m.table
        for m in sorted(meetings, key=lambda m: m.slot)
        if number in (problem.wishes[m.wish].a, problem.wishes[m.wish].b)
    ]
    return sum(one != other for one, other in pairwise(own))


@settings(max_examples=60, deadline=None)
@given(plain_days(), st.booleans())
def test_every_meeting_gets_a_table_of_its_own(day, anybody):
    day |= {"objective": ["moves"]}
    if anybody:
        day |= {"parties": [party | {"side": "any"} for party in day["parties"]]}
    problem = read_problem(day)
    meetings = seating.seat(problem, first_fit(problem))
    moves = seating.count(problem, meetings)["moves"]

    assert check(day, written(problem, meetings, moves=moves)) == []


@settings(max_examples=60, deadline=None)
@given(plain_days(), st.sampled_from(["buyer", "maker"]))
def test_who_sits_never_changes_table_while_there_are_enough(day, seated):
    day |= {"seated": seated, "tables": 6}
    problem = read_problem(day)
    meetings = seating.seat(problem, first_fit(problem))
    rows = written(problem, meetings)["meetings"]
    sides = {party["id"]: party["side"] for party in day["parties"]}
    tables = defaultdict(set)
    for row in rows:
        for party in (row["a"], row["b"]):
            tables[party].add(row["table"])

    assert all(len(own) == 1 for party, own in tables.items() if sides[party] == seated)


def test_tables_are_shared_one_after_the_other():
    problem = a_day(
        ("k1", "u1", 0), ("k2", "u1", 1), ("k1", "u2", 2), ("k2", "u2", 3), ("k3", "u3", 0),
        ("k3", "u3", 1), ("k3", "u4", 4), ("k1", "u4", 5), tables=2,
    )  # fmt: skip
    meetings = seats(problem)
    assert [moves_of(problem, meetings, name) for name in ("u1", "u2", "u3", "u4")] == [0, 0, 0, 0]


def test_a_table_is_given_up_only_in_a_break_and_only_where_it_must_be():
    """Two makers sit early and late, one in between: at one table nobody could stay all day; at
    two one of the early ones keeps it."""
    pairs = [("k1", "u1", 0), ("k2", "u2", 0), ("k1", "u3", 2), ("k1", "u1", 4), ("k2", "u2", 4)]
    problem = a_day(*pairs, tables=2)
    meetings = seats(problem)
    # giving one up costs nothing here: nobody sits there when its owner is back
    assert [moves_of(problem, meetings, name) for name in ("u1", "u2", "u3")] == [0, 0, 0]


def test_if_nobody_said_who_sits_fewer_sit_than_walk():
    pairs = [("k1", "u1", 0), ("k1", "u2", 1), ("k1", "u3", 2)]
    problem = a_day(*pairs, tables=3, seated=None)
    meetings = seats(problem)
    assert moves_of(problem, meetings, "k1") == 0
    assert seating.count(problem, meetings) == {"moves": 0, "walk_m": 0.0}


def test_who_is_met_in_a_row_sits_in_a_row():
    """One buyer goes along eight makers: the shortest way is the length of the row."""
    pairs = [("k1", f"u{(3 * n) % 8}", n) for n in range(8)]
    problem = a_day(*pairs, tables=8, slots=8)
    assert seating.count(problem, seats(problem)) == {"moves": 7, "walk_m": 14.0}


def test_metres_are_those_between_a_persons_tables():
    problem = a_day(("k1", "u1", 0), ("k1", "u2", 3), ("k2", "u2", 0), tables=3)
    meetings = [Meeting(0, 0, 0), Meeting(1, 3, 2), Meeting(2, 0, 1)]
    # k1 goes from table 0 to 2, u2 from 1 to 2
    assert seating.count(problem, meetings) == {"moves": 2, "walk_m": 6.0}


def test_more_meetings_than_tables_is_said_and_not_hidden():
    problem = a_day(("k1", "u1", 0), ("k2", "u2", 0), tables=1)
    with pytest.raises(ValueError, match=r"\[0\]"):
        seats(problem)


def test_where_nobody_sits_people_stay_where_they_are_if_they_can():
    """A ring of three who meet one another, and a pair: no two sides."""
    problem = read_problem(
        {
            "slots": 3,
            "tables": 2,
            "parties": [{"id": n, "side": "any"} for n in range(5)],
            "wishes": [
                {"id": 0, "a": 0, "b": 1, "slot": 0},
                {"id": 1, "a": 1, "b": 2, "slot": 1},
                {"id": 2, "a": 2, "b": 0, "slot": 2},
                {"id": 3, "a": 3, "b": 4, "slot": 0},
                {"id": 4, "a": 3, "b": 4, "slot": 2},
            ],
        }
    )
    assert seating.count(problem, seats(problem)) == {"moves": 0, "walk_m": 0.0}
