"""Runs questions about a formula in processes of their own, so that two may race and the loser be
stopped at once: the solver cannot be interrupted from within."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from time import perf_counter
from typing import Any

from gandeng.meetings.core.problem import Problem

from .facts import breaks_of
from .formula import Formula, Variant
from .levels import least_by_levels
from .processes import context, die_with_parent

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
class Relaxation:
    """Without which breaks is there not even a day that forgets who meets whom, if nobody has more
    than ``most_each``?"""

    most_each: int


Asked = Question | Improvement | Relaxation


@dataclass(frozen=True, slots=True)
class Answer:
    """The slots of a timetable, or None: there is none (or nothing better was found). ``least`` is
    what a relaxation proves."""

    question: Asked
    slots: dict[int, int] | None
    least: int = 0


def ask(problem: Problem, question: Asked) -> Answer:
    """Answer in this process."""
    if isinstance(question, Relaxation):
        return Answer(question, None, least_by_levels(problem, question.most_each))
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
    problem: Problem, formula: Formula | None, question: Asked, parent: int, out: Connection
) -> None:
    die_with_parent(parent)
    if formula is not None and isinstance(question, Question):
        answer = _answered(formula, question)
    else:
        answer = ask(problem, question)
    out.send((answer.slots, answer.least))
    out.close()


class Racers:
    """Questions that are being worked on, each in a process."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.context = context()
        # What is forked shares a formula: a question adds its few clauses to its own copy.
        is_shared = self.context.get_start_method() == "fork"
        self.formulas: dict[str, Formula] | None = {} if is_shared else None
        self.running: dict[Asked, tuple[Any, Connection, float]] = {}

    def start(self, question: Asked) -> None:
        receive, send = self.context.Pipe(duplex=False)
        process = self.context.Process(
            target=_run,
            args=(self.problem, self._formula_of(question), question, os.getpid(), send),
            daemon=True,
        )
        process.start()
        send.close()
        self.running[question] = process, receive, perf_counter()

    def _formula_of(self, question: Asked) -> Formula | None:
        if self.formulas is None or not isinstance(question, Question):
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
                slots, least = pipe.recv()
            except EOFError as error:
                self.stop()
                raise RuntimeError("the solver's process ended without an answer") from error
            self._end(question)
            answers.append(Answer(question, slots, least))
        return answers

    def give_up(self, *, but: int) -> None:
        """Stop what has had its time, for another way may be luckier; but never the only one that
        asks about this total."""
        now = perf_counter()
        for question, (_process, _receive, began) in list(self.running.items()):
            if not isinstance(question, Question) or question.seconds is None:
                continue
            totals = [one.total for one in self.running if isinstance(one, Question)]
            is_needed = question.total == but and totals.count(but) == 1
            if now - began > question.seconds and not is_needed:
                self.stop([question])

    def stop(self, questions: Sequence[Asked] | None = None) -> None:
        """Stop these, or all."""
        for question in list(self.running if questions is None else questions):
            if question in self.running:
                self.running[question][0].kill()
                self._end(question)

    def _end(self, question: Asked) -> None:
        process, receive, _began = self.running.pop(question)
        receive.close()
        process.join()
        process.close()
