"""Annealing and the formula beside it: the better of both, a bound that holds, and nothing of it
left when one of the two dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings

from gandeng.meetings.core import shape, shaping
from gandeng.meetings.core.breaks import descent, least_breaks
from gandeng.meetings.core.breaks.formula import Formula
from gandeng.meetings.core.problem import read_problem

from .brute import best
from .checker import check
from .plain_days import at_any_table, first_fit, only_these, plain_days, written
from .test_core_breaks import a_full_day

# The bound of shape_bound is 1 here, and no timetable has fewer than 2.
BREAKS, BOUND = 2, 1


def a_day_with_breaks():
    """A fixed day, and a timetable of it that has more breaks than it must."""
    problem = read_problem(a_full_day(0, break_rule="own_time"))
    free = read_problem(a_full_day(0, break_rule="own_time", objective=["value"]))
    slots = {meeting.wish: meeting.slot for meeting in least_breaks(free, workers=1).meetings}
    for wish in sorted(slots):
        for slot in sorted(problem.wishes[wish].slots):
            moved = slots | {wish: slot}
            if is_held(problem, moved) and breaks(problem, moved) > breaks(problem, slots):
                slots = moved
    assert breaks(problem, slots) > BREAKS
    return problem, slots


def is_held(problem, slots):
    places = [
        (party, slot)
        for wish, slot in slots.items()
        for party in (problem.wishes[wish].a, problem.wishes[wish].b)
    ]
    fullest = max(list(slots.values()).count(slot) for slot in range(problem.slots))
    return len(set(places)) == len(places) and fullest <= len(problem.tables)


def breaks(problem, slots):
    return shape.count(problem, slots)["breaks"]


@settings(max_examples=80, deadline=None)
@given(plain_days(parties=4, slots=5, wishes=7))
def test_coming_down_ends_at_the_fewest_breaks_of_all_timetables(day):
    slots = first_fit(read_problem(day))
    if not slots:
        return
    day = only_these(day, slots)
    problem = read_problem(day)
    start = dict(enumerate(slots[wish] for wish in sorted(slots)))
    found = [start, *descent.come_down(problem, start)]

    counted = [breaks(problem, one) for one in found]
    assert counted == sorted(set(counted), reverse=True)
    assert counted[-1] == best(day, ("breaks",))["breaks"]
    for one in found:
        assert check(day, written(problem, at_any_table(one), **shape.count(problem, one))) == []


def test_one_party_may_need_several_breaks():
    pinned = [{"id": slot, "a": "a", "b": f"b{slot}", "slot": slot} for slot in (0, 2, 4, 6)]
    loose = [{"id": f"c{number}", "a": "c", "b": f"d{number}"} for number in range(2)]
    names = sorted({name for wish in pinned + loose for name in (wish["a"], wish["b"])})
    day = {
        "slots": 7,
        "tables": 2,
        "parties": [{"id": name, "side": "any"} for name in names],
        "wishes": pinned + loose,
    }
    start = {0: 0, 1: 2, 2: 4, 3: 6, 4: 0, 5: 3}
    problem = read_problem(day)
    assert breaks(problem, start) == 4
    *_, last = descent.come_down(problem, start)
    assert breaks(problem, last) == 3


def test_a_formula_that_counts_otherwise_is_an_error_and_no_proof(monkeypatch):
    problem, slots = a_day_with_breaks()
    stairs = Formula.stairs
    monkeypatch.setattr(Formula, "stairs", lambda formula, most: ([], stairs(formula, most + 9)[1]))
    with pytest.raises(RuntimeError, match="breaks were asked for"):
        for _better in descent.come_down(problem, slots):
            pass


def test_the_formula_proves_more_than_the_bound_and_ends_before_its_time(monkeypatch):
    problem, slots = a_day_with_breaks()
    monkeypatch.setattr(shaping, "_FIRST", 0.0)
    seen = []
    began = time.monotonic()
    found = shaping.shaped(
        problem, slots, seconds=60, on_progress=lambda share, figures: seen.append((share, figures))
    )
    assert time.monotonic() - began < 40
    assert shape.bound(problem, slots)["breaks"] == BOUND
    assert (breaks(problem, found.slots), found.least) == (BREAKS, BREAKS)
    assert is_held(problem, found.slots)
    told = [figures["breaks"] for _share, figures in seen]
    assert told == sorted(told, reverse=True)
    assert [share for share, _figures in seen] == sorted(share for share, _figures in seen)
    assert not multiprocessing.active_children()


def test_what_the_formula_found_is_kept_when_somebody_stops_it(monkeypatch):
    problem, slots = a_day_with_breaks()
    monkeypatch.setattr(shaping, "_FIRST", 0.0)
    # annealing that comes to nothing, as long as it may
    monkeypatch.setattr(shaping, "improve", _nothing)
    told = []

    def is_stopped():
        return bool(told) and told[-1] <= BREAKS

    monkeypatch.setattr(
        shaping._Race, "note", lambda _race, figures: told.append(figures["breaks"])
    )
    found = shaping.shaped(problem, slots, seconds=60, should_stop=is_stopped)
    assert breaks(problem, found.slots) == BREAKS


def test_a_formula_that_dies_leaves_the_annealing_its_time(monkeypatch):
    problem, slots = a_day_with_breaks()
    monkeypatch.setattr(shaping, "_FIRST", 0.0)
    began = descent.Descent.__init__

    def begin_and_kill(self, *arguments, **options):
        began(self, *arguments, **options)
        self.process.kill()
        self.process.join()
        with suppress(EOFError):  # what it may have said by then
            while self.news.poll():
                self.news.recv()

    monkeypatch.setattr(descent.Descent, "__init__", begin_and_kill)
    monkeypatch.setattr(shaping, "_WORTH_IT", 0.0)
    found = shaping.shaped(problem, slots, seconds=0.3)
    assert breaks(problem, found.slots) < breaks(problem, slots)
    assert found.least == BOUND


def test_a_crowded_day_or_a_moment_or_counted_work_starts_no_process(monkeypatch):
    problem, slots = a_day_with_breaks()
    monkeypatch.setattr(descent, "Descent", None)
    assert shaping.shaped(problem, slots, seconds=0.2).least == BOUND
    assert shaping.shaped(problem, slots).least == BOUND
    crowded = read_problem(a_full_day(0, break_rule="own_time", tables=4))
    assert not shaping._is_for_formula(crowded, slots, 60.0)
    assert shaping._is_for_formula(problem, slots, 60.0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_search_ends_when_whoever_asked_is_killed():
    code = """
        import os, time
        from gandeng.meetings.core.breaks.processes import die_with_parent
        asks = os.getpid()
        searches = os.fork()
        if not searches:
            die_with_parent(asks)
            print(os.getpid(), flush=True)
            time.sleep(60)
        time.sleep(60)
    """
    asking = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    searching = int(asking.stdout.readline())
    try:
        asking.kill()
        asking.wait()
        # the pipe closes when nobody holds it any more
        assert asking.stdout.read() == ""
    finally:
        asking.stdout.close()
        with suppress(ProcessLookupError):
            os.kill(searching, signal.SIGKILL)


def _nothing(_problem, slots, *, seconds, should_stop, **_options):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not should_stop():
        time.sleep(0.01)
    return dict(slots)
