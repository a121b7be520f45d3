"""Which days and invitations a person may see at all; what is not theirs does not exist."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.states import InvitationState, Side
from gandeng.organisations.rules import seats_of
from gandeng.programmes.rules import READERS, Role, standing_of


def days_for(person: Any) -> QuerySet[Day]:
    """The days a person may open, newest first: the office all of its programme, others those
    they are invited to."""
    standing = standing_of(person)
    whole = standing.programmes_as(*READERS, Role.MENTOR)
    own = seats_of(person)
    mine = own.owned | own.buyers
    invited = Invitation.objects.filter(organisation_id__in=mine).exclude(
        state__in=[InvitationState.LISTED, InvitationState.WITHDRAWN]
    )
    return (
        Day.objects.filter(Q(programme_id__in=whole) | Q(pk__in=invited.values("day_id")))
        .select_related("programme")
        .order_by("-held_on", "-pk")
    )


def office_days_for(person: Any) -> QuerySet[Day]:
    """The days a person reads as the office does: every invitation, every answer."""
    programmes = standing_of(person).programmes_as(*READERS)
    return (
        Day.objects.filter(programme_id__in=programmes)
        .select_related("programme")
        .order_by("-held_on", "-pk")
    )


def office_day(person: Any, pk: int) -> Day:
    """The day, for the office's pages. Raises Http404."""
    return get_object_or_404(office_days_for(person), pk=pk)


def own_invitations(person: Any) -> QuerySet[Invitation]:
    """The invitations of the makers a person owns and the buyers they sit at, once they went out:
    theirs to answer, where ``invitations_for`` may show a mentor others'."""
    own = seats_of(person)
    return (
        Invitation.objects.filter(organisation_id__in=own.owned | own.buyers)
        .exclude(state__in=[InvitationState.LISTED, InvitationState.WITHDRAWN])
        .select_related("organisation", "day", "programme")
    )


def invitations_for(person: Any) -> QuerySet[Invitation]:
    """The invitations a person may see: the office all, a mentor those of the district's makers,
    others their own organisation's once it went out."""
    standing = standing_of(person)
    whole = standing.programmes_as(*READERS)
    own = seats_of(person)
    seen = Q(programme_id__in=whole) | (
        Q(organisation_id__in=own.owned | own.buyers)
        & ~Q(state__in=[InvitationState.LISTED, InvitationState.WITHDRAWN])
    )
    for programme_id, codes in standing.districts.items():
        seen |= Q(programme_id=programme_id, side=Side.MAKER, organisation__district_id__in=codes)
    return Invitation.objects.filter(seen).select_related("organisation", "day", "programme")
