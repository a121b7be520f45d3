"""Until when an invitation may be answered, and which answers a person still owes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from gandeng.kernel import clock
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.states import ANSWERABLE, DayState, InvitationState
from gandeng.organisations.rules import seats_of


def answers_close_at(day: Day) -> datetime:
    """From this instant guests do not answer any more, they call: the day's own term, else the
    beginning of the day it is held on."""
    return day.answer_until or clock.start_of(day.held_on)


def takes_answers(day: Day, at: datetime) -> bool:
    """May a guest still answer and wish?"""
    return day.state in {DayState.PLANNED, DayState.INVITING} and at < answers_close_at(day)


def open_invitations(person: Any, *, at: datetime) -> QuerySet[Invitation]:
    """The invitations to days that are still to come of the makers a person owns and the buyers
    they manage, the next day first: what their home page shows. ``state`` says whether an answer
    is still owed."""
    seats = seats_of(person)
    return (
        Invitation.objects.filter(
            organisation_id__in=seats.owned | seats.managed,
            state__in=ANSWERABLE - {InvitationState.LISTED},
            day__state__in=[DayState.PLANNED, DayState.INVITING, DayState.RUNNING],
        )
        .filter(Q(day__held_on__gte=clock.day_of(at)) | Q(day__state=DayState.RUNNING))
        .select_related("day", "organisation", "programme")
        .order_by(F("day__held_on"), "pk")
    )
