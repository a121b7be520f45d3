"""What was said at the tables, as far as a person may read it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from gandeng.meetings.models import Outcome, OutcomeLine
from gandeng.organisations.rules import seats_of
from gandeng.programmes.rules import READERS, standing_of


def outcomes_for(person: Any) -> QuerySet[Outcome]:
    """The outcomes a person may read: the office its programme's, a mentor those of the district's
    makers, an owner and a manager their own. Clerks have nothing to do with them."""
    standing, seats = standing_of(person), seats_of(person)
    seen = (
        Q(programme_id__in=standing.programmes_as(*READERS))
        | Q(maker__organisation_id__in=seats.owned)
        | Q(buyer__organisation_id__in=seats.managed)
    )
    for programme_id, codes in standing.districts.items():
        seen |= Q(programme_id=programme_id, maker__organisation__district_id__in=codes)
    return (
        Outcome.objects.filter(seen)
        .select_related("day", "programme", "buyer__organisation", "maker__organisation", "slot")
        .order_by("-noted_at", "-pk")
    )


def with_lines(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """The same with what was said of each product at hand."""
    return outcomes.prefetch_related(
        Prefetch("lines", OutcomeLine.objects.select_related("product").order_by("pk"))
    )
