"""Where a day stands, in figures: for its page, and live while the office phones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from gandeng.meetings.models import Call, Day, Invitation, Sending
from gandeng.meetings.states import InvitationState, Side


@dataclass(frozen=True, slots=True)
class SideCounts:
    """One side's invitations. ``asked`` = those that went out and were not withdrawn."""

    side: str
    listed: int = 0
    silent: int = 0
    coming: int = 0
    not_coming: int = 0
    people: int = 0

    @property
    def label(self) -> str:
        return str(Side(self.side).label)

    @property
    def asked(self) -> int:
        return self.silent + self.coming + self.not_coming

    @property
    def answered(self) -> int:
        return self.coming + self.not_coming

    @property
    def all(self) -> int:
        return self.asked + self.listed


def counts_of(day: Day) -> dict[str, SideCounts]:
    """By side, how many stand where. One query."""
    return counts_by_day([day])[day.pk]


def counts_by_day(days: Iterable[Day]) -> dict[int, dict[str, SideCounts]]:
    """The same of many days, by day and side. One query."""
    ids = [day.pk for day in days]
    found: dict[int, dict[str, dict[str, int]]] = {
        pk: {side: {} for side in Side.values} for pk in ids
    }
    rows = (
        Invitation.objects.filter(day__in=ids)
        .order_by()
        .values_list("day_id", "side", "state")
        .annotate(count=Count("pk"), people=Sum("head_count"))
    )
    for day_id, side, state, count, people in rows:
        found[day_id][side][state] = count
        if state == InvitationState.COMING:
            found[day_id][side]["people"] = people or 0
    return {
        pk: {
            side: SideCounts(
                side,
                listed=states.get(InvitationState.LISTED, 0),
                silent=states.get(InvitationState.SENT, 0),
                coming=states.get(InvitationState.COMING, 0),
                not_coming=states.get(InvitationState.NOT_COMING, 0),
                people=states.get("people", 0),
            )
            for side, states in sides.items()
        }
        for pk, sides in found.items()
    }


@dataclass(frozen=True, slots=True)
class Work:
    """What was done for a day, and what it has: for the next step."""

    slots: int
    tables: int
    seats: int
    wishes: int
    buyers_with_wishes: int
    calls: int
    sendings: int


def work_on(day: Day) -> Work:
    """Five small queries."""
    tables = day.tables.filter(is_open=True).aggregate(count=Count("pk"), seats=Sum("seats"))
    wishes = day.wishes.aggregate(
        count=Count("pk"),
        buyers=Count("invitation", filter=Q(invitation__side=Side.BUYER), distinct=True),
    )
    return Work(
        slots=day.slots.count(),
        tables=tables["count"],
        seats=tables["seats"] or 0,
        wishes=wishes["count"],
        buyers_with_wishes=wishes["buyers"],
        calls=Call.objects.filter(invitation__day=day).count(),
        sendings=Sending.objects.filter(invitation__day=day, failure="").count(),
    )
