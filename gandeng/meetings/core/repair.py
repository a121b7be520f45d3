"""The day goes on: who did not come leaves holes, and only the holes are filled.

What is over, running or still possible stays in its slot and at its table. Wishes that found no
place before, and meetings that can no longer be held when they were to be, are put into cells that
are free for both, by a small exact model. Only when asked (``max_moved``) are kept meetings moved,
each for a gain that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal

from . import reasons
from .answers import decisive, figures_of
from .choice import choose, degrees
from .grid import Grid, grid_of, without_absences
from .problem import Meeting, Problem, Timetable
from .repair_board import Board
from .repair_model import fill

# Of exchanges that gain the same, the first ones found; more are of no help to a reader.
_MOST_OFFERS = 20


def gettext_noop(message: str) -> str:
    """Marks a source string; a core never translates."""
    return message


_ = gettext_noop

# What a repair says of itself, clause by clause.
CLAUSES = {
    "kept": _("{kept} pertemuan tetap pada jam dan mejanya"),
    "kept_and_moved": _("{kept} pertemuan tetap pada jam dan mejanya, {moved} dipindahkan"),
    "filled_best": _("tempat yang kosong diisi sebaik mungkin (terbukti)"),
    "filled": _("tempat yang kosong diisi sebaik yang ditemukan"),
    "best": _("menyusun ulang semuanya pun tidak akan lebih baik"),
    "below": _("nilai {value}, {percent} % dari batas bila semuanya disusun ulang ({bound})"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from ``previous``. Places are (slot, table), both numbers; ``loss`` is the
    value that falls away with a cancelled meeting, or below nought what an added one brings."""

    kind: Literal["cancelled", "added", "moved"]
    wish: int
    old: tuple[int, int] | None
    new: tuple[int, int] | None
    loss: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A meeting that becomes possible (``added``) if kept ones are moved: the price is ``moved``,
    what it brings is ``gain``."""

    added: Change
    moved: tuple[Change, ...]
    gain: int


def repair(problem: Problem, *, max_moved: int = 0) -> Timetable:
    """The rest of the day anew for ``previous``, ``now`` and ``absent``, every surviving meeting
    unchanged but for at most ``max_moved`` that are moved for a gain.

    ``kept`` counts the meetings of ``previous`` that stay as they were, those that are over among
    them. ``bounds`` has the value that no re-planning of everything still open could better. A
    walk-in is a party with wishes that ``previous`` does not know; who is late is absent until
    then.
    The same input gives the same answer.
    """
    began = perf_counter()
    day = _Day(problem)
    board = day.board
    best_fill = fill(board, day.candidates())
    board.seat_all(best_fill.slot_of)
    board.draw_near(sorted(best_fill.slot_of))
    for _ in range(max_moved):
        offers = _offers(day, max_moved - board.moved)
        if not offers:
            break
        _apply(board, offers[0])
    return _answer(day, best_fill.is_proven, board.moved, perf_counter() - began)


def changes(problem: Problem, answer: Timetable) -> list[Change]:
    """What ``answer`` changes in ``previous``: what falls away, then what moves, then what is new,
    each in order of time."""
    old = {m.wish: (m.slot, m.table) for m in problem.previous or ()}
    new = {m.wish: (m.slot, m.table) for m in answer.meetings}
    found = []
    for wish in {**old, **new}:
        was, will = old.get(wish), new.get(wish)
        value = problem.wishes[wish].value
        if was is not None and will is None:
            found.append(Change("cancelled", wish, was, None, value))
        elif was is None and will is not None:
            found.append(Change("added", wish, None, will, -value))
        elif was != will:
            found.append(Change("moved", wish, was, will, 0))
    order = {"cancelled": 0, "moved": 1, "added": 2}
    return sorted(found, key=lambda c: (order[c.kind], c.old or c.new or (0, 0), c.wish))


def offers(problem: Problem, answer: Timetable, *, max_moved: int = 2) -> list[Offer]:
    """What more could be held if up to ``max_moved`` kept meetings moved, the best gain for the
    fewest moves first. Each stands alone: taking one may rule out another."""
    day = _Day(problem, answer.meetings)
    return _offers(day, max_moved)


class _Day:
    """What is left of a day, and the board on which it is filled.

    ``today`` is without the slots in which somebody is absent; ``board.may`` also without what is
    over. (Few new objects: a proposal should not wait for a sweep of Python's memory.)
    """

    def __init__(self, problem: Problem, meetings: Iterable[Meeting] | None = None) -> None:
        self.now = problem.now or 0
        self.today = without_absences(problem)
        self.previous = problem.previous or ()
        self.facts = {m.wish for m in self.previous if m.slot < self.now}
        self.board = Board(self.today, self.now)
        for meeting in self.previous if meetings is None else meetings:
            if meeting.slot < self.now or meeting.slot in self.board.may(meeting.wish):
                # of two in one place only the first survives
                self.board.put_if_free(meeting)
        self.board.freeze()

    def candidates(self) -> list[int]:
        """Wishes that are not held and may yet be."""
        board = self.board
        return [
            index
            for index, wish in enumerate(self.today.wishes)
            if index not in board.place_of
            and board.may(index)
            and board.has_room(wish.a)
            and board.has_room(wish.b)
        ]

    def replanned_bound(self, grid: Grid) -> int:
        """The value nothing could better, were everything still open planned anew."""
        import numpy as np

        facts = np.array(sorted(self.facts), dtype=np.int64)
        over = degrees(grid, facts)
        is_left = grid.is_possible.copy()
        is_left[facts] = False
        masks = grid.masks.copy()
        masks[:, : self.now] = 0
        is_left &= masks[grid.mask_of].any(axis=1)
        there = np.zeros((grid.parties, grid.slots), dtype=bool)
        for ends in (grid.a, grid.b):
            np.logical_or.at(there, ends[is_left], masks[grid.mask_of[is_left]].astype(bool))
        degree = np.array([self.board.degree(party) for party in range(grid.parties)])
        most = np.array([party.maximum for party in self.today.parties], dtype=np.int64)
        # who has more meetings than the rules now allow keeps them
        most = np.maximum(most, degree) - over
        rest = replace(
            grid,
            required=np.zeros_like(grid.required),
            is_possible=is_left,
            least=np.zeros_like(grid.least),
            most=np.clip(most, 0, there.sum(axis=1)),
            masks=masks,
            places=grid.tables * (grid.slots - self.now),
        )
        return int(grid.value[facts].sum()) + int(choose(rest, ("value",)).bounds["value"])

    def reasons(self) -> tuple[tuple[int, str], ...]:
        return reasons.why_not(self.today, self.board.meetings())


def _answer(day: _Day, is_proven: bool, moved: int, seconds: float) -> Timetable:
    today, board = day.today, day.board
    began = perf_counter()
    meetings = board.meetings()
    place = {m.wish: (m.slot, m.table) for m in meetings}
    kept = sum(place.get(m.wish) == (m.slot, m.table) for m in day.previous)
    grid = grid_of(today)
    figures = figures_of(today, grid, meetings)
    bound = day.replanned_bound(grid)
    value = figures["value"]
    # of evenness nothing is proven once part of the day is over
    bounds: dict[str, int | float] = {"value": bound, "min_met": int(grid.least.sum())}
    bounds |= {name: 0 for name in ("breaks", "idle") if name in today.objective}
    is_best = all(figures[name] == bounds.get(name) for name in decisive(today))
    return Timetable(
        "optimal" if is_best else "feasible",
        meetings=meetings,
        objective=figures,
        bounds=bounds,
        proof=_proof(kept, moved, is_proven, int(value), bound),
        kept=kept,
        why_not=day.reasons(),
        seconds=seconds + perf_counter() - began,
    )


def _proof(kept: int, moved: int, is_proven: bool, value: int, bound: int) -> str:
    said = [
        CLAUSES["kept_and_moved" if moved else "kept"].format(kept=kept, moved=moved),
        CLAUSES["filled_best" if is_proven else "filled"],
    ]
    if value == bound:
        said.append(CLAUSES["best"])
    else:
        percent = f"{100 * value / bound if bound else 100:.2f}"
        said.append(CLAUSES["below"].format(value=value, percent=percent, bound=bound))
    return "; ".join(said) + "."


def _offers(day: _Day, most: int) -> list[Offer]:
    """Exchanges of up to ``most`` moved meetings on the board as it is."""
    found = []
    for index in day.candidates() if most > 0 else ():
        best: Offer | None = None
        for slot in sorted(day.board.may(index)):
            offer = _offer_at(day.board, index, slot, most)
            if offer and (best is None or len(offer.moved) < len(best.moved)):
                best = offer
        if best:
            found.append(best)
    found.sort(key=lambda offer: (-offer.gain, len(offer.moved), offer.added.wish))
    return found[:_MOST_OFFERS]


def _offer_at(board: Board, index: int, slot: int, most: int) -> Offer | None:
    """How to hold a wish in this slot by moving who stands in the way, if that can be."""
    wish = board.problem.wishes[index]
    in_the_way: Sequence[int] = sorted(
        {board.at[party, slot] for party in (wish.a, wish.b) if (party, slot) in board.at}
    )
    if not in_the_way:
        # both are free, so it is the tables
        choices: list[Sequence[int]] = [[other] for other in sorted(board.held_in(slot))]
    else:
        choices = [in_the_way]
    for moving in choices:
        if len(moving) > most:
            continue
        targets = board.room_for(index, slot, moving)
        if targets is None:
            continue
        moved = tuple(
            Change("moved", other, board.place_of[other], target, 0)
            for other, target in zip(moving, targets[1:], strict=True)
        )
        added = Change("added", index, None, targets[0], -wish.value)
        return Offer(added, moved, wish.value)
    return None


def _apply(board: Board, offer: Offer) -> None:
    for change in offer.moved:
        board.lift(change.wish)
    for change in (*offer.moved, offer.added):
        assert change.new is not None
        board.put(change.wish, *change.new)
