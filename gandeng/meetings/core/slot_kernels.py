"""The inner loops of finding slots: insert, swap alternating paths, even out, eject.

Meetings here are the chosen wishes, numbered from nought. One file, though a long one: what numba
keeps on disk notices a change in its own file only.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .compiled import kernel
from .grid import Array


class Board(NamedTuple):
    """Who sits when. ``at[party, slot]`` is the meeting held there or -1, ``slot[meeting]`` its
    slot or -1, ``count[slot]`` the meetings in it, ``may[meeting, slot]`` whether it may be there.

    ``members[slot, :count]`` lists a slot's meetings, ``nth[meeting]`` its place in that list.
    ``before`` are pairs of which the first is to be earlier; meetings in one are ``is_rigid`` and
    never swapped. ``path`` is room to note a path, ``state`` one word of chance: a seed repeats.
    """

    a: Array
    b: Array
    may: Array
    before: Array
    is_rigid: Array
    at: Array
    slot: Array
    count: Array
    members: Array
    nth: Array
    path: Array
    state: Array


@kernel
def chance(board: Board, below: Any) -> Any:
    """A number from nought to under ``below`` (xorshift)."""
    word = board.state[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    board.state[0] = word
    return np.int64(word >> np.uint64(11)) % below


@kernel
def put(board: Board, e: int, t: int) -> None:
    """Hold the meeting in the slot, which must be free for both."""
    board.at[board.a[e], t] = e
    board.at[board.b[e], t] = e
    board.slot[e] = t
    board.members[t, board.count[t]] = e
    board.nth[e] = board.count[t]
    board.count[t] += 1


@kernel
def take(board: Board, e: int) -> None:
    """Take the meeting out of its slot."""
    t = board.slot[e]
    board.at[board.a[e], t] = -1
    board.at[board.b[e], t] = -1
    board.count[t] -= 1
    last = board.members[t, board.count[t]]
    board.members[t, board.nth[e]] = last
    board.nth[last] = board.nth[e]
    board.slot[e] = -1


@kernel
def path_from(board: Board, party: int, t1: int, t2: int) -> int:
    """The alternating path that starts at ``party`` (free in ``t2``) with its meeting in ``t1``,
    noted in ``path``; its length, or -1 if one of its meetings may not change over."""
    length = 0
    here, now, other = party, t1, t2
    e = board.at[here, now]
    while e >= 0:
        if not board.may[e, other] or board.is_rigid[e]:
            return -1
        board.path[length] = e
        length += 1
        here = board.b[e] if board.a[e] == here else board.a[e]
        now, other = other, now
        e = board.at[here, now]
    return length


@kernel
def swap(board: Board, length: int, t1: int, t2: int) -> None:
    """Every meeting of the noted path, which began in ``t1``, changes over to the other slot."""
    for index in range(length):
        take(board, board.path[index])
    for index in range(length):
        put(board, board.path[index], t2 if index % 2 == 0 else t1)


@kernel
def is_in_order(board: Board, e: int, t: int) -> bool:
    """Whether the meeting in this slot would keep all precedences."""
    for row in range(len(board.before)):
        early, late = board.before[row, 0], board.before[row, 1]
        if early == e and board.slot[late] >= 0 and board.slot[late] <= t:
            return False
        if late == e and board.slot[early] >= 0 and board.slot[early] >= t:
            return False
    return True


@kernel
def insert(board: Board, e: int, limit: int) -> bool:
    """Hold the meeting in the emptiest slot where both are free, or make one free by a swap; no
    slot gets more than ``limit``."""
    at, count, may = board.at, board.count, board.may
    slots = len(count)
    one, two = board.a[e], board.b[e]
    best = -1
    for t in range(slots):
        if may[e, t] and at[one, t] < 0 and at[two, t] < 0 and count[t] < limit:
            is_better = best < 0 or count[t] < count[best]
            if is_better and (not board.is_rigid[e] or is_in_order(board, e, t)):
                best = t
    if best >= 0:
        put(board, e, best)
        return True
    if board.is_rigid[e]:
        return False
    for t1 in range(slots):
        if not may[e, t1] or (at[one, t1] < 0) == (at[two, t1] < 0):
            continue
        # in t1 one of both is free; in t2 the other: swapping the other's path makes room
        free, other = (one, two) if at[one, t1] < 0 else (two, one)
        for t2 in range(slots):
            if at[other, t2] >= 0 or t2 == t1:
                continue
            length = path_from(board, other, t1, t2)
            if length <= 0:
                continue
            odd = length % 2
            last = board.path[length - 1]
            if odd == 0 and (board.a[last] == free or board.b[last] == free):
                continue  # without two sides a path may end where room is to be made
            if count[t1] - odd + 1 > limit or count[t2] + odd > limit:
                continue
            swap(board, length, t1, t2)
            put(board, e, t1)
            return True
    return False


@kernel
def start_of(board: Board, e: int, t: int) -> Any:
    """The party of this meeting that is free in the slot, or -1."""
    if board.at[board.a[e], t] < 0:
        return board.a[e]
    if board.at[board.b[e], t] < 0:
        return board.b[e]
    return -1


@kernel
def relieve(board: Board, full: int, limit: int) -> bool:
    """One meeting less in the slot ``full`` by swapping a path with a slot that has room."""
    for t in range(len(board.count)):
        if board.count[t] >= limit:
            continue
        for index in range(board.count[full]):
            start = start_of(board, board.members[full, index], t)
            if start < 0:
                continue
            length = path_from(board, start, full, t)
            if length > 0 and length % 2 == 1:
                swap(board, length, full, t)
                return True
    return False


@kernel
def even_out(board: Board, limit: int) -> bool:
    """Swap paths until no slot holds more than ``limit`` (de Werra 1971). False if one still does,
    which is only where not everybody is there all day."""
    is_done = True
    for t in range(len(board.count)):
        while board.count[t] > limit and is_done:
            is_done = relieve(board, t, limit)
        if board.count[t] > limit:
            is_done = False
    return is_done


@kernel
def place_all(board: Board, order: Array, limit: int, soft: int, left: Array) -> int:
    """Insert in this order, at most ``soft`` to a slot; even out to ``limit``; take out what is
    still too much and try it once more. Notes in ``left`` what found no slot; its number."""
    many = 0
    for index in range(len(order)):
        e = order[index]
        if board.slot[e] < 0 and not insert(board, e, soft):
            left[many] = e
            many += 1
    if not even_out(board, limit):
        for t in range(len(board.count)):
            while board.count[t] > limit:
                e = board.members[t, board.count[t] - 1]
                take(board, e)
                left[many] = e
                many += 1
    still = 0
    for index in range(many):
        e = left[index]
        if not insert(board, e, limit):
            left[still] = e
            still += 1
    return still


@kernel
def shake(board: Board, times: int, limit: int) -> None:
    """Swap random paths, keeping every rule."""
    slots = len(board.count)
    for _ in range(times):
        t1 = chance(board, slots)
        t2 = chance(board, slots)
        if board.count[t1] == 0 or t1 == t2:
            continue
        start = start_of(board, board.members[t1, chance(board, board.count[t1])], t2)
        if start < 0:
            continue
        length = path_from(board, start, t1, t2)
        if length > 0 and board.count[t2] + length % 2 <= limit:
            swap(board, length, t1, t2)


@kernel
def throw_out(board: Board, e: int, left: Array, many: int) -> int:
    take(board, e)
    left[many] = e
    return many + 1


@kernel
def eject(
    board: Board,
    rounds: int,
    many: int,
    limit: int,
    worth: Array,
    left: Array,
    guilt: Array,
    best: Array,
) -> tuple[Any, Any]:
    """Insert what is left where it throws out the least troublesome meetings, shake, and again.

    ``guilt`` counts how often a meeting found no place (Nagata and Bräysy's weights). ``best``
    keeps the slots with the least worth left over. Returns how many are left, and that worth.
    """
    slots = len(board.count)
    lost, least = np.int64(0), np.int64(0)
    for e in range(len(board.slot)):
        if board.slot[e] < 0:
            lost += worth[e]
        if best[e] < 0:
            least += worth[e]
    if lost < least:
        least = lost
        best[:] = board.slot
    for _ in range(rounds):
        if many == 0:
            break
        many -= 1
        e = left[many]
        if insert(board, e, limit):
            lost -= worth[e]
            if lost < least:
                least = lost
                best[:] = board.slot
            continue
        guilt[e] += 1
        pick, third, ties = -1, -1, 0
        cheapest = np.int64(0)
        for t in range(slots):
            if not board.may[e, t]:
                continue
            f1, f2, f3 = board.at[board.a[e], t], board.at[board.b[e], t], -1
            price = np.int64(0)
            if f1 >= 0:
                price += guilt[f1]
            if f2 >= 0 and f2 != f1:
                price += guilt[f2]
            if f1 < 0 and f2 < 0 and board.count[t] >= limit:
                f3 = board.members[t, chance(board, board.count[t])]
                again = board.members[t, chance(board, board.count[t])]
                if guilt[again] < guilt[f3]:
                    f3 = again
                price += guilt[f3]
            if board.is_rigid[e]:
                for row in range(len(board.before)):
                    early, late = board.before[row, 0], board.before[row, 1]
                    if early == e and board.slot[late] >= 0 and board.slot[late] <= t:
                        price += guilt[late]
                    if late == e and board.slot[early] >= 0 and board.slot[early] >= t:
                        price += guilt[early]
            if pick < 0 or price < cheapest:
                pick, cheapest, third, ties = t, price, f3, 1
            elif price == cheapest:
                ties += 1
                if chance(board, ties) == 0:
                    pick, third = t, f3
        was = many
        f1, f2 = board.at[board.a[e], pick], board.at[board.b[e], pick]
        if f1 >= 0:
            many = throw_out(board, f1, left, many)
        if f2 >= 0 and f2 != f1:
            many = throw_out(board, f2, left, many)
        if third >= 0:
            many = throw_out(board, third, left, many)
        if board.is_rigid[e]:
            for row in range(len(board.before)):
                early, late = board.before[row, 0], board.before[row, 1]
                if early == e and board.slot[late] >= 0 and board.slot[late] <= pick:
                    many = throw_out(board, late, left, many)
                if late == e and board.slot[early] >= 0 and board.slot[early] >= pick:
                    many = throw_out(board, early, left, many)
        put(board, e, pick)
        lost -= worth[e]
        for index in range(was, many):
            lost += worth[left[index]]
        if lost < least:
            least = lost
            best[:] = board.slot
        shake(board, 8, limit)
    return many, least


@kernel
def someone_of(board: Board, party: int) -> Any:
    """A random meeting of the party, or -1."""
    pick, seen = -1, 0
    for t in range(len(board.count)):
        e = board.at[party, t]
        if e >= 0:
            seen += 1
            if chance(board, seen) == 0:
                pick = e
    return pick


@kernel
def hold(board: Board, e: int, t: int, degree: Array, idle: Array, where: Array, many: int) -> Any:
    """Take an idle meeting off the pile and hold it in the slot; the pile's new height."""
    put(board, e, t)
    return off_the_pile(board, e, degree, idle, where, many)


@kernel
def off_the_pile(board: Board, e: int, degree: Array, idle: Array, where: Array, many: int) -> Any:
    degree[board.a[e]] += 1
    degree[board.b[e]] += 1
    last = idle[many - 1]
    idle[where[e]] = last
    where[last] = where[e]
    return many - 1


@kernel
def anneal(
    board: Board,
    rounds: int,
    limit: int,
    hot: float,
    cold: float,
    worth: Array,
    most: Array,
    best: Array,
) -> Any:
    """Hold a random idle wish in a random slot, give up what stands in its way, keep the change by
    Metropolis' rule; what was given up goes where it still fits. All possible wishes are on the
    board here, the chosen ones in their slots, nobody with a most of nought. ``best`` gets the
    slots of most worth, which is returned.
    """
    slots, wishes = len(board.count), len(board.slot)
    idle, where = np.zeros(wishes, np.int32), np.zeros(wishes, np.int32)
    degree = np.zeros(len(most), np.int64)
    out = np.zeros(5, np.int64)
    many, total = 0, np.int64(0)
    for e in range(wishes):
        if board.slot[e] < 0:
            idle[many] = e
            where[e] = many
            many += 1
        else:
            total += worth[e]
            degree[board.a[e]] += 1
            degree[board.b[e]] += 1
    top = total
    best[:] = board.slot
    heat, cooling = hot, (cold / hot) ** (1.0 / max(rounds, 1))
    for _ in range(rounds):
        heat *= cooling
        if many == 0:
            break
        e, t = idle[chance(board, many)], chance(board, slots)
        if not board.may[e, t]:
            shake(board, 1, limit)
            continue
        a, b = board.a[e], board.b[e]
        f1, f2 = board.at[a, t], board.at[b, t]
        gone = 0
        if f1 >= 0:
            out[gone] = f1
            gone += 1
        if f2 >= 0 and f2 != f1:
            out[gone] = f2
            gone += 1
        for party, clash in ((a, f1), (b, f2)):
            if clash < 0 and degree[party] >= most[party]:
                given = someone_of(board, party)
                is_new = given >= 0
                for index in range(gone):
                    is_new = is_new and out[index] != given
                if is_new:
                    out[gone] = given
                    gone += 1
        here = board.count[t]
        for index in range(gone):
            if board.slot[out[index]] == t:
                here -= 1
        if here >= limit:
            given = board.members[t, chance(board, board.count[t])]
            out[gone] = given
            gone += 1
        gain = worth[e]
        for index in range(gone):
            gain -= worth[out[index]]
        if gain < 0 and chance(board, 1 << 30) >= np.exp(gain / heat) * (1 << 30):
            continue
        for index in range(gone):
            f = out[index]
            take(board, f)
            degree[board.a[f]] -= 1
            degree[board.b[f]] -= 1
            idle[many] = f
            where[f] = many
            many += 1
        many = hold(board, e, t, degree, idle, where, many)
        total += gain
        for index in range(gone):
            f = out[index]
            a, b = board.a[f], board.b[f]
            if degree[a] < most[a] and degree[b] < most[b] and insert(board, f, limit):
                many = off_the_pile(board, f, degree, idle, where, many)
                total += worth[f]
        if total > top:
            top = total
            best[:] = board.slot
        shake(board, 2, limit)
    return top
