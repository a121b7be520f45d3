"""What can still go out, on which way, and what already did."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gandeng.meetings.models import Day, Invitation, Sending
from gandeng.meetings.states import Channel, InvitationState

# a reminder on the same way not more than once in so many hours
REMIND_AGAIN = timedelta(hours=20)
# what a sending's ``failure`` says while it is under way; one that still says so later was cut off
UNDER_WAY = "sedang dikirim"
BUSY = timedelta(minutes=2)


def already(channel: str, *, is_reminder: bool, at: datetime) -> Q:
    """Sendings that make another one a double: it went, or is under way at this moment."""
    counts = Q(failure="") | Q(failure=UNDER_WAY, at__gt=at - BUSY)
    found = Q(channel=channel, is_reminder=is_reminder) & counts
    return found & Q(at__gt=at - REMIND_AGAIN) if is_reminder else found


def to_mail(day: Day, *, is_reminder: bool, at: datetime) -> QuerySet[Invitation]:
    """Whom an e-mail can go to now: an address, and none on its way yet. Reminders are for those
    who were asked and are silent."""
    return _open(day, Channel.EMAIL, is_reminder=is_reminder, at=at).exclude(email="")


def to_message(day: Day, *, is_reminder: bool, at: datetime) -> QuerySet[Invitation]:
    """Whom a WhatsApp message can go to now."""
    found = _open(day, Channel.WHATSAPP, is_reminder=is_reminder, at=at).exclude(phone="")
    # a landline has no WhatsApp
    return found.filter(Q(phone__startswith="+628") | Q(phone__startswith="08"))


def to_print(day: Day, *, at: datetime) -> QuerySet[Invitation]:
    """Whose letter has not been sent yet."""
    return _open(day, Channel.LETTER, is_reminder=False, at=at)


def failed(day: Day) -> QuerySet[Sending]:
    """Sendings that did not arrive and were not made good by a later one, the latest first."""
    later = Sending.objects.filter(
        invitation=OuterRef("invitation"), channel=OuterRef("channel"), failure="",
        at__gte=OuterRef("at"),
    )  # fmt: skip
    return (
        Sending.objects.filter(invitation__day=day)
        .exclude(failure="")
        .exclude(Exists(later))
        .exclude(invitation__state=InvitationState.WITHDRAWN)
        .select_related("invitation__organisation")
        .order_by("-at", "-pk")
    )


def _open(day: Day, channel: str, *, is_reminder: bool, at: datetime) -> QuerySet[Invitation]:
    counted = Sending.objects.filter(
        already(channel, is_reminder=is_reminder, at=at), invitation=OuterRef("pk")
    )
    # a letter may follow a message; otherwise who was asked on one way is not asked on another
    states = [InvitationState.SENT] if is_reminder else [InvitationState.LISTED]
    if channel == Channel.LETTER:
        states = [InvitationState.LISTED, InvitationState.SENT]
    return (
        day.invitations.filter(state__in=states)
        .exclude(Exists(counted))
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
