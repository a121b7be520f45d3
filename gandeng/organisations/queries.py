"""Which organisations and shops a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from gandeng.people.queries import handle_of
from gandeng.programmes.rules import READERS, Role, standing_of

from .core.names import fold_name
from .models import Double, Organisation, OrganisationQuerySet, Outlet, Seat
from .rules import seats_of
from .states import DoubleState, State

# Curators judge products; the numbers by which two businesses look alike are not for them.
READERS_OF_DOUBLES = (Role.OFFICER, Role.HEAD, Role.AUDITOR)


def organisations_for(person: Any) -> OrganisationQuerySet:
    """All a person may see: the office its programme's, a mentor the makers of their districts,
    anybody else the organisations they sit in."""
    standing = standing_of(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS)) | Q(
        pk__in=seats_of(person).organisations
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, kind="maker", district_id__in=districts)
    return Organisation.objects.filter(seen)


def makers_for(person: Any) -> OrganisationQuerySet:
    """The makers a person may see, those merged away left out, by name."""
    return organisations_for(person).makers().standing().order_by("name", "pk")


def buyers_for(person: Any) -> OrganisationQuerySet:
    """The buyers a person may see, by name."""
    return organisations_for(person).buyers().standing().order_by("name", "pk")


def outlets_for(person: Any) -> QuerySet[Outlet]:
    """The shops a person may see: a clerk only their own, a manager all of the buyer's."""
    seats = seats_of(person)
    return Outlet.objects.filter(
        Q(programme_id__in=standing_of(person).programmes_as(*READERS))
        | Q(organisation_id__in=seats.managed)
        | Q(pk__in=seats.shops)
    ).order_by("organisation__name", "name", "pk")


def called(organisations: OrganisationQuerySet, text: str) -> OrganisationQuerySet:
    """Of these, the ones people mean: part of the name or the owner's name, or a whole number
    (NIB, phone)."""
    text = " ".join(text.split())[:100]
    if not text:
        return organisations
    meant = Q(name__icontains=text) | Q(owner_name__icontains=text) | Q(pic_name__icontains=text)
    if folded := fold_name(text):
        meant |= Q(folded_name__contains=folded)
    if any(letter.isdigit() for letter in text):
        meant |= Q(nib=text.replace(" ", "")) | Q(phone=handle_of(text))
    return organisations.filter(meant)


def seats_in(organisation: Organisation) -> QuerySet[Seat]:
    """Who sits in an organisation today, by role and name."""
    return (
        Seat.objects.filter(organisation=organisation, ended_at__isnull=True)
        .select_related("person", "outlet")
        .order_by("role", "person__name", "pk")
    )


def seats_for(person: Any) -> QuerySet[Seat]:
    """The seats of the organisations a person may see."""
    return (
        Seat.objects.filter(organisation__in=organisations_for(person))
        .select_related("organisation", "person", "outlet")
        .order_by("pk")
    )


def merged_into(organisation: Organisation) -> OrganisationQuerySet:
    """What became part of an organisation, by name."""
    return Organisation.objects.filter(merged_into=organisation).order_by("name", "pk")


def doubles_for(person: Any) -> QuerySet[Double]:
    """The pairs of the programmes a person runs or looks over, the newest first."""
    seen = standing_of(person).programmes_as(*READERS_OF_DOUBLES)
    return (
        Double.objects.filter(programme_id__in=seen)
        .select_related(
            "left__district", "left__village", "right__district", "right__village", "programme"
        )
        .order_by("-pk")
    )


def open_doubles_for(person: Any) -> QuerySet[Double]:
    """The pairs still to decide, both of which still stand alone."""
    return (
        doubles_for(person)
        .filter(state=DoubleState.OPEN)
        .exclude(left__state=State.MERGED)
        .exclude(right__state=State.MERGED)
    )


def merged_doubles_for(person: Any) -> QuerySet[Double]:
    """The pairs that were merged, the latest first."""
    merged = doubles_for(person).filter(state=DoubleState.MERGED)
    return merged.order_by(F("decided_at").desc(), "-pk")
