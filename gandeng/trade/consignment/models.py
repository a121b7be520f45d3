"""Deliveries, counts, returns and write-offs of goods on consignment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Cause, Side
from gandeng.organisations.models import Outlet
from gandeng.programmes.models import Programme
from gandeng.trade.ledger.models import Lot

from .states import DELIVERY_FLOW, RETURN_FLOW, DeliveryState, ReturnState, ShortReason


class OfAgreement(models.Model):
    """What every paper here has: an agreement, a shop, and through them a maker and a buyer."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="%(class)s_set")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="%(class)s_set")

    class Meta:
        abstract = True

    @property
    def maker_id(self) -> int:
        return self.agreement.maker_id

    @property
    def maker(self):  # type: ignore[no-untyped-def]
        return self.agreement.maker

    @property
    def buyer_id(self) -> int:
        return self.agreement.buyer_id


class Delivery(OfAgreement):
    """A delivery note (surat jalan) and its receipt."""

    number = models.CharField(_("nomor"), max_length=40)
    # made with the form, so that sending it twice prepares one delivery
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        _("status"), max_length=10, choices=DeliveryState, default=DeliveryState.DRAFT
    )
    driver_name = models.CharField(_("pengantar"), max_length=100, blank=True)
    receiver_name = models.CharField(_("penerima"), max_length=100, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    # certificates as they stood when the goods left, by product
    certificates_then = models.JSONField(_("izin saat dikirim"), default=dict, blank=True)
    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    received_at = models.DateTimeField(_("diterima"), null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = DELIVERY_FLOW

    class Meta:
        indexes = [models.Index(fields=["outlet", "state"], name="delivery_to_outlet")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="delivery_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeliveryLine(models.Model):
    """So many pieces of one lot; how many arrived, and why not all."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    sent_quantity = models.PositiveIntegerField(_("dikirim"))
    received_quantity = models.PositiveIntegerField(_("diterima"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=12, choices=ShortReason, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "line", "lot"], name="lot_is_delivered_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_quantity__gt=0), name="delivered_quantity_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent_quantity} × {self.line}"


class Count(models.Model):
    """One look at a shop's shelf: what is left of each product."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="counts")
    # made by the phone before sending, so that sending twice counts once
    key = models.CharField(max_length=64, unique=True)
    counted_on = models.DateField()
    counted_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["outlet", "-counted_on", "-id"], name="count_of_outlet")]

    def __str__(self) -> str:
        return f"hitung {self.outlet} {self.counted_on}"

    @property
    def buyer_id(self) -> int:
        return self.outlet.organisation_id


class CountLine(models.Model):
    """What was left of a product, and so what was sold since the last count."""

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="count_lines")
    expected_quantity = models.PositiveIntegerField()
    left_quantity = models.PositiveIntegerField()
    sold_quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "line"], name="product_is_counted_once"),
            models.CheckConstraint(
                condition=Q(
                    expected_quantity=models.F("left_quantity") + models.F("sold_quantity")
                ),
                name="count_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.left_quantity} sisa"


class Return(OfAgreement):
    """Goods that go back to the maker. One side announces, the other confirms."""

    number = models.CharField(_("nomor"), max_length=40)
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        _("status"), max_length=10, choices=ReturnState, default=ReturnState.ANNOUNCED
    )
    announced_by = models.CharField(max_length=5, choices=Side)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    announced_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(_("dikonfirmasi"), null=True, blank=True)

    FLOW = RETURN_FLOW

    class Meta:
        indexes = [models.Index(fields=["outlet", "state"], name="return_from_outlet")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="return_number_is_unique"),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values), name="return_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReturnLine(models.Model):
    back = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["back", "line", "lot"], name="lot_goes_back_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="returned_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line}"


class WriteOff(OfAgreement):
    """Goods that are gone: expired, damaged or lost. Who bears it stands in the agreement."""

    key = models.CharField(max_length=64, unique=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(_("sebab"), max_length=8, choices=Cause)
    quantity = models.PositiveIntegerField(_("jumlah"))
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    written_on = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="written_off_is_positive"),
            models.CheckConstraint(
                condition=~Q(cause=Cause.UNSOLD), name="unsold_goods_go_back_instead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line} {self.get_cause_display()}"
