"""A day to be timetabled and its answer, as values.

Parties, wishes, slots and tables are numbers from nought; ids are what the caller gave and come
back unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Side = Literal["buyer", "maker", "any"]
BreakRule = Literal["own_time", "clock"]
Status = Literal["optimal", "feasible", "infeasible", "timeout"]
Id = int | str

# Values and their sums over a day fit exactly into what every solver reckons with.
MOST_VALUE = 1_000_000_000

OBJECTIVES = ("value", "min_met", "fairness", "breaks", "idle", "moves")
SIDES = ("buyer", "maker", "any")


class BadProblem(ValueError):
    """The input is no problem of this format; ``where`` is a path such as ``wishes[3].a``."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes: present in ``available`` slots, in at least ``minimum`` and at most ``maximum``
    meetings."""

    id: Id
    side: Side
    available: frozenset[int]
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A pair that may meet. ``a`` and ``b`` are indices of parties. ``slots`` is where it may be
    held: both are there, and its session or slot agrees."""

    id: Id
    a: int
    b: int
    value: int
    required: bool
    slots: frozenset[int]
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A place in the room; ``x`` and ``y`` in metres, for walking."""

    id: Id
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """A held wish: indices of the wish, the slot and the table."""

    wish: int
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A party is away in the slots ``first`` to ``last``, both included."""

    party: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole day. ``now`` is the first slot that is not over yet; meetings of ``previous`` before
    it are facts. ``break_spread`` bounds the difference in breaks between any two parties."""

    slots: int
    sessions: tuple[tuple[int, int], ...]
    tables: tuple[Table, ...]
    seated: Literal["buyer", "maker"] | None
    parties: tuple[Party, ...]
    wishes: tuple[Wish, ...]
    precedences: tuple[tuple[int, int], ...] = ()
    objective: tuple[str, ...] = ("value", "breaks")
    break_rule: BreakRule = "own_time"
    break_spread: int | None = None
    previous: tuple[Meeting, ...] | None = None
    now: int | None = None
    absent: tuple[Absence, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Every wish must be held: only the shape of the day is left to choose."""
        return all(wish.required for wish in self.wishes)

    def from_now(self) -> Problem:
        """The same day without the slots that are over: nobody is there any more."""
        now = self.now or 0
        if not now:
            return self
        rest = frozenset(range(now, self.slots))
        return replace(
            self,
            parties=tuple(replace(one, available=one.available & rest) for one in self.parties),
            wishes=tuple(replace(one, slots=one.slots & rest) for one in self.wishes),
        )

    def session_of(self, slot: int) -> int | None:
        for index, (first, last) in enumerate(self.sessions):
            if first <= slot <= last:
                return index
        return None


@dataclass(frozen=True, slots=True)
class Timetable:
    """An answer. ``bounds`` holds, by name of an objective, what no timetable can better;
    ``why_not`` says by wish what stood against it; ``certificate`` is for a checker."""

    status: Status
    meetings: tuple[Meeting, ...] = ()
    objective: Mapping[str, int | float] = field(default_factory=dict)
    bounds: Mapping[str, int | float] = field(default_factory=dict)
    proof: str = ""
    seconds: float = 0.0
    kept: int = 0
    why_not: tuple[tuple[int, str], ...] = ()
    # of an infeasible input: a small set of requirements that contradict each other, in words
    conflict: tuple[str, ...] = ()
    certificate: Mapping[str, Any] | None = None
