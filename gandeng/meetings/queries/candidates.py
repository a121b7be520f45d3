"""Who could be invited to a day, and by what one chooses among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gandeng.catalogue.models import Listing
from gandeng.catalogue.states import State as ListingState
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.states import InvitationState, Presence, Side
from gandeng.organisations.queries import called, organisations_for
from gandeng.organisations.states import BUYER_KINDS
from gandeng.organisations.states import State as OrganisationState

CAME, MISSED, NEW = "datang", "absen", "baru"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is chosen by; an empty value does not choose. ``past`` is CAME, MISSED (invited before,
    never came) or NEW (never invited). ``grade`` is a curation grade or better; only makers."""

    side: str
    text: str = ""
    kind: str = ""
    estate: str = ""
    district: str = ""
    past: str = ""
    grade: str = ""

    @property
    def is_narrow(self) -> bool:
        """Is anything chosen by?"""
        return any([self.text, self.kind, self.estate, self.district, self.past, self.grade])


def candidates(person: Any, day: Day, chosen: Filter) -> QuerySet[Any]:
    """Organisations of one side that are not on the day's list yet, by name, each with
    ``came_count`` and ``invited_count`` of earlier days and, for makers, ``listing_count`` and
    ``best_grade``. Makers must have a product in the catalogue: there is nothing to taste else."""
    rows = (
        organisations_for(person)
        .filter(programme=day.programme)
        .exclude(state__in=[OrganisationState.SUSPENDED, OrganisationState.MERGED])
    )
    on_list = Invitation.objects.filter(day=day, organisation=OuterRef("pk")).exclude(
        state=InvitationState.WITHDRAWN
    )
    rows = rows.exclude(Exists(on_list))
    rows = rows.makers() if chosen.side == Side.MAKER else rows.buyers()
    if chosen.text:
        rows = called(rows, chosen.text)
    if chosen.kind in BUYER_KINDS:
        rows = rows.filter(kind=chosen.kind)
    if chosen.estate:
        rows = rows.filter(estate=chosen.estate)
    if chosen.district:
        rows = rows.filter(district_id=chosen.district)
    found: QuerySet[Any] = rows.annotate(
        invited_count=_past(day), came_count=_past(day, presence__in=_ARRIVED)
    )
    if chosen.past == CAME:
        found = found.filter(came_count__gt=0)
    elif chosen.past == MISSED:
        found = found.filter(invited_count__gt=0, came_count=0)
    elif chosen.past == NEW:
        found = found.filter(invited_count=0)
    if chosen.side == Side.MAKER:
        found = found.annotate(
            listing_count=_listings(Count("pk")), best_grade=_listings(Min("grade"))
        ).filter(listing_count__gt=0)
        if chosen.grade == "A":
            found = found.filter(best_grade="A")
        elif chosen.grade == "B":
            found = found.filter(best_grade__in=["A", "B"])
    return found.select_related("district").order_by("name", "pk")


def estates_of(person: Any, day: Day) -> list[str]:
    """The industrial estates of the programme's buyers."""
    rows = organisations_for(person).filter(programme=day.programme).buyers().exclude(estate="")
    return list(rows.order_by("estate").values_list("estate", flat=True).distinct())


def districts_of_side(person: Any, day: Day, side: str) -> list[tuple[str, str]]:
    """Districts (code, name) in which that side has anybody."""
    rows = organisations_for(person).filter(programme=day.programme, district__isnull=False)
    rows = rows.makers() if side == Side.MAKER else rows.buyers()
    return list(
        rows.order_by("district__name").values_list("district_id", "district__name").distinct()
    )


_ARRIVED = [Presence.PRESENT, Presence.LEFT]


def _past(day: Day, **narrowed: Any) -> Coalesce:
    """On how many earlier days an organisation was asked, or more narrowly came."""
    rows = (
        Invitation.objects.filter(
            organisation=OuterRef("pk"), day__held_on__lt=day.held_on, **narrowed
        )
        .exclude(state__in=[InvitationState.LISTED, InvitationState.WITHDRAWN])
        .order_by()
        .values("organisation")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _listings(figure: Count | Min | Max) -> Subquery:
    rows = (
        Listing.objects.up()
        .filter(product__maker=OuterRef("pk"), state=ListingState.SHOWN)
        .order_by()
        .values("product__maker")
        .annotate(figure=figure)
        .values("figure")
    )
    return Subquery(rows)
