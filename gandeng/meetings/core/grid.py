"""A problem as arrays: what the choice and the slots are reckoned on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .problem import Party, Problem, Wish

# numpy has types, but its arrays' parameters would only add noise here
Array = Any


@dataclass(frozen=True, slots=True)
class Grid:
    """``a``, ``b``, ``value``, ``required`` and ``is_possible`` by wish; ``least``, ``most``, by
    party, in meetings; ``masks[mask_of[wish], slot]`` says where a wish may be held.

    ``is_counted`` marks the makers (everybody, where nobody is called one), whose meetings are to
    be spread fairly. ``is_left`` parts the parties so that every possible wish has one on each
    side; None if no such parting exists (everybody may meet anyone). ``places`` is how many
    meetings fit at most: in each slot no more than tables, nor than half of those who are there
    with somebody to meet.
    """

    slots: int
    tables: int
    a: Array
    b: Array
    value: Array
    required: Array
    is_possible: Array
    least: Array
    most: Array
    mask_of: Array
    masks: Array
    is_left: Array | None
    is_counted: Array
    places: int

    @property
    def sides(self) -> Array:
        """``is_left`` where it is known that there are two sides."""
        assert self.is_left is not None
        return self.is_left

    @property
    def parties(self) -> int:
        return len(self.most)

    def lists(self, wishes: Array) -> Array:
        """Where each of these wishes may be held, as a table of booleans: wish by slot."""
        return self.masks[self.mask_of[wishes]]


def without_absences(problem: Problem) -> Problem:
    """The same day with absences taken out of everybody's slots."""
    if not problem.absent:
        return problem
    away: dict[int, set[int]] = {}
    for absence in problem.absent:
        away.setdefault(absence.party, set()).update(range(absence.first, absence.last + 1))
    none: frozenset[int] = frozenset()
    gone = {party: frozenset(slots) for party, slots in away.items()}

    def there(index: int, party: Party) -> Party:
        return replace(party, available=party.available - gone[index]) if index in gone else party

    def held(wish: Wish) -> Wish:
        lost = gone.get(wish.a, none) | gone.get(wish.b, none)
        return replace(wish, slots=wish.slots - lost) if lost else wish

    return replace(
        problem,
        parties=tuple(there(index, party) for index, party in enumerate(problem.parties)),
        wishes=tuple(held(wish) for wish in problem.wishes),
        absent=(),
    )


def grid_of(problem: Problem) -> Grid:
    """The arrays of a problem whose absences are taken out already."""
    import numpy as np

    number_of: dict[frozenset[int], int] = {}
    mask_of = np.empty(len(problem.wishes), dtype=np.int32)
    for index, wish in enumerate(problem.wishes):
        mask_of[index] = number_of.setdefault(wish.slots, len(number_of))
    masks = np.zeros((max(len(number_of), 1), problem.slots), dtype=np.uint8)
    for slots, number in number_of.items():
        masks[number, list(slots)] = 1
    rows = [
        (w.a, w.b, w.value, w.required, bool(w.slots) and not w.forbidden) for w in problem.wishes
    ]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 5)
    parties = [(p.minimum, min(p.maximum, len(p.available))) for p in problem.parties]
    limits = np.array(parties, dtype=np.int64).reshape(len(parties), 2)
    possible = table[:, 4].astype(bool)
    is_left = _sides(problem, possible)
    makers = np.array([party.side == "maker" for party in problem.parties], dtype=bool)
    ends = table[possible, :2]
    there = np.zeros((len(parties), problem.slots), dtype=bool)
    for end in (0, 1):
        np.logical_or.at(there, ends[:, end], masks[mask_of[possible]].astype(bool))
    if is_left is None:
        pairs = there.sum(axis=0) // 2
    else:
        pairs = np.minimum(there[is_left].sum(axis=0), there[~is_left].sum(axis=0))
    return Grid(
        slots=problem.slots,
        tables=len(problem.tables),
        a=np.ascontiguousarray(table[:, 0]),
        b=np.ascontiguousarray(table[:, 1]),
        value=np.ascontiguousarray(table[:, 2]),
        required=table[:, 3].astype(bool),
        is_possible=possible,
        least=np.ascontiguousarray(limits[:, 0]),
        most=np.ascontiguousarray(limits[:, 1]),
        mask_of=mask_of,
        masks=masks,
        is_left=is_left,
        is_counted=makers if makers.any() else ~makers,
        places=int(np.minimum(pairs, len(problem.tables)).sum()),
    )


def degrees(grid: Grid, wishes: Array) -> Array:
    """Meetings by party."""
    import numpy as np

    return np.bincount(grid.a[wishes], minlength=grid.parties) + np.bincount(
        grid.b[wishes], minlength=grid.parties
    )


def _sides(problem: Problem, possible: Array) -> Array | None:
    import numpy as np

    sides = [party.side for party in problem.parties]
    if "any" not in sides:
        return np.array([side == "buyer" for side in sides], dtype=bool)
    pairs = [(w.a, w.b) for w, may in zip(problem.wishes, possible, strict=True) if may]
    parted = two_sides(len(sides), pairs)
    return None if parted is None else np.array(parted, dtype=bool)


def two_sides(parties: int, pairs: Iterable[Sequence[int]]) -> list[bool] | None:
    """Part the parties so that every pair is parted; None if an odd ring of pairs forbids it."""
    near: list[list[int]] = [[] for _ in range(parties)]
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    side: list[bool | None] = [None] * parties
    for start in range(parties):
        if side[start] is not None:
            continue
        side[start] = True
        waiting = deque([start])
        while waiting:
            one = waiting.popleft()
            for other in near[one]:
                if side[other] is None:
                    side[other] = not side[one]
                    waiting.append(other)
                elif side[other] == side[one]:
                    return None
    return [bool(one) for one in side]
