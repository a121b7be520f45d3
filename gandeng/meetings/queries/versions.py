"""Versions of a day's timetable, the calculation behind them, and what differs between two."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gandeng.meetings.core.changes import Change, changes_between
from gandeng.meetings.models import Day, Run, Timetable
from gandeng.meetings.states import RunState, Side

from .timetables import seats_of


def versions_of(day: Day) -> QuerySet[Timetable]:
    """The newest first, with how many meetings each has and how many are locked."""
    return (
        day.timetables.select_related("by", "base")
        .annotate(
            meeting_count=Count("meetings"),
            locked_count=Count("meetings", filter=Q(meetings__is_locked=True)),
        )
        .order_by("-version")
    )


def latest_run(day: Day) -> Run | None:
    return day.runs.select_related("timetable", "by").first()


def is_under_way(run: Run | None) -> bool:
    return run is not None and run.state in (RunState.QUEUED, RunState.RUNNING)


@dataclass
class PartyChanges:
    """What differs for one party, as sentences ready to read."""

    pk: int
    name: str
    side: str
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Comparison:
    """From one version to another, by party; counts by kind of change, each meeting once."""

    added: int = 0
    cancelled: int = 0
    moved: int = 0
    kept: int = 0
    parties: list[PartyChanges] = field(default_factory=list)


def comparison_of(before: Timetable, after: Timetable) -> Comparison:
    """What changed, for whom: buyers first, then makers, by name."""
    old, new = seats_of(before), seats_of(after)
    changes = changes_between(old, new)
    counts = Counter(change.kind for change in changes)
    own: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        own[int(str(change.buyer))].append(change)
        own[int(str(change.maker))].append(change)
    day = after.day
    guests = {
        guest.pk: guest
        for guest in day.invitations.filter(pk__in=own).select_related("organisation")
    }
    names = {pk: str(guest) for pk, guest in guests.items()}
    times = {slot.number: f"{timezone.localtime(slot.starts_at):%H.%M}" for slot in day.slots.all()}
    tables = dict(day.tables.values_list("pk", "label"))
    parties = [
        PartyChanges(
            pk,
            names[pk],
            guests[pk].side,
            [_line(change, pk, names, times, tables) for change in rows],
        )
        for pk, rows in own.items()
    ]
    parties.sort(key=lambda party: (party.side != Side.BUYER, party.name))
    return Comparison(
        counts["added"],
        counts["cancelled"],
        counts["moved"],
        len(old) - counts["cancelled"] - counts["moved"],
        parties,
    )


def _line(
    change: Change,
    pk: int,
    names: dict[int, str],
    times: dict[int, str],
    tables: dict[Any, str],
) -> tuple[str, str]:
    other = change.maker if change.buyer == pk else change.buyer
    words = {"who": names[int(str(other))], "was": "", "will": ""}
    for key, place in (("was", change.source), ("will", change.target)):
        if place:
            words[key] = _("%(time)s meja %(table)s") % {
                "time": times.get(place[0], ""),
                "table": tables.get(place[1], ""),
            }
    sentences = {
        "added": _("%(who)s, %(will)s"),
        "cancelled": _("%(who)s, %(was)s"),
        "moved": _("%(who)s: %(was)s → %(will)s"),
    }
    return change.kind, sentences[change.kind] % words
