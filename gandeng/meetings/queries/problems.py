"""A day as the problem the scheduler solves: who is there when, who may meet whom, how gladly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from gandeng.meetings.core import problem as core
from gandeng.meetings.core.choice import with_floor
from gandeng.meetings.core.hours import slots_within
from gandeng.meetings.models import Day, Invitation, Meeting, Pairing, Slot, Timetable
from gandeng.meetings.states import InvitationState, Order, Presence, Side

from .scores import Key, Scorer

# what a calculation is asked when nothing else is said
USUAL: dict[str, Any] = {
    "seconds": 30,
    "seed": 1,
    # meetings every maker with demand is to have, 0: none is promised
    "floor": 0,
    "breaks": True,
    "moves": False,
    # the version whose locked meetings stay where they are
    "keep": None,
}


def problem_of(
    day: Day,
    *,
    settings: Mapping[str, Any],
    previous: Timetable | None = None,
    now: int | None = None,
    absences: Sequence[tuple[int, int, int]] = (),
) -> core.Problem:
    """The day with everybody who said they are coming or is noted as there.

    Party ids are invitation ids, table ids are table ids, a wish's id is
    ``"<buyer invitation>-<maker invitation>"``. ``previous`` and ``now`` (the first slot a change
    may reach) ask for a repair, with ``absences`` as (invitation id, first slot, last slot). Pairs
    of ``previous`` are in it even where nobody wishes for them any more; so is a party that has
    met already and left the list since.
    """
    asked = USUAL | dict(settings)
    slots = list(day.slots.order_by("number"))
    held = _rows(previous)
    kept = {row.pair: row for row in _kept(asked)}
    guests = _parties(day, {pk for row in held if _is_over(row, now) for pk in row.pair})
    available = {guest.pk: _available(guest, slots, now) for guest in guests}
    ordered = {(p.buyer_id, p.maker_id): p for p in _pairings(day)}
    values = _values(day, guests, held, kept, ordered, is_running=now is not None)
    number_of = {guest.pk: number for number, guest in enumerate(guests)}
    wishes = tuple(
        _wish(key, value, number_of, available, ordered.get(key), kept.get(key), now)
        for key, value in sorted(values.items())
    )
    wish_of = {key: number for number, key in enumerate(sorted(values))}
    used = {row.table for row in held if _is_over(row, now)}
    tables = [table for table in day.tables.all() if table.is_open or table.pk in used]
    table_of = {table.pk: number for number, table in enumerate(tables)}
    problem = core.Problem(
        slots=max(len(slots), 1),
        sessions=_sessions(slots),
        tables=tuple(core.Table(table.pk, table.x / 100, table.y / 100) for table in tables),
        seated="buyer" if day.seated == Side.BUYER else "maker",
        parties=tuple(_party(day, guest, available[guest.pk]) for guest in guests),
        wishes=wishes,
        objective=_objective(asked, guests),
        previous=None
        if previous is None
        else tuple(
            core.Meeting(wish_of[row.pair], row.slot, table_of[row.table])
            for row in held
            if row.pair in wish_of and row.table in table_of
        ),
        now=now,
        absent=tuple(
            core.Absence(number_of[pk], first, last)
            for pk, first, last in absences
            if pk in number_of
        ),
    )
    return with_floor(problem, int(asked["floor"])) if asked["floor"] else problem


def pinned_tables(day: Day, problem: core.Problem, settings: Mapping[str, Any]) -> dict[int, int]:
    """By wish: the table it must be held at, from the office's orders and from locked meetings."""
    wish_of = {wish.id: number for number, wish in enumerate(problem.wishes)}
    table_of = {table.id: number for number, table in enumerate(problem.tables)}
    pins = {
        (p.buyer_id, p.maker_id): p.table_id
        for p in _pairings(day)
        if p.order == Order.REQUIRE and p.table_id
    }
    pins |= {row.pair: row.table for row in _kept(USUAL | dict(settings))}
    return {
        wish_of[_wish_id(key)]: table_of[table]
        for key, table in pins.items()
        if _wish_id(key) in wish_of and table in table_of
    }


def names_of(day: Day, problem: core.Problem) -> dict[int, str]:
    """People's names by the problem's party numbers."""
    names = dict(
        day.invitations.filter(pk__in=[party.id for party in problem.parties]).values_list(
            "pk", "organisation__name"
        )
    )
    return {number: names[int(party.id)] for number, party in enumerate(problem.parties)}


def pair_of(problem: core.Problem, wish: core.Wish) -> Key:
    """The invitations of a wish, the buyer's first."""
    a, b = problem.parties[wish.a], problem.parties[wish.b]
    pair = (a.id, b.id) if a.side == Side.BUYER else (b.id, a.id)
    return int(pair[0]), int(pair[1])


class _Held(NamedTuple):
    """A meeting of an earlier version; whole records take three times as long to read."""

    buyer: int
    maker: int
    slot: int
    table: int
    value: int

    @property
    def pair(self) -> Key:
        return self.buyer, self.maker


def _held(meetings: QuerySet[Meeting]) -> list[_Held]:
    rows = meetings.order_by("slot__number", "pk")
    return [
        _Held(*row)
        for row in rows.values_list("buyer_id", "maker_id", "slot__number", "table_id", "value")
    ]


def _rows(timetable: Timetable | None) -> list[_Held]:
    return [] if timetable is None else _held(timetable.meetings.all())


def _kept(asked: Mapping[str, Any]) -> list[_Held]:
    if not asked["keep"]:
        return []
    return _held(Meeting.objects.filter(timetable_id=asked["keep"], is_locked=True))


def _is_over(row: _Held, now: int | None) -> bool:
    return now is not None and row.slot < now


def _parties(day: Day, met: Iterable[int]) -> list[Invitation]:
    """Who comes, who is there uninvited, and who has met somebody already."""
    rows = day.invitations.exclude(state=InvitationState.WITHDRAWN).order_by("pk")
    there = {Presence.PRESENT, Presence.LATE}
    coming = [one for one in rows if one.state == InvitationState.COMING or one.presence in there]
    known = {one.pk for one in coming}
    gone = day.invitations.filter(pk__in=set(met) - known)
    return sorted([*coming, *gone], key=lambda one: one.pk)


def _available(guest: Invitation, slots: Sequence[Slot], now: int | None) -> frozenset[int]:
    if guest.state != InvitationState.COMING and guest.presence not in (
        Presence.PRESENT,
        Presence.LATE,
    ):
        return frozenset(slot.number for slot in slots if slot.number < (now or 0))
    return frozenset(slots_within(guest.hours, slots))


def _pairings(day: Day) -> list[Pairing]:
    return list(day.pairings.select_related("slot").order_by("pk"))


def _values(
    day: Day,
    guests: Sequence[Invitation],
    held: Sequence[_Held],
    kept: Mapping[Key, _Held],
    ordered: Mapping[Key, Pairing],
    *,
    is_running: bool,
) -> dict[Key, int]:
    """What each pair is worth that may meet: wished for by one of the two, ordered by the office,
    or in an earlier version, which knows what its meetings are worth. On the day itself also
    whoever walked in, with everybody."""
    here = {guest.pk for guest in guests}
    scorer = Scorer(day)
    required = {key for key, one in ordered.items() if one.order == Order.REQUIRE}
    wanted = scorer.wished.pairs | required | set(kept) | {row.pair for row in held}
    if is_running:
        wanted |= _pairs_of_strangers(guests, {pk for pair in scorer.wished.pairs for pk in pair})
    pairs = {key for key in wanted if key[0] in here and key[1] in here}
    known = {row.pair: row.value for row in held if row.value and row.pair in pairs}
    scores = scorer.of(sorted(pairs - known.keys()))
    return {key: score.value for key, score in scores.items()} | known


def _pairs_of_strangers(guests: Sequence[Invitation], known: set[int]) -> set[Key]:
    """Who walked in has wished for nobody, and nobody for them: they may have anybody's free hour,
    as far as they fit."""
    buyers = [guest for guest in guests if guest.side == Side.BUYER]
    makers = [guest for guest in guests if guest.side == Side.MAKER]
    strangers = {
        guest.pk
        for guest in guests
        if guest.is_walk_in and guest.presence == Presence.PRESENT and guest.pk not in known
    }
    return {
        (buyer.pk, maker.pk)
        for buyer in buyers
        for maker in makers
        if buyer.pk in strangers or maker.pk in strangers
    }


def _wish(
    key: Key,
    value: int,
    number_of: Mapping[int, int],
    available: Mapping[int, frozenset[int]],
    order: Pairing | None,
    kept: _Held | None,
    now: int | None,
) -> core.Wish:
    slots = available[key[0]] & available[key[1]]
    is_required = order is not None and order.order == Order.REQUIRE
    if order is not None and is_required and order.slot is not None:
        slots &= {order.slot.number}
    if kept is not None:
        is_required, slots = True, slots & {kept.slot}
    if now is not None and is_required and not any(slot >= now for slot in slots):
        # its hour is over: the day goes on without it
        is_required = False
    return core.Wish(
        _wish_id(key),
        number_of[key[0]],
        number_of[key[1]],
        max(value, 1),
        is_required,
        slots,
        order is not None and order.order == Order.FORBID,
    )


def _wish_id(key: Key) -> str:
    return f"{key[0]}-{key[1]}"


def _party(day: Day, guest: Invitation, available: frozenset[int]) -> core.Party:
    usual = day.buyer_maximum if guest.side == Side.BUYER else day.maker_maximum
    maximum = guest.maximum if guest.maximum is not None else usual or len(available)
    side: core.Side = "buyer" if guest.side == Side.BUYER else "maker"
    return core.Party(guest.pk, side, available, min(guest.minimum, maximum), maximum)


def _sessions(slots: Sequence[Slot]) -> tuple[tuple[int, int], ...]:
    found: dict[int, list[int]] = {}
    for slot in slots:
        found.setdefault(slot.session, []).append(slot.number)
    return tuple(sorted((min(numbers), max(numbers)) for numbers in found.values()))


def _objective(asked: Mapping[str, Any], guests: Sequence[Invitation]) -> tuple[str, ...]:
    """Minimums first, as far as they can be kept, then value, then the shape of the day."""
    names = []
    if asked["floor"] or any(guest.minimum for guest in guests):
        names.append("min_met")
    names.append("value")
    if asked["breaks"]:
        names += ["breaks", "idle"]
    if asked["moves"]:
        names.append("moves")
    return tuple(names)
