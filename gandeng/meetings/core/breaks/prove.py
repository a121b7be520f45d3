"""From below and from above at once, until the least number of breaks is proved.

Two questions race in processes of their own: whether the smallest total not yet excluded is
possible, and whether the next is (or the same, written differently, once only one is open). Every
"no" raises the bound, every timetable lowers the ceiling; when they meet, it is proved.

The formula says so much about parties without a break that a "no" well below the answer takes a
moment; nearly all the time goes into the last two questions, the highest "no" and the "yes".
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from gandeng.meetings.core.grid import without_absences
from gandeng.meetings.core.problem import Meeting, Problem, Timetable

from .conflicts import contradiction, impossible_at_once
from .facts import breaks_of, meetings_of
from .formula import variant
from .levels import MOST_SLOTS
from .race import SOLVER, Answer, Asked, Improvement, Question, Racers, Relaxation, ask

OnProgress = Callable[[Timetable], None]
ShouldStop = Callable[[], bool]

TICK = 0.25
# seconds of a first try beside the one that is given all the time it takes
SLICE = 8.0
# seconds after which the bound that forgets who meets whom is asked: it finds out at once
# what the formula has to count
SLOW = 1.0
# Of the time given, or of so many seconds: after which share it is late, and annealing is asked too
LATE, LONG = 0.4, 60.0
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


def least_breaks(
    problem: Problem,
    *,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    workers: int | None = None,
) -> Timetable:
    """A timetable of all meetings with the fewest breaks, proved; or the proof that there is none.

    Every wish is held. Breaks count by ``problem.break_rule``; where ``problem.break_spread`` is
    given, any two parties differ by no more (who has no meeting has no break). After ``seconds``
    the best so far is ``feasible`` with its bound, or ``timeout``. With one worker the same input
    and seed give the same timetable; two may give another of the same breaks.

    Raises RuntimeError when a solver's process is killed from outside.
    """
    began = perf_counter()
    problem = without_absences(problem)
    if conflict := impossible_at_once(problem):
        return _impossible(problem, conflict, "Syaratnya saling bertentangan.", began)
    deadline = began + seconds if seconds is not None else None
    capacity = workers or min(2, os.cpu_count() or 1)
    best: Search | None = None
    tried: list[Search] = []
    for floor in _floors(problem):
        least = floor * _present(problem)
        if best is not None and best.most is not None and least >= best.most:
            break
        search = Search(problem, floor, _ceiling(problem, floor), least)
        _settle(search, seed, capacity, deadline, began, on_progress, should_stop)
        tried.append(search)
        if search.most is not None and (
            best is None or best.most is None or search.most < best.most
        ):
            best = search
        if not search.is_settled:
            break
    return _conclude(problem, best, tried, began, deadline)


def _settle(
    search: Search,
    seed: int,
    capacity: int,
    deadline: float | None,
    began: float,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> None:
    if capacity == 1:
        _settle_alone(search, seed, deadline, should_stop)
        return
    racers = Racers(search.problem)
    late = began + LATE * min(LONG, LONG if deadline is None else deadline - began)
    try:
        while not search.is_settled:
            now = perf_counter()
            if (deadline is not None and now >= deadline) or (should_stop and should_stop()):
                return
            _drop_pointless(search, racers)
            racers.give_up(but=search.least)
            while len(racers.running) < capacity:
                running = list(racers.running)
                racers.start(
                    search.next_question(
                        running, seed, is_slow=now - began > SLOW, is_late=now > late
                    )
                )
            for answer in racers.wait(TICK):
                before = search.most
                search.learn(answer)
                if on_progress and search.most != before:
                    on_progress(_so_far(search, began))
    finally:
        racers.stop()


def _settle_alone(
    search: Search,
    seed: int,
    deadline: float | None,
    should_stop: ShouldStop | None,
) -> None:
    """The same without a race, one total after the other: what one worker does is the same every
    time."""
    first = ask(search.problem, Question(None, search.floor, search.ceiling, variant(0, seed)))
    search.learn(first)
    while not search.is_settled:
        if (deadline is not None and perf_counter() >= deadline) or (should_stop and should_stop()):
            return
        question = Question(search.least, search.floor, search.ceiling, variant(0, seed))
        search.learn(ask(search.problem, question))


def _drop_pointless(search: Search, racers: Racers) -> None:
    """Stop what is answered by now: totals below the bound, and those a timetable already keeps."""
    racers.stop(
        [
            question
            for question in racers.running
            if isinstance(question, Question)
            and (
                (question.total is None and search.most is not None)
                or (
                    question.total is not None
                    and (
                        question.total < search.least
                        or (search.most is not None and question.total >= search.most)
                    )
                )
            )
        ]
    )


def _floors(problem: Problem) -> range:
    """The fewest breaks somebody could have, each to be tried: 0, and more only where a spread is
    asked and everybody could have breaks at all."""
    if problem.break_spread is None:
        return range(1)
    meetings = meetings_of(problem)
    if len(meetings) < len(problem.parties) or not meetings:
        return range(1)
    return range(min(len(own) for own in meetings.values()))


def _ceiling(problem: Problem, floor: int) -> int | None:
    return None if problem.break_spread is None else floor + problem.break_spread


def _present(problem: Problem) -> int:
    return len(meetings_of(problem))


def _conclude(
    problem: Problem,
    best: Search | None,
    tried: Sequence[Search],
    began: float,
    deadline: float | None,
) -> Timetable:
    settled = all(search.is_settled for search in tried)
    if best is None:
        if settled:
            left = None if deadline is None else max(0.5, deadline - perf_counter())
            conflict = contradiction(problem, seconds=left)
            return _impossible(problem, conflict, _how(tried), began)
        least = min(search.least for search in tried)
        return Timetable(
            "timeout",
            bounds={"breaks": least},
            proof=f"Belum ada jadwal dalam waktu yang diberikan; jeda paling sedikit {least}.",
            seconds=perf_counter() - began,
        )
    assert best.best is not None
    assert best.most is not None
    least = best.most if settled else min(search.least for search in tried)
    is_proved = least == best.most
    value = sum(wish.value for wish in problem.wishes)
    return Timetable(
        "optimal" if is_proved else "feasible",
        meetings=seated(problem, best.best),
        objective={"breaks": best.most, "value": value},
        bounds={"breaks": least, "value": value},
        proof=(
            f"{best.most} jeda terbukti paling sedikit: {_how(tried)}"
            if is_proved
            else f"{best.most} jeda; paling sedikit {least} (belum terbukti)."
        ),
        seconds=perf_counter() - began,
        certificate={
            "breaks": {
                "at_least": least,
                "by": "levels" if (best.by_levels or 0) >= least > 0 else "sat",
                "solver": SOLVER,
            }
        },
    )


def _how(tried: Sequence[Search]) -> str:
    """In words what was proved how."""
    search = tried[0]
    if search.is_impossible:
        return "tidak ada susunan jam yang memenuhi semua syarat (SAT)."
    if search.least == 0:
        return "tidak ada jeda sama sekali."
    if (search.by_levels or 0) >= search.least:
        return "kapan tiap peserta sibuk saja sudah menuntut sebanyak itu."
    return f"dengan {search.least - 1} jeda tidak ada susunan yang memenuhi semua syarat (SAT)."


def _impossible(problem: Problem, conflict: Sequence[str], proof: str, began: float) -> Timetable:
    return Timetable(
        "infeasible",
        proof=f"Tidak mungkin: {proof}",
        conflict=tuple(conflict),
        seconds=perf_counter() - began,
    )


def _so_far(search: Search, began: float) -> Timetable:
    assert search.best is not None
    return Timetable(
        "feasible",
        meetings=seated(search.problem, search.best),
        objective={"breaks": search.most or 0},
        bounds={"breaks": search.least},
        seconds=perf_counter() - began,
    )


def seated(problem: Problem, slots: Mapping[int, int]) -> tuple[Meeting, ...]:
    """A table for each meeting: where one of the two sat last, if it is free."""
    last: dict[int, int] = {}
    meetings = []
    for slot in range(problem.slots):
        free = set(range(len(problem.tables)))
        waiting = []
        for meeting in sorted(meeting for meeting, held in slots.items() if held == slot):
            wish = problem.wishes[meeting]
            table = next((last[p] for p in (wish.a, wish.b) if last.get(p) in free), None)
            if table is None:
                waiting.append(meeting)
                continue
            free.discard(table)
            last[wish.a] = last[wish.b] = table
            meetings.append(Meeting(meeting, slot, table))
        for meeting, table in zip(waiting, sorted(free), strict=False):
            wish = problem.wishes[meeting]
            last[wish.a] = last[wish.b] = table
            meetings.append(Meeting(meeting, slot, table))
    return tuple(meetings)
