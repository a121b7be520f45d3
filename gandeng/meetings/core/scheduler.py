"""One timetable for a day: who meets whom, when and where, with what is proven about it.

Hands each kind of problem to who is best at it: a day that goes on (``previous`` with ``now`` or
``absent``) to ``repair``, a day of fixed meetings with breaks by the clock to ``breaks``, and a day
of wishes to ``choice``, ``colouring``, ``shape`` and ``seating``, one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from time import perf_counter
from typing import Any

from . import reasons
from .choice import Choice, Impossible, Prices, choose, degrees, fairness_of
from .colouring import slots_for
from .grid import Grid, grid_of, without_absences
from .problem import Meeting, Problem, Timetable

# Called with the best timetable so far.
OnProgress = Callable[[Timetable], None]
ShouldStop = Callable[[], bool]


def timetable(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Timetable:
    """The best timetable found, its figures in the order of ``problem.objective``.

    ``optimal`` says that the figures of the choice (value, min_met, fairness) are proven; breaks
    and idle slots come after them and have bounds of their own. Without ``seconds`` the work is
    counted in rounds, so that the same input and seed give the same timetable on any machine.
    ``should_stop`` is asked now and then; the best so far is the answer.
    """
    began = perf_counter()
    if problem.previous is not None and (problem.absent or problem.now is not None):
        from .repair import repair

        repaired: Timetable = repair(problem)
        return repaired
    is_fixed = problem.is_fixed and bool(problem.wishes)
    if is_fixed and problem.break_rule == "clock" and "breaks" in problem.objective:
        from .breaks import least_breaks

        proven: Timetable = least_breaks(
            problem,
            seconds=seconds,
            seed=seed,
            on_progress=on_progress,
            should_stop=should_stop,
        )
        return proven
    answer = _of_wishes(problem, seconds, seed, on_progress, should_stop)
    return replace(answer, seconds=perf_counter() - began)


def _of_wishes(
    problem: Problem,
    seconds: float | None,
    seed: int,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> Timetable:
    problem = without_absences(problem)
    grid = grid_of(problem)
    try:
        choice = choose(grid, problem.objective)
    except Impossible as impossible:
        return Timetable(
            "infeasible",
            proof="Keinginan wajib dan jumlah minimum tidak dapat dipenuhi bersama, "
            "apa pun pembagian jamnya.",
            conflict=reasons.conflict(problem, impossible.items),
        )
    slotted = slots_for(
        grid,
        choice.wishes,
        precedences=problem.precedences,
        seed=seed,
        should_stop=should_stop,
    )
    slots: Mapping[int, int] = slotted.slot_of
    if on_progress:
        on_progress(_answer(problem, grid, choice, slots))
    if {"breaks", "idle"} & set(problem.objective):
        slots = _shaped(problem, slots, seconds, seed, should_stop)
    return _answer(problem, grid, choice, slots)


def _answer(problem: Problem, grid: Grid, choice: Choice, slots: Mapping[int, int]) -> Timetable:
    """The timetable of these slots with its figures, bounds, proof and reasons."""
    meetings = _seated(problem, slots)
    figures = _figures(problem, grid, meetings)
    bounds = _bounds(problem, grid, choice, figures)
    is_proven = all(
        figures[name] == bounds[name]
        for name in ("value", "min_met", "fairness")
        if name in problem.objective and name in bounds
    )
    prices = choice.prices
    return Timetable(
        "optimal" if is_proven else "feasible",
        meetings=meetings,
        objective=figures,
        bounds=bounds,
        proof=_proof(figures, bounds, prices),
        why_not=reasons.why_not(problem, meetings, prices),
        certificate=_certificate(problem, prices),
    )


def _certificate(problem: Problem, prices: Prices | None) -> dict[str, Any] | None:
    if prices is None:
        return None
    parties = [
        [party.id, price]
        for party, price in zip(problem.parties, prices.party, strict=True)
        if price
    ]
    return {"prices": {"parties": parties, "table": prices.table}}


def _seated(problem: Problem, slots: Mapping[int, int]) -> tuple[Meeting, ...]:
    try:
        from .seating import seat
    except ImportError:
        free: dict[int, int] = defaultdict(int)
        meetings = []
        for wish, slot in sorted(slots.items()):
            meetings.append(Meeting(wish, slot, free[slot]))
            free[slot] += 1
        return tuple(meetings)
    seated: tuple[Meeting, ...] = seat(problem, dict(slots))
    return seated


def _figures(problem: Problem, grid: Grid, meetings: tuple[Meeting, ...]) -> dict[str, int | float]:
    """What the timetable is worth, by name; the objective's names first and in its order."""
    import numpy as np

    degree = degrees(grid, np.array([m.wish for m in meetings], dtype=np.int64))
    breaks, idle, moves = _shape(problem, meetings)
    known: dict[str, int | float] = {
        "value": sum(problem.wishes[meeting.wish].value for meeting in meetings),
        "min_met": int(np.minimum(degree, grid.least).sum()),
        "fairness": fairness_of(grid, degree),
        "breaks": breaks,
        "idle": idle,
        "moves": moves,
    }
    named = {name: known[name] for name in problem.objective}
    return named | {name: figure for name, figure in known.items() if name not in named}


def _shape(problem: Problem, meetings: tuple[Meeting, ...]) -> tuple[int, int, int]:
    """Breaks, idle slots and changes of table, over all parties."""
    own: list[list[tuple[int, int]]] = [[] for _ in problem.parties]
    for meeting in meetings:
        wish = problem.wishes[meeting.wish]
        own[wish.a].append((meeting.slot, meeting.table))
        own[wish.b].append((meeting.slot, meeting.table))
    breaks = idle = moves = 0
    for party, rows in zip(problem.parties, own, strict=True):
        rows.sort()
        for (early, table), (late, other) in pairwise(rows):
            moves += table != other
            if late == early + 1:
                continue
            between = range(early + 1, late)
            empty = (
                len(between)
                if problem.break_rule == "clock"
                else sum(slot in party.available for slot in between)
            )
            breaks += empty > 0
            idle += empty
    return breaks, idle, moves


def _bounds(
    problem: Problem, grid: Grid, choice: Choice, figures: Mapping[str, int | float]
) -> dict[str, int | float]:
    """What no timetable can better, each given that the figures named before it are at their
    best; if one is not, the bounds after it no longer lean on it."""
    bounds: dict[str, int | float] = {}
    leans = True
    for name in [*problem.objective, "value"]:
        if name in bounds or name not in ("value", "min_met", "fairness"):
            continue
        bounds[name] = choice.bounds[name] if leans else choose(grid, (name,)).bounds[name]
        leans = leans and figures[name] == bounds[name]
    return bounds


def _proof(
    figures: Mapping[str, int | float], bounds: Mapping[str, int | float], prices: Prices | None
) -> str:
    value, bound = figures["value"], bounds["value"]
    if value == bound:
        how = (
            "harga tiap tempat membuktikannya"
            if prices is not None
            else "batas dari pemilihan pasangan"
        )
        return f"Nilai {value} terbukti tertinggi: {how}."
    gap = 100 * (1 - value / bound) if bound else 0
    return f"Nilai {value}, batas atas {bound}: selisih paling banyak {gap:.2f} %."


def _shaped(
    problem: Problem,
    slots: Mapping[int, int],
    seconds: float | None,
    seed: int,
    should_stop: ShouldStop | None,
) -> Mapping[int, int]:
    try:
        from .shape import improve
    except ImportError:
        return slots
    better: dict[int, int] = improve(
        problem, dict(slots), seconds=seconds, seed=seed, should_stop=should_stop
    )
    return better
