"""The inner loop of seating: exchange what stands at two tables if the ways grow shorter."""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiled import kernel


@kernel
def _ways(desk: Any, table: Any, skip: Any, table_at: Any, near: Any, x: Any, y: Any) -> Any:
    """Metres walked to and from a desk if it stood at ``table``, but for those to ``skip``."""
    start, other, times = near
    metres = 0.0
    for entry in range(start[desk], start[desk + 1]):
        if other[entry] != skip:
            there = table_at[other[entry]]
            metres += times[entry] * np.hypot(x[there] - x[table], y[there] - y[table])
    return metres


@kernel
def exchange(
    table_at: Any, start: Any, other: Any, times: Any, x: Any, y: Any, rounds: Any
) -> None:
    """Change ``table_at[desk]`` in place for short ways: annealing by ``rounds`` exchanges.

    ``other[start[desk]:start[desk + 1]]`` are the desks somebody walks to from this one or the
    other way round, ``times`` how often. Ends no longer than it began.
    """
    tables = len(table_at)
    near = (start, other, times)
    desk_at = np.empty(tables, np.int64)
    for desk in range(tables):
        desk_at[table_at[desk]] = desk
    best = table_at.copy()
    total = shortest = 0.0
    # as warm as a way across the room at first
    span = np.hypot(x.max() - x.min(), y.max() - y.min())
    word = np.uint64(0x9E3779B97F4A7C15)
    for turn in range(rounds):
        warmth = span * 0.5 * (1 - turn / rounds) ** 3
        word ^= word << np.uint64(13)
        word ^= word >> np.uint64(7)
        word ^= word << np.uint64(17)
        one = np.int64((word & np.uint64(0xFFFFF)) % np.uint64(tables))
        to = np.int64(((word >> np.uint64(20)) & np.uint64(0xFFFFF)) % np.uint64(tables))
        luck = (np.float64(word >> np.uint64(40)) + 0.5) / 16777216.0
        second, old = desk_at[to], table_at[one]
        if one == second:
            continue
        change = _ways(one, to, second, table_at, near, x, y)
        change -= _ways(one, old, second, table_at, near, x, y)
        change += _ways(second, old, one, table_at, near, x, y)
        change -= _ways(second, to, one, table_at, near, x, y)
        if change > -warmth * np.log(luck):
            continue
        table_at[one], table_at[second] = to, old
        desk_at[to], desk_at[old] = one, second
        total += change
        if total < shortest - 1e-9:
            shortest = total
            best[:] = table_at
    table_at[:] = best
