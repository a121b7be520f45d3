"""A version as the board shows it, and what was done on it by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from gandeng.audit.models import Trace
from gandeng.audit.queries import traces_of
from gandeng.meetings.core.board import Board, Guest, Pair, Pin, Placed
from gandeng.meetings.core.hours import slots_within
from gandeng.meetings.core.names import short_names
from gandeng.meetings.models import Day, Invitation, Slot, Timetable
from gandeng.meetings.states import InvitationState, Order, Presence, Side, TimetableState

# what a person does on the board, and what takes it back or does it again
CHANGES = ("move_meeting", "add_meeting", "cancel_meeting", "lock_meeting")
UNDO, REDO = "undo_move", "redo_move"


def board_of(timetable: Timetable) -> Board:
    """The version's meetings and all they must respect, in six queries."""
    rows = timetable.meetings.order_by("slot__number", "table__order", "pk").values_list(
        "buyer_id", "maker_id", "slot__number", "table_id", "value", "is_locked"
    )
    return board_holding(timetable.day, [Placed(*row) for row in rows])


def board_holding(day: Day, placed: Iterable[Placed]) -> Board:
    """A day with these meetings, as a version that held them would be."""
    meetings = {one.pair: one for one in placed}
    slots = list(day.slots.order_by("number"))
    tables = list(day.tables.all())
    return Board(
        slots=len(slots),
        tables={table.pk: (table.x / 100, table.y / 100) for table in tables if table.is_open},
        closed={table.pk: (table.x / 100, table.y / 100) for table in tables if not table.is_open},
        seated="buyer" if day.seated == Side.BUYER else "maker",
        guests={guest.pk: _guest(day, guest, slots) for guest in _guests(day, meetings)},
        placed=meetings,
        pins={
            (pin.buyer_id, pin.maker_id): Pin(
                pin.order == Order.REQUIRE,
                pin.slot.number if pin.slot else None,
                pin.table_id,
            )
            for pin in day.pairings.select_related("slot")
        },
    )


def guests_on(timetable: Timetable) -> list[Invitation]:
    """Who comes, and whoever else has a meeting in this version."""
    return _guests(timetable.day, timetable.meetings.values_list("buyer_id", "maker_id"))


def _guests(day: Day, pairs: Iterable[Pair]) -> list[Invitation]:
    held = {pk for pair in pairs for pk in pair}
    rows = day.invitations.select_related("organisation").order_by(
        "side", "organisation__name", "pk"
    )
    return [guest for guest in rows if is_there(guest) or guest.pk in held]


def is_there(guest: Invitation) -> bool:
    """Said they come, or is here anyway."""
    return guest.state == InvitationState.COMING or (
        guest.state != InvitationState.WITHDRAWN
        and guest.presence in (Presence.PRESENT, Presence.LATE)
    )


def _guest(day: Day, guest: Invitation, slots: list[Slot]) -> Guest:
    usual = day.buyer_maximum if guest.side == Side.BUYER else day.maker_maximum
    available = frozenset(slots_within(guest.hours, slots)) if is_there(guest) else frozenset()
    return Guest(
        "buyer" if guest.side == Side.BUYER else "maker",
        available,
        guest.maximum if guest.maximum is not None else usual or len(slots),
    )


@dataclass
class History:
    """What one person may still take back or do again on a version, the latest last; ``mark`` is
    the last change by anybody."""

    undoable: list[Trace] = field(default_factory=list)
    redoable: list[Trace] = field(default_factory=list)
    mark: int = 0


def history_of(timetable: Timetable, person_id: int | None) -> History:
    """Read from the traces: a change by hand, ``undo_move`` of one, ``redo_move`` of one. A new
    change makes what was taken back before it final."""
    history = History()
    rows = traces_of(timetable).filter(verb__in=[*CHANGES, UNDO, REDO]).order_by("pk")
    by_id: dict[int, Trace] = {}
    for trace in rows:
        history.mark = trace.pk
        by_id[trace.pk] = trace
        if person_id is None or trace.by_id != person_id:
            continue
        if trace.verb in CHANGES:
            history.undoable.append(trace)
            history.redoable.clear()
            continue
        source, target = (
            (history.undoable, history.redoable)
            if trace.verb == UNDO
            else (history.redoable, history.undoable)
        )
        change = by_id.get(trace.after.get("of", 0))
        if change is not None and change in source:
            source.remove(change)
            target.append(change)
    return history


def last_mark(timetable: Timetable) -> int:
    """What a board that is up to date has seen."""
    last = traces_of(timetable).filter(verb__in=[*CHANGES, UNDO, REDO]).order_by("-pk").first()
    return last.pk if last else 0


def data_of(timetable: Timetable, person_id: int | None, *, may_move: bool) -> dict[str, Any]:
    """The board for its script, short-named because there is much of it:

    ``slots`` [clock, session] · ``tables`` [id, label, area, 1 open 0 closed but held] ·
    ``guests`` [id, side, name, slots, maximum, short name] (slots null: all) ·
    ``meetings`` [buyer, maker, slot, table, value, locked] ·
    ``unmet`` [buyer, maker, value] · ``pins`` [buyer, maker, 1 required 0 forbidden, slot, table].
    """
    day = timetable.day
    board = board_of(timetable)
    every = frozenset(range(board.slots))
    guests = guests_on(timetable)
    short = short_names({guest.pk: str(guest) for guest in guests})
    held = {one.table for one in board.placed.values()}
    return {
        "slots": [
            [f"{timezone.localtime(slot.starts_at):%H.%M}", slot.session]
            for slot in day.slots.order_by("number")
        ],
        "tables": [
            [table.pk, table.label, table.area, int(table.is_open)]
            for table in day.tables.all()
            if table.is_open or table.pk in held
        ],
        "guests": [
            [
                guest.pk,
                guest.side[0],
                str(guest),
                None
                if board.guests[guest.pk].available == every
                else sorted(board.guests[guest.pk].available),
                board.guests[guest.pk].maximum,
                short[guest.pk],
            ]
            for guest in guests
        ],
        "pins": [
            [*pair, int(pin.is_required), pin.slot, pin.table] for pair, pin in board.pins.items()
        ],
        "seated": day.seated[0],
        "may_move": may_move and timetable.state == TimetableState.DRAFT,
        **state_of(timetable, board, person_id),
    }


def state_of(timetable: Timetable, board: Board, person_id: int | None) -> dict[str, Any]:
    """What changes while people move things."""
    history = history_of(timetable, person_id)
    held = set(board.placed)
    return {
        "meetings": [
            [p.buyer, p.maker, p.slot, p.table, p.value, int(p.is_locked)]
            for p in board.placed.values()
        ],
        "unmet": unmet_pairs(timetable, held),
        "undo": history.undoable[-1].label if history.undoable else "",
        "redo": history.redoable[-1].label if history.redoable else "",
        "mark": history.mark,
    }


def unmet_pairs(timetable: Timetable, held: Iterable[Pair]) -> list[list[int]]:
    """Wishes without a meeting, the dearest first: those the calculation could not grant, and
    those whose meeting was cancelled by hand."""
    met = set(held)
    rows = {
        (row["buyer"], row["maker"]): row["value"]
        for row in timetable.why_not
        if (row["buyer"], row["maker"]) not in met
    }
    for pair, value in cancelled_by_hand(timetable).items():
        if pair not in met:
            rows.setdefault(pair, value)
    return sorted(([*pair, value] for pair, value in rows.items()), key=lambda r: (-r[2], r))


def cancelled_by_hand(timetable: Timetable) -> dict[Pair, int]:
    """Pairs that some change on the board took out, with what their meeting was worth."""
    found: dict[Pair, int] = {}
    for trace in traces_of(timetable).filter(verb__in=[*CHANGES, UNDO, REDO]):
        for seats in (trace.before.get("seats", []), trace.after.get("seats", [])):
            for row in seats:
                found[row[0], row[1]] = row[4]
    return found
