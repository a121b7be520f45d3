"""Runs questions about a formula in processes of their own, so that two may race and the loser be
stopped at once: the solver cannot be interrupted from within."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from time import perf_counter
from typing import Any

from gandeng.meetings.core.problem import Problem

from .formula import Formula, Variant, breaks_of

SOLVER = "cadical195"


@dataclass(frozen=True, slots=True)
class Question:
    """Is there a timetable with at most ``total`` breaks (None: any), each party between ``floor``
    and ``ceiling``? Given up after ``seconds``, where they are limited."""

    total: int | None
    floor: int
    ceiling: int | None
    variant: Variant
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """How few breaks does annealing come to from these slots? Proves nothing, finds much."""

    slots: tuple[tuple[int, int], ...]
    ceiling: int | None
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The slots of a timetable, or None: there is none (or nothing better was found)."""

    question: Question | Improvement
    slots: dict[int, int] | None


def ask(problem: Problem, question: Question | Improvement) -> Answer:
    """Answer in this process."""
    if isinstance(question, Improvement):
        return Answer(question, _improved(problem, question))
    return _answered(Formula(problem, question.variant.encoding), question)


def _answered(formula: Formula, question: Question) -> Answer:
    from pysat.solvers import Solver

    clauses = [
        *formula.clauses,
        *formula.within(question.total, floor=question.floor, ceiling=question.ceiling),
    ]
    if any(not clause for clause in clauses):
        return Answer(question, None)
    with Solver(name=SOLVER) as solver:
        solver.configure(dict(question.variant.options))
        solver.append_formula(clauses)
        found = solver.solve()
        model: list[int] = solver.get_model() or []
    return Answer(question, formula.slots_in(model) if found else None)


def _improved(problem: Problem, question: Improvement) -> dict[int, int] | None:
    from gandeng.meetings.core.shape import improve

    bare = replace(problem, break_spread=None, objective=("breaks",))
    slots = improve(bare, dict(question.slots), seconds=question.seconds, seed=question.seed)
    most = max(breaks_of(problem, slots).values(), default=0)
    return slots if question.ceiling is None or most <= question.ceiling else None


def _run(
    problem: Problem, formula: Formula | None, question: Question | Improvement, out: Connection
) -> None:
    # a keyboard's interrupt is for the parent, which then stops us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if formula is not None and isinstance(question, Question):
        out.send(_answered(formula, question).slots)
    else:
        out.send(ask(problem, question).slots)
    out.close()


class Racers:
    """Questions that are being worked on, each in a process."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        # Forking shares the problem for nothing, but is not safe beside other threads.
        import pysat.solvers  # noqa: F401 -- loaded once, before the processes part

        is_alone = threading.active_count() == 1 and os.name == "posix"
        self.context: Any = multiprocessing.get_context("fork" if is_alone else "spawn")
        # So is a formula: a question adds its few clauses to its own copy.
        self.formulas: dict[str, Formula] | None = {} if is_alone else None
        self.running: dict[Question | Improvement, tuple[Any, Connection, float]] = {}

    def start(self, question: Question | Improvement) -> None:
        receive, send = self.context.Pipe(duplex=False)
        process = self.context.Process(
            target=_run,
            args=(self.problem, self._formula_of(question), question, send),
            daemon=True,
        )
        process.start()
        send.close()
        self.running[question] = process, receive, perf_counter()

    def _formula_of(self, question: Question | Improvement) -> Formula | None:
        if self.formulas is None or isinstance(question, Improvement):
            return None
        encoding = question.variant.encoding
        if encoding not in self.formulas:
            self.formulas[encoding] = Formula(self.problem, encoding)
        return self.formulas[encoding]

    def wait(self, seconds: float) -> list[Answer]:
        """The answers that came within so many seconds; none if nothing did. A process that died
        without an answer (out of memory, killed) raises RuntimeError."""
        pipes = {
            receive: question for question, (_process, receive, _began) in self.running.items()
        }
        ready: Sequence[Any] = wait(list(pipes), timeout=max(0.0, seconds))
        answers = []
        for pipe in ready:
            question = pipes[pipe]
            try:
                slots = pipe.recv()
            except EOFError as error:
                self.stop()
                raise RuntimeError("the solver's process ended without an answer") from error
            self._end(question)
            answers.append(Answer(question, slots))
        return answers

    def give_up(self) -> None:
        """Stop what has had its time: another way may be luckier."""
        now = perf_counter()
        self.stop(
            [
                question
                for question, (_process, _receive, began) in self.running.items()
                if isinstance(question, Question)
                and question.seconds is not None
                and now - began > question.seconds
            ]
        )

    def stop(self, questions: Sequence[Question | Improvement] | None = None) -> None:
        """Stop these, or all."""
        for question in list(self.running if questions is None else questions):
            if question in self.running:
                self.running[question][0].kill()
                self._end(question)

    def _end(self, question: Question | Improvement) -> None:
        process, receive, _began = self.running.pop(question)
        receive.close()
        process.join()
        process.close()
