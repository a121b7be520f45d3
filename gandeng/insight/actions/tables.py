"""Who sees to it that what was said at a table becomes a first delivery."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.insight import queries
from gandeng.insight.models import TableTask
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Outcome
from gandeng.people.models import Person


@transaction.atomic
def assign_table_task(
    outcome: Outcome, *, owner: Person, due_on: date, by: Person, at: datetime, note: str = ""
) -> TableTask:
    """Give an outcome to somebody else, or another day, than the rule does. Opens a closed task
    again.

    Refuses: ``due_in_the_past``, ``owner_not_of_the_office``.
    """
    require(by, "insight.assign_table_task", _as_owned(outcome))
    if due_on < clock.day_of(at):
        raise Refusal("due_in_the_past", _("Tenggat tidak boleh sudah lewat."), field="due_on")
    if not queries.people_to_own(outcome.programme).filter(pk=owner.pk).exists():
        raise Refusal(
            "owner_not_of_the_office",
            _("Pilih petugas, pendamping, atau kepala bidang program ini."),
            field="owner",
        )
    task, _made = TableTask.objects.update_or_create(
        outcome=outcome,
        defaults={
            "owner": owner,
            "due_on": due_on,
            "note": note.strip()[:300],
            "closed_at": None,
            "remedy": "",
        },
        create_defaults={
            "programme_id": outcome.programme_id,
            "owner": owner,
            "due_on": due_on,
            "note": note.strip()[:300],
            "created_at": at,
        },
    )
    after = {"owner": owner.name, "due_on": due_on}
    record(outcome, "assign_table_task", by=by, at=at, after=after, note=note)
    return task


@transaction.atomic
def close_table_task(
    outcome: Outcome, *, remedy: str, owner: Person | None, by: Person, at: datetime
) -> TableTask:
    """Nothing more is to be done for this outcome; what was done is asked for. ``owner`` is whose
    it was by rule, where nobody had been named.

    Refuses: ``remedy_missing``, ``closed_already``.
    """
    known = TableTask.objects.select_for_update(of=("self",)).filter(outcome=outcome).first()
    task = known or TableTask(
        programme_id=outcome.programme_id,
        outcome=outcome,
        owner=owner,
        due_on=clock.day_of(at),
        created_at=at,
    )
    require(by, "insight.close_table_task", task)
    if task.owner_id is None:
        task.owner = by
    if task.closed_at is not None:
        raise Refusal("closed_already", _("Tindak lanjut ini sudah ditutup."))
    if not remedy.strip():
        raise Refusal("remedy_missing", _("Tulis apa yang sudah dilakukan."), field="remedy")
    task.remedy = remedy.strip()[:300]
    task.closed_at = at
    task.save()
    record(outcome, "close_table_task", by=by, at=at, after={"remedy": task.remedy})
    return task


def _as_owned(outcome: Outcome) -> TableTask:
    """The task as it stands, so that its present owner may hand it on."""
    return TableTask.objects.filter(outcome=outcome).first() or TableTask(
        programme_id=outcome.programme_id, outcome=outcome
    )
