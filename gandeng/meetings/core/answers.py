"""From slots to a timetable: seats, figures, bounds, what is proven, and reasons for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from . import reasons
from .choice import choose, fairness_of, levels_of
from .grid import Grid, degrees
from .prices import Prices
from .problem import Meeting, Problem, Timetable


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a day, to make timetables from slots. ``bounds`` by name of a level, each
    given that the levels before it are at their best; ``fewest`` breaks, if more is known of these
    wishes than ``shape_bound`` finds out."""

    problem: Problem
    grid: Grid
    levels: Sequence[str]
    bounds: Mapping[str, int]
    prices: Prices | None
    fewest: int | None = None

    def answer(self, slots: Mapping[int, int]) -> Timetable:
        """The timetable of these slots."""
        meetings = seated(self.problem, slots)
        figures = figures_of(self.problem, self.grid, meetings)
        bounds = self._bounds(figures) | self._bounds_of_shape(slots)
        is_proven = all(figures[name] == bounds[name] for name in decisive(self.problem))
        certificate = self._certificate(bounds["value"])
        return Timetable(
            "optimal" if is_proven else "feasible",
            meetings=meetings,
            objective=figures,
            bounds=bounds,
            proof=_proof(self.levels, figures, bounds, certificate is not None),
            why_not=reasons.why_not(self.problem, meetings, self.prices),
            certificate=certificate,
        )

    def _bounds_of_shape(self, slots: Mapping[int, int]) -> dict[str, int | float]:
        """Other meetings of the same worth may lie better in the day, so what bounds these bounds
        all only where nothing is left to choose. ``breaks_here`` bounds these."""
        named = {"breaks", "idle"} & set(self.problem.objective)
        if not named:
            return {}
        from .shape import bound

        if self.fewest is None:
            here = bound(self.problem, slots)
        else:
            # an idle slot at least in each
            here = {"breaks": self.fewest, "idle": self.fewest}
        bounds: dict[str, int | float] = {
            name: here.get(name, 0) if self.problem.is_fixed else 0 for name in sorted(named)
        }
        return bounds | {f"{name}_here": here.get(name, 0) for name in sorted(named)}

    def _bounds(self, figures: Mapping[str, int | float]) -> dict[str, int | float]:
        """A level that is not at its best takes its support from the bounds after it."""
        bounds: dict[str, int | float] = {}
        leans = True
        for name in self.levels:
            bounds[name] = self.bounds[name] if leans else choose(self.grid, (name,)).bounds[name]
            leans = leans and figures[name] == bounds[name]
        return bounds

    def _certificate(self, bound: int | float) -> dict[str, Any] | None:
        """The prices, where they alone prove the bound with all tables in all slots."""
        grid, prices = self.grid, self.prices
        if prices is None:
            return None
        worth = prices.bound + prices.table * (grid.slots * grid.tables - grid.places)
        if worth > bound:
            return None
        ids = [party.id for party in self.problem.parties]
        priced = zip(ids, prices.party, strict=True)
        return {
            "prices": {
                "parties": [[party, price] for party, price in priced if price],
                "table": prices.table,
            }
        }


def decisive(problem: Problem) -> list[str]:
    """What must be at its bound to call a timetable the best: what is chosen, and the first figure
    of the shape where it is named first or nothing is left to choose."""
    shape = [name for name in problem.objective if name in ("breaks", "idle")]
    decides = problem.objective[0] in ("breaks", "idle") or problem.is_fixed
    return [*levels_of(problem.objective), *(shape[:1] if decides else ())]


def seated(problem: Problem, slots: Mapping[int, int]) -> tuple[Meeting, ...]:
    """A table for every meeting."""
    if not slots:
        return ()
    from .seating import seat

    return seat(problem, dict(slots))


def figures_of(problem: Problem, grid: Grid, meetings: Sequence[Meeting]) -> dict[str, int | float]:
    """What the timetable is worth, by name; the objective's names first and in its order."""
    import numpy as np

    degree = degrees(grid, np.array([m.wish for m in meetings], dtype=np.int64))
    breaks, idle, moves = shape_of(problem, meetings)
    known: dict[str, int | float] = {
        "value": sum(problem.wishes[meeting.wish].value for meeting in meetings),
        "min_met": int(np.minimum(degree, grid.least).sum()),
        "fairness": fairness_of(grid, degree),
        "breaks": breaks,
        "idle": idle,
        "moves": moves,
    }
    named = {name: known[name] for name in problem.objective}
    return named | {name: figure for name, figure in known.items() if name not in named}


def shape_of(problem: Problem, meetings: Sequence[Meeting]) -> tuple[int, int, int]:
    """Breaks, idle slots and changes of table, over all parties."""
    breaks = idle = moves = 0
    for party, rows in zip(problem.parties, _rows(problem, meetings), strict=True):
        for (early, table), (late, other) in pairwise(rows):
            moves += table != other
            if late == early + 1:
                continue
            between = range(early + 1, late)
            empty = (
                len(between)
                if problem.break_rule == "clock"
                else sum(slot in party.available for slot in between)
            )
            breaks += empty > 0
            idle += empty
    return breaks, idle, moves


def _rows(problem: Problem, meetings: Sequence[Meeting]) -> list[list[tuple[int, int]]]:
    """Each party's slots and tables in order of time."""
    own: list[list[tuple[int, int]]] = [[] for _ in problem.parties]
    for meeting in sorted(meetings, key=lambda meeting: meeting.slot):
        wish = problem.wishes[meeting.wish]
        own[wish.a].append((meeting.slot, meeting.table))
        own[wish.b].append((meeting.slot, meeting.table))
    return own


def gettext_noop(message: str) -> str:
    """Marks a source string; a core never translates."""
    return message


_ = gettext_noop

# By level: at its best, or this far below what bounds it.
BEST = {
    "value": _("Nilai {figure} terbukti tertinggi"),
    "min_met": _("Pertemuan minimum yang terpenuhi {figure} terbukti tertinggi"),
    "fairness": _("Pemerataan {figure} terbukti tertinggi"),
}
SHORT = {
    "value": _("Nilai {figure}, batas atas {bound}: selisih paling banyak {percent} %"),
    "min_met": _(
        "Pertemuan minimum yang terpenuhi {figure}, batas atas {bound}: selisih paling banyak "
        "{percent} %"
    ),
    "fairness": _("Pemerataan {figure}, batas atas {bound}: selisih paling banyak {percent} %"),
}
SHAPE = {
    "prices": _("(harga tiap tempat membuktikannya)"),
    "fewest": _("jeda {breaks} terbukti tersedikit untuk pertemuan ini"),
    "more": _("jeda {breaks}, untuk pertemuan ini tidak mungkin di bawah {least}"),
}


def _proof(
    levels: Sequence[str],
    figures: Mapping[str, int | float],
    bounds: Mapping[str, int | float],
    has_prices: bool,
) -> str:
    said = []
    for name in levels:
        figure, bound = figures[name], bounds[name]
        if figure == bound:
            said.append(BEST[name].format(figure=figure))
        else:
            percent = f"{100 * (bound - figure) / bound:.2f}"
            said.append(SHORT[name].format(figure=figure, bound=bound, percent=percent))
    if has_prices:
        said[0] += " " + SHAPE["prices"]
    if "breaks_here" in bounds:
        breaks, least = figures["breaks"], bounds["breaks_here"]
        shape = SHAPE["fewest" if breaks == least else "more"]
        said.append(shape.format(breaks=breaks, least=least))
    return "; ".join(said) + "."
