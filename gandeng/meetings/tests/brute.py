"""The best timetable of a tiny day by trying every one: what a clever solver is measured against.

Knows only the exchange format. Up to 4 × 4 parties, nine wishes and three slots in a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .checker import MORE_IS_BETTER, Day, Json

Placing = dict[Any, int]


def best(problem: Json, objective: tuple[str, ...]) -> dict[str, int] | None:
    """The figures of a best timetable, the first-named figure weighing most; or None if no
    timetable keeps the rules. Of a day that goes on, every survivor stays where it is, and
    ``required`` counts how many of what was required can still be held."""
    day = Day(problem)
    found: dict[str, int] | None = None

    def is_worth_trying(value: int) -> bool:
        return found is None or objective[0] != "value" or value >= found["value"]

    for placing in every(day, is_worth_trying):
        figures = day.measure(
            [{"wish": wish, "slot": slot, "table": None} for wish, slot in placing.items()]
        ) | {"required": sum(bool(day.wishes[wish].get("required")) for wish in placing)}
        if found is None or _key(figures, objective) > _key(found, objective):
            found = figures
    return found


def _key(figures: dict[str, int], objective: tuple[str, ...]) -> tuple[int, ...]:
    more = {*MORE_IS_BETTER, "required"}
    return tuple(figures[name] * (1 if name in more else -1) for name in objective)


def every(day: Day, is_worth_trying: Callable[[int], bool]) -> Iterator[Placing]:
    """Every way to hold wishes in slots that keeps the rules and can reach a value worth it."""
    staying = {**day.facts(), **day.survivors()} if day.is_repair else {}
    placing: Placing = {wish: row["slot"] for wish, row in staying.items()}
    taken = {(party, slot) for wish, slot in placing.items() for party in _pair(day, wish)}

    def place(rest: list[Any], reach: int) -> Iterator[Placing]:
        if not is_worth_trying(reach):
            return
        if not rest:
            if _is_good(day, placing):
                yield dict(placing)
            return
        key, *others = rest
        wish = day.wishes[key]
        a, b = _pair(day, key)
        for slot in sorted(day.slots_of(wish)):
            at_once = sum(other == slot for other in placing.values())
            is_free = not {(a, slot), (b, slot)} & taken and at_once < len(day.tables)
            if not is_free or slot < day.now or day.is_forbidden(wish):
                continue
            placing[key] = slot
            taken.update({(a, slot), (b, slot)})
            yield from place(others, reach)
            taken.difference_update({(a, slot), (b, slot)})
            del placing[key]
        if not wish.get("required") or day.is_repair:
            yield from place(others, reach - day.value(key))

    rest = [wish for wish in day.wishes if wish not in placing]
    yield from place(rest, sum(day.value(wish) for wish in day.wishes))


def _pair(day: Day, wish: Any) -> tuple[Any, Any]:
    return day.wishes[wish]["a"], day.wishes[wish]["b"]


def _is_good(day: Day, placing: Placing) -> bool:
    """The rules about more than one meeting."""
    for early, late in day.problem.get("precedences") or ():
        if early in placing and late in placing and placing[early] >= placing[late]:
            return False
    busy = day.busy([{"wish": wish, "slot": slot} for wish, slot in placing.items()])
    stays = [*day.facts().values(), *day.survivors().values()] if day.is_repair else []
    kept = day.busy(stays)
    for party, own in busy.items():
        most = day.parties[party].get("max")
        if most is not None and len(own) > max(most, len(kept[party])):
            return False
        is_asked = not day.is_repair and "min_met" not in day.objective
        if is_asked and len(own) < (day.parties[party].get("min") or 0):
            return False
    spread = day.problem.get("break_spread")
    breaks = [len(day.gaps(party, own)) for party, own in busy.items()]
    return spread is None or day.is_repair or not breaks or max(breaks) - min(breaks) <= spread
