"""What is worth adding to a day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .choice import choose
from .grid import grid_of, without_absences
from .problem import Problem, Table


@dataclass(frozen=True, slots=True)
class Worth:
    """What the best choice gains in value from one more table all day, from one more slot at which
    everybody is there, and at most from one more meeting of each party (by party)."""

    table: int
    slot: int
    meeting: tuple[int, ...]


def worth_of_more(problem: Problem) -> Worth:
    """What is worth adding to the day. Tables and slots exactly, by choosing anew; a party's
    meeting by its price. Raises Impossible."""
    problem = without_absences(problem)
    grid = grid_of(problem)
    now = choose(grid)
    table = replace(problem, tables=(*problem.tables, Table("+1", 0.0, 0.0)))
    last = problem.slots
    parties = tuple(
        replace(
            party,
            available=party.available | {last},
            maximum=party.maximum + (party.maximum >= problem.slots),
        )
        for party in problem.parties
    )
    wishes = tuple(
        replace(wish, slots=wish.slots | {last})
        if wish.slots == problem.parties[wish.a].available & problem.parties[wish.b].available
        else wish
        for wish in problem.wishes
    )
    slot = replace(problem, slots=last + 1, parties=parties, wishes=wishes)
    before = now.bounds["value"]
    meeting = now.prices.party if now.prices else (0,) * len(problem.parties)
    return Worth(
        table=choose(grid_of(table)).bounds["value"] - before,
        slot=choose(grid_of(slot)).bounds["value"] - before,
        meeting=tuple(max(price, 0) for price in meeting),
    )
