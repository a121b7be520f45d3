"""Which organisations and shops a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gandeng.programmes.rules import READERS, standing_of

from .models import Organisation, OrganisationQuerySet, Outlet
from .rules import seats_of


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
