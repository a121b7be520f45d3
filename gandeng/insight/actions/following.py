"""Somebody takes a stuck promise on, and says in the end what was the matter and what was done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement
from gandeng.audit.actions import record, record_many
from gandeng.insight import queries
from gandeng.insight.core.promise import Status, Step
from gandeng.insight.models import FollowUp
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

DAYS_TO_ACT = 7


@transaction.atomic
def raise_follow_up(
    agreement: Agreement,
    step: str,
    *,
    owner: Person,
    due_on: date,
    by: Person,
    at: datetime,
    note: str = "",
) -> FollowUp:
    """Give a promise that waits for a step to somebody until a day. One open task for each step.

    Refuses: ``due_in_the_past``, ``owner_not_of_the_office``, ``followed_up_already``.
    """
    require(by, "insight.raise_follow_up", agreement)
    if due_on < clock.day_of(at):
        raise Refusal("due_in_the_past", _("Tenggat tidak boleh sudah lewat."), field="due_on")
    if not queries.people_to_own(agreement.programme).filter(pk=owner.pk).exists():
        raise Refusal(
            "owner_not_of_the_office",
            _("Pilih petugas, pendamping, atau kepala bidang program ini."),
            field="owner",
        )
    follow_up, made = FollowUp.objects.get_or_create(
        agreement=agreement,
        step=Step(step),
        closed_at=None,
        defaults={
            "programme_id": agreement.programme_id,
            "owner": owner,
            "due_on": due_on,
            "note": note.strip()[:300],
            "created_at": at,
        },
    )
    if not made and (follow_up.owner_id, follow_up.due_on) != (owner.pk, due_on):
        raise Refusal(
            "followed_up_already",
            _("Langkah ini sudah ditangani %(name)s. Tutup dulu tugasnya.")
            % {"name": follow_up.owner},
        )
    if made:
        after = {"step": str(step), "owner": owner.name, "due_on": due_on}
        record(follow_up, "raise_follow_up", by=by, at=at, after=after, note=note)
        record(agreement, "raise_follow_up", by=by, at=at, after=after, note=note)
    return follow_up


@transaction.atomic
def raise_follow_ups(
    programme: Programme, *, owner: Person, by: Person, at: datetime
) -> list[FollowUp]:
    """A task for every stuck promise that has none yet, due in a week. Done twice, once is enough.

    Refuses: ``owner_not_of_the_office``.
    """
    require(by, "insight.raise_follow_ups", programme)
    if not queries.people_to_own(programme).filter(pk=owner.pk).exists():
        raise Refusal(
            "owner_not_of_the_office",
            _("Pilih petugas, pendamping, atau kepala bidang program ini."),
            field="owner",
        )
    day = clock.day_of(at)
    tasks = [
        FollowUp(
            programme=programme,
            agreement=row.agreement,
            step=row.promise.waits_for,
            owner=owner,
            due_on=day + timedelta(days=DAYS_TO_ACT),
            created_at=at,
        )
        for row in queries.promises_for(by, programme, day)
        if row.promise.status is Status.STUCK and row.promise.waits_for and row.follow_up is None
    ]
    made = FollowUp.objects.bulk_create(tasks)
    record_many(made, "raise_follow_up", by=by, at=at)
    return made


@transaction.atomic
def close_follow_up(
    follow_up: FollowUp, *, cause: str, outcome: str, by: Person, at: datetime
) -> FollowUp:
    """Say what was the matter and what was done. Both are asked for: the office learns from them.

    Refuses: ``cause_missing``, ``outcome_missing``, ``closed_already``.
    """
    require(by, "insight.close_follow_up", follow_up)
    cause, outcome = cause.strip()[:300], outcome.strip()[:300]
    if not cause:
        raise Refusal("cause_missing", _("Tulis sebab janji ini macet."), field="cause")
    if not outcome:
        raise Refusal("outcome_missing", _("Tulis tindakan yang dilakukan."), field="outcome")
    closed = FollowUp.objects.filter(pk=follow_up.pk, closed_at__isnull=True).update(
        closed_at=at, cause=cause, outcome=outcome
    )
    if not closed:
        raise Refusal("closed_already", _("Tindak lanjut ini sudah ditutup."))
    follow_up.closed_at, follow_up.cause, follow_up.outcome = at, cause, outcome
    after = {"cause": cause, "outcome": outcome}
    record(follow_up, "close_follow_up", by=by, at=at, after=after)
    record(follow_up.agreement, "close_follow_up", by=by, at=at, after=after)
    return follow_up
