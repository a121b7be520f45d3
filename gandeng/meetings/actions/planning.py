"""A day is planned, changed, opened for invitations, or cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.stored_words import NOTICES
from gandeng.meetings.models import Day, Slot, Table
from gandeng.meetings.states import DayState, InvitationState
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .beats import beat
from .notices import tell

FIELDS = (
    "name", "held_on", "place", "address", "note", "answer_until", "contact_name", "contact_phone",
    "seated", "buyer_maximum", "maker_maximum",
)  # fmt: skip


@transaction.atomic
def plan_day(
    programme: Programme,
    *,
    key: str,
    like: Day | None = None,
    by: Person,
    at: datetime,
    **values: Any,
) -> Day:
    """Plan a day. ``like`` an earlier one: its slots (by the clock) and its open tables are taken
    over. The same ``key`` twice is once.

    Refuses: ``day_in_past``, ``answers_after_day``.
    """
    day = Day(programme=programme, key=key, created_at=at, **_fields(values))
    require(by, "meetings.plan_day", day)
    if known := Day.objects.filter(programme=programme, key=key).first():
        return known
    _check(day, at)
    try:
        with transaction.atomic():
            day.save()
    except IntegrityError:
        # the same click twice at one moment
        return Day.objects.get(programme=programme, key=key)
    record(day, "plan_day", by=by, at=at, after=_said(day))
    if like is not None:
        _take_over(day, like)
    return day


@transaction.atomic
def change_day(day: Day, *, by: Person, at: datetime, **values: Any) -> Day:
    """Change what a day says. Another date takes the slots along.

    Refuses: ``day_over``, ``day_runs``, ``day_in_past``, ``answers_after_day``.
    """
    require(by, "meetings.plan_day", day)
    require_open(day)
    fields = _fields(values)
    was = day.held_on
    wanted = Day(**{name: getattr(day, name) for name in FIELDS} | fields)
    if wanted.held_on != was:
        if day.state == DayState.RUNNING:
            raise Refusal(
                "day_runs", _("Acara sedang berlangsung; tanggalnya tetap."), field="held_on"
            )
        _check(wanted, at)
    _check_answers(wanted)
    if change(day, "change_day", by=by, at=at, **fields):
        if day.held_on != was:
            _move_slots(day, day.held_on - was)
        beat(day)
    return day


@transaction.atomic
def cancel_day(day: Day, why: str, *, by: Person, at: datetime) -> Day:
    """The day will not be held. Whoever said they are coming gets a notice.

    Refuses: ``reason_missing``, ``wrong_state``.
    """
    require(by, "meetings.plan_day", day)
    if not why.strip():
        raise Refusal("reason_missing", _("Tulis mengapa acara dibatalkan."), field="why")
    advance(day, "cancel", by=by, at=at, note=why.strip()[:300])
    coming = day.invitations.filter(state=InvitationState.COMING).values_list("pk", flat=True)
    sentence = NOTICES["day_cancelled"] % {"day": day.name, "why": why.strip()}
    tell(day, dict.fromkeys(coming, sentence), at=at)
    beat(day)
    return day


def open_invitations(day: Day, *, by: Person, at: datetime) -> Day:
    """From now on invitations go out. Opening twice is once. Refuses: ``no_slots_yet``,
    ``wrong_state``."""
    require(by, "meetings.invite", day)
    if day.state in {DayState.INVITING, DayState.RUNNING}:
        return day
    if not day.slots.exists():
        raise Refusal(
            "no_slots_yet", _("Susun slot waktunya dulu, supaya undangan menyebut jamnya.")
        )
    advance(day, "open_invitations", by=by, at=at)
    beat(day)
    return day


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """What may be said of a day, tidied."""
    found = {name: value for name, value in values.items() if name in FIELDS}
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in found.items()
    }


def _check(day: Day, at: datetime) -> None:
    if day.held_on < clock.day_of(at):
        raise Refusal("day_in_past", _("Tanggal itu sudah lewat."), field="held_on")
    _check_answers(day)


def _check_answers(day: Day) -> None:
    if day.answer_until and clock.day_of(day.answer_until) > day.held_on:
        raise Refusal(
            "answers_after_day",
            _("Batas menjawab harus sebelum acara."),
            field="answer_until",
        )


def require_open(day: Day) -> None:
    """Refuses ``day_over``."""
    if not day.is_open:
        raise Refusal("day_over", _("Acara ini sudah selesai atau dibatalkan."))


def _said(day: Day) -> dict[str, Any]:
    return {name: str(getattr(day, name) or "") for name in FIELDS}


def _move_slots(day: Day, by_how_much: timedelta) -> None:
    slots = list(day.slots.all())
    for slot in slots:
        slot.starts_at += by_how_much
        slot.ends_at += by_how_much
    Slot.objects.bulk_update(slots, ["starts_at", "ends_at"])


def _take_over(day: Day, like: Day) -> None:
    Slot.objects.bulk_create(
        [
            Slot(
                programme_id=day.programme_id,
                day=day,
                number=slot.number,
                session=slot.session,
                starts_at=slot.starts_at + (day.held_on - like.held_on),
                ends_at=slot.ends_at + (day.held_on - like.held_on),
            )
            for slot in like.slots.all()
        ]
    )
    Table.objects.bulk_create(
        [
            Table(
                programme_id=day.programme_id,
                day=day,
                label=table.label,
                area=table.area,
                seats=table.seats,
                order=table.order,
                x=table.x,
                y=table.y,
            )
            for table in like.tables.filter(is_open=True)
        ]
    )
