"""One timetable for a day: who meets whom, when and where, with what is proven about it.

Hands each kind of problem to who is best at it: a day that goes on (``previous`` with ``now`` or
``absent``) to ``repair``, a day of fixed meetings with breaks by the clock to ``breaks``, and a day
of wishes to ``choice``, ``colouring``, ``shape`` and ``seating``, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter

from . import reasons
from .answers import Answers
from .choice import Impossible, choose, levels_of
from .colouring import slots_for
from .grid import grid_of, without_absences
from .problem import Problem, Timetable
from .settling import keeps_rules, requirements_without_slots, settle

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
    levels = levels_of(problem.objective)
    try:
        choice = choose(grid, levels)
    except Impossible as impossible:
        return Timetable(
            "infeasible",
            proof="Keinginan wajib dan jumlah minimum tidak dapat dipenuhi bersama, "
            "apa pun pembagian jamnya.",
            conflict=reasons.conflict(problem, impossible.items),
        )
    slotted = slots_for(
        grid, choice.wishes, precedences=problem.precedences, seed=seed, should_stop=should_stop
    )
    slots: Mapping[int, int] = slotted.slot_of
    bounds = choice.bounds
    if slotted.left:
        settled = settle(
            problem,
            grid,
            levels,
            choice,
            slots,
            seconds=seconds,
            seed=seed,
            should_stop=should_stop,
        )
        if settled.is_denied:
            return Timetable(
                "infeasible",
                proof="Pertemuan wajib dan jumlah minimum tidak dapat dibagi ke jam yang ada.",
                conflict=reasons.conflict(problem, requirements_without_slots(problem, grid)),
            )
        slots, bounds = settled.slot_of, settled.bounds
    if not keeps_rules(problem, levels, slots):
        return Timetable("timeout", proof="Belum ditemukan jadwal yang memuat semua yang wajib.")
    answers = Answers(problem, grid, levels, bounds, choice.prices)
    if on_progress:
        on_progress(answers.answer(slots))
    if {"breaks", "idle"} & set(problem.objective):
        slots = _shaped(problem, slots, seconds, seed, should_stop)
    return answers.answer(slots)


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
