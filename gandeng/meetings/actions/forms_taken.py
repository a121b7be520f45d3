"""Answers that came by the web form are written down as the answers they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gandeng.kernel.permissions import require
from gandeng.meetings.models import Invitation, Need
from gandeng.meetings.states import Channel
from gandeng.people.models import Person
from gandeng.products.models import Product

from .answering import accept_invitation
from .needs import tell_need
from .wishing import choose


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What one row of the form says: who comes when, which categories and, dearest first, which
    products. ``said_at`` is when the form was sent."""

    said_at: datetime | None
    attendees: str
    head_count: int
    hours: Sequence[Sequence[str]]
    categories: Sequence[str]
    products: Sequence[Product]
    note: str


@transaction.atomic
def take_answer(
    invitation: Invitation, answer: FormAnswer, *, by: Person, at: datetime
) -> Invitation:
    """Put the answer of a form in the place of what was answered before. It counts from when it was
    sent, so that what the guest says later by another way stays the newer word.

    Refuses as ``accept_invitation``, ``choose`` and ``tell_need`` do.
    """
    require(by, "meetings.answer_invitation", invitation)
    invitation = accept_invitation(
        invitation,
        by=by,
        at=at,
        channel=Channel.FORM,
        attendees=answer.attendees,
        head_count=answer.head_count,
        hours=answer.hours,
        note=answer.note,
    )
    if answer.said_at is not None and answer.said_at < at:
        Invitation.objects.filter(pk=invitation.pk).update(answered_at=answer.said_at)
        invitation.answered_at = answer.said_at
    targets = [(product.maker, product) for product in answer.products]
    if targets:
        choose(invitation, targets, by=by, at=at, channel=Channel.FORM)
    buyer = invitation.organisation
    told = set(Need.objects.filter(buyer=buyer).values_list("category", flat=True))
    for category in answer.categories:
        if category not in told:
            tell_need(buyer, category, by=by, at=at)
    return invitation
