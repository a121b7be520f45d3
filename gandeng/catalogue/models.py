"""What buyers and the public are shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .states import FLOW, State


class Listing(models.Model):
    """An accepted product in the catalogue. One for each product, for as long as it exists."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="listings")
    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="listing")
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    # Until which day the product's certificates carry it (None: no end). Kept by the room, asked
    # at reading time, so that a listing goes on the very day a certificate lapses.
    shown_until = models.DateField(null=True, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    listed_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    FLOW = FLOW

    class Meta:
        indexes = [models.Index(fields=["programme", "state"], name="listing_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="listing_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.product)

    @property
    def maker_id(self) -> int:
        return self.product.maker_id
