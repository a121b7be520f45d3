"""How the same meetings lie best in the day: by annealing and, where there is time and a second
core, by a formula beside it that also knows when nothing is left to better.

Measured on a hundred buyers and 150 makers (``benchmarks/timetable_shape.py``): with sessions the
formula finds the fewest breaks and proves them in the seconds in which annealing comes to twice as
many; with nearly every table taken it finds nothing, and annealing is what there is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from .problem import Problem
from .shape import OnProgress, bound, count, improve

ShouldStop = Callable[[], bool]

# Seconds below which a second process is not worth starting, and the shares of the time before it
# starts and after it ends.
_WORTH_IT = 2.0
_FIRST, _LAST = 0.1, 0.1
# The share after which idle slots get hardly fewer.
_ENOUGH = 0.2
# It finds nothing in minutes where more of the places are taken; and its size is held, in meetings
# by slots (a day of 100 × 150 × 18 has 20,000, for some 300 MB).
_CROWDED = 0.9
_LARGE = 40_000


@dataclass(frozen=True, slots=True)
class Shaped:
    """Slots, and the fewest breaks that any timetable of these meetings can have."""

    slots: Mapping[int, int]
    least: int


def shaped(
    problem: Problem,
    slots: Mapping[int, int],
    *,
    seconds: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Shaped:
    """The same wishes with fewer breaks or idle slots, never more; ``slots`` is a timetable that
    keeps every rule, and so is the answer. Without ``seconds`` the work is counted, by one process,
    and the same for the same input. Where ``workers`` may be 2 the formula is one of them."""
    capacity = workers or os.cpu_count() or 1
    if seconds is None or capacity == 1 or not _is_for_formula(problem, slots, seconds):
        only = improve(
            problem,
            slots,
            seconds=seconds,
            seed=seed,
            on_progress=on_progress,
            should_stop=should_stop,
        )
        return Shaped(only, bound(problem, only)["breaks"])
    return _Race(problem, seconds, seed, on_progress, should_stop).run(slots)


def _is_for_formula(problem: Problem, slots: Mapping[int, int], seconds: float) -> bool:
    shape = [name for name in problem.objective if name in ("breaks", "idle")]
    return (
        shape[:1] == ["breaks"]
        and problem.break_spread is None
        and seconds >= _WORTH_IT
        and len(slots) <= _CROWDED * len(problem.tables) * problem.slots
        and sum(len(problem.wishes[wish].slots) for wish in slots) <= _LARGE
    )


class _Race:
    """Annealing here, the formula beside."""

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        seed: int,
        on_progress: OnProgress | None,
        should_stop: ShouldStop | None,
    ) -> None:
        self.problem, self.seconds, self.seed = problem, seconds, seed
        self.on_progress, self.should_stop = on_progress, should_stop
        self.began = perf_counter()
        self.counts_idle = "idle" in problem.objective
        # of the best timetable so far, whoever found it
        self.figures: Mapping[str, int] = {}

    @property
    def done(self) -> float:
        """The share of the time that is over."""
        return (perf_counter() - self.began) / self.seconds

    def run(self, slots: Mapping[int, int]) -> Shaped:
        self.figures = count(self.problem, slots)
        best = self.annealed(slots, _FIRST, self.is_stopped)
        least = bound(self.problem, best)["breaks"]
        if self.figures["breaks"] > least and not self.is_stopped():
            best, least = self.raced(best, least)
        if self.counts_idle and not self.is_stopped():
            until = min(self.done + _ENOUGH, 1.0)
            best = self.annealed(best, until, self.is_stopped, is_cold=True)
        return Shaped(best, least)

    def raced(self, slots: Mapping[int, int], least: int) -> tuple[dict[int, int], int]:
        """The better of both, and the most that either knows of the bound."""
        from .breaks.descent import Descent

        with Descent(self.problem, slots, least=least) as formula:

            def is_enough() -> bool:
                formula.look()
                if formula.breaks < self.figures["breaks"]:
                    self.note(count(self.problem, formula.best))
                return self.is_stopped() or self.figures["breaks"] <= formula.least

            until = 1 - _LAST if self.counts_idle else 1.0
            annealed = self.annealed(slots, until, is_enough)
            formula.look()
        if formula.breaks < count(self.problem, annealed)["breaks"]:
            return formula.best, formula.least
        return annealed, formula.least

    def annealed(
        self,
        slots: Mapping[int, int],
        until: float,
        should_stop: ShouldStop,
        *,
        is_cold: bool = False,
    ) -> dict[int, int]:
        """Annealing until this share of the time is over."""
        began = self.done
        until = max(until, began)

        def told(share: float, figures: Mapping[str, int]) -> None:
            self.note(figures)
            if self.on_progress:
                self.on_progress(began + share * (until - began), self.figures)

        return improve(
            self.problem,
            slots,
            seconds=max((until - began) * self.seconds, 0.01),
            seed=self.seed,
            is_cold=is_cold,
            on_progress=told,
            should_stop=should_stop,
        )

    def note(self, figures: Mapping[str, int]) -> None:
        def worth(one: Mapping[str, int]) -> tuple[int, int]:
            return one["breaks"], one["idle"]

        if worth(figures) < worth(self.figures):
            self.figures = dict(figures)

    def is_stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()
