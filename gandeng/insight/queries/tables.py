"""What was said at the tables of a day, followed until the first delivery: its owner, its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement
from gandeng.agreements.states import State
from gandeng.insight.core.promise import Step
from gandeng.insight.models import TableTask
from gandeng.insight.states import MoveName
from gandeng.kernel import clock
from gandeng.meetings.models import Day, Outcome
from gandeng.meetings.queries.outcomes import outcomes_for
from gandeng.meetings.states import PROMISES, Result
from gandeng.parameters.queries import value_of
from gandeng.people.models import Person
from gandeng.programmes.models import Member

from .promises import Row, promises_for


@dataclass(frozen=True, slots=True)
class TableRow:
    """One outcome: what it waits for (``move``, empty when nothing), who sees to it, until when."""

    outcome: Outcome
    agreement: Agreement | None
    row: Row | None
    task: TableTask | None
    move: str
    owner: Person | None
    due_on: date
    is_late: bool

    @property
    def is_done(self) -> bool:
        return not self.move

    @property
    def is_signed(self) -> bool:
        return self.row is not None

    def has_reached(self, step: Step) -> bool:
        return self.row is not None and self.row.promise.has_reached(step)


def table_rows(person: Any, day: Day, on: date) -> list[TableRow]:
    """The outcomes of a day that a person may see, the late ones first, then the nearest due day.
    A fixed number of queries, however many."""
    outcomes = list(outcomes_for(person).filter(day=day).select_related("by"))
    agreements = _agreements_from(outcomes)
    rows = {
        row.agreement.pk: row
        for row in promises_for(person, day.programme, on)
        if row.agreement.outcome_id is not None
    }
    tasks = {
        task.outcome_id: task
        for task in TableTask.objects.filter(outcome__day=day).select_related("owner")
    }
    owners = _default_owners(day)
    wait = timedelta(days=value_of("agreement_stalls_after_days", on=on, programme=day.programme))
    found = []
    for outcome in outcomes:
        agreement = agreements.get(outcome.pk)
        row = rows.get(agreement.pk) if agreement else None
        task = tasks.get(outcome.pk)
        move = "" if task and task.closed_at else move_of(outcome, agreement, row)
        due_on = task.due_on if task else outcome.next_on or clock.day_of(outcome.noted_at) + wait
        found.append(
            TableRow(
                outcome,
                agreement,
                row,
                task,
                move,
                task.owner if task else owners.of(outcome),
                due_on,
                is_late=bool(move) and due_on < on,
            )
        )
    return sorted(found, key=lambda one: (one.is_done, not one.is_late, one.due_on, one.outcome.pk))


def move_of(outcome: Outcome, agreement: Agreement | None, row: Row | None) -> str:
    """The next move in words, or nothing: until the first delivery, for a promise."""
    if agreement is None or agreement.state == State.DECLINED:
        return _first_move(outcome, is_declined=agreement is not None)
    if agreement.state == State.DRAFT:
        return _("Tawarkan konsep perjanjian")
    if agreement.state == State.OFFERED:
        return _("Lengkapi tanda tangan")
    if row is None or row.promise.has_reached(Step.DELIVERED) or row.promise.move is None:
        return ""
    return str(MoveName(row.promise.move).label)


def _first_move(outcome: Outcome, *, is_declined: bool) -> str:
    if outcome.result in PROMISES:
        return "" if is_declined else _("Buat konsep perjanjian")
    words = {
        Result.SAMPLE: _("Kirim contoh ke pembeli"),
        Result.TALK_LATER: _("Bicara lagi dengan keduanya"),
        Result.NOT_HELD: _("Atur pertemuan susulan"),
    }
    return words.get(Result(outcome.result), "")


@dataclass(frozen=True, slots=True)
class _Owners:
    """Who sees to an outcome by rule: the mentor of the maker's district, else the officer who
    wrote it down, else the programme's first officer."""

    mentors: dict[str, Person]
    officers: dict[int, Person]

    def of(self, outcome: Outcome) -> Person | None:
        mentor = self.mentors.get(outcome.maker.organisation.district_id or "")
        if mentor:
            return mentor
        if outcome.by_id in self.officers:
            return self.officers[outcome.by_id]
        return next(iter(self.officers.values()), None)


def _default_owners(day: Day) -> _Owners:
    members = (
        Member.objects.filter(
            programme_id=day.programme_id,
            ended_at__isnull=True,
            person__is_active=True,
            role__in=[Member.Role.MENTOR, Member.Role.OFFICER],
        )
        .select_related("person")
        .prefetch_related("districts")
        .order_by("pk")
    )
    mentors: dict[str, Person] = {}
    officers: dict[int, Person] = {}
    for member in members:
        if member.role == Member.Role.OFFICER:
            officers[member.person_id] = member.person
        else:
            for place in member.districts.all():
                mentors.setdefault(place.pk, member.person)
    return _Owners(mentors, officers)


def _agreements_from(outcomes: Sequence[Outcome]) -> dict[int, Agreement]:
    rows = Agreement.objects.filter(outcome__in=[one.pk for one in outcomes]).order_by("pk")
    return {row.outcome_id: row for row in rows if row.outcome_id is not None}
