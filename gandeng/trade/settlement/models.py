"""What is owed for a period or an order, and what was paid."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement, Line
from gandeng.kernel.fields import MoneyField
from gandeng.people.models import Person
from gandeng.programmes.models import Programme
from gandeng.trade.orders.models import Order

from .states import (
    INVOICE_FLOW,
    PAYMENT_FLOW,
    STATEMENT_FLOW,
    InvoiceState,
    Method,
    PaymentState,
    StatementState,
)


class OfAgreement(models.Model):
    """What every paper here has: an agreement, and through it a maker and a buyer."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="%(class)ss")

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


class Statement(OfAgreement):
    """One agreement, one period, closed in pieces and in rupiah. ``net`` is what the buyer owes."""

    number = models.CharField(_("nomor"), max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()  # excluded
    state = models.CharField(
        _("status"), max_length=10, choices=StatementState, default=StatementState.DRAWN_UP
    )
    gross = MoneyField(_("bruto"))
    margin = MoneyField(_("margin toko"))
    losses = MoneyField(_("ganti rugi"))
    # what both sides agreed on after an objection, positive or negative
    adjustment = MoneyField(_("penyesuaian"), default=0)
    adjustment_reason = models.CharField(_("alasan penyesuaian"), max_length=300, blank=True)
    net = MoneyField(_("bersih untuk UMKM"))
    due_on = models.DateField(_("jatuh tempo"))
    objection = models.TextField(_("sanggahan"), blank=True)
    # which side made it ("maker", "buyer", or the office): the other one agrees
    drawn_up_side = models.CharField(max_length=5, blank=True)
    drawn_up_at = models.DateTimeField()
    agreed_at = models.DateTimeField(_("disepakati"), null=True, blank=True)
    paid_at = models.DateTimeField(_("lunas"), null=True, blank=True)

    FLOW = STATEMENT_FLOW

    class Meta:
        indexes = [models.Index(fields=["programme", "state"], name="statement_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="statement_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["agreement", "starts_on"], name="period_is_stated_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="statement_has_a_period"
            ),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("margin") + F("losses") + F("adjustment")),
                name="statement_closes_in_rupiah",
            ),
            models.CheckConstraint(condition=Q(net__gte=0), name="statement_net_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=StatementState.values), name="statement_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def last_day(self) -> date:
        """The last day it covers, as people write it ("s.d.")."""
        return self.ends_on - timedelta(days=1)

    @property
    def is_open(self) -> bool:
        """Agreed and not yet paid in full: the only time money can be paid for it."""
        return self.state == StatementState.AGREED


class StatementLine(models.Model):
    """One product's pieces in a period."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    # what moved may be negative: a reversal of something stated before
    opening = models.PositiveIntegerField(_("awal"))
    received = models.IntegerField(_("masuk"))
    sold = models.IntegerField(_("terjual"))
    returned = models.IntegerField(_("retur"))
    expired = models.IntegerField(_("kedaluwarsa"))
    damaged = models.IntegerField(_("rusak"))
    lost = models.IntegerField(_("hilang"))
    left = models.PositiveIntegerField(_("sisa"))
    shelf_price = MoneyField()
    consignment_price = MoneyField()
    gross = MoneyField()
    margin = MoneyField()
    losses = MoneyField()
    net = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "line"], name="product_is_stated_once"),
            models.CheckConstraint(
                condition=Q(
                    left=F("opening")
                    + F("received")
                    - F("sold")
                    - F("returned")
                    - F("expired")
                    - F("damaged")
                    - F("lost")
                ),
                name="statement_line_closes_in_pieces",
            ),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("margin") + F("losses")),
                name="statement_line_closes_in_rupiah",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.sold} terjual"

    @property
    def written_off(self) -> int:
        """Pieces that are gone without being sold or returned."""
        return self.expired + self.damaged + self.lost


class Invoice(OfAgreement):
    """What a buyer owes for an order it received."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice")
    number = models.CharField(_("nomor"), max_length=40)
    state = models.CharField(
        _("status"), max_length=6, choices=InvoiceState, default=InvoiceState.ISSUED
    )
    net = MoneyField(_("jumlah"))
    due_on = models.DateField(_("jatuh tempo"))
    issued_at = models.DateTimeField()
    paid_at = models.DateTimeField(_("lunas"), null=True, blank=True)

    FLOW = INVOICE_FLOW

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="invoice_number_is_unique"
            ),
            models.CheckConstraint(condition=Q(net__gt=0), name="invoice_net_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=InvoiceState.values), name="invoice_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Not yet paid in full."""
        return self.state == InvoiceState.ISSUED


class Payment(OfAgreement):
    """Money the payer says was sent; true once the receiver confirms."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        _("status"), max_length=10, choices=PaymentState, default=PaymentState.RECORDED
    )
    amount = MoneyField(_("jumlah"))
    method = models.CharField(_("cara"), max_length=10, choices=Method)
    reference = models.CharField(_("nomor referensi"), max_length=60, blank=True)
    proof = models.FileField(_("bukti"), upload_to="payments/", blank=True)
    paid_on = models.DateField(_("tanggal bayar"))
    recorded_at = models.DateTimeField()
    # whoever says it was sent does not also say it arrived
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("dikonfirmasi"), null=True, blank=True)
    refuse_reason = models.CharField(_("alasan"), max_length=300, blank=True)

    FLOW = PAYMENT_FLOW

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=PaymentState.values), name="payment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=False, invoice__isnull=True)
                | Q(statement__isnull=True, invoice__isnull=False),
                name="payment_is_for_one_bill",
            ),
            models.UniqueConstraint(
                fields=["programme", "method", "reference"],
                condition=~Q(reference="") & ~Q(state="refused"),
                name="payment_reference_is_used_once",
            ),
        ]

    def __str__(self) -> str:
        return f"pembayaran {self.amount}"

    @property
    def bill(self) -> Statement | Invoice:
        """What it pays."""
        bill = self.statement or self.invoice
        assert bill is not None  # held by payment_is_for_one_bill
        return bill
