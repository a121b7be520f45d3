"""The day at one glance for the office, and what a proposal and the notices come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from gandeng.meetings.models import (
    Day,
    Invitation,
    Meeting,
    Notice,
    Outcome,
    Proposal,
    Slot,
    Table,
)
from gandeng.meetings.states import (
    DayState,
    InvitationState,
    Presence,
    ProposalState,
    Side,
    TimetableState,
)

from .messages import whatsapp_url
from .presence import attendance_on, slots_of
from .screen import Moment, mark_of, moment_of
from .tables import promised_on

NOT_HERE = {Presence.ABSENT, Presence.LEFT}
AWAY = {*NOT_HERE, Presence.LATE}


@dataclass(frozen=True, slots=True)
class TableNow:
    """A meeting of the running slot, and what is the matter with it, if anything."""

    meeting: Meeting
    waits_for: list[Invitation]
    away: list[Invitation]
    outcome: Outcome | None

    @property
    def is_in_trouble(self) -> bool:
        return bool(self.waits_for or self.away)


def the_day_of(day: Day, at: datetime) -> dict[str, Any]:
    """Everything on the day's page, troubles first; a dozen queries whatever the size."""
    slots = slots_of(day)
    moment = moment_of(slots, at)
    slot = slots[moment.number] if moment.number < len(slots) else None
    tables = _tables_now(day, moment)
    missing = _missing(day, at)
    following = slots[moment.number + int(moment.is_running) :]
    return {
        "day": day,
        "moment": moment,
        "mark": mark_of(day, moment),
        "slot": slot,
        "slot_number": min(moment.number + 1, len(slots)),
        "slot_count": len(slots),
        "next_slot": following[0] if following else None,
        "tables": tables,
        "waiting_tables": [one for one in tables if one.is_in_trouble],
        "fine_tables": [one for one in tables if not one.is_in_trouble],
        "troubled": sum(one.is_in_trouble for one in tables),
        "attendance": attendance_on(day),
        "missing": missing,
        "late": list(
            day.invitations.filter(presence=Presence.LATE)
            .select_related("organisation")
            .order_by("expected_at", "pk")
        ),
        "walk_ins": list(
            day.invitations.filter(is_walk_in=True)
            .select_related("organisation")
            .annotate(wish_count=Count("wishes"))
            .order_by("wish_count", "-pk")
        ),
        "has_begun": bool(slots) and at >= slots[0].starts_at,
        "proposal": open_proposal(day),
        "untold": untold(day),
        "promised": promised_on(day),
        "is_open": day.state in {DayState.INVITING, DayState.RUNNING},
    }


def _tables_now(day: Day, moment: Moment) -> list[TableNow]:
    if not moment.is_running:
        return []
    meetings = list(
        Meeting.objects.filter(
            timetable__day=day,
            timetable__state=TimetableState.PUBLISHED,
            slot__number=moment.number,
        )
        .select_related("buyer__organisation", "maker__organisation", "table", "slot")
        .order_by("table__order", "pk")
    )
    noted = {
        (outcome.buyer_id, outcome.maker_id): outcome
        for outcome in Outcome.objects.filter(
            day=day, buyer_id__in=[meeting.buyer_id for meeting in meetings]
        )
    }
    return [
        TableNow(
            meeting,
            [one for one in (meeting.buyer, meeting.maker) if one.presence == Presence.EXPECTED],
            [one for one in (meeting.buyer, meeting.maker) if one.presence in AWAY],
            noted.get(meeting.pair),
        )
        for meeting in meetings
    ]


def _missing(day: Day, at: datetime) -> dict[str, int]:
    """By side: who said they come and is not there, nor later than they said."""
    counted = dict.fromkeys(Side.values, 0)
    rows = day.invitations.filter(
        Q(presence=Presence.EXPECTED) | Q(presence=Presence.LATE, expected_at__lte=at),
        state=InvitationState.COMING,
    )
    for side in rows.values_list("side", flat=True):
        counted[side] += 1
    return counted


def open_proposal(day: Day) -> Proposal | None:
    """The change that waits for a decision."""
    return Proposal.objects.filter(day=day, state=ProposalState.OPEN).select_related("base").first()


def untold(day: Day) -> int:
    """How many parties have news they neither read nor were told; who is not there any more need
    not be told."""
    return (
        Notice.objects.filter(day=day, seen_at__isnull=True, told_at__isnull=True)
        .exclude(invitation__presence__in=NOT_HERE)
        .values("invitation_id")
        .distinct()
        .count()
    )


@dataclass(slots=True)
class News:
    """The notices of one party, the latest first."""

    guest: Invitation
    notices: list[Notice] = field(default_factory=list)
    waiting: list[Notice] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What to tell them: all that waits, in the order it happened."""
        return " ".join(notice.text for notice in self._told)

    @property
    def text_said(self) -> str:
        """The same in the reader's language."""
        return " ".join(notice.text_said for notice in self._told)

    @property
    def _told(self) -> list[Notice]:
        return list(reversed(self.waiting or self.notices[:1]))

    @property
    def whatsapp(self) -> str:
        return whatsapp_url(self.guest.phone or self.guest.organisation.phone, self.text)

    @property
    def phone(self) -> str:
        return self.guest.phone or self.guest.organisation.phone


def news_of(day: Day) -> list[News]:
    """By party, those who still have to be told first. One query."""
    found: dict[int, News] = {}
    rows = (
        Notice.objects.filter(day=day)
        .select_related("invitation__organisation")
        .order_by("-created_at", "-pk")
    )
    for notice in rows:
        news = found.setdefault(notice.invitation_id, News(notice.invitation))
        news.notices.append(notice)
        is_here = notice.invitation.presence not in NOT_HERE
        if notice.seen_at is None and notice.told_at is None and is_here:
            news.waiting.append(notice)
    return sorted(
        found.values(), key=lambda one: (not one.waiting, one.guest.organisation.name.lower())
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One change in the words of the page."""

    index: int
    kind: str
    who: str
    was: str
    will: str
    value: int
    needs: list[int]
    taken: bool | None


@dataclass(slots=True)
class Group:
    """Changes that belong together: all that falls away with one party, all that is new in one
    slot."""

    title: str
    note: str
    lines: list[Line] = field(default_factory=list)


def groups_of(proposal: Proposal) -> dict[str, list[Group]]:
    """A proposal's changes by kind (cancelled, moved, added) and what they belong to."""
    day = proposal.day
    guests = {one.pk: one for one in day.invitations.select_related("organisation")}
    slots = {slot.number: slot for slot in day.slots.all()}
    labels = dict(Table.objects.filter(day=day).values_list("pk", "label"))
    found: dict[str, dict[Any, Group]] = defaultdict(dict)
    for index, row in enumerate(proposal.changes):
        buyer, maker = guests.get(row["buyer"]), guests.get(row["maker"])
        if buyer is None or maker is None:
            continue
        line = Line(
            index,
            row["kind"],
            _who(row["kind"], buyer, maker),
            _place(row["from"], slots, labels),
            _place(row["to"], slots, labels),
            row["value"],
            row.get("needs", []),
            row["taken"],
        )
        key, title, note = _belongs(row, buyer, maker, slots)
        found[row["kind"]].setdefault(key, Group(title, note)).lines.append(line)
    return {kind: list(groups.values()) for kind, groups in found.items()}


def _away(buyer: Invitation, maker: Invitation) -> Invitation:
    return next((one for one in (buyer, maker) if one.presence in AWAY), buyer)


def _who(kind: str, buyer: Invitation, maker: Invitation) -> str:
    """Both, or under the name of the one who is away only the other."""
    if kind == "cancelled":
        return str(maker if _away(buyer, maker) == buyer else buyer)
    return f"{maker} & {buyer}"


def _belongs(
    row: dict[str, Any], buyer: Invitation, maker: Invitation, slots: dict[int, Slot]
) -> tuple[Any, str, str]:
    if row["kind"] == "cancelled":
        away = _away(buyer, maker)
        return away.pk, str(away), str(away.get_presence_display())
    number = row["to"][0]
    return number, _time(slots, number), ""


def _place(place: list[Any] | None, slots: dict[int, Slot], labels: dict[int, str]) -> str:
    if place is None:
        return ""
    return f"{_time(slots, place[0])} · {labels.get(place[1], '?')}"


def _time(slots: dict[int, Slot], number: int) -> str:

    slot = slots.get(number)
    return f"{timezone.localtime(slot.starts_at):%H.%M}" if slot else "?"
