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
from time import perf_counter

from gandeng.meetings.core.grid import without_absences
from gandeng.meetings.core.problem import Meeting, Problem, Timetable

from .conflicts import contradiction, impossible_at_once
from .facts import meetings_of
from .formula import variant
from .race import SOLVER, Question, Racers, ask
from .search import Search

OnProgress = Callable[[Timetable], None]
ShouldStop = Callable[[], bool]

TICK = 0.25
# seconds after which the bound that forgets who meets whom is asked: it finds out at once
# what the formula has to count
SLOW = 1.0
# Of the time given, or of so many seconds: after which share it is late, and annealing is asked too
LATE, LONG = 0.4, 60.0


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
