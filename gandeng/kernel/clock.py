"""The only place that asks what time it is. Aware UTC inside; Jakarta on screen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day it is in Jakarta."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Jakarta calendar day an instant falls on."""
    return instant.astimezone(JAKARTA).date()


def start_of(day: date) -> datetime:
    """The instant a Jakarta day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA).astimezone(UTC)
