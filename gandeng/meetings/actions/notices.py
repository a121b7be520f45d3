"""A sentence for everybody whose own day changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gandeng.meetings.models import Day, Notice


def tell(day: Day, sentences: Mapping[int, str], *, at: datetime) -> None:
    """One notice each, by invitation id. Part of the action that changed something; the office
    sees who has read theirs (``seen_at``) and tells the others itself (``told_at``)."""
    Notice.objects.bulk_create(
        [
            Notice(
                programme_id=day.programme_id,
                day=day,
                invitation_id=invitation_id,
                text=text[:500],
                created_at=at,
            )
            for invitation_id, text in sorted(sentences.items())
        ]
    )
