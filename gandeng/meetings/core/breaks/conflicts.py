"""Which few requirements contradict each other, in words."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from gandeng.meetings.core.problem import Problem

from .facts import meetings_of
from .formula import Formula

# what a person can look at
MOST_SAID = 12
SECONDS = 4.0


def impossible_at_once(problem: Problem) -> list[str]:
    """What can be seen without searching: a meeting without a slot, a party with more meetings than
    times, more meetings than places, a circle of precedences."""
    for wish in problem.wishes:
        if wish.forbidden:
            return [f"{_pair(problem, wish.a, wish.b)} wajib bertemu, tetapi juga dilarang."]
        if not wish.slots:
            return [
                f"{_pair(problem, wish.a, wish.b)} wajib bertemu, tetapi tidak pernah hadir "
                "bersama pada jam yang diminta."
            ]
    for party, meetings in meetings_of(problem).items():
        who = problem.parties[party]
        if len(meetings) > who.maximum:
            return [f"{who.id} punya {len(meetings)} pertemuan wajib, paling banyak {who.maximum}."]
        times = frozenset().union(*(problem.wishes[meeting].slots for meeting in meetings))
        if len(meetings) > len(times):
            return [
                f"{who.id} punya {len(meetings)} pertemuan wajib, tetapi hanya {len(times)} jam."
            ]
    held = meetings_of(problem)
    for number, one in enumerate(problem.parties):
        have = len(held.get(number, ()))
        if one.minimum > have:
            return [f"{one.id} harus bertemu {one.minimum} kali, hanya ada {have} keinginan."]
    places = len(problem.tables) * problem.slots
    if len(problem.wishes) > places:
        return [
            f"{len(problem.wishes)} pertemuan wajib, tetapi hanya {places} tempat (meja × slot)."
        ]
    return _circle(problem)


def contradiction(problem: Problem, *, seconds: float | None = None) -> list[str]:
    """A small set of requirements that cannot hold together. Within the time it is made as small as
    it gets; what is said is true in any case."""
    from pysat.solvers import Solver

    limit = SECONDS if seconds is None else min(seconds, SECONDS)
    ends = perf_counter() + limit
    if problem.break_spread is not None and _can_do_without_spread(problem, limit / 2):
        return [
            "Tanpa batas selisih jeda, jadwal ini bisa disusun.",
            f"Dengan selisih jeda antarpeserta paling banyak {problem.break_spread}, tidak bisa.",
        ]
    formula = _with_switches(problem)
    with Solver(name="glucose4", bootstrap_with=formula.clauses) as solver:
        assumed = list(formula.switches)
        if not _answered(solver, assumed, ends) or solver.get_status() is not False:
            return ["Semua pertemuan wajib bersama-sama tidak muat dalam jam dan meja yang ada."]
        core = sorted(solver.get_core() or assumed)
        for literal in list(core):
            without = [other for other in core if other != literal]
            if not _answered(solver, without, ends):
                break
            if solver.get_status() is False:
                core = sorted(solver.get_core() or without)
    said = [formula.switches[literal] for literal in core]
    if len(said) > MOST_SAID:
        said = [*said[:MOST_SAID], f"… dan {len(said) - MOST_SAID} syarat lain."]
    return ["Syarat-syarat ini tidak bisa dipenuhi bersama:", *said]


class _Switched:
    """Clauses under switches: assuming a switch makes its requirement count."""

    def __init__(self, clauses: list[list[int]], switches: dict[int, str]) -> None:
        self.clauses = clauses
        self.switches = switches


def _with_switches(problem: Problem) -> _Switched:
    formula = Formula(problem, "seqcounter")
    # Everything that is built on all meetings being held is left out; held or not is a switch now.
    clauses: list[list[int]] = []
    switches: dict[int, str] = {}
    top = formula.top

    def switch(words: str) -> int:
        nonlocal top
        top += 1
        switches[top] = words
        return top

    by_meeting: dict[int, list[int]] = {}
    by_place: dict[tuple[int, int], list[int]] = {}
    by_slot: dict[int, list[int]] = {}
    for (meeting, slot), literal in formula.held.items():
        wish = problem.wishes[meeting]
        by_meeting.setdefault(meeting, []).append(literal)
        by_slot.setdefault(slot, []).append(literal)
        for party in (wish.a, wish.b):
            by_place.setdefault((party, slot), []).append(literal)
    for literals in by_place.values():
        clauses += [[-a, -b] for n, a in enumerate(literals) for b in literals[:n]]
    for meeting, literals in by_meeting.items():
        wish = problem.wishes[meeting]
        on = switch(f"Pertemuan {_pair(problem, wish.a, wish.b)} diadakan.")
        clauses.append([-on, *literals])
    on = switch(f"Paling banyak {len(problem.tables)} pertemuan dalam satu slot.")
    for literals in by_slot.values():
        formula.top = top
        clauses += [[-on, *clause] for clause in formula.at_most(literals, len(problem.tables))]
        top = formula.top
    for before, after in problem.precedences:
        on = switch(f"Pertemuan {_of(problem, before)} mendahului pertemuan {_of(problem, after)}.")
        early = problem.wishes[before].slots
        for slot in problem.wishes[after].slots:
            clauses.append(
                [-on, -formula.held[after, slot]]
                + [formula.held[before, other] for other in sorted(early) if other < slot]
            )
    return _Switched(clauses, switches)


def _answered(solver: Any, assumed: list[int], ends: float) -> bool:
    """Whether the question was answered in time; conflicts are rationed so that time is asked."""
    while perf_counter() < ends:
        solver.conf_budget(20_000)
        if solver.solve_limited(assumptions=assumed) is not None:
            return True
    return False


def _can_do_without_spread(problem: Problem, seconds: float) -> bool:
    from pysat.solvers import Solver

    formula = Formula(problem, "seqcounter")
    with Solver(name="glucose4", bootstrap_with=formula.clauses) as solver:
        return _answered(solver, [], perf_counter() + seconds) and solver.get_status() is True


def _circle(problem: Problem) -> list[str]:
    """A circle of precedences, if there is one."""
    after: dict[int, list[int]] = {}
    for before, later in problem.precedences:
        after.setdefault(before, []).append(later)
    done: set[int] = set()

    def walk(meeting: int, path: list[int]) -> list[int]:
        if meeting in path:
            return path[path.index(meeting) :]
        if meeting in done:
            return []
        for later in after.get(meeting, ()):
            if found := walk(later, [*path, meeting]):
                return found
        done.add(meeting)
        return []

    for meeting in list(after):
        if found := walk(meeting, []):
            return ["Urutannya berputar:", *(f"pertemuan {_of(problem, one)}" for one in found)]
    return []


def _of(problem: Problem, meeting: int) -> str:
    wish = problem.wishes[meeting]
    return _pair(problem, wish.a, wish.b)


def _pair(problem: Problem, a: int, b: int) -> str:
    return f"{problem.parties[a].id} – {problem.parties[b].id}"
