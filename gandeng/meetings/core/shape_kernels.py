"""The inner loop of the shape of the day: meetings trade slots along chains, millions a second.

A chain between two slots (Kempe) starts at a party busy in one and idle in the other, and goes on
with whoever would then be in two places: along it all meetings change to the other of the two
slots. Everybody in the middle is as busy as before in both, so only the two ends are reckoned.

Arrays are not handed to what is called in the loop if it can be helped: numba counts who holds
them, which costs more than what is reckoned.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba.cpython.unsafe import numbers

from .compiled import kernel
from .grid import Array

# numba passes what their types want beside the word
leading_zeros: Any = numbers.leading_zeros
trailing_zeros: Any = numbers.trailing_zeros

# places in ``Rows.tally``
BREAKS, IDLE, EXCESS, BROKEN, BEST_BREAKS, BEST_IDLE, BEST_EXCESS = range(7)


class Rows(NamedTuple):
    """The day as each party lives it.

    Meetings are numbered from nought; ``a`` and ``b`` are their parties, ``may[meeting, slot]``
    where they may be held, ``slot`` where they are and ``best`` where they were at the best found.
    ``at[party, slot]`` is the meeting there or -1, ``count[slot]`` how many there are. A party's
    row is ``busy[party, 1:length + 1]``, nought on both sides of it: the slots it counts breaks in,
    ``slot_at[party, place]`` being the slot and ``place[party, slot]`` the other way round.
    ``runs`` are its runs of busy slots, ``scale`` one by the square of its meetings. ``loose``
    lists the parties that can move at all, ``broken`` those with breaks, ``nth`` their place there.
    ``order_start``, ``order_other`` and ``order_sign`` are the meetings that are to be later (1) or
    earlier (-1) than a meeting. ``by_breaks`` counts parties by their breaks. ``path`` and
    ``marked`` note a chain, ``who`` its ends: who, from which place to which, by how many runs and
    idle places.

    As sets of bits, of the first 64 slots (``bits`` by slot): ``lists`` is ``may``, ``free`` where
    a party has no meeting, ``room`` where there is a table. Of days with up to 62 slots ``own`` is
    ``busy`` and ``span`` the places of a row; of longer ones both are empty.
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
    scale: Array
    loose: Array
    broken: Array
    nth: Array
    order_start: Array
    order_other: Array
    order_sign: Array
    by_breaks: Array
    path: Array
    who: Array
    marked: Array
    lists: Array
    free: Array
    room: Array
    bits: Array
    own: Array
    span: Array
    tally: Array
    state: Array
    logs: Array


@kernel
def _next(word: Any) -> Any:
    """The word of chance after this one (xorshift)."""
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    return word


@kernel
def _below(luck: Any, limit: Any) -> Any:
    """A number from nought to under ``limit`` by the low 32 bits of luck."""
    return np.int64(((luck & np.uint64(0xFFFFFFFF)) * np.uint64(limit)) >> np.uint64(32))


@kernel
def _one_of(bits: Any, luck: Any) -> Any:
    """A random one of these bits (there must be one), by the low 32 bits of luck: its number."""
    two, four = np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
    many = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    many = (many & two) + ((many >> np.uint64(2)) & two)
    many = (many + (many >> np.uint64(4))) & four
    many = (many * np.uint64(0x0101010101010101)) >> np.uint64(56)
    for _ in range(_below(luck, many)):
        bits &= bits - np.uint64(1)
    return np.int64(trailing_zeros(bits))


@kernel
def _draw(row: Any, span: Any, luck: Any) -> Any:
    """A busy place and an idle one of a row, random but such that moving a meeting from one to the
    other is likely to leave no more runs."""
    near = (row << np.uint64(1)) | (row >> np.uint64(1))
    beside = span & ~row
    if luck >> np.uint64(61) and beside & near:
        beside &= near
    ends = row & ~((row << np.uint64(1)) & (row >> np.uint64(1)))
    return _one_of(ends, luck >> np.uint64(28)), _one_of(beside, luck)


@kernel
def _draw_wide(busy: Any, party: Any, length: Any, luck: Any) -> Any:
    """The same of a row that has too many places for a word; twice nought if it was found not."""
    source, target = 1 + _below(luck, length), 1 + _below(luck >> np.uint64(32), length)
    if busy[party, source] == busy[party, target]:
        return 0, 0
    return (source, target) if busy[party, source] else (target, source)


@kernel
def _beside(row: Any, source: Any, target: Any) -> Any:
    """The lengths of the runs before and after ``source``, and before and after ``target`` once
    ``source`` is idle (places); and by how much the row then reaches further."""
    one, other = np.uint64(source), np.uint64(target)
    before = np.int64(leading_zeros(~(row << (np.uint64(63) - one)))) - 1
    after = np.int64(trailing_zeros(~(row >> one))) - 1
    rest = row & ~(np.uint64(1) << one)
    early = np.int64(leading_zeros(~(rest << (np.uint64(64) - other))))
    late = np.int64(trailing_zeros(~(rest >> (other + np.uint64(1)))))
    rest |= np.uint64(1) << other
    reach = np.int64(leading_zeros(row) + trailing_zeros(row))
    return before, after, early, late, reach - np.int64(leading_zeros(rest) + trailing_zeros(rest))


@kernel
def _beside_wide(busy: Any, party: Any, source: Any, target: Any) -> Any:
    """The same of a row that has too many places for a word."""
    before, after, early, late = 0, 0, 0, 0
    reach = -_reach_wide(busy, party)
    while busy[party, source - 1 - before]:
        before += 1
    while busy[party, source + 1 + after]:
        after += 1
    busy[party, source] = 0
    while busy[party, target - 1 - early]:
        early += 1
    while busy[party, target + 1 + late]:
        late += 1
    busy[party, target] = 1
    reach += _reach_wide(busy, party)
    busy[party, target], busy[party, source] = 0, 1
    return before, after, early, late, reach


@kernel
def _reach_wide(busy: Any, party: Any) -> Any:
    first, last = 1, busy.shape[1] - 1
    while busy[party, first] == 0:
        first += 1
    while busy[party, last] == 0:
        last -= 1
    return last - first


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
def _note_runs(
    by_breaks: Any, runs: Any, broken: Any, nth: Any, tally: Any, party: Any, change: Any
) -> Any:
    by_breaks[runs[party] - 1] -= 1
    runs[party] += change
    by_breaks[runs[party] - 1] += 1
    is_broken = runs[party] > 1
    if is_broken and nth[party] < 0:
        nth[party] = tally[BROKEN]
        broken[tally[BROKEN]] = party
        tally[BROKEN] += 1
    elif not is_broken and nth[party] >= 0:
        tally[BROKEN] -= 1
        last = broken[tally[BROKEN]]
        broken[nth[party]] = last
        nth[last] = nth[party]
        nth[party] = -1


@kernel
def _excess_after(by_breaks: Any, runs: Any, who: Any, many: Any, spread: Any) -> Any:
    """The ``excess`` if the first ``many`` of those who change did."""
    for nth in range(many):
        by_breaks[runs[who[nth, 0]] - 1] -= 1
        by_breaks[runs[who[nth, 0]] - 1 + who[nth, 3]] += 1
    apart = excess(by_breaks, spread)
    for nth in range(many):
        by_breaks[runs[who[nth, 0]] - 1] += 1
        by_breaks[runs[who[nth, 0]] - 1 + who[nth, 3]] -= 1
    return apart


@kernel
def anneal(
    rows: Any, rounds: Any, warmth: Any, weights: Any, limit: Any, spread: Any, aims: Any
) -> Any:
    """Try ``rounds`` chains at one ``warmth``; note the best day in ``rows.best``.

    ``weights`` are those of a break, an idle slot, raggedness and a break too far apart, and those
    of a break and an idle slot in what is best; ``limit`` is the number of tables, ``spread`` how
    far breaks may be apart or -1. ``aims`` are two shares of 256: of rounds that start at a party
    with breaks, and of meetings on a chain that leave it for a third slot. So do those that may not
    be in the second one; there the chain ends, and both of its parties change beside the first.

    Ragged is one minus the squares of the runs by the square of the meetings: a long run with a
    crumb beside it is nearer to a whole one than two halves are.
    """
    a_of, b_of, may, slot_of, at = rows.a, rows.b, rows.may, rows.slot, rows.at
    place, slot_at, count, path, who = rows.place, rows.slot_at, rows.count, rows.path, rows.who
    own, span, busy = rows.own, rows.span, rows.busy
    free, lists, bits, room = rows.free, rows.lists, rows.bits, rows.room
    broken, loose, scale, tally, logs = rows.broken, rows.loose, rows.scale, rows.tally, rows.logs
    eagerness, outs = np.uint64(aims[0]), np.uint64(aims[1])
    has_order, is_wide = len(rows.order_other) > 0, len(own) == 0
    a_break, an_idle, a_rag, an_excess = weights[0], weights[1], weights[2], weights[3]
    word = rows.state[0]
    for _ in range(rounds):
        word = _next(word)
        allowed = warmth * logs[word & np.uint64(4095)]
        is_eager = ((word >> np.uint64(12)) & np.uint64(255)) < eagerness
        if is_eager and tally[BROKEN] > 0:
            party = broken[_below(word >> np.uint64(20), tally[BROKEN])]
        else:
            party = loose[_below(word >> np.uint64(20), len(loose))]
        word = _next(word)
        if is_wide:
            source, target = _draw_wide(busy, party, rows.length[party], word)
            if source == 0:
                continue
        else:
            source, target = _draw(own[party], span[party], word)
        # who changes, from which place to which: the first, the chain's end, who leaves it
        who[0, 0], who[0, 1], who[0, 2], ends = party, source, target, 2
        one, other = slot_at[party, source], slot_at[party, target]
        many, end, now, then = 0, np.int64(party), one, other
        out, last = np.int64(-1), np.int64(party)
        # the end of this party first: most of what fails does so here
        if is_wide:
            before, after, early, late, reach = _beside_wide(busy, party, source, target)
        else:
            before, after, early, late, reach = _beside(own[party], source, target)
        change = (before > 0) + (after > 0) - (early > 0) - (late > 0)
        if change > 0:
            continue
        # (x + y + 1)² - x² - y²
        squares = 2 * (before * after + before + after - early * late - early - late)
        gain = a_break * change + an_idle * reach + a_rag * scale[party] * squares
        who[0, 3], who[0, 4] = change, reach
        meeting = np.int64(at[party, one])
        word = _next(word)
        luck = word
        while meeting >= 0:
            is_barred = may[meeting, then] == 0
            if many > 0 and not has_order:
                luck = (luck >> np.uint64(8)) | (luck << np.uint64(56))
                if is_barred or (luck & np.uint64(255)) < outs:
                    ways = lists[meeting] & room[0] & ~(bits[now] | bits[then])
                    ways &= free[a_of[meeting]] & free[b_of[meeting]]
                    if ways:
                        out = _one_of(ways, luck >> np.uint64(20))
                        break
            if is_barred:
                many = -1
                break
            path[many] = meeting
            many += 1
            end = a_of[meeting] + b_of[meeting] - end
            meeting = np.int64(at[end, then])
            now, then = then, now
        if many < 0 or (out < 0 and many & 1 and count[other] >= limit):
            continue
        who[1, 0], who[1, 1], who[1, 2] = end, place[end, then], place[end, now]
        if out >= 0:
            who[1, 2] = place[end, out]
            last = a_of[meeting] + b_of[meeting] - end
            who[2, 0], who[2, 1], who[2, 2], ends = last, place[last, now], place[last, out], 3
        for nth in range(1, ends):
            mover, source, target = who[nth, 0], who[nth, 1], who[nth, 2]
            if is_wide:
                before, after, early, late, reach = _beside_wide(busy, mover, source, target)
            else:
                before, after, early, late, reach = _beside(own[mover], source, target)
            change = (before > 0) + (after > 0) - (early > 0) - (late > 0)
            squares = 2 * (before * after + before + after - early * late - early - late)
            gain += a_break * change + an_idle * reach + a_rag * scale[mover] * squares
            who[nth, 3], who[nth, 4] = change, reach
        apart = tally[EXCESS]
        if spread >= 0:
            apart = _excess_after(rows.by_breaks, rows.runs, who, ends, spread)
            gain += an_excess * (apart - tally[EXCESS])
        if gain > allowed:
            continue
        if has_order and not _has_order(rows, many, one, other):
            continue
        if out >= 0 or many & 1:
            came = other if out < 0 else out
            count[one] -= 1
            count[came] += 1
            room[0] |= bits[one]
            if count[came] >= limit:
                room[0] &= ~bits[came]
        at[party, one] = -1
        at[end, then] = -1
        if out >= 0:
            at[last, now] = -1
        for index in range(many):
            mover = path[index]
            slot = one + other - slot_of[mover]
            slot_of[mover] = slot
            at[a_of[mover], slot] = mover
            at[b_of[mover], slot] = mover
        if out >= 0:
            slot_of[meeting] = out
            at[a_of[meeting], out] = meeting
            at[b_of[meeting], out] = meeting
        for nth in range(ends):
            mover, source, target, change = who[nth, 0], who[nth, 1], who[nth, 2], who[nth, 3]
            busy[mover, source], busy[mover, target] = 0, 1
            if not is_wide:
                own[mover] ^= np.uint64(1) << np.uint64(source)
                own[mover] ^= np.uint64(1) << np.uint64(target)
            free[mover] |= bits[slot_at[mover, source]]
            free[mover] &= ~bits[slot_at[mover, target]]
            tally[BREAKS] += change
            tally[IDLE] += who[nth, 4]
            if change != 0:
                _note_runs(rows.by_breaks, rows.runs, broken, rows.nth, tally, mover, change)
        tally[EXCESS] = apart
        if apart > tally[BEST_EXCESS]:
            continue
        total = weights[4] * tally[BREAKS] + weights[5] * tally[IDLE]
        best = weights[4] * tally[BEST_BREAKS] + weights[5] * tally[BEST_IDLE]
        if apart < tally[BEST_EXCESS] or total < best:
            tally[BEST_BREAKS], tally[BEST_IDLE] = tally[BREAKS], tally[IDLE]
            tally[BEST_EXCESS] = apart
            rows.best[:] = slot_of
            if total == 0 and apart == 0:
                break
    rows.state[0] = word
