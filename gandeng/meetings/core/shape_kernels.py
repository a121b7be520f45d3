"""The inner loop of the shape of the day: meetings trade slots along chains, millions a second.

A chain between two slots (Kempe) starts at a party busy in one and idle in the other, and goes on
with whoever would then be in two places: along it all meetings change to the other of the two
slots. Everybody in the middle is as busy as before in both, so only the two ends are reckoned.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .compiled import kernel
from .grid import Array

# places in ``Rows.tally``
BREAKS, IDLE, EXCESS, BROKEN, BEST_BREAKS, BEST_IDLE, BEST_EXCESS = range(7)


class Rows(NamedTuple):
    """The day as each party lives it.

    Meetings are numbered from nought; ``a`` and ``b`` are their parties, ``may[meeting, slot]``
    where they may be held, ``slot`` where they are and ``best`` where they were at the best found.
    ``at[party, slot]`` is the meeting there or -1, ``count[slot]`` how many there are. A party's
    row is ``busy[party, 1:length + 1]``, nought on both sides of it: the slots it counts breaks in,
    ``slot_at[party, place]`` being the slot and ``place[party, slot]`` the other way round.
    ``runs`` are its runs of busy slots, ``idle`` the idle slots between them, ``scale`` one by the
    square of its meetings. ``loose`` lists the parties that can move at all, ``broken`` those with
    breaks, ``nth`` their place there. ``order_start``, ``order_other`` and ``order_sign`` are the
    meetings that are to be later (1) or earlier (-1) than a meeting. ``by_breaks`` counts parties
    by their breaks. ``path`` and ``marked`` note a chain.
    """

    a: Array
    b: Array
    may: Array
    slot: Array
    best: Array
    at: Array
    count: Array
    busy: Array
    length: Array
    slot_at: Array
    place: Array
    runs: Array
    idle: Array
    scale: Array
    loose: Array
    broken: Array
    nth: Array
    order_start: Array
    order_other: Array
    order_sign: Array
    by_breaks: Array
    path: Array
    marked: Array
    tally: Array
    state: Array
    logs: Array


@kernel
def _random(state: Any) -> Any:
    word = state[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    state[0] = word
    return word


@kernel
def _runs_change(busy: Any, party: Any, source: Any, target: Any) -> Any:
    """By how many the runs change if the meeting at ``source`` went to ``target``."""
    change = busy[party, source - 1] + busy[party, source + 1]
    change -= busy[party, target - 1] + busy[party, target + 1]
    if source - target == 1 or target - source == 1:
        change += 1
    return change


@kernel
def _raggedness_change(rows: Any, party: Any, source: Any, target: Any) -> Any:
    """The change of one minus the squares of the runs by the square of the meetings: a long run
    with a crumb beside it is nearer to a whole one than two halves are."""
    busy = rows.busy
    left = 0
    while busy[party, source - 1 - left]:
        left += 1
    right = 0
    while busy[party, source + 1 + right]:
        right += 1
    change = (left + right + 1) ** 2 - left * left - right * right
    busy[party, source] = 0
    left = 0
    while busy[party, target - 1 - left]:
        left += 1
    right = 0
    while busy[party, target + 1 + right]:
        right += 1
    busy[party, source] = 1
    change -= (left + right + 1) ** 2 - left * left - right * right
    return change * rows.scale[party]


@kernel
def _idle_change(rows: Any, party: Any, source: Any, target: Any) -> Any:
    busy = rows.busy
    busy[party, source] = 0
    busy[party, target] = 1
    first = 1
    while busy[party, first] == 0:
        first += 1
    last = rows.length[party]
    while busy[party, last] == 0:
        last -= 1
    idle = 0
    for place in range(first, last):
        idle += 1 - busy[party, place]
    busy[party, source] = 1
    busy[party, target] = 0
    return idle - rows.idle[party]


@kernel
def excess(by_breaks: Any, spread: Any) -> Any:
    """By how much the most and the fewest breaks of two parties are too far apart."""
    low = 0
    while by_breaks[low] == 0:
        low += 1
    high = len(by_breaks) - 1
    while by_breaks[high] == 0:
        high -= 1
    return max(high - low - spread, 0)


@kernel
def _has_order(rows: Any, many: Any, one: Any, other: Any) -> Any:
    """Whether first things stay first when the ``many`` meetings of the path trade two slots."""
    for index in range(many):
        rows.marked[rows.path[index]] = 1
    holds = True
    for index in range(many):
        meeting = rows.path[index]
        slot = one + other - rows.slot[meeting]
        for entry in range(rows.order_start[meeting], rows.order_start[meeting + 1]):
            second = rows.order_other[entry]
            then = rows.slot[second]
            if rows.marked[second]:
                then = one + other - then
            if (then - slot) * rows.order_sign[entry] <= 0:
                holds = False
    for index in range(many):
        rows.marked[rows.path[index]] = 0
    return holds


@kernel
def _note_runs(rows: Any, party: Any, change: Any) -> Any:
    rows.by_breaks[rows.runs[party] - 1] -= 1
    rows.runs[party] += change
    rows.by_breaks[rows.runs[party] - 1] += 1
    is_broken = rows.runs[party] > 1
    if is_broken and rows.nth[party] < 0:
        rows.nth[party] = rows.tally[BROKEN]
        rows.broken[rows.tally[BROKEN]] = party
        rows.tally[BROKEN] += 1
    elif not is_broken and rows.nth[party] >= 0:
        rows.tally[BROKEN] -= 1
        last = rows.broken[rows.tally[BROKEN]]
        rows.broken[rows.nth[party]] = last
        rows.nth[last] = rows.nth[party]
        rows.nth[party] = -1


@kernel
def anneal(
    rows: Any,
    rounds: Any,
    warmth: Any,
    weights: Any,
    limit: Any,
    spread: Any,
    tries: Any,
    eagerness: Any,
) -> Any:
    """Try ``rounds`` chains at one ``warmth``; note the best day in ``rows.best``.

    ``weights`` are those of a break, an idle slot, raggedness and a break too far apart; ``limit``
    is the number of tables, ``spread`` how far breaks may be apart or -1. Of 256 rounds,
    ``eagerness`` start at a party with breaks, and up to ``tries`` places are drawn until one is
    found that gives this end no more runs: what is worth doing at all has such an end.
    """
    tally, busy, at = rows.tally, rows.busy, rows.at
    weigh_idle = weights[1] > 0
    for _ in range(rounds):
        word = _random(rows.state)
        allowed = warmth * rows.logs[word & np.uint64(4095)]
        word >>= np.uint64(12)
        is_eager = (word & np.uint64(255)) < np.uint64(eagerness)
        word >>= np.uint64(8)
        word &= np.uint64(0xFFFFFFFF)
        if is_eager and tally[BROKEN] > 0:
            party = rows.broken[(word * np.uint64(tally[BROKEN])) >> np.uint64(32)]
        else:
            party = rows.loose[(word * np.uint64(len(rows.loose))) >> np.uint64(32)]
        length = np.uint64(rows.length[party])
        source, target, change = np.int64(1), np.int64(1), 1
        for _try in range(tries):
            word = _random(rows.state)
            low = word & np.uint64(0xFFFFFFFF)
            source = np.int64(1 + ((low * length) >> np.uint64(32)))
            target = np.int64(1 + (((word >> np.uint64(32)) * length) >> np.uint64(32)))
            if busy[party, source] == busy[party, target]:
                continue
            if busy[party, source] == 0:
                source, target = target, source
            change = _runs_change(busy, party, source, target)
            if change <= 0:
                break
        if change > 0:
            continue
        gain = weights[0] * change
        if weights[2] > 0:
            gain += weights[2] * _raggedness_change(rows, party, source, target)
        idle = 0
        if weigh_idle:
            idle = _idle_change(rows, party, source, target)
            gain += weights[1] * idle
        one, other = rows.slot_at[party, source], rows.slot_at[party, target]
        # the chain from here on
        many, end, now, then = 0, party, one, other
        meeting = at[party, one]
        while meeting >= 0:
            if rows.may[meeting, then] == 0:
                many = -1
                break
            rows.path[many] = meeting
            many += 1
            end = rows.a[meeting] + rows.b[meeting] - end
            meeting = at[end, then]
            now, then = then, now
        if many < 0 or (many & 1 and rows.count[other] >= limit):
            continue
        # the chain's last meeting leaves ``then`` for ``now``
        end_source, end_target = rows.place[end, then], rows.place[end, now]
        end_change = _runs_change(busy, end, end_source, end_target)
        gain += weights[0] * end_change
        if weights[2] > 0:
            gain += weights[2] * _raggedness_change(rows, end, end_source, end_target)
        end_idle = 0
        if weigh_idle:
            end_idle = _idle_change(rows, end, end_source, end_target)
            gain += weights[1] * end_idle
        apart = tally[EXCESS]
        if spread >= 0 and (change != 0 or end_change != 0):
            by_breaks = rows.by_breaks
            by_breaks[rows.runs[party] - 1] -= 1
            by_breaks[rows.runs[party] - 1 + change] += 1
            by_breaks[rows.runs[end] - 1] -= 1
            by_breaks[rows.runs[end] - 1 + end_change] += 1
            apart = excess(by_breaks, spread)
            by_breaks[rows.runs[party] - 1] += 1
            by_breaks[rows.runs[party] - 1 + change] -= 1
            by_breaks[rows.runs[end] - 1] += 1
            by_breaks[rows.runs[end] - 1 + end_change] -= 1
            gain += weights[3] * (apart - tally[EXCESS])
        if gain > allowed:
            continue
        if len(rows.order_other) and not _has_order(rows, many, one, other):
            continue
        if many & 1:
            rows.count[one] -= 1
            rows.count[other] += 1
        at[party, one] = -1
        at[end, then] = -1
        for index in range(many):
            meeting = rows.path[index]
            slot = one + other - rows.slot[meeting]
            rows.slot[meeting] = slot
            at[rows.a[meeting], slot] = meeting
            at[rows.b[meeting], slot] = meeting
        busy[party, source], busy[party, target] = 0, 1
        busy[end, end_source], busy[end, end_target] = 0, 1
        rows.idle[party] += idle
        rows.idle[end] += end_idle
        if change != 0:
            _note_runs(rows, party, change)
        if end_change != 0:
            _note_runs(rows, end, end_change)
        tally[BREAKS] += change + end_change
        tally[IDLE] += idle + end_idle
        tally[EXCESS] = apart
        if apart > tally[BEST_EXCESS]:
            continue
        cost = weights[0] * tally[BREAKS] + weights[1] * tally[IDLE]
        best = weights[0] * tally[BEST_BREAKS] + weights[1] * tally[BEST_IDLE]
        if apart < tally[BEST_EXCESS] or cost < best:
            tally[BEST_BREAKS], tally[BEST_IDLE] = tally[BREAKS], tally[IDLE]
            tally[BEST_EXCESS] = apart
            rows.best[:] = rows.slot
            if cost == 0 and apart == 0:
                return
