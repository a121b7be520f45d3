"""What is known of the fewest breaks so far, and what is worth asking next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gandeng.meetings.core.problem import Problem

from .facts import breaks_of
from .formula import variant
from .levels import MOST_SLOTS
from .race import Answer, Asked, Improvement, Question, Relaxation

# seconds of a first try beside the one that is given all the time it takes
SLICE = 8.0
# seconds of a first annealing, and how many there are
ANNEALING, ANNEALINGS = 2.0, 3


@dataclass
class Search:
    """What is known of one floor: everybody has from ``floor`` to ``ceiling`` breaks."""

    problem: Problem
    floor: int
    ceiling: int | None
    least: int
    best: dict[int, int] | None = None
    most: int | None = None
    is_impossible: bool = False
    tried: dict[int | None, int] = field(default_factory=dict)
    annealed: int = 0
    by_levels: int | None = None

    @property
    def is_settled(self) -> bool:
        return self.is_impossible or (self.most is not None and self.least >= self.most)

    def learn(self, answer: Answer) -> None:
        if answer.slots is not None:
            count = self._counted(answer.question, answer.slots)
            if self.most is None or count < self.most:
                self.best, self.most = answer.slots, count
        elif isinstance(answer.question, Relaxation):
            self.by_levels = answer.least
            self.least = max(self.least, answer.least)
        elif isinstance(answer.question, Improvement):
            pass
        elif answer.question.total is None or self.ceiling == 0:
            # without a break for anybody, more in all is no help
            self.is_impossible = True
        else:
            self.least = max(self.least, answer.question.total + 1)

    def _counted(self, question: Asked, slots: Mapping[int, int]) -> int:
        """The breaks of a timetable, counted anew: what a question asked for is what it must get,
        or the formula is wrong, no proof holds, and the search would go on for ever."""
        found = breaks_of(self.problem, slots)
        count, most = sum(found.values()), max(found.values(), default=0)
        total = question.total if isinstance(question, Question) else None
        is_kept = most <= (count if self.ceiling is None else self.ceiling)
        if not is_kept or (total is not None and count > total):
            raise RuntimeError(
                f"the formula and the timetable disagree: {count} breaks, at most {most} for one; "
                f"asked was for {total}, at most {self.ceiling} for one"
            )
        return count

    def next_question(
        self, running: Sequence[Asked], seed: int, *, is_slow: bool, is_late: bool
    ) -> Asked:
        """What to ask now: the smallest open total, for as long as it takes; beside it whether
        there is any timetable, then the next total and, once that is answered, the smallest again
        in other ways, each for a while: the search for a timetable is heavy-tailed, so beginning
        anew pays. Where that is slow, the bound by levels too; where it gets late, how far
        annealing comes: a good timetable, proved or not."""
        asked = {question.total for question in running if isinstance(question, Question)}
        if self.least not in asked:
            return self._ask(self.least, seed, None)
        # without a break for anybody, any timetable is the one asked for
        if self.most is None and None not in self.tried and self.ceiling != 0:
            return self._ask(None, seed, None)
        if is_slow and self._can_relax():
            assert self.ceiling is not None
            self.by_levels = 0
            return Relaxation(self.ceiling)
        can_anneal = self.annealed < ANNEALINGS and self.floor == 0
        if is_late and can_anneal and self.best is not None:
            self.annealed += 1
            seconds = ANNEALING * self.annealed
            slots = tuple(sorted(self.best.items()))
            return Improvement(slots, self.ceiling, 1_000 * seed + self.annealed, seconds)
        above = self.least + 1
        is_open = self.most is None or above < self.most
        total = above if is_open and above not in self.tried else self.least
        return self._ask(total, seed, SLICE * luby(self.tried.get(total, 0) + 1))

    def _can_relax(self) -> bool:
        """Not asked yet, of a day short enough, where it would be about these breaks."""
        is_short = self.problem.slots <= MOST_SLOTS
        return self.by_levels is None and is_short and not self.floor and self.ceiling is not None

    def _ask(self, total: int | None, seed: int, seconds: float | None) -> Question:
        number = self.tried.get(total, 0)
        self.tried[total] = number + 1
        return Question(total, self.floor, self.ceiling, variant(number, seed), seconds)


def luby(number: int) -> int:
    """1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 …, from number 1: within a constant factor of the best plan of
    restarts, whatever the luck (Luby, Sinclair, Zuckerman, Inf. Process. Lett. 47, 1993)."""
    size = 1
    while size < number + 1:
        size *= 2
    return size // 2 if size == number + 1 else luby(number - size // 2 + 1)
