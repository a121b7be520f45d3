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
from .answers import Answers, figures_of
from .choice import Choice, Impossible, choose, levels_of
from .colouring import slots_for
from .grid import Grid, grid_of, without_absences
from .problem import BadProblem, Problem, Timetable
from .settling import Settled, keeps_rules, requirements_without_slots, settle, tightened
from .spreading import spread_out

# Called with the best so far; while breaks are bettered its figures run ahead of its meetings.
OnProgress = Callable[[Timetable], None]
ShouldStop = Callable[[], bool]

# Of the time given: what may go into which wishes to hold, before how they lie in the day; and how
# much of what is then left, since seats and bounds take their time too.
_SETTLING, _SHAPING = 0.5, 0.93


def timetable(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Timetable:
    """The best timetable found. What is chosen (value, min_met, fairness, in the order of
    ``problem.objective``) comes before how it lies in the day (breaks, idle), whatever the order.

    ``optimal`` says that the figures of the choice are proven best, and of fixed meetings (nothing
    to choose) the first figure of the shape; other figures have their bounds. Without ``seconds``
    the work is counted in rounds, so that the same input and seed give the same timetable on any
    machine; of fixed meetings with least breaks two processes may race, and which wins is chance,
    unless ``workers`` is 1. ``should_stop`` is asked now and then; the best so far is the answer.
    """
    began = perf_counter()
    if problem.previous is not None and (problem.absent or problem.now is not None):
        from .repair import repair

        return repair(problem)
    problem = without_absences(problem).from_now()
    shape = [name for name in problem.objective if name in ("breaks", "idle")]
    if problem.is_fixed and problem.wishes and shape[:1] == ["breaks"]:
        is_shape_first = problem.objective[0] == "breaks"
        if is_shape_first or problem.break_rule == "clock":
            return _least_breaks(problem, seconds, seed, workers, on_progress, should_stop)
    run = _Run(problem, seconds, seed, workers, on_progress, should_stop, began)
    try:
        answer = run.answer()
    except OverflowError as error:
        raise BadProblem("wishes", "nilai terlalu besar untuk dihitung tepat") from error
    return replace(answer, seconds=perf_counter() - began, kept=_kept(problem, answer))


def _least_breaks(
    problem: Problem,
    seconds: float | None,
    seed: int,
    workers: int | None,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> Timetable:
    from .breaks import least_breaks

    asked = problem
    if "min_met" in problem.objective:
        # then a minimum that is missed is a figure and no rule
        parties = tuple(replace(party, minimum=0) for party in problem.parties)
        asked = replace(problem, parties=parties)
    answer = least_breaks(
        asked,
        seconds=seconds,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        should_stop=should_stop,
    )
    if not answer.meetings:
        return answer
    figures = figures_of(problem, grid_of(problem), answer.meetings)
    return replace(answer, objective=figures, kept=_kept(problem, answer))


def _kept(problem: Problem, answer: Timetable) -> int:
    """Meetings that are as they were in the timetable before."""
    return len(set(problem.previous or ()) & set(answer.meetings))


class _Run:
    """One day of wishes on its way through choice, slots and shape."""

    def __init__(
        self,
        problem: Problem,
        seconds: float | None,
        seed: int,
        workers: int | None,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
        began: float,
    ) -> None:
        self.problem, self.seed, self.should_stop = problem, seed, should_stop
        self.seconds, self.began, self.on_progress = seconds, began, on_progress
        self.workers = workers
        self.levels = levels_of(problem.objective)

    def left(self) -> float | None:
        """Seconds that are left, if time is what limits us."""
        if self.seconds is None:
            return None
        return max(self.seconds - (perf_counter() - self.began), 0.01)

    def answer(self) -> Timetable:
        problem = self.problem
        grid = grid_of(problem)
        try:
            choice = choose(grid, self.levels)
        except Impossible as impossible:
            return Timetable(
                "infeasible",
                proof="Yang wajib dan jumlah minimum tidak dapat dipenuhi bersama, "
                "apa pun pembagian jamnya.",
                conflict=reasons.conflict(problem, impossible.items),
            )
        settled = self._slots(grid, choice)
        if settled.is_denied:
            return Timetable(
                "infeasible",
                proof="Yang wajib dan jumlah minimum tidak dapat dibagi ke jam yang ada.",
                conflict=reasons.conflict(problem, requirements_without_slots(problem, grid)),
            )
        if not keeps_rules(problem, self.levels, settled.slot_of):
            if problem.is_fixed:
                return _least_breaks(
                    problem,
                    self.left(),
                    self.seed,
                    self.workers,
                    self.on_progress,
                    self.should_stop,
                )
            return Timetable(
                "timeout", proof="Belum ditemukan jadwal yang memuat semua yang wajib."
            )
        answers = Answers(problem, grid, self.levels, settled.bounds, choice.prices)
        slots, fewest = self._shaped(answers, settled.slot_of)
        if problem.break_spread is None:
            return replace(answers, fewest=fewest).answer(slots)
        spread = spread_out(
            problem,
            grid,
            self.levels,
            slots,
            seconds=self.left(),
            seed=self.seed,
            workers=self.workers,
        )
        if spread.status == "infeasible":
            return Timetable(
                "infeasible",
                proof="Tidak ada jadwal dengan selisih jeda sekecil itu (model tepat).",
                conflict=(
                    f"Selisih jeda antarpihak paling banyak {problem.break_spread}.",
                    "Semua yang wajib dan jumlah minimum dipenuhi.",
                ),
            )
        if not keeps_rules(problem, self.levels, spread.slot_of):
            return Timetable(
                "timeout", proof="Belum ditemukan jadwal dengan selisih jeda sekecil yang diminta."
            )
        bounds = tightened(grid, self.levels, settled.bounds, spread.bounds)
        return replace(answers, bounds=bounds).answer(spread.slot_of)

    def _slots(self, grid: Grid, choice: Choice) -> Settled:
        problem = self.problem
        slotted = slots_for(
            grid,
            choice.wishes,
            precedences=problem.precedences,
            seed=self.seed,
            should_stop=self.should_stop,
        )
        if not slotted.left:
            return Settled(slotted.slot_of, choice.bounds)
        left = self.left()
        return settle(
            problem,
            grid,
            self.levels,
            choice,
            slotted.slot_of,
            seconds=None if left is None else left * _SETTLING,
            seed=self.seed,
            should_stop=self.should_stop,
        )

    def _shaped(
        self, answers: Answers, slots: Mapping[int, int]
    ) -> tuple[Mapping[int, int], int | None]:
        """The same wishes lying better in the day, if the objective asks for it, and the fewest
        breaks they can have."""
        tell = self.on_progress
        best = answers.answer(slots) if tell else None
        if tell and best:
            tell(best)
        if not {"breaks", "idle"} & set(self.problem.objective):
            return slots, None
        from .shaping import shaped

        def told(_share: float, figures: Mapping[str, int]) -> None:
            if tell and best:
                tell(replace(best, objective={**best.objective, **figures}))

        left = self.left()
        found = shaped(
            self.problem,
            slots,
            seconds=None if left is None else left * _SHAPING,
            seed=self.seed,
            workers=self.workers,
            on_progress=told,
            should_stop=self.should_stop,
        )
        return found.slots, found.least
