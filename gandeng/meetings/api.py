"""Meeting days for programs: when and where, and how many said what."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from .queries.access import office_days_for
from .queries.counts import counts_by_day
from .states import DayState, Side

router = Router(tags=["meetings"])


class SideOut(Schema):
    """One side of a day. ``asked`` = ``coming`` + ``not_coming`` + ``silent``; ``listed`` are not
    asked yet; ``people`` are the heads of those coming."""

    side: Side
    listed: int
    asked: int
    coming: int
    not_coming: int
    silent: int
    people: int


class DayOut(Schema):
    """A meeting day with its answers so far."""

    id: int
    name: str
    held_on: date
    place: str
    address: str
    state: DayState
    answer_until: datetime | None
    sides: list[SideOut]


class DaysOut(Schema):
    count: int
    items: list[DayOut]


class Span(Schema):
    """Which part of the list is asked for."""

    state: DayState | None = None
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/days", response=DaysOut)
def days(request: HttpRequest, span: Query[Span]) -> dict[str, object]:
    """The days of the programmes a person reads as the office does, the latest first."""
    rows = office_days_for(request.user)
    if span.state:
        rows = rows.filter(state=span.state)
    shown = list(rows[span.offset : span.offset + span.limit])
    counts = counts_by_day(shown)
    items = [
        {
            "id": day.pk,
            "name": day.name,
            "held_on": day.held_on,
            "place": day.place,
            "address": day.address,
            "state": day.state,
            "answer_until": day.answer_until,
            "sides": list(counts[day.pk].values()),
        }
        for day in shown
    ]
    return {"count": rows.count(), "items": items}
