"""The formula coming down from a timetable that somebody has, in a process of its own: fewer breaks
and fewer, until no timetable of these meetings has less.

Where tables are to spare it comes to the least, with proof, while annealing is still far above; on
a crowded day it finds nothing in minutes. So it works beside the annealing and neither waits.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Self

from gandeng.meetings.core.problem import Problem

from .facts import breaks_of, only
from .formula import TOWARDS_A_SOLUTION, Formula
from .processes import context, die_with_parent
from .race import SOLVER

ENCODING = "seqcounter"
# A good timetable is near: searching at once finds it before simplifying the formula would be done.
OPTIONS = {**dict(TOWARDS_A_SOLUTION), "inprocessing": 0}


class Descent:
    """``best`` are the slots with the fewest ``breaks`` it knows, at first those it starts from;
    ``least`` is what no timetable of these meetings can better. All are as of the last ``look``."""

    def __init__(self, problem: Problem, slots: Mapping[int, int], *, least: int) -> None:
        self.held = sorted(slots)
        self.problem = only(problem, self.held)
        self.least = least
        self.best = dict(slots)
        self.is_over = False
        processes = context()
        self.news, out = processes.Pipe(duplex=False)
        start = {number: slots[wish] for number, wish in enumerate(self.held)}
        self.breaks = sum(breaks_of(self.problem, start).values())
        self.process = processes.Process(
            target=_run, args=(self.problem, start, least, os.getpid(), out), daemon=True
        )
        self.process.start()
        out.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.news.close()

    def look(self) -> None:
        """Take in what has come since. A process that died has nothing more to say."""
        while not self.is_over and self.news.poll():
            try:
                slots = self.news.recv()
            except EOFError:
                self.is_over = True
                return
            if slots is None:
                self.is_over = True
                self.least = self.breaks
                return
            self.breaks = sum(breaks_of(self.problem, slots).values())
            self.best = {self.held[number]: slot for number, slot in slots.items()}


def _run(
    problem: Problem, start: Mapping[int, int], least: int, parent: int, out: Connection
) -> None:
    """Send the slots of each better timetable, and None when there is none."""
    die_with_parent(parent)
    with suppress(BrokenPipeError):
        for better in come_down(problem, start, least=least):
            out.send(better)
        out.send(None)


def come_down(
    problem: Problem, start: Mapping[int, int], *, least: int = 0
) -> Iterator[dict[int, int]]:
    """The slots of one timetable of all wishes after the other, each with fewer breaks than the one
    before, from those of ``start``; until ``least`` or until there is none with fewer.

    Raises RuntimeError if the formula counts breaks otherwise than they are counted afterwards: no
    proof of it would hold.
    """
    from pysat.solvers import Solver

    breaks = sum(breaks_of(problem, start).values())
    if breaks <= least:
        return
    formula = Formula(problem, ENCODING)
    stairs, clauses = formula.stairs(breaks - 1)
    with Solver(name=SOLVER) as solver:
        solver.configure(OPTIONS)
        solver.append_formula([*formula.clauses, *clauses])
        # to look first where a good timetable is known
        solver.set_phases(
            literal if start[meeting] == slot else -literal
            for (meeting, slot), literal in formula.held.items()
        )
        while breaks > least:
            for literal in stairs[breaks - 1 : breaks]:
                solver.add_clause([-literal])
            if not solver.solve():
                return
            better = formula.slots_in(solver.get_model() or [])
            fewer = sum(breaks_of(problem, better).values())
            if fewer >= breaks:
                raise RuntimeError(f"fewer than {breaks} breaks were asked for, {fewer} given")
            breaks = fewer
            yield better
