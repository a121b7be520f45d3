"""What desks and officers send while the day runs, checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext_lazy as _

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.meetings.models import Day
from gandeng.meetings.states import Presence, Side

LONGEST_DELAY = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class SentNote:
    """One note of a desk. Either ``guest_id`` names the invitation, or ``name`` and ``side`` a
    walk-in."""

    key: str
    presence: str
    noted_at: datetime
    guest_id: int | None = None
    head_count: int | None = None
    expected_at: datetime | None = None
    name: str = ""
    side: str = ""
    person: str = ""
    phone: str = ""


def skew_of(sent_at: Any, at: datetime) -> timedelta:
    """How far the device's clock is behind ours: what it says it is, against now. What it noted is
    moved by that much, so a clock set wrong by hours still tells the order of things."""
    said = _instant(sent_at)
    return at - said if said is not None else timedelta(0)


def read_note(data: Any, day: Day, skew: timedelta) -> SentNote:
    """A note as the device sent it. Refuses: ``unreadable``."""
    unreadable = Refusal("unreadable", _("Catatan ini tidak terbaca. Catat ulang."))
    if not isinstance(data, dict):
        raise unreadable
    key, presence = data.get("key"), data.get("presence")
    noted_at = _instant(data.get("noted_at"))
    if not isinstance(key, str) or not 8 <= len(key) <= 64 or noted_at is None:
        raise unreadable
    if presence not in Presence.values:
        raise unreadable
    noted_at += skew
    return SentNote(
        key=key,
        presence=presence,
        noted_at=noted_at,
        guest_id=_whole(data.get("guest")),
        head_count=_whole(data.get("heads")),
        expected_at=_expected(data, day, noted_at),
        name=_text(data.get("name"), 150),
        side=data["side"] if data.get("side") in Side.values else "",
        person=_text(data.get("person"), 150),
        phone=_text(data.get("phone"), 20),
    )


def _expected(data: dict[str, Any], day: Day, noted_at: datetime) -> datetime | None:
    """So many minutes from when it was noted, or the time on the clock of the hall."""
    minutes = _whole(data.get("late_by"))
    if minutes is not None:
        return noted_at + min(timedelta(minutes=max(minutes, 0)), LONGEST_DELAY)
    try:
        o_clock = parse_time(str(data.get("expected") or ""))
    except ValueError:
        return None
    if o_clock is None:
        return None
    return datetime.combine(day.held_on, time(o_clock.hour, o_clock.minute), tzinfo=clock.JAKARTA)


def _instant(text: Any) -> datetime | None:
    try:
        found = parse_datetime(str(text or ""))
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 9000:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Any, longest: int) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


class ShiftForm(forms.Form):
    """How much later the rest of the day is held."""

    first = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S%z"])
    minutes = forms.IntegerField(
        label=_("Mundur berapa menit"), min_value=-60, max_value=180, initial=15
    )
