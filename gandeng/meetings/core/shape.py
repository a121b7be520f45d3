"""The shape of the day: the same meetings with fewer breaks, by trading slots along chains.

Annealing from a timetable that keeps every rule, by steps that keep every rule: whatever it holds
can be published. ``shape_bound`` says what no timetable of these meetings can better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from .grid import Array, without_absences
from .problem import Problem
from .shape_bound import bound

if TYPE_CHECKING:
    from .shape_kernels import Rows

__all__ = ["bound", "count", "improve"]

# Called with the share of the work that is done (0 to 1) and the best figures so far.
OnProgress = Callable[[float, Mapping[str, int]], None]

# Tried chains by meeting if neither their number nor a time is given: some seconds for a hundred
# buyers, a moment for ten.
_EFFORT = 30_000
_STEPS = 500
# Between two looks at the clock.
_BATCH = 50_000
# Shares of 256: of chains that start at a party with breaks, of meetings that leave a chain.
_EAGERNESS, _OUTS = 200, 16
_APART = 4.0


class _Plan(NamedTuple):
    """What a break and an idle slot weigh in the answer and, if other, on the way there; what
    raggedness weighs; and how warm it is at first and at last, by the same ratio in every step."""

    breaks: float
    idle: float
    idle_on_the_way: float
    ragged: float
    warm: float
    cold: float


# Breaks first: idle slots draw the pieces of a row nearer to each other even if nobody counts them.
_BREAKS_ONLY = _Plan(1.0, 0.0, 0.05, 6.0, 0.6, 0.35)
_BREAKS_FIRST = _Plan(1.0, 0.02, 0.05, 6.0, 0.6, 0.35)
_IDLE_FIRST = _Plan(0.02, 1.0, 1.0, 1.5, 0.75, 0.12)
_IDLE_ONLY = _Plan(0.0, 1.0, 1.0, 1.5, 0.75, 0.12)


def count(problem: Problem, slots: Mapping[int, int]) -> dict[str, int]:
    """``breaks`` and ``idle`` slots over all parties, of wishes held in these slots.

    A break is a run of idle slots between two meetings of one party; by ``own_time`` only slots
    count in which the party is there.
    """
    problem = without_absences(problem)
    busy: list[list[int]] = [[] for _ in problem.parties]
    for wish, slot in slots.items():
        busy[problem.wishes[wish].a].append(slot)
        busy[problem.wishes[wish].b].append(slot)
    breaks = idle = 0
    for party, taken in zip(problem.parties, busy, strict=True):
        taken.sort()
        for early, late in pairwise(taken):
            if late == early + 1:
                continue
            between = range(early + 1, late)
            if problem.break_rule == "clock":
                empty = len(between)
            else:
                empty = sum(slot in party.available for slot in between)
            breaks += empty > 0
            idle += empty
    return {"breaks": breaks, "idle": idle}


def improve(
    problem: Problem,
    slots: Mapping[int, int],
    *,
    iterations: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    is_cold: bool = False,
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> dict[int, int]:
    """The same wishes in slots with fewer breaks (or idle slots, if the objective names them
    first); never more. ``slots`` is a timetable that keeps every rule, and so is the answer.

    Works for ``seconds``, or tries ``iterations`` chains: then the same input gives the same
    answer on any machine. Stops early when nothing is left to better. ``is_cold`` looks only round
    about the slots, as the end of annealing does: for a timetable that is hard to find again.
    """
    import numpy as np

    from . import shape_kernels as kernels

    shaped = [name for name in problem.objective if name in ("breaks", "idle")]
    if not shaped or not slots or not problem.tables:
        return dict(slots)
    problem = without_absences(problem)
    wishes = sorted(slots)
    rows = _rows(problem, wishes, slots, seed)
    plan = _plan(shaped)
    on_the_way = (plan.breaks, plan.idle_on_the_way, plan.ragged, _APART)
    weights = np.array([*on_the_way, plan.breaks, plan.idle])
    spread = -1 if problem.break_spread is None else problem.break_spread
    rows.tally[kernels.EXCESS] = rows.tally[kernels.BEST_EXCESS] = (
        kernels.excess(rows.by_breaks, spread) if spread >= 0 else 0
    )
    if iterations is None and seconds is None:
        iterations = _EFFORT * len(wishes)
    batch = _BATCH if seconds is not None else max((iterations or 0) // _STEPS, 1)
    aims = np.array([_EAGERNESS, _OUTS])
    began, done = perf_counter(), 0.0
    tried = 0
    while len(rows.loose) and done < 1 and not _is_perfect(rows):
        if should_stop and should_stop():
            break
        warmth = plan.cold if is_cold else plan.warm * (plan.cold / plan.warm) ** done
        kernels.anneal(rows, batch, warmth, weights, len(problem.tables), spread, aims)
        tried += batch
        if seconds is not None:
            done = (perf_counter() - began) / seconds
        else:
            done = tried / (iterations or 1)
        if on_progress:
            on_progress(min(done, 1.0), _best(rows))
    return dict(zip(wishes, (int(slot) for slot in rows.best), strict=True))


def _plan(shaped: Sequence[str]) -> _Plan:
    if shaped[0] == "breaks":
        return _BREAKS_FIRST if "idle" in shaped else _BREAKS_ONLY
    return _IDLE_FIRST if "breaks" in shaped else _IDLE_ONLY


def _best(rows: Rows) -> dict[str, int]:
    from . import shape_kernels as kernels

    breaks, idle = rows.tally[kernels.BEST_BREAKS], rows.tally[kernels.BEST_IDLE]
    return {"breaks": int(breaks), "idle": int(idle)}


def _is_perfect(rows: Rows) -> bool:
    from . import shape_kernels as kernels

    # no breaks are no idle slots
    tally = rows.tally
    return not (tally[kernels.BEST_BREAKS] or tally[kernels.BEST_EXCESS])


def _rows(problem: Problem, wishes: list[int], slots: Mapping[int, int], seed: int) -> Rows:
    """The kernels' tables of a problem without absences."""
    import numpy as np

    from . import shape_kernels as kernels

    parties, many = len(problem.parties), len(wishes)
    a = np.array([problem.wishes[wish].a for wish in wishes], dtype=np.int32)
    b = np.array([problem.wishes[wish].b for wish in wishes], dtype=np.int32)
    slot = np.array([slots[wish] for wish in wishes], dtype=np.int32)
    may = np.zeros((many, problem.slots), dtype=np.uint8)
    for number, wish in enumerate(wishes):
        may[number, list(problem.wishes[wish].slots)] = 1
    at = np.full((parties, problem.slots), -1, dtype=np.int32)
    at[a, slot] = at[b, slot] = np.arange(many)
    busy = np.zeros((parties, problem.slots + 2), dtype=np.int8)
    slot_at = np.zeros((parties, problem.slots + 1), dtype=np.int32)
    place = np.zeros((parties, problem.slots), dtype=np.int32)
    length = np.zeros(parties, dtype=np.int32)
    for number, party in enumerate(problem.parties):
        own = (
            list(range(problem.slots)) if problem.break_rule == "clock" else sorted(party.available)
        )
        length[number] = len(own)
        slot_at[number, 1 : len(own) + 1] = own
        place[number, own] = np.arange(1, len(own) + 1)
        busy[number, 1 : len(own) + 1] = at[number, own] >= 0
    runs = ((busy[:, 1:] == 1) & (busy[:, :-1] == 0)).sum(axis=1)
    degree = busy.sum(axis=1)
    first = busy.argmax(axis=1)
    last = busy.shape[1] - 1 - busy[:, ::-1].argmax(axis=1)
    idle = np.where(degree > 0, last - first + 1 - degree, 0)
    breaks = np.maximum(runs - 1, 0)
    broken = np.flatnonzero(breaks)
    nth = np.full(parties, -1, dtype=np.int64)
    nth[broken] = np.arange(len(broken))
    order = _order(problem, wishes)
    is_narrow = busy.shape[1] <= 64
    is_own = (np.arange(busy.shape[1]) > 0) & (np.arange(busy.shape[1]) <= length[:, None])
    count = np.bincount(slot, minlength=problem.slots)
    tally = np.zeros(7, dtype=np.int64)
    tally[kernels.BREAKS] = tally[kernels.BEST_BREAKS] = breaks.sum()
    tally[kernels.IDLE] = tally[kernels.BEST_IDLE] = idle.sum()
    tally[kernels.BROKEN] = len(broken)
    return kernels.Rows(
        a=a,
        b=b,
        may=may,
        slot=slot,
        best=slot.copy(),
        at=at,
        count=count,
        busy=busy,
        length=length,
        slot_at=slot_at,
        place=place,
        runs=runs.astype(np.int64),
        scale=1.0 / np.maximum(degree.astype(np.float64), 1) ** 2,
        loose=np.flatnonzero((degree > 0) & (degree < length)),
        broken=np.concatenate([broken, np.zeros(parties - len(broken), dtype=np.int64)]),
        nth=nth,
        order_start=order[0],
        order_other=order[1],
        order_sign=order[2],
        by_breaks=np.bincount(breaks, minlength=problem.slots + 2),
        path=np.zeros(many + 1, dtype=np.int32),
        who=np.zeros((3, 5), dtype=np.int64),
        marked=np.zeros(many, dtype=np.uint8),
        lists=_as_bits(may == 1),
        free=_as_bits(at < 0),
        room=_as_bits(count[None, :] < len(problem.tables)),
        bits=_bits(problem.slots),
        own=_as_bits(busy == 1) if is_narrow else np.zeros(0, dtype=np.uint64),
        span=_as_bits(is_own) if is_narrow else np.zeros(0, dtype=np.uint64),
        tally=tally,
        state=np.array(
            [(seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64 or 1], dtype=np.uint64
        ),
        logs=-np.log((np.arange(4096) + 0.5) / 4096),
    )


def _bits(slots: int) -> Array:
    """A bit for each of the first 64 slots."""
    import numpy as np

    return np.array([1 << slot if slot < 64 else 0 for slot in range(slots)], dtype=np.uint64)


def _as_bits(table: Array) -> Array:
    """Each row of booleans as a set of bits."""
    import numpy as np

    return np.bitwise_or.reduce(np.where(table, _bits(table.shape[1]), np.uint64(0)), axis=1)


def _order(problem: Problem, wishes: list[int]) -> list[Array]:
    """By meeting, the meetings that are to be later (1) or earlier (-1)."""
    import numpy as np

    number_of = {wish: number for number, wish in enumerate(wishes)}
    entries: list[list[tuple[int, int]]] = [[] for _ in wishes]
    for early, late in problem.precedences:
        if early in number_of and late in number_of:
            entries[number_of[early]].append((number_of[late], 1))
            entries[number_of[late]].append((number_of[early], -1))
    start = np.cumsum([0, *(len(row) for row in entries)])
    flat = [entry for row in entries for entry in row]
    other = np.array([one for one, _ in flat], dtype=np.int64)
    return [start, other, np.array([sign for _, sign in flat], dtype=np.int64)]
