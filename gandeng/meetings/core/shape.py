"""The shape of the day: the same meetings with fewer breaks, by trading slots along chains.

Annealing from a timetable that keeps every rule, by steps that keep every rule: whatever it holds
can be published. ``shape_bound`` says what no timetable of these meetings can better.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

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
# How warm it is at first and at last, in breaks; falls by the same ratio in every step.
_WARM, _COLD = 0.75, 0.12
_STEPS = 500
# Between two looks at the clock.
_BATCH = 50_000
# What an idle slot weighs beside a break of 1 where breaks come first, and where they do not.
_IDLE_AFTER, _IDLE_BEFORE = 0.02, 1.0
_BREAK_AFTER = 0.02
_RAGGED = 1.5
_APART = 4.0
_TRIES, _EAGERNESS = 8, 230


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
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> dict[int, int]:
    """The same wishes in slots with fewer breaks (or idle slots, if the objective names them
    first); never more. ``slots`` is a timetable that keeps every rule, and so is the answer.

    Works for ``seconds``, or tries ``iterations`` chains: then the same input gives the same
    answer on any machine. Stops early when nothing is left to better.
    """
    import numpy as np

    from . import shape_kernels as kernels

    shaped = [name for name in problem.objective if name in ("breaks", "idle")]
    if not shaped or not slots or not problem.tables:
        return dict(slots)
    problem = without_absences(problem)
    wishes = sorted(slots)
    rows = _rows(problem, wishes, slots, seed)
    weights = np.array([*_weights(shaped), _RAGGED, _APART])
    spread = -1 if problem.break_spread is None else problem.break_spread
    rows.tally[kernels.EXCESS] = rows.tally[kernels.BEST_EXCESS] = (
        kernels.excess(rows.by_breaks, spread) if spread >= 0 else 0
    )
    if iterations is None and seconds is None:
        iterations = _EFFORT * len(wishes)
    batch = _BATCH if seconds is not None else max((iterations or 0) // _STEPS, 1)
    began, done = perf_counter(), 0.0
    tried = 0
    while len(rows.loose) and done < 1 and not _is_perfect(rows):
        if should_stop and should_stop():
            break
        warmth = _WARM * (_COLD / _WARM) ** done
        kernels.anneal(
            rows, batch, warmth, weights, len(problem.tables), spread, _TRIES, _EAGERNESS
        )
        tried += batch
        if seconds is not None:
            done = (perf_counter() - began) / seconds
        else:
            done = tried / (iterations or 1)
        if on_progress:
            on_progress(min(done, 1.0), _best(rows))
    return dict(zip(wishes, (int(slot) for slot in rows.best), strict=True))


def _weights(shaped: Collection[str]) -> tuple[float, float]:
    """Of a break and of an idle slot."""
    if "idle" not in shaped:
        return 1.0, 0.0
    if next(iter(shaped)) == "breaks":
        return 1.0, _IDLE_AFTER
    return _BREAK_AFTER if "breaks" in shaped else 0.0, _IDLE_BEFORE


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
        count=np.bincount(slot, minlength=problem.slots),
        busy=busy,
        length=length,
        slot_at=slot_at,
        place=place,
        runs=runs.astype(np.int64),
        idle=idle.astype(np.int64),
        scale=1.0 / np.maximum(degree.astype(np.float64), 1) ** 2,
        loose=np.flatnonzero((degree > 0) & (degree < length)),
        broken=np.concatenate([broken, np.zeros(parties - len(broken), dtype=np.int64)]),
        nth=nth,
        order_start=order[0],
        order_other=order[1],
        order_sign=order[2],
        by_breaks=np.bincount(breaks, minlength=problem.slots + 2),
        path=np.zeros(many + 1, dtype=np.int32),
        marked=np.zeros(many, dtype=np.uint8),
        tally=tally,
        state=np.array(
            [(seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64 or 1], dtype=np.uint64
        ),
        logs=-np.log((np.arange(4096) + 0.5) / 4096),
    )


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
