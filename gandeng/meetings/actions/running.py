"""The day begins, ends, goes on, and runs late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.core.stored_words import NOTICES
from gandeng.meetings.models import Day, Meeting, Notice
from gandeng.meetings.rules import Actor
from gandeng.meetings.states import DayState, TimetableState

from .beats import beat
from .notices import tell

LONGEST_SHIFT = 180


@transaction.atomic
def start_day(day: Day, *, by: Actor, at: datetime) -> Day:
    """The day is running. Refuses: ``wrong_state``."""
    require(by, "meetings.run_day", day)
    return _move(day, "start", by, at)


@transaction.atomic
def end_day(day: Day, *, by: Actor, at: datetime) -> Day:
    """Everybody goes home; outcomes may still be noted. Refuses: ``wrong_state``."""
    require(by, "meetings.run_day", day)
    return _move(day, "end", by, at)


@transaction.atomic
def resume_day(day: Day, *, by: Actor, at: datetime) -> Day:
    """It was ended too early. Refuses: ``wrong_state``."""
    require(by, "meetings.run_day", day)
    return _move(day, "resume", by, at)


@transaction.atomic
def shift_rest(
    day: Day, first: int, minutes: int, *, seen: datetime, by: Actor, at: datetime
) -> int:
    """Hold slot ``first`` and all after it so many minutes later (or, below nought, earlier), and
    tell everybody whose meetings move. ``seen`` is when the person saw that slot begin: pressing
    twice, or two officers at once, shift once. How many slots moved.

    Refuses: ``day_not_open``, ``no_slot_left``, ``bad_shift``, ``slot_is_over``, ``moved_already``,
    ``overlap``, ``past_midnight``.
    """
    require(by, "meetings.run_day", day)
    day = Day.objects.select_for_update().get(pk=day.pk)
    if day.state not in {DayState.INVITING, DayState.RUNNING}:
        raise Refusal("day_not_open", gettext_lazy("Acara ini tidak sedang berjalan."))
    if not minutes or abs(minutes) > LONGEST_SHIFT:
        raise Refusal("bad_shift", gettext_lazy("Isi 1 sampai 180 menit."), field="minutes")
    slots = list(day.slots.order_by("number"))
    rest = [slot for slot in slots if slot.number >= first]
    if not rest:
        raise Refusal("no_slot_left", gettext_lazy("Tidak ada slot yang tersisa."))
    if rest[0].ends_at <= at:
        raise Refusal("slot_is_over", gettext_lazy("Slot itu sudah lewat. Muat ulang halaman."))
    if rest[0].starts_at != seen:
        raise Refusal(
            "moved_already",
            gettext_lazy("Waktunya baru saja digeser: slot itu sekarang mulai %(time)s.")
            % {"time": f"{timezone.localtime(rest[0].starts_at):%H.%M}"},
        )
    by_minutes = timedelta(minutes=minutes)
    before = [slot for slot in slots if slot.number < first]
    if before and rest[0].starts_at + by_minutes < before[-1].ends_at:
        raise Refusal("overlap", gettext_lazy("Slot akan bertabrakan dengan slot sebelumnya."))
    if clock.day_of(rest[-1].ends_at + by_minutes) != day.held_on:
        raise Refusal("past_midnight", gettext_lazy("Acara tidak bisa melewati tengah malam."))
    day.slots.filter(number__gte=first).update(
        starts_at=F("starts_at") + by_minutes, ends_at=F("ends_at") + by_minutes
    )
    _tell_those_who_move(day, first, minutes, at)
    record(day, "shift_slots", by=by, at=at, after={"first": first, "minutes": minutes})
    beat(day)
    return len(rest)


@transaction.atomic
def tell_notices(day: Day, invitation_id: int, *, by: Actor, at: datetime) -> int:
    """The office told one party itself, by phone or by hand: all that waited for it counts as
    told. How many that were."""
    require(by, "meetings.tell_notice", day)
    waiting = list(
        Notice.objects.select_for_update().filter(
            day=day, invitation_id=invitation_id, seen_at__isnull=True, told_at__isnull=True
        )
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(told_at=at)
    for notice in waiting:
        record(notice, "tell_notice", by=by, at=at)
    if waiting:
        beat(day)
    return len(waiting)


def _move(day: Day, move: str, by: Actor, at: datetime) -> Day:
    advance(day, move, by=by, at=at)
    beat(day)
    return day


def _tell_those_who_move(day: Day, first: int, minutes: int, at: datetime) -> None:
    rows = (
        Meeting.objects.filter(
            timetable__day=day,
            timetable__state=TimetableState.PUBLISHED,
            slot__number__gte=first,
        )
        .order_by("slot__number")
        .values_list("buyer_id", "maker_id", "slot__starts_at", "table__label")
    )
    sentences: dict[int, str] = {}
    for buyer, maker, starts_at, label in rows:
        words = {
            "minutes": abs(minutes),
            "time": f"{timezone.localtime(starts_at):%H.%M}",
            "table": label,
        }
        text = NOTICES["later" if minutes > 0 else "earlier"]
        for party in (buyer, maker):
            sentences.setdefault(party, text % words)
    tell(day, sentences, at=at)
