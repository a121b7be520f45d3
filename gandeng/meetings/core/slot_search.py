"""The search of settling: annealing over all wishes, and groups of slots chosen anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .choice import fairness_of, flow
from .colouring import board_for, slots_for
from .exact import solve_exactly
from .grid import Array, Grid, degrees
from .problem import Problem

# Moves of annealing by wish, and at most.
_MOVES, _MOST_MOVES = 1_200, 6_000_000
# Warmth in usual values: from a fair part of a wish down to less than a step in rank.
_HOT, _COLD = 0.15, 0.008
# What looking for any timetable may take of an exact model, in its own deterministic seconds.
_EFFORT = 24.0

Score = tuple[int, ...]


class Search:
    """A timetable as ``cur[wish]``, its slot or -1, and the best one met on the way."""

    def __init__(
        self,
        problem: Problem,
        grid: Grid,
        levels: Sequence[str],
        slots: Mapping[int, int],
        seed: int,
    ) -> None:
        import numpy as np

        self.problem, self.grid, self.levels, self.seed = problem, grid, list(levels), seed
        self.chance = np.random.default_rng(seed)
        self.lists = grid.lists(np.arange(len(grid.value))).astype(bool)
        self.present = np.zeros((grid.parties, grid.slots), dtype=bool)
        for index, party in enumerate(problem.parties):
            self.present[index, list(party.available)] = True
        self.is_rigid = np.zeros(len(grid.value), dtype=bool)
        self.is_rigid[[wish for pair in problem.precedences for wish in pair]] = True
        self.best_score: Score = ()
        self.begin_with(slots)

    def begin_with(self, slots: Mapping[int, int]) -> None:
        import numpy as np

        self.cur = np.full(len(self.grid.value), -1, dtype=np.int64)
        for wish, slot in slots.items():
            self.cur[wish] = slot
        self.score = self.score_of(self.cur)
        self.keep()

    def slot_of(self) -> dict[int, int]:
        """The best that was met."""
        return {int(wish): int(self.best[wish]) for wish in (self.best >= 0).nonzero()[0]}

    def keep(self) -> None:
        if self.score > self.best_score:
            self.best, self.best_score = self.cur, self.score

    def score_of(self, cur: Array) -> Score:
        """Required ones held, then the levels in their order: more is better."""
        import numpy as np

        grid = self.grid
        held = np.flatnonzero(cur >= 0)
        degree = degrees(grid, held)
        met = int(np.minimum(degree, grid.least).sum())
        figure = {
            "value": int(grid.value[held].sum()),
            "min_met": met,
            "fairness": fairness_of(grid, degree),
        }
        hard = 0 if "min_met" in self.levels else met
        return (
            int(grid.required[held].sum()),
            hard,
            *(figure[level] for level in self.levels),
        )

    def keeps_rules(self) -> bool:
        hard = 0 if "min_met" in self.levels else int(self.grid.least.sum())
        return self.best_score[:2] == (int(self.grid.required.sum()), hard)

    def is_best(self, bounds: Mapping[str, int]) -> bool:
        return self.keeps_rules() and self.best_score[2:] == tuple(
            bounds[name] for name in self.levels
        )

    def accept(self, cur: Array) -> None:
        score = self.score_of(cur)
        if score >= self.score:
            self.cur, self.score = cur, score
            self.keep()

    def look_for_any(self) -> bool:
        """Begin anew with what must be held and fill up; False if there is no timetable."""
        only = None
        if "min_met" in self.levels or not self.grid.least.any():
            only = self.grid.required.nonzero()[0].tolist()
        solved = solve_exactly(self.problem, self.grid, (), only=only, effort=_EFFORT)
        if solved.status == "found":
            self.begin_with(solved.slot_of)
            self.fill()
        return solved.status != "infeasible"

    def anneal(self, near: Array | None) -> None:
        """All possible wishes at once, each only where it is ``near``. Counts value and what is
        required but no minimums: those are for the groups to mend."""
        import numpy as np

        from . import slot_kernels as kernels

        grid = self.grid
        lists = self.lists if near is None else self.lists & near
        may_meet = grid.is_possible & (grid.most[grid.a] > 0) & (grid.most[grid.b] > 0)
        wishes = np.flatnonzero(may_meet & lists.any(axis=1))
        if not len(wishes):
            return
        part = replace(grid, mask_of=np.arange(len(lists)), masks=lists.astype(np.uint8))
        board = board_for(part, wishes, (), self.seed)
        for number, wish in enumerate(wishes.tolist()):
            slot = int(self.cur[wish])
            if slot >= 0 and lists[wish, slot]:
                kernels.put(board, number, slot)
        worth = grid.value[wishes] + np.where(grid.required[wishes], 1 << 40, 0)
        usual = float(np.median(grid.value[wishes]))
        best = board.slot.copy()
        moves = min(len(wishes) * _MOVES, _MOST_MOVES)
        hot, cold = _HOT * usual, _COLD * usual
        kernels.anneal(board, moves, grid.tables, hot, cold, worth, grid.most, best)
        cur = np.full(len(grid.value), -1, dtype=np.int64)
        cur[wishes] = best
        self.cur, self.score = cur, self.score_of(cur)
        self.keep()

    def choose_group_anew(self) -> None:
        """Two to four slots: choose by a flow among all wishes not held elsewhere, colour, and
        keep it if it is no worse."""
        slots = self.grid.slots
        size = min((2, 2, 3, 3, 4)[self.chance.integers(5)], slots)
        if self.chance.random() < 0.6:
            first = int(self.chance.integers(slots - size + 1))
            group = list(range(first, first + size))
        else:
            group = self.chance.choice(slots, size, replace=False).tolist()
        self.accept(self.chosen_anew(group))

    def fill(self) -> None:
        """Hold what still fits between what is held."""
        grid = self.grid
        for wish in (-grid.value).argsort(kind="stable").tolist():
            if self.cur[wish] >= 0 or not grid.is_possible[wish] or self.is_rigid[wish]:
                continue
            held = self.cur >= 0
            a, b = int(grid.a[wish]), int(grid.b[wish])
            of_a = self.cur[held & ((grid.a == a) | (grid.b == a))]
            of_b = self.cur[held & ((grid.a == b) | (grid.b == b))]
            if len(of_a) >= grid.most[a] or len(of_b) >= grid.most[b]:
                continue
            for slot in self.lists[wish].nonzero()[0].tolist():
                if slot in of_a or slot in of_b or (self.cur == slot).sum() >= grid.tables:
                    continue
                self.cur[wish] = slot
                break
        self.score = self.score_of(self.cur)
        self.keep()

    def chosen_anew(self, group: Sequence[int]) -> Array:
        import numpy as np

        grid, cur = self.grid, self.cur
        inside = np.zeros(grid.slots, dtype=bool)
        inside[group] = True
        is_held = cur >= 0
        is_ours = is_held & inside[cur] & ~self.is_rigid
        stays = is_held & ~is_ours
        degree = degrees(grid, np.flatnonzero(stays))
        # a cell that a rigid meeting keeps is not ours to give
        there = self.present & inside
        rigid = np.flatnonzero(stays & inside[cur] & self.is_rigid)
        there[grid.a[rigid], cur[rigid]] = False
        there[grid.b[rigid], cur[rigid]] = False
        tables = grid.tables - np.bincount(cur[rigid], minlength=grid.slots)
        masks = self.lists & there[grid.a] & there[grid.b]
        left, right = there[grid.sides].sum(axis=0), there[~grid.sides].sum(axis=0)
        part = replace(
            grid,
            # colouring knows one number of tables; where rigid meetings sit, the least of them
            tables=int(tables[inside].min()),
            value=grid.value,
            is_possible=grid.is_possible & ~stays & masks.any(axis=1) & ~self.is_rigid,
            required=np.zeros_like(grid.required),
            least=np.maximum(grid.least - degree, 0),
            most=np.minimum(grid.most - degree, there.sum(axis=1).astype(np.int64)),
            mask_of=np.arange(len(cur)),
            masks=masks.astype(np.uint8),
            places=int(
                np.minimum(np.minimum(left, right), int(tables[inside].min()))[inside].sum()
            ),
        )
        # equal values in a new order each time, and required ones before all others
        tie = self.chance.integers(0, 8, len(cur))
        ranked = replace(part, value=(grid.value << 4) + tie)
        if grid.required.any():
            ranked = replace(
                ranked, value=ranked.value + np.where(grid.required, int(ranked.value.sum()), 0)
            )
        levels = self.levels if "min_met" in self.levels else ["min_met", *self.levels]
        chosen = flow(ranked, np.zeros(0, dtype=np.int64), levels)
        slotted = slots_for(
            replace(part, required=grid.required),
            chosen,
            rounds=60,
            seed=int(self.chance.integers(1 << 30)),
        )
        after = np.where(is_ours, -1, cur)
        for wish, slot in slotted.slot_of.items():
            after[wish] = slot
        return after
