"""Orders of goods that are bought outright."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement, Line
from gandeng.meetings.models import Outcome
from gandeng.organisations.models import Outlet
from gandeng.programmes.models import Programme
from gandeng.trade.ledger.models import Lot

from .states import FLOW, State


class Order(models.Model):
    """What a buyer orders under an outright agreement."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="orders")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="orders")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="orders")
    # the table of a meeting day at which it was agreed, for a first order
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    number = models.CharField(_("nomor"), max_length=40)
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.PLACED)
    wanted_on = models.DateField(_("dibutuhkan tanggal"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    placed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(_("disanggupi"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    received_at = models.DateTimeField(_("diterima"), null=True, blank=True)

    FLOW = FLOW

    class Meta:
        indexes = [models.Index(fields=["programme", "state"], name="order_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="order_number_is_unique"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="order_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def maker_id(self) -> int:
        return self.agreement.maker_id

    @property
    def maker(self):  # type: ignore[no-untyped-def]
        return self.agreement.maker

    @property
    def buyer_id(self) -> int:
        return self.agreement.buyer_id


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = models.PositiveIntegerField(_("jumlah"))
    received_quantity = models.PositiveIntegerField(_("diterima"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "line"], name="product_is_ordered_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="ordered_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line}"
