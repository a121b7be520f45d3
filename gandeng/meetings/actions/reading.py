"""A party reads the news of its own day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gandeng.kernel.permissions import require
from gandeng.meetings.models import Invitation
from gandeng.meetings.rules import Actor

from .beats import beat


@transaction.atomic
def read_notices(invitation: Invitation, *, up_to: int, by: Actor, at: datetime) -> int:
    """The notices up to this one (its id: the latest that stood on the page) were read; what came
    since is still news. Returns how many were unread. No trace: ``seen_at`` says it."""
    require(by, "meetings.answer_invitation", invitation)
    count = invitation.notices.filter(seen_at=None, pk__lte=up_to).update(seen_at=at)
    if count:
        beat(invitation.day)
    return count
