"""Where: a table for every meeting, so that one side sits still and the other walks little.

Who sits keeps one table all day while there are enough; if not, tables are shared one after the
other, and a change of table falls into a long break. Which party sits at which table is then a
question of the walkers' ways, bettered by exchanging tables.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .grid import two_sides
from .problem import Meeting, Problem

# Tried exchanges by table, and at most.
_EFFORT, _MOST = 2_000, 400_000
# Beyond this many pairs of meeting and table over the day nobody re-reckons whole slots.
_LARGEST = 1_000_000
_REPEATS = 3
# A change of table in the whole numbers of the assignment; a centimetre of walking is 1.
_MOVE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Stay:
    """A party keeps one table from the slot ``first`` to ``last``."""

    party: int
    first: int
    last: int


def count(problem: Problem, meetings: Iterable[Meeting]) -> dict[str, int | float]:
    """``moves``: how often anybody's next meeting is at another table; ``walk_m``: the metres
    between those tables, over all parties."""
    moves, walk = 0, 0.0
    for row in _days(problem, meetings).values():
        for early, late in pairwise(row):
            if early.table != late.table:
                moves += 1
                walk += _metres(problem, early.table, late.table)
    return {"moves": moves, "walk_m": round(walk, 1)}


def seat(problem: Problem, slots: Mapping[int, int]) -> tuple[Meeting, ...]:
    """A table for each of the wishes held in ``slots``; the same input gives the same tables.

    Raises ValueError if some slot holds more meetings than there are tables.
    """
    if not slots:
        return ()
    full = [slot for slot, n in Counter(slots.values()).items() if n > len(problem.tables)]
    if full:
        raise ValueError(f"more meetings than tables in the slots {sorted(full)}")
    sitters = _sitters(problem, slots)
    meetings = _anywhere(problem, slots) if sitters is None else _at_desks(problem, slots, sitters)
    return tuple(sorted(meetings, key=lambda m: (m.slot, m.table, m.wish)))


def _metres(problem: Problem, one: int, other: int) -> float:
    a, b = problem.tables[one], problem.tables[other]
    return math.hypot(a.x - b.x, a.y - b.y)


def _days(problem: Problem, meetings: Iterable[Meeting]) -> dict[int, list[Meeting]]:
    """Each party's meetings in order of time."""
    own: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in sorted(meetings, key=lambda m: (m.slot, m.wish)):
        own[problem.wishes[meeting.wish].a].append(meeting)
        own[problem.wishes[meeting.wish].b].append(meeting)
    return own


def _sitters(problem: Problem, slots: Mapping[int, int]) -> dict[int, int] | None:
    """Who sits in each meeting, by wish; None if the parties have no two sides.

    If nobody said who, the smaller side sits: every walker has a table for nothing, its first.
    """
    pairs = {wish: (problem.wishes[wish].a, problem.wishes[wish].b) for wish in slots}
    parties = problem.parties
    if problem.seated is not None:
        found = {
            wish: [party for party in pair if parties[party].side == problem.seated]
            for wish, pair in pairs.items()
        }
        if any(len(sitting) != 1 for sitting in found.values()):
            return None
        return {wish: sitting[0] for wish, sitting in found.items()}
    parted = two_sides(len(parties), pairs.values())
    if parted is None:
        return None
    is_left = [
        parted[number] if party.side == "any" else party.side == "buyer"
        for number, party in enumerate(parties)
    ]
    if any(is_left[a] == is_left[b] for a, b in pairs.values()):
        is_left = parted
    here = {party for pair in pairs.values() for party in pair}
    left = sum(is_left[party] for party in here)
    sits_left = 2 * left <= len(here)
    return {wish: a if is_left[a] == sits_left else b for wish, (a, b) in pairs.items()}


def _at_desks(
    problem: Problem, slots: Mapping[int, int], sitters: Mapping[int, int]
) -> list[Meeting]:
    """The meetings, each at its sitter's table."""
    times: dict[int, list[int]] = defaultdict(list)
    for wish, slot in slots.items():
        times[sitters[wish]].append(slot)
    stays = _stays({party: sorted(taken) for party, taken in times.items()}, len(problem.tables))
    desk_of = _desks(stays, len(problem.tables))
    at: dict[tuple[int, int], int] = {}
    for stay in stays:
        for slot in range(stay.first, stay.last + 1):
            at[stay.party, slot] = desk_of[stay]
    desks = [Meeting(wish, slot, at[sitters[wish], slot]) for wish, slot in sorted(slots.items())]
    table_at = _arranged(problem, desks)
    return [Meeting(m.wish, m.slot, table_at[m.table]) for m in desks]


def _stays(times: Mapping[int, Sequence[int]], tables: int) -> list[_Stay]:
    """How long each sitter keeps a table: as long as can be, with the fewest changes.

    One table each while there are enough. Else a table is given up in breaks, as few as will do:
    in the first slot that is overfull, the breaks that reach furthest (the intervals that cover a
    need most cheaply).
    """
    ends = {party: (taken[0], taken[-1]) for party, taken in times.items()}
    if len(ends) <= tables:
        first = min(first for first, _ in ends.values())
        last = max(last for _, last in ends.values())
        return [_Stay(party, first, last) for party in sorted(ends)]
    need = [-tables] * (max(last for _, last in ends.values()) + 1)
    for first, last in ends.values():
        for slot in range(first, last + 1):
            need[slot] += 1
    breaks = [
        (early + 1, late - 1, party)
        for party, taken in times.items()
        for early, late in pairwise(taken)
        if late > early + 1
    ]
    given_up: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for slot in range(len(need)):
        while need[slot] > 0:
            reach = [entry for entry in breaks if entry[0] <= slot <= entry[1]]
            longest = max(reach, key=lambda entry: (entry[1], -entry[0], -entry[2]))
            breaks.remove(longest)
            start, end, party = longest
            given_up[party].append((start, end))
            for other in range(start, end + 1):
                need[other] -= 1
    stays = []
    for party, (first, last) in ends.items():
        for start, end in sorted(given_up[party]):
            stays.append(_Stay(party, first, start - 1))
            first = end + 1
        stays.append(_Stay(party, first, last))
    return sorted(stays, key=lambda stay: (stay.first, stay.party))


def _desks(stays: Sequence[_Stay], tables: int) -> dict[_Stay, int]:
    """A desk for each stay, no two at once: taken in order of time there is always one free. Who
    was away gets the old desk back if it can be."""
    is_back = Counter(stay.party for stay in stays)
    free_from = [0] * tables
    owner = [-1] * tables
    old: dict[int, int] = {}
    desk_of: dict[_Stay, int] = {}
    for stay in stays:
        is_back[stay.party] -= 1
        free = [desk for desk in range(tables) if free_from[desk] <= stay.first]
        if stay.party in old and old[stay.party] in free:
            desk = old[stay.party]
        else:
            # a desk that somebody will come back to is taken last
            desk = min(free, key=lambda desk: (is_back[owner[desk]] > 0, desk))
        desk_of[stay] = old[stay.party] = desk
        owner[desk] = stay.party
        free_from[desk] = stay.last + 1
    return desk_of


def _arranged(problem: Problem, desks: Sequence[Meeting]) -> list[int]:
    """Which table each desk is, for short ways (a quadratic assignment, by exchanges)."""
    import numpy as np

    from .seating_kernels import exchange

    tables = len(problem.tables)
    ways: Counter[tuple[int, int]] = Counter()
    for row in _days(problem, desks).values():
        for early, late in pairwise(row):
            if early.table != late.table:
                ways[min(early.table, late.table), max(early.table, late.table)] += 1
    if not ways:
        return list(range(tables))
    near: list[list[tuple[int, int]]] = [[] for _ in range(tables)]
    for (one, other), times in sorted(ways.items()):
        near[one].append((other, times))
        near[other].append((one, times))
    start = np.cumsum([0, *(len(row) for row in near)])
    flat = [entry for row in near for entry in row]
    table_at = np.arange(tables)
    exchange(
        table_at,
        start,
        np.array([desk for desk, _ in flat], dtype=np.int64),
        np.array([times for _, times in flat], dtype=np.float64),
        np.array([table.x for table in problem.tables], dtype=np.float64),
        np.array([table.y for table in problem.tables], dtype=np.float64),
        min(_EFFORT * tables, _MOST),
    )
    return [int(table) for table in table_at]


def _anywhere(problem: Problem, slots: Mapping[int, int]) -> list[Meeting]:
    """Tables where nobody sits: everybody stays where they are if they can, slot by slot; then each
    slot anew between its neighbours, while that helps."""
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    tables = range(len(problem.tables))
    held: dict[int, list[int]] = defaultdict(list)
    for wish, slot in sorted(slots.items()):
        held[slot].append(wish)
    own: dict[int, list[int]] = defaultdict(list)
    for wish in sorted(slots, key=lambda wish: (slots[wish], wish)):
        own[problem.wishes[wish].a].append(wish)
        own[problem.wishes[wish].b].append(wish)
    near: dict[int, list[int]] = defaultdict(list)
    for row in own.values():
        for early, late in pairwise(row):
            near[early].append(late)
            near[late].append(early)
    table_of: dict[int, int] = {}

    def cost(wish: int, table: int) -> int:
        return sum(
            _MOVE + round(100 * _metres(problem, table_of[other], table))
            for other in near[wish]
            if other in table_of and table_of[other] != table
        )

    for slot in sorted(held):
        free = set(tables)
        # who has somebody sitting already chooses first
        for wish in sorted(held[slot], key=lambda w: (not any(n in table_of for n in near[w]), w)):
            table_of[wish] = min(free, key=lambda table: (cost(wish, table), table))
            free.discard(table_of[wish])
    if len(slots) * len(tables) > _LARGEST:
        return [Meeting(wish, slot, table_of[wish]) for wish, slot in slots.items()]
    for _ in range(_REPEATS):
        before = dict(table_of)
        for slot in sorted(held):
            solver = SimpleLinearSumAssignment()
            here = held[slot]
            for place in tables:
                for table in tables:
                    price = cost(here[place], table) if place < len(here) else 0
                    solver.add_arc_with_cost(place, table, price)
            solver.solve()
            for place, wish in enumerate(here):
                table_of[wish] = solver.right_mate(place)
        if table_of == before:
            break
    return [Meeting(wish, slot, table_of[wish]) for wish, slot in slots.items()]
