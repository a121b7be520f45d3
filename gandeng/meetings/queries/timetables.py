"""Versions of a day's timetable: which one is in force, who meets whom in it, what differs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gandeng.meetings.core.changes import Seat
from gandeng.meetings.models import Day, Invitation, Meeting, Timetable
from gandeng.meetings.states import Side, TimetableState


def published(day: Day) -> Timetable | None:
    """The version in force."""
    return day.timetables.filter(state=TimetableState.PUBLISHED).first()


def meetings_of(timetable: Timetable) -> QuerySet[Meeting]:
    """A version's meetings by slot and table, with everything a page says of them."""
    return timetable.meetings.select_related(
        "slot", "table", "buyer__organisation", "maker__organisation"
    ).order_by("slot__number", "table__order", "pk")


def own_meetings(invitation: Invitation) -> list[Meeting]:
    """A party's meetings in the version in force, in order of slots. ``other`` is whom it meets."""
    of = Q(buyer=invitation) if invitation.side == Side.BUYER else Q(maker=invitation)
    rows = list(
        Meeting.objects.filter(
            of, timetable__day_id=invitation.day_id, timetable__state=TimetableState.PUBLISHED
        )
        .select_related("slot", "table", "buyer__organisation", "maker__organisation")
        .order_by("slot__number")
    )
    for row in rows:
        row.other = row.maker if invitation.side == Side.BUYER else row.buyer  # type: ignore[attr-defined]
    return rows


def seats_of(timetable: Timetable | None) -> list[Seat]:
    """A version's meetings as values: invitation ids, slot numbers, table ids."""
    if timetable is None:
        return []
    rows = timetable.meetings.order_by("slot__number", "table__order", "pk").values_list(
        "buyer_id", "maker_id", "slot__number", "table_id", "value"
    )
    return [Seat(*row) for row in rows]


def names_in(day: Day, invitations: Iterable[int]) -> dict[int, str]:
    """By invitation id: the organisation's name."""
    rows = day.invitations.filter(pk__in=list(invitations))
    return dict(rows.values_list("pk", "organisation__name"))
