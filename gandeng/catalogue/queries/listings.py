"""Which listings are shown on a day: the question is asked at reading time, so that a listing goes
on the very day a certificate lapses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gandeng.catalogue.models import Listing
from gandeng.catalogue.states import State
from gandeng.certificates.states import Kind as CertificateKind
from gandeng.organisations.states import State as OrganisationState
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, standing_of


def listings_open_on(day: date, programme: Programme | int) -> QuerySet[Listing]:
    """The listings the public sees on a day, by name."""
    return (
        Listing.objects.filter(
            Q(shown_until__isnull=True) | Q(shown_until__gte=day),
            programme=programme,
            state=State.SHOWN,
            product__state=ProductState.OFFERED,
        )
        .exclude(product__maker__state__in=[OrganisationState.SUSPENDED, OrganisationState.MERGED])
        .select_related("product__maker__district")
        .order_by("product__name", "pk")
    )


def listing_on(day: date, programme: Programme | int, product_id: int) -> QuerySet[Listing]:
    """The listing of one product, if it is shown on that day."""
    return listings_open_on(day, programme).filter(product_id=product_id)


@dataclass(frozen=True)
class Filters:
    """What somebody looks for, besides words. Empty fields do not filter."""

    category: str = ""
    district: str = ""
    halal: bool = False
    price_from: int | None = None
    price_to: int | None = None
    shelf_life_from: int | None = None
    storage: str = ""
    maker: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


def listings_filtered(listings: QuerySet[Listing], filters: Filters) -> QuerySet[Listing]:
    """Those of the listings that fit."""
    wanted: dict[str, Any] = {
        "product__category": filters.category or None,
        "product__maker__district_id": filters.district or None,
        "product__storage": filters.storage or None,
        "product__maker_id": filters.maker,
        "product__shelf_price__gte": filters.price_from,
        "product__shelf_price__lte": filters.price_to,
        "product__shelf_life_days__gte": filters.shelf_life_from,
    }
    listings = listings.filter(
        **{name: value for name, value in wanted.items() if value is not None}
    )
    if filters.halal:
        listings = listings.filter(
            product__certificates__kind=CertificateKind.HALAL,
            product__certificates__state__in=["recorded", "verified"],
        ).distinct()
    return listings


def listings_for_office(person: Any) -> QuerySet[Listing]:
    """All listings of the programmes a person reads, shown or not."""
    programmes = standing_of(person).programmes_as(*READERS)
    return (
        Listing.objects.filter(programme_id__in=programmes)
        .select_related("product__maker")
        .order_by("product__name", "pk")
    )


def why_not_shown(listing: Listing, day: date) -> str:
    """``unlisted``, ``certificate``, ``withdrawn`` or ``suspended``; empty when it is shown."""
    if listing.state != State.SHOWN:
        return "unlisted"
    if listing.product.state != ProductState.OFFERED:
        return "withdrawn"
    if listing.product.maker.state in {OrganisationState.SUSPENDED, OrganisationState.MERGED}:
        return "suspended"
    if listing.shown_until is not None and listing.shown_until < day:
        return "certificate"
    return ""
