"""Everything a screen of the day may show moves the day's beat on."""

from __future__ import annotations

from django.db.models import F

from gandeng.meetings.models import Day


def beat(day: Day) -> None:
    """Tell screens that something changed: projector, desks and boards ask what is new. Call it
    last in the transaction, for it takes the day's row."""
    Day.objects.filter(pk=day.pk).update(beat=F("beat") + 1)
