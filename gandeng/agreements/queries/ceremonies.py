"""Ceremonies, their batches, and what meeting days promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from gandeng.agreements.models import Agreement, Ceremony, CeremonyEntry, Scan, Signature, Stack
from gandeng.agreements.states import StackState, State
from gandeng.meetings.models import Day, Outcome, OutcomeLine
from gandeng.meetings.states import PROMISES
from gandeng.programmes.rules import READERS, standing_of

# what was read so long ago is no news any more
LATELY = timedelta(hours=12)
UNDER_WAY = (StackState.QUEUED, StackState.READING)


def ceremonies_for(person: Any) -> QuerySet[Ceremony]:
    """The ceremonies of the programmes a person reads, the newest first, with counts."""
    return (
        Ceremony.objects.filter(programme_id__in=standing_of(person).programmes_as(*READERS))
        .select_related("programme", "day")
        .annotate(
            entry_count=Count("entries"),
            signed_count=Count(
                "entries", filter=Q(entries__agreement__state__in=[State.SIGNED, State.ENDED])
            ),
        )
        .order_by("-held_at", "-pk")
    )


def entries_of(ceremony: Ceremony) -> QuerySet[CeremonyEntry]:
    """The batch in its order, with parties, signatures and scans at hand."""
    return (
        ceremony.entries.select_related("agreement__maker", "agreement__buyer")
        .prefetch_related(
            Prefetch("agreement__signatures", Signature.objects.order_by("signed_at", "pk")),
            Prefetch("agreement__scans", Scan.objects.order_by("pk")),
        )
        .order_by("position")
    )


def to_be_entered(ceremony: Ceremony) -> QuerySet[Agreement]:
    """Drafts and offers of the programme that are in no batch yet: those of the ceremony's own
    meeting day first."""
    waiting = (
        Agreement.objects.filter(
            programme_id=ceremony.programme_id,
            state__in=[State.DRAFT, State.OFFERED],
            ceremony_entry__isnull=True,
        )
        .select_related("maker", "buyer", "outcome")
        .order_by("pk")
    )
    if ceremony.day_id is None:
        return waiting
    return waiting.annotate(
        is_of_the_day=Count("pk", filter=Q(outcome__day_id=ceremony.day_id))
    ).order_by("-is_of_the_day", "pk")


def entries_to_check(ceremony: Ceremony) -> QuerySet[CeremonyEntry]:
    """Those whose scan is here, before anybody has said that the signatures stand on it."""
    scanned = Scan.objects.filter(agreement=OuterRef("agreement"))
    return ceremony.entries.filter(Exists(scanned), agreement__state=State.OFFERED).order_by(
        "position"
    )


def next_to_check(agreement: Agreement) -> Agreement | None:
    """The next of its batch whose scan waits to be looked at, from the first again after the
    last."""
    entry = CeremonyEntry.objects.filter(agreement=agreement).select_related("ceremony").first()
    if entry is None:
        return None
    waiting = entries_to_check(entry.ceremony).select_related("agreement")
    found = waiting.filter(position__gt=entry.position).first() or waiting.first()
    return found.agreement if found else None


def scans_without_paper(ceremony: Ceremony) -> QuerySet[Scan]:
    """Pages whose code could not be read, that nobody has assigned."""
    return ceremony.scans.filter(agreement__isnull=True).order_by("pk")


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the stacks of a ceremony are: ``waiting`` are those a worker reads or will read, in
    pages; ``failed`` wait for somebody to say what to do, ``read`` are done of late."""

    waiting: list[Stack]
    failed: list[Stack]
    read: list[Stack]

    @property
    def pages(self) -> int:
        return sum(stack.page_count for stack in self.waiting)

    @property
    def pages_read(self) -> int:
        return sum(stack.read_count for stack in self.waiting)

    @property
    def is_begun(self) -> bool:
        return any(stack.state == StackState.READING for stack in self.waiting)


def reading_of(ceremony: Ceremony, *, at: datetime) -> Reading:
    """One query."""
    fresh = Q(ended_at__gt=at - LATELY) | Q(state__in=[*UNDER_WAY, StackState.FAILED])
    rows = list(ceremony.stacks.filter(fresh).exclude(state=StackState.DISCARDED))
    return Reading(
        [row for row in rows if row.state in UNDER_WAY],
        [row for row in rows if row.state == StackState.FAILED],
        [row for row in rows if row.state == StackState.READ],
    )


def stacks_for(person: Any) -> QuerySet[Stack]:
    """The stacks a person may know of: the office's readers."""
    return Stack.objects.filter(
        programme_id__in=standing_of(person).programmes_as(*READERS)
    ).select_related("ceremony", "programme")


def scans_for(person: Any) -> QuerySet[Scan]:
    """The scans a person may open: the office's readers. Parties have the paper itself."""
    return Scan.objects.filter(
        programme_id__in=standing_of(person).programmes_as(*READERS)
    ).select_related("agreement", "ceremony", "programme")


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise made at a table, and the agreement it became, if any."""

    outcome: Outcome
    agreement: Agreement | None


def promises_of(day: Day) -> list[Promise]:
    """What was promised at the tables of a day, in the order it was said."""
    outcomes = (
        Outcome.objects.filter(day=day, result__in=PROMISES)
        .select_related("buyer__organisation", "maker__organisation", "programme", "day")
        .prefetch_related(
            Prefetch("lines", OutcomeLine.objects.select_related("product").order_by("pk")),
            Prefetch("agreements", Agreement.objects.order_by("pk")),
        )
        .order_by("noted_at", "pk")
    )
    return [Promise(outcome, next(iter(outcome.agreements.all()), None)) for outcome in outcomes]


def agreement_from(outcome: Outcome) -> Agreement | None:
    """The agreement an outcome became, for those who see the outcome."""
    return outcome.agreements.select_related("maker", "buyer").order_by("pk").first()
