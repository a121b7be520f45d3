"""What buyers and the public are shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.models import Organisation
from gandeng.organisations.states import State as OrganisationState
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme

from .states import FLOW, State


class ListingQuerySet(models.QuerySet["Listing"]):
    def up(self) -> ListingQuerySet:
        """Put up and not in anybody's way: the product is offered, its maker stands. Whether the
        certificates carry it on a day is asked of the certificates."""
        return self.filter(state=State.SHOWN, product__state=ProductState.OFFERED).exclude(
            product__maker__state__in=[OrganisationState.MERGED, OrganisationState.SUSPENDED]
        )


class Listing(models.Model):
    """An accepted product in the catalogue. One for each product, for as long as it exists."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="listings")
    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="listing")
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    # Until which day the product's certificates carry it (None: no end), as last computed: for
    # lists and figures. The public pages ask the certificates themselves.
    shown_until = models.DateField(_("tayang sampai"), null=True, blank=True)
    grade = models.CharField(_("nilai"), max_length=1, blank=True)
    listed_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = ListingQuerySet.as_manager()
    FLOW = FLOW

    class Meta:
        verbose_name = _("tayangan")
        verbose_name_plural = _("tayangan")
        indexes = [
            models.Index(fields=["programme", "state"], name="listing_by_state"),
            # how the catalogue in memory knows that it is out of date
            models.Index(fields=["programme", "-updated_at"], name="listing_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="listing_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.product)

    def get_absolute_url(self) -> str:
        """Its page in the public catalogue."""
        return reverse("catalogue:product-by-id", args=[self.product_id])

    @property
    def maker_id(self) -> int:
        return self.product.maker_id

    @property
    def maker(self) -> Organisation:
        """Asked by the rule about mentors."""
        return self.product.maker
