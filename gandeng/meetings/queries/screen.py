"""What the big screen shows, and the signed link that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import Http404
from django.utils.crypto import constant_time_compare

from gandeng.meetings.models import Day, Meeting, Slot
from gandeng.meetings.states import DayState, Presence, TimetableState

from .presence import attendance_on, slots_of
from .tables import promised_on

_signer = signing.Signer(salt="gandeng.meetings.screen")
# two columns of this many rows can be read from the far end of a hall
ROWS_A_PAGE = 12
MOST_CALLED = 9


def screen_token(day: Day) -> str:
    """What stands in ``/layar/<token>/``: opens the big screen of this day and nothing else."""
    return f"{day.pk}.{_signer.signature(str(day.pk))[:24]}"


def day_of_screen(token: str) -> Day:
    """The day a screen's link shows. Raises Http404 where the link is not ours, or the day was
    cancelled."""
    number, _dot, signature = token.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    if not constant_time_compare(signature, _signer.signature(number)[:24]):
        raise Http404
    day = Day.objects.filter(pk=int(number)).exclude(state=DayState.CANCELLED).first()
    if day is None:
        raise Http404
    return day


@dataclass(frozen=True, slots=True)
class Moment:
    """Which slot it is. ``number`` is the running or the next one; past the last, their count."""

    number: int
    is_running: bool
    until: datetime | None

    @property
    def mark(self) -> str:
        return f"{self.number}{'r' if self.is_running else 'w'}"


def moment_of(slots: Sequence[Slot], at: datetime) -> Moment:
    """Where a day of these slots stands at an instant, and when that changes."""
    number = next((slot.number for slot in slots if slot.ends_at > at), len(slots))
    if number == len(slots):
        return Moment(number, False, None)
    slot = slots[number]
    is_running = slot.starts_at <= at
    return Moment(number, is_running, slot.ends_at if is_running else slot.starts_at)


def mark_of(day: Day, moment: Moment) -> str:
    """Changes whenever the screen would look otherwise."""
    return f"{day.beat}-{moment.mark}"


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting as it is read from afar."""

    table: str
    buyer: str
    maker: str
    buyer_is_here: bool
    maker_is_here: bool


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody a table waits for."""

    name: str
    table: str
    starts_at: datetime


def screen_of(day: Day, at: datetime) -> dict[str, Any]:
    """The whole screen in five queries: no phone numbers, no names of persons."""
    slots = slots_of(day)
    moment = moment_of(slots, at)
    following = moment.number + 1 if moment.is_running else moment.number
    meetings = list(
        Meeting.objects.filter(
            timetable__day=day,
            timetable__state=TimetableState.PUBLISHED,
            slot__number__in={moment.number, following},
        )
        .select_related("buyer__organisation", "maker__organisation", "slot", "table")
        .order_by("slot__number", "table__order", "pk")
    )
    now = [_row(m) for m in meetings if m.slot.number == moment.number and moment.is_running]
    then = [_row(m) for m in meetings if m.slot.number == following]
    called = _called(meetings)
    is_open = day.state in {DayState.INVITING, DayState.RUNNING}
    return {
        "day": day,
        "moment": moment,
        "mark": mark_of(day, moment),
        "slot": slots[moment.number] if moment.number < len(slots) else None,
        "slot_number": min(moment.number + 1, len(slots)),
        "slot_count": len(slots),
        "next_slot": slots[following] if following < len(slots) else None,
        "pages": _pages("now", now) + _pages("next", then) if is_open else [],
        "called": called[:MOST_CALLED] if is_open else [],
        "more_called": max(0, len(called) - MOST_CALLED) if is_open else 0,
        "attendance": attendance_on(day),
        "promised": promised_on(day),
        "is_open": is_open,
    }


def _row(meeting: Meeting) -> Row:
    return Row(
        meeting.table.label,
        meeting.buyer.organisation.name,
        meeting.maker.organisation.name,
        meeting.buyer.presence == Presence.PRESENT,
        meeting.maker.presence == Presence.PRESENT,
    )


def _called(meetings: list[Meeting]) -> list[Called]:
    """Awaited at a table now or next and not seen at the door; once each, the soonest first."""
    found: dict[int, Called] = {}
    for meeting in meetings:
        for party in (meeting.buyer, meeting.maker):
            if party.presence in {Presence.EXPECTED, Presence.LATE}:
                found.setdefault(
                    party.pk,
                    Called(party.organisation.name, meeting.table.label, meeting.slot.starts_at),
                )
    return list(found.values())


def _pages(kind: str, rows: list[Row]) -> list[dict[str, Any]]:
    cuts = range(0, len(rows), ROWS_A_PAGE)
    return [
        {"kind": kind, "rows": rows[cut : cut + ROWS_A_PAGE], "number": index + 1,
         "count": len(cuts)}
        for index, cut in enumerate(cuts)
    ]  # fmt: skip
