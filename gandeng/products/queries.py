"""Which products a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gandeng.organisations.rules import seats_of
from gandeng.programmes.rules import READERS, standing_of

from .models import Product


def products_for(person: Any) -> QuerySet[Product]:
    """The office its programme's products, a mentor those of their districts' makers, an owner
    their own. (What buyers and the public see is a listing: the catalogue.)"""
    standing = standing_of(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS)) | Q(
        maker_id__in=seats_of(person).owned
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, maker__district_id__in=districts)
    return Product.objects.filter(seen).select_related("maker").order_by("name", "pk")
