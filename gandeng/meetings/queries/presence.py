"""Who is there, who is not, and which slot it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from gandeng.meetings.models import Day, Invitation, Slot
from gandeng.meetings.states import InvitationState, Presence, Side

AWAY = {Presence.LATE, Presence.LEFT, Presence.ABSENT}


def slots_of(day: Day) -> list[Slot]:
    """The day's slots in order."""
    return list(day.slots.order_by("number"))


def current_slot(day: Day, at: datetime, slots: Sequence[Slot] | None = None) -> int:
    """The number of the first slot that is not over: the running one, or the next in a pause. The
    count of slots once all are over."""
    slots = slots_of(day) if slots is None else slots
    return next((slot.number for slot in slots if slot.ends_at > at), len(slots))


def first_open_slot(day: Day, at: datetime, slots: Sequence[Slot] | None = None) -> int:
    """The first slot a change may still reach: a running slot counts until its half, for nobody
    is fetched to a table for the last minutes."""
    slots = slots_of(day) if slots is None else slots
    return next(
        (
            slot.number
            for slot in slots
            if slot.starts_at + (slot.ends_at - slot.starts_at) / 2 > at
        ),
        len(slots),
    )


def absences(day: Day, at: datetime) -> list[tuple[int, int, int]]:
    """Who is away in which slots still to come: (invitation id, first, last), both included.

    Gone or not coming: to the end. Late: until the slot that begins once they are here; who is
    later than they said misses the slot that runs. Nobody is away for not having arrived yet.
    """
    slots = slots_of(day)
    first, last = first_open_slot(day, at, slots), len(slots) - 1
    if first > last:
        return []
    found = []
    rows = day.invitations.filter(presence__in=AWAY).order_by("pk")
    for pk, presence, expected_at in rows.values_list("pk", "presence", "expected_at"):
        until = last
        if presence == Presence.LATE and expected_at is not None:
            until = sum(slot.starts_at < max(expected_at, at) for slot in slots) - 1
        if until >= first:
            found.append((pk, first, until))
    return found


def guests_of(day: Day) -> QuerySet[Invitation]:
    """Everybody who is awaited or was noted at a desk, whatever they had answered."""
    return (
        day.invitations.filter(Q(state=InvitationState.COMING) | ~Q(presence=Presence.EXPECTED))
        .select_related("organisation")
        .order_by("side", "organisation__name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many parties of one side are where."""

    awaited: int = 0
    present: int = 0
    late: int = 0
    left: int = 0
    absent: int = 0

    @property
    def whole(self) -> int:
        return self.awaited + self.present + self.late + self.left + self.absent

    @property
    def came(self) -> int:
        """Was here at some time today."""
        return self.present + self.left

    @property
    def missing(self) -> int:
        return self.awaited + self.late


FIELD_OF = {
    Presence.EXPECTED: "awaited",
    Presence.PRESENT: "present",
    Presence.LATE: "late",
    Presence.LEFT: "left",
    Presence.ABSENT: "absent",
}


def attendance_on(day: Day) -> dict[str, Attendance]:
    """By side, in one query."""
    counted: dict[str, dict[str, int]] = {side: {} for side in Side.values}
    rows: Any = guests_of(day).order_by().values_list("side", "presence")
    for side, presence in rows:
        name = FIELD_OF[Presence(presence)]
        counted[side][name] = counted[side].get(name, 0) + 1
    return {side: Attendance(**values) for side, values in counted.items()}
