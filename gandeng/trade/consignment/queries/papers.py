"""Deliveries, counts, returns and write-offs a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gandeng.organisations.rules import seats_of
from gandeng.programmes.rules import READERS, standing_of
from gandeng.trade.consignment.models import Count, Delivery, Return, WriteOff
from gandeng.trade.consignment.states import DeliveryState


def _seen_by_makers_side(person: Any) -> Q:
    """The office, the maker's owner, the mentor of the maker's district."""
    standing = standing_of(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS)) | Q(
        agreement__maker_id__in=seats_of(person).owned
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, agreement__maker__district_id__in=districts)
    return seen


def _seen_by_shop(person: Any) -> Q:
    """The buyer's manager, and a clerk only what concerns their own shop."""
    seats = seats_of(person)
    return Q(agreement__buyer_id__in=seats.managed) | Q(outlet_id__in=list(seats.shops))


def deliveries_for(person: Any) -> QuerySet[Delivery]:
    """The deliveries a person may see, the newest first. A shop sees them once they are sent."""
    in_sight = ~Q(state__in=[DeliveryState.DRAFT, DeliveryState.CANCELLED])
    return (
        Delivery.objects.filter(_seen_by_makers_side(person) | (_seen_by_shop(person) & in_sight))
        .select_related("agreement__maker", "agreement__buyer", "outlet__organisation")
        .order_by("-created_at", "-pk")
    )


def returns_for(person: Any) -> QuerySet[Return]:
    """The returns a person may see, the newest first."""
    return (
        Return.objects.filter(_seen_by_makers_side(person) | _seen_by_shop(person))
        .select_related("agreement__maker", "agreement__buyer", "outlet__organisation")
        .order_by("-announced_at", "-pk")
    )


def write_offs_for(person: Any) -> QuerySet[WriteOff]:
    """The write-offs a person may see, the newest first."""
    return (
        WriteOff.objects.filter(_seen_by_makers_side(person) | _seen_by_shop(person))
        .select_related("agreement__maker", "outlet__organisation", "line__product", "lot")
        .order_by("-written_on", "-pk")
    )


def counts_for(person: Any) -> QuerySet[Count]:
    """The counts of the shops a person may see, the newest first. A count holds every maker's
    goods, so a maker reads theirs in their own stock instead."""
    seats = seats_of(person)
    return (
        Count.objects.filter(
            Q(programme_id__in=standing_of(person).programmes_as(*READERS))
            | Q(outlet__organisation_id__in=seats.managed)
            | Q(outlet_id__in=list(seats.shops))
        )
        .select_related("outlet__organisation")
        .order_by("-counted_on", "-pk")
    )
