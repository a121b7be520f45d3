"""What stands before the promises: makers that passed curation, products that are shown."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gandeng.catalogue.models import Listing
from gandeng.catalogue.queries import listings_open_on
from gandeng.curation.states import State as Verdict
from gandeng.organisations.models import Organisation
from gandeng.programmes.models import Programme


def curated_makers(programme: Programme) -> QuerySet[Organisation]:
    """Makers with a product that passed curation, by name."""
    return (
        Organisation.objects.makers()
        .standing()
        .filter(programme=programme, products__submissions__state=Verdict.ACCEPTED)
        .select_related("district")
        .distinct()
        .order_by("name", "pk")
    )


def listed_products(programme: Programme, day: date) -> QuerySet[Listing]:
    """What the catalogue shows on a day, by name."""
    return listings_open_on(day, programme)
