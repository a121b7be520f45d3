"""When: a slot for every chosen wish, so that nobody is in two places and no slot is overfull.

Slots are colours and meetings are edges. Where everybody is there all day, a graph of two sides
whose degrees fit always has a colouring (König 1916), and swapping alternating paths evens it out
until tables bind only through their total (de Werra 1971). With lists of allowed slots it is a
search: insert, swap paths that keep to the lists, throw out the two or three that collide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .grid import Array, Grid

if TYPE_CHECKING:
    from . import slot_kernels as kernels

# Rounds of throwing out between two looks at the clock or the stop.
_BATCH = 2_000
# What a meeting that must be held outweighs.
_MUST = 1 << 40


@dataclass(frozen=True, slots=True)
class Slotted:
    """``slot_of`` by wish; ``left`` are the chosen wishes that found no slot."""

    slot_of: dict[int, int]
    left: tuple[int, ...]


def slots_for(
    grid: Grid,
    wishes: Sequence[int],
    *,
    precedences: Iterable[tuple[int, int]] = (),
    rounds: int = 4_000,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Slotted:
    """A slot for each of these wishes (in order), or for as much of their value as ``rounds`` of
    throwing out can place. The same input gives the same answer."""
    import numpy as np

    from . import slot_kernels as kernels

    chosen = np.asarray(wishes, dtype=np.int64)
    many = len(chosen)
    if many == 0 or grid.tables == 0:
        return Slotted({}, tuple(chosen.tolist()))
    board = board_for(grid, chosen, precedences, seed)
    left = np.zeros(4 * many + 8, dtype=np.int32)
    # few slots to choose from goes first
    order = np.argsort(board.may.sum(axis=1), kind="stable")
    limit = grid.tables
    over = kernels.place_all(board, order, limit, many, left)
    best = board.slot.copy()
    if over:
        worth = grid.value[chosen] + np.where(grid.required[chosen], _MUST, 0)
        guilt = np.ones(many, dtype=np.int64)
        done = 0
        while over and done < rounds and not (should_stop and should_stop()):
            over, _ = kernels.eject(
                board, min(_BATCH, rounds - done), over, limit, worth, left, guilt, best
            )
            done += _BATCH
    placed = best >= 0
    return Slotted(
        dict(zip(chosen[placed].tolist(), best[placed].tolist(), strict=True)),
        tuple(chosen[~placed].tolist()),
    )


def board_for(
    grid: Grid, wishes: Array, precedences: Iterable[tuple[int, int]], seed: int
) -> kernels.Board:
    """An empty board of these wishes, numbered in their order."""
    import numpy as np

    from . import slot_kernels as kernels

    many, slots = len(wishes), grid.slots
    number_of = {wish: number for number, wish in enumerate(wishes.tolist())}
    before = [
        (number_of[early], number_of[late])
        for early, late in precedences
        if early in number_of and late in number_of
    ]
    is_rigid = np.zeros(many, dtype=np.bool_)
    is_rigid[[number for pair in before for number in pair]] = True
    state = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64
    return kernels.Board(
        a=grid.a[wishes],
        b=grid.b[wishes],
        may=grid.lists(wishes),
        before=np.array(before, dtype=np.int64).reshape(len(before), 2),
        is_rigid=is_rigid,
        at=np.full((grid.parties, slots), -1, dtype=np.int32),
        slot=np.full(many, -1, dtype=np.int32),
        count=np.zeros(slots, dtype=np.int64),
        members=np.zeros((slots, min(many, grid.parties) + 1), dtype=np.int32),
        nth=np.zeros(many, dtype=np.int32),
        path=np.zeros(grid.parties + 1, dtype=np.int32),
        state=np.array([state or 1], dtype=np.uint64),
    )
