"""What was said at a table. Agreements, orders and follow-ups point back to it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.fields import MoneyField
from gandeng.meetings.states import PROMISES, PriceReaction, Result, Scheme
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .guests import Invitation
from .venues import Day, Slot


def photo_path(outcome: Any, filename: str) -> str:
    """A name nobody can guess and no upload can choose."""
    return f"meetings/{outcome.day_id}/{outcome.photo_digest[:24]}.webp"


class Outcome(models.Model):
    """What a buyer and a maker said to each other on a day: one for each pair, the latest word
    counts. ``key`` is made on the device, so that a note taken without a signal arrives once."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="outcomes")
    # the invitations; the organisations themselves are buyer.organisation and maker.organisation
    buyer = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="buyer_outcomes")
    maker = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="maker_outcomes")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.CharField(_("hasil"), max_length=10, choices=Result)
    scheme = models.CharField(_("skema"), max_length=12, choices=Scheme, blank=True)
    next_on = models.DateField(_("langkah berikutnya"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=1000, blank=True)
    photo = models.FileField(upload_to=photo_path, blank=True)
    photo_digest = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, unique=True)
    noted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("hasil pertemuan")
        verbose_name_plural = _("hasil pertemuan")
        ordering = ["day", "-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "buyer", "maker"], name="pair_has_one_outcome"),
            models.CheckConstraint(
                condition=Q(result__in=Result.values), name="outcome_result_is_known"
            ),
            models.CheckConstraint(condition=~Q(buyer=F("maker")), name="outcome_has_two_parties"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} – {self.maker}: {self.get_result_display()}"

    @property
    def is_promise(self) -> bool:
        return self.result in PROMISES


class OutcomeLine(models.Model):
    """What was said of one product: how it tasted (1 to 5), its price, how many to try."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    taste = models.PositiveSmallIntegerField(_("rasa"), null=True, blank=True)
    price_reaction = models.CharField(_("harga"), max_length=8, choices=PriceReaction, blank=True)
    quantity = models.PositiveIntegerField(_("jumlah percobaan"), default=0)
    # what the buyer would sell it for, where another price was named
    shelf_price = MoneyField(_("harga jual diminta"), null=True, blank=True)  # type: ignore[misc]

    class Meta:
        verbose_name = _("hasil per produk")
        verbose_name_plural = _("hasil per produk")
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "product"], name="product_is_judged_once_at_a_table"
            ),
            models.CheckConstraint(
                condition=Q(taste__isnull=True) | Q(taste__range=(1, 5)),
                name="taste_is_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return str(self.product)
