"""The board of a day that goes on: who and what is taken when, and where there is room."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from .problem import Meeting, Problem

_REPEATS = 3


class Board:
    """Meetings in their cells. ``problem`` is without absences. ``at`` is by (party, slot),
    ``table_at`` by (slot, table), ``place_of`` by wish."""

    def __init__(self, problem: Problem, now: int) -> None:
        self.problem, self.now = problem, now
        self.place_of: dict[int, tuple[int, int]] = {}
        self.at: dict[tuple[int, int], int] = {}
        self.table_at: dict[tuple[int, int], int] = {}
        self.frozen: dict[int, tuple[int, int]] = {}
        self._home: dict[int | None, int] = {}
        self._rest: dict[frozenset[int], frozenset[int]] = {}
        self._count: Counter[int] = Counter()
        self._degree: Counter[int] = Counter()
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        for early, late in problem.precedences:
            self._after[early].append(late)
            self._before[late].append(early)

    def may(self, index: int) -> frozenset[int]:
        """The slots in which a wish may still be held."""
        wish = self.problem.wishes[index]
        if wish.forbidden:
            return frozenset()
        rest = self._rest.get(wish.slots)
        if rest is None:
            rest = frozenset(slot for slot in wish.slots if slot >= self.now)
            self._rest[wish.slots] = rest
        return rest

    def freeze(self) -> None:
        """What is held now is what was kept."""
        self.frozen = dict(self.place_of)
        self._home = self._homes()

    @property
    def moved(self) -> int:
        """How many of the kept meetings stand elsewhere by now."""
        return sum(self.place_of.get(wish) != place for wish, place in self.frozen.items())

    def meetings(self) -> tuple[Meeting, ...]:
        held = [Meeting(wish, slot, table) for wish, (slot, table) in self.place_of.items()]
        return tuple(sorted(held, key=lambda m: (m.slot, m.table, m.wish)))

    def degree(self, party: int) -> int:
        return self._degree[party]

    def has_room(self, party: int) -> bool:
        return self._degree[party] < self.problem.parties[party].maximum

    def room_left(self, party: int) -> int:
        return max(self.problem.parties[party].maximum - self._degree[party], 0)

    def tables_left(self, slot: int) -> int:
        return len(self.problem.tables) - self._count[slot]

    def held_in(self, slot: int) -> list[int]:
        return [wish for (when, _), wish in self.table_at.items() if when == slot]

    def put(self, wish: int, slot: int, table: int) -> None:
        self.place_of[wish] = (slot, table)
        self.table_at[slot, table] = wish
        self._count[slot] += 1
        for party in (self.problem.wishes[wish].a, self.problem.wishes[wish].b):
            self.at[party, slot] = wish
            self._degree[party] += 1

    def put_if_free(self, meeting: Meeting) -> None:
        wish = self.problem.wishes[meeting.wish]
        taken = (
            meeting.wish in self.place_of
            or (meeting.slot, meeting.table) in self.table_at
            or (wish.a, meeting.slot) in self.at
            or (wish.b, meeting.slot) in self.at
        )
        if not taken:
            self.put(meeting.wish, meeting.slot, meeting.table)

    def lift(self, wish: int) -> None:
        slot, table = self.place_of.pop(wish)
        del self.table_at[slot, table]
        self._count[slot] -= 1
        for party in (self.problem.wishes[wish].a, self.problem.wishes[wish].b):
            del self.at[party, slot]
            self._degree[party] -= 1

    def free_slots(self, index: int) -> list[int]:
        """Where a wish that is not held could be put without touching anything."""
        wish = self.problem.wishes[index]
        return [
            slot
            for slot in sorted(self.may(index))
            if (wish.a, slot) not in self.at
            and (wish.b, slot) not in self.at
            and self._count[slot] < len(self.problem.tables)
            and self._is_in_order(index, slot)
        ]

    def _is_in_order(self, index: int, slot: int) -> bool:
        place = self.place_of
        return all(
            place[late][0] > slot for late in self._after.get(index, ()) if late in place
        ) and all(place[early][0] < slot for early in self._before.get(index, ()) if early in place)

    def room_for(
        self, index: int, slot: int, moving: Sequence[int]
    ) -> list[tuple[int, int]] | None:
        """Places for a wish in this slot and for the meetings that give way to it, in this order;
        None if there are none. The board is left as it was."""
        if any(self.place_of[other][0] < self.now for other in moving):
            return None
        before = {other: self.place_of[other] for other in moving}
        for other in moving:
            self.lift(other)
        done: list[int] = []
        places: list[tuple[int, int]] | None = None
        if slot in self.free_slots(index):
            self.put(index, slot, self.table_for(index, slot))
            done.append(index)
            for other in moving:
                free = self.free_slots(other)
                if not free:
                    break
                target = min(free, key=lambda s: (self._gaps_made(other, s), s))
                self.put(other, target, self.table_for(other, target, before[other][1]))
                done.append(other)
            else:
                places = [self.place_of[wish] for wish in (index, *moving)]
        for wish in done:
            self.lift(wish)
        for other, place in before.items():
            self.put(other, *place)
        return places

    def seat_all(self, slot_of: Mapping[int, int]) -> None:
        """Put these wishes into their slots; who has a table of its own gets it."""
        waiting = []
        for wish, slot in sorted(slot_of.items()):
            own = self._home.get(self._sitter(wish))
            if own is not None and (slot, own) not in self.table_at:
                self.put(wish, slot, own)
            else:
                waiting.append((wish, slot))
        for wish, slot in waiting:
            self.put(wish, slot, self.table_for(wish, slot))

    def table_for(self, index: int, slot: int, wanted: int | None = None) -> int:
        """A free table: the one wanted, or that of who sits, or the nearest to both parties'
        meetings before and after. The slot must have one."""
        tables = self.problem.tables
        free = [table for table in range(len(tables)) if (slot, table) not in self.table_at]
        near = [table for party in self._ends(index) for table in self._tables_near(party, slot)]
        home = self._home.get(self._sitter(index))

        def price(table: int) -> tuple[bool, bool, float, int]:
            walk = sum(
                math.hypot(tables[t].x - tables[table].x, tables[t].y - tables[table].y)
                for t in near
            )
            return table != wanted, table != home, walk, table

        return min(free, key=price)

    def draw_near(self, wishes: Iterable[int]) -> None:
        """Put newly held wishes into other free cells where that leaves people fewer breaks."""
        wishes = list(wishes)
        for _ in range(_REPEATS):
            has_changed = False
            for wish in wishes:
                slot, table = self.place_of[wish]
                self.lift(wish)
                best = min(
                    self.free_slots(wish), key=lambda s: (self._gaps_made(wish, s), s != slot, s)
                )
                if best != slot:
                    has_changed = True
                    table = self.table_for(wish, best)
                self.put(wish, best, table)
            if not has_changed:
                return

    def _gaps_made(self, index: int, slot: int) -> int:
        """By how many the breaks of both parties change if the wish is held in the slot."""
        return sum(
            1 - sum(side is not None and (party, side) in self.at for side in sides)
            for party in self._ends(index)
            for sides in [self._beside(party, slot)]
            if self._degree[party]
        )

    def _beside(self, party: int, slot: int) -> tuple[int | None, int | None]:
        """The party's slots next to this one that count."""
        if self.problem.break_rule == "clock":
            return slot - 1, slot + 1
        own = self.problem.parties[party].available
        early = next((s for s in range(slot - 1, -1, -1) if s in own), None)
        late = next((s for s in range(slot + 1, self.problem.slots) if s in own), None)
        return early, late

    def _ends(self, index: int) -> tuple[int, int]:
        return self.problem.wishes[index].a, self.problem.wishes[index].b

    def _sitter(self, index: int) -> int | None:
        seated = self.problem.seated
        if seated is None:
            return None
        sitting = [p for p in self._ends(index) if self.problem.parties[p].side == seated]
        return sitting[0] if len(sitting) == 1 else None

    def _homes(self) -> dict[int | None, int]:
        """The table at which a sitter has most of the kept meetings."""
        used: dict[int, Counter[int]] = defaultdict(Counter)
        for wish, (_slot, table) in self.place_of.items():
            sitter = self._sitter(wish)
            if sitter is not None:
                used[sitter][table] += 1
        return {
            sitter: min(tables, key=lambda t: (-tables[t], t)) for sitter, tables in used.items()
        }

    def _tables_near(self, party: int, slot: int) -> Collection[int]:
        """The tables of the party's meetings before and after the slot."""
        found = []
        for steps in (range(slot - 1, -1, -1), range(slot + 1, self.problem.slots)):
            for other in steps:
                if (party, other) in self.at:
                    found.append(self.place_of[self.at[party, other]][1])
                    break
        return found
