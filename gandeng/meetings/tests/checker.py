"""Whether a timetable keeps every rule and says nothing untrue, from the exchange format alone.

Shares no code with the solver, not even its reader: what both misread alike, nobody would find.
A finding is ``code: where``; the codes are the rules. An empty list means nothing was found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Json = dict[str, Any]
STATUSES = {"optimal", "feasible", "infeasible", "timeout"}
# Of these more is better, so a bound lies above; of the others below.
MORE_IS_BETTER = {"value", "min_met", "fairness"}


class Day:
    """The input, looked up by id."""

    def __init__(self, problem: Json) -> None:
        self.problem = problem
        self.slots = range(problem["slots"])
        tables = problem["tables"]
        rows = [{"id": number} for number in range(tables)] if isinstance(tables, int) else tables
        self.tables = {row["id"] for row in rows}
        self.parties = {party["id"]: party for party in problem["parties"]}
        self.wishes = {wish["id"]: wish for wish in problem["wishes"]}
        self.forbidden = {frozenset(pair) for pair in problem.get("forbidden_pairs") or ()}
        self.rule = problem.get("break_rule") or "own_time"
        self.objective = problem.get("objective") or ["value", "breaks"]
        previous = problem.get("previous")
        rows = previous["meetings"] if isinstance(previous, dict) else previous or []
        self.previous = {row["wish"]: row for row in rows}
        self.now = problem.get("now") or 0
        goes_on = problem.get("now") is not None or bool(problem.get("absent"))
        self.is_repair = previous is not None and goes_on
        self.away: dict[Any, set[int]] = defaultdict(set)
        for absence in problem.get("absent") or ():
            first, last = absence.get("from"), absence.get("to")
            last = len(self.slots) - 1 if last is None else last
            self.away[absence["party"]] |= set(range(first or 0, last + 1))

    def own_slots(self, party: Any) -> set[int]:
        """When the party is there; what is over counts only where it was planned before."""
        available = self.parties[party].get("available")
        there = set(self.slots if available is None else available) - self.away[party]
        return there if self.is_repair else {slot for slot in there if slot >= self.now}

    def slots_of(self, wish: Json) -> set[int]:
        """Where the wish may be held."""
        may = self.own_slots(wish["a"]) & self.own_slots(wish["b"])
        if (session := wish.get("session")) is not None:
            first, last = self.problem["sessions"][session]
            may &= set(range(first, last + 1))
        if (slot := wish.get("slot")) is not None:
            may &= {slot}
        return may

    def is_forbidden(self, wish: Json) -> bool:
        return frozenset((wish["a"], wish["b"])) in self.forbidden

    def facts(self) -> dict[Any, Json]:
        """What is over: meetings of the timetable before, by wish."""
        return {key: row for key, row in self.previous.items() if row["slot"] < self.now}

    def survivors(self) -> dict[Any, Json]:
        """What nobody's absence touches: meetings of the timetable before, by wish."""
        return {
            key: row
            for key, row in self.previous.items()
            if row["slot"] >= self.now
            and row["slot"] in self.slots_of(self.wishes[key])
            and row["table"] in self.tables
            and not self.is_forbidden(self.wishes[key])
        }

    def busy(self, meetings: list[Json]) -> dict[Any, list[Json]]:
        """Each party's meetings in order of time."""
        of: dict[Any, list[Json]] = {party: [] for party in self.parties}
        for meeting in sorted(meetings, key=lambda meeting: meeting["slot"]):
            wish = self.wishes[meeting["wish"]]
            of[wish["a"]].append(meeting)
            of[wish["b"]].append(meeting)
        return of

    def gaps(self, party: Any, meetings: list[Json]) -> list[int]:
        """The lengths of a party's breaks: runs of idle slots between two of its meetings."""
        counted = set(self.slots) if self.rule == "clock" else self.own_slots(party)
        taken = [meeting["slot"] for meeting in meetings]
        between = [
            sum(1 for slot in range(early + 1, late) if slot in counted)
            for early, late in pairwise(taken)
        ]
        return [length for length in between if length]

    def measure(self, meetings: list[Json]) -> dict[str, int]:
        """A timetable's value, meetings towards the minimums, evenness, breaks, idle slots and
        changes of table. Even is: a maker's first meeting counts most, each further one a step
        less (not said where sides are not told apart)."""
        busy = self.busy(meetings)
        sides = {key: party.get("side") or "any" for key, party in self.parties.items()}
        counts = [len(busy[key]) for key, side in sides.items() if side == "maker"]
        gaps = [length for party, own in busy.items() for length in self.gaps(party, own)]
        figures = {
            "value": sum(self.value(meeting["wish"]) for meeting in meetings),
            "min_met": sum(
                min(len(own), self.parties[party].get("min") or 0) for party, own in busy.items()
            ),
            "breaks": len(gaps),
            "idle": sum(gaps),
            "moves": sum(
                early["table"] != late["table"]
                for own in busy.values()
                for early, late in pairwise(own)
            ),
        }
        if "any" not in sides.values():
            figures["fairness"] = sum(len(self.slots) - n for c in counts for n in range(c))
        return figures

    def decisive(self) -> list[str]:
        """What must be proven of the best timetable: whatever is chosen, and the first figure of
        its shape where that was asked for first or there is nothing to choose."""
        is_fixed = all(wish.get("required") for wish in self.wishes.values())
        shape = [name for name in self.objective if name in {"breaks", "idle"}]
        decides = is_fixed or self.objective[0] in shape
        choice = [name for name in self.objective if name in MORE_IS_BETTER]
        return [*([] if is_fixed and not self.is_repair else choice), *shape[: int(decides)]]

    def value(self, wish: Any) -> int:
        value = self.wishes[wish].get("value")
        return 1 if value is None else value

    def cap(self, party: Any) -> int:
        """The most meetings a party may have."""
        most = self.parties[party].get("max")
        there = len(self.own_slots(party))
        return there if most is None else min(most, there)


def check(problem: Json, answer: Json, *, may_move: int = 0) -> list[str]:
    """What is wrong with the answer; ``may_move`` surviving meetings may have been moved."""
    day, status = Day(problem), answer.get("status")
    if status not in STATUSES:
        return [f"status: {status!r}"]
    meetings: list[Json] = answer["meetings"]
    if status == "infeasible":
        found = ["infeasible: yet it holds meetings"] if meetings else []
        return found if answer.get("conflict") else [*found, "infeasible: without a conflict"]
    found = list(_of_each(day, meetings))
    if any(line.startswith(("unknown", "twice")) for line in found):
        return found
    found += [*_of_times(day, meetings), *_of_amounts(day, meetings)]
    if status == "timeout" and not meetings:
        return found
    found += _of_what_is_left_out(day, answer)
    if day.is_repair:
        found += _of_repair(day, answer, may_move)
    return [*found, *_of_figures(day, answer), *_of_bounds(day, answer), *_of_prices(day, answer)]


def _of_each(day: Day, meetings: list[Json]) -> Iterator[str]:
    """Each meeting by itself."""
    facts = day.facts()
    # an id comes back as it was given: 1 is neither "1" nor true
    wishes = {(type(key), key): wish for key, wish in day.wishes.items()}
    tables = {(type(table), table) for table in day.tables}
    for meeting in meetings:
        key, slot = meeting["wish"], meeting["slot"]
        wish = wishes.get((type(key), key))
        if wish is None:
            yield f"unknown wish: {key!r}"
            continue
        if slot not in day.slots:
            yield f"unknown slot: wish {key!r} in slot {slot!r}"
        if (type(meeting["table"]), meeting["table"]) not in tables:
            yield f"unknown table: wish {key!r} at {meeting['table']!r}"
        if (meeting["a"], meeting["b"]) != (wish["a"], wish["b"]):
            yield f"other parties: wish {key!r}"
        if facts.get(key, {}).get("slot") == slot:
            continue  # what happened has happened, whoever is gone since
        if day.is_forbidden(wish):
            yield f"forbidden: wish {key!r}"
        if slot not in day.slots_of(wish):
            yield f"wrong slot: wish {key!r} in slot {slot}"
    for key, times in Counter(meeting["wish"] for meeting in meetings).items():
        if times > 1:
            yield f"twice: wish {key!r}"


def _of_times(day: Day, meetings: list[Json]) -> Iterator[str]:
    """No two at once; first things first."""
    at_table = Counter((meeting["slot"], meeting["table"]) for meeting in meetings)
    yield from (f"table taken: {key}" for key, times in at_table.items() if times > 1)
    for party, own in day.busy(meetings).items():
        slots = Counter(meeting["slot"] for meeting in own)
        yield from (f"two at once: {party!r} in {slot}" for slot, n in slots.items() if n > 1)
    slot_of = {meeting["wish"]: meeting["slot"] for meeting in meetings}
    for early, late in day.problem.get("precedences") or ():
        if early in slot_of and late in slot_of and slot_of[early] >= slot_of[late]:
            yield f"precedence: {early!r} is not before {late!r}"


def _of_amounts(day: Day, meetings: list[Json]) -> Iterator[str]:
    """Not too many meetings, and breaks that are spread as asked. Whoever has too many since their
    most was lowered keeps what they had."""
    stays = [*day.facts().values(), *day.survivors().values()] if day.is_repair else []
    busy, kept = day.busy(meetings), day.busy(stays)
    for party, own in busy.items():
        most = day.parties[party].get("max")
        if most is not None and len(own) > max(most, len(kept[party])):
            yield f"too many: {party!r} has {len(own)}"
    spread = day.problem.get("break_spread")
    if spread is not None and not day.is_repair:
        breaks = [len(day.gaps(party, own)) for party, own in busy.items()]
        if breaks and max(breaks) - min(breaks) > spread:
            yield f"spread: {min(breaks)} to {max(breaks)} breaks"


def _of_what_is_left_out(day: Day, answer: Json) -> Iterator[str]:
    """Required ones are held, minimums are met, and whatever is not held has its reason."""
    meetings = answer["meetings"]
    held = {meeting["wish"] for meeting in meetings}
    reasons = {row["wish"]: row["reason"] for row in answer.get("why_not") or ()}
    if len(reasons) != len(answer.get("why_not") or ()):
        yield "reason: one wish has two"
    for key, wish in day.wishes.items():
        if wish.get("required") and key not in held and not day.is_repair:
            yield f"required: wish {key!r} is not held"
        if key not in held and not str(reasons.get(key) or "").strip():
            yield f"no reason: wish {key!r}"
    yield from (f"needless reason: wish {key!r}" for key in reasons if key in held)
    yield from (f"unknown reason: wish {key!r}" for key in reasons if key not in day.wishes)
    if "min_met" in day.objective or day.is_repair:
        return
    for party, own in day.busy(meetings).items():
        if len(own) < (day.parties[party].get("min") or 0):
            yield f"too few: {party!r} has {len(own)}"


def _of_repair(day: Day, answer: Json, may_move: int) -> Iterator[str]:
    """The past stays, nobody who is there is sent away, and no hole is filled afterwards."""
    place = {m["wish"]: (m["slot"], m["table"]) for m in answer["meetings"]}
    facts, moved = day.facts(), []
    for key, row in facts.items():
        if place.get(key) != (row["slot"], row["table"]):
            yield f"past: wish {key!r} was held in slot {row['slot']}"
    for key, row in day.survivors().items():
        if key not in place:
            yield f"cancelled: wish {key!r} could have stayed"
        elif place[key] != (row["slot"], row["table"]):
            moved.append(key)
    if len(moved) > may_move:
        yield f"moved: {moved} of {may_move} allowed"
    for key, (slot, _table) in place.items():
        if slot < day.now and key not in facts:
            yield f"too late: wish {key!r} in slot {slot}"
    kept = sum(place.get(key) == (row["slot"], row["table"]) for key, row in day.previous.items())
    if answer["kept"] != kept:
        yield f"kept: said {answer['kept']}, counted {kept}"


def _of_figures(day: Day, answer: Json) -> Iterator[str]:
    """What is said about the timetable is so."""
    said = answer["objective"]
    for name, figure in day.measure(answer["meetings"]).items():
        if name in said and said[name] != figure:
            yield f"{name}: said {said[name]}, counted {figure}"
        if name in day.objective and name not in said:
            yield f"{name}: not said"
    if answer["seconds"] < 0 or (not answer["proof"] and answer["status"] == "optimal"):
        yield "proof: nothing is said"


def _of_bounds(day: Day, answer: Json) -> Iterator[str]:
    """No timetable beats its bound, and the best one meets it."""
    bounds, said = answer["bounds"], answer["objective"]
    for name, bound in bounds.items():
        if name not in said:
            continue
        beats = said[name] > bound if name in MORE_IS_BETTER else said[name] < bound
        if beats:
            yield f"bound of {name}: {bound} is beaten by {said[name]}"
    if answer["status"] != "optimal":
        return
    for name in day.decisive():
        if bounds.get(name) != said.get(name):
            yield f"not proven: {name} {said.get(name)}, bound {bounds.get(name)}"


def _of_prices(day: Day, answer: Json) -> Iterator[str]:
    """Prices prove the bound of the value.

    Whatever they are, no timetable is worth more than everybody's meetings and all tables cost at
    these prices, and each wish is worth beyond them (weak duality). A price below nought is that
    of a party with a minimum to reach.
    """
    prices = (answer.get("certificate") or {}).get("prices")
    if prices is None or day.is_repair:
        return
    of: dict[Any, float] = dict(prices["parties"])
    table = max(prices["table"], 0)
    worth = table * len(day.tables) * len(day.slots)
    for party, price in of.items():
        least = day.parties[party].get("min") or 0
        worth += price * (day.cap(party) if price > 0 else least)
    for key, wish in day.wishes.items():
        if day.slots_of(wish) and not day.is_forbidden(wish):
            beyond = day.value(key) - of.get(wish["a"], 0) - of.get(wish["b"], 0) - table
            worth += beyond if wish.get("required") else max(beyond, 0)
    bound = answer["bounds"].get("value")
    if bound is None or worth > bound:
        yield f"prices: they prove {worth}, said is {bound}"
