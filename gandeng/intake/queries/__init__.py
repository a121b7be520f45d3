"""Which uploads a person may see; what would happen if files were taken in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gandeng.intake.models import HeldRow, Upload
from gandeng.intake.states import HeldState
from gandeng.programmes.models import Member
from gandeng.programmes.rules import standing_of

# Workbooks hold personal numbers: only those who bring them in see them.
KEEPERS = (Member.Role.OFFICER,)


def uploads_for(person: Any) -> QuerySet[Upload]:
    """The uploads a person may see, the newest first."""
    programmes = standing_of(person).programmes_as(*KEEPERS)
    return Upload.objects.filter(programme_id__in=programmes).order_by("-pk")


def held_rows_for(person: Any, *, is_open: bool = True) -> QuerySet[HeldRow]:
    """The rows that wait for a decision (or waited, where asked for), the oldest first."""
    programmes = standing_of(person).programmes_as(*KEEPERS)
    rows = HeldRow.objects.filter(programme_id__in=programmes).order_by("pk")
    return rows.filter(state=HeldState.OPEN) if is_open else rows
