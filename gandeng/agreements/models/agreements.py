"""What a maker and a buyer promised each other."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.states import (
    FLOW,
    Cycle,
    MarginBasis,
    Scheme,
    Side,
    SignatureMethod,
    State,
)
from gandeng.kernel.fields import MoneyField, RateField
from gandeng.kernel.money import Money, Rate
from gandeng.meetings.models import Outcome
from gandeng.organisations.models import Organisation, Outlet
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme


class Agreement(models.Model):
    """A maker's goods in a buyer's shops, on these terms. Frozen once it is signed: from then on
    the database refuses another term, price, product or shop.

    ``ends_on`` is the first day it no longer holds (a paper says "sampai dengan" the day before).
    The four ``*_buyer_rate`` fields say what share of a loss the buyer bears, in basis points of
    the consignment price; the maker bears the rest.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreements")
    # made with the form, so that sending it twice drafts once
    key = models.CharField(max_length=64, null=True, unique=True)
    number = models.CharField(_("nomor"), max_length=40, blank=True)
    # what the number counts, within a programme and a year
    serial = models.PositiveIntegerField(_("nomor urut"), null=True, blank=True)
    maker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sales")
    buyer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="purchases")
    outlets = models.ManyToManyField(Outlet, blank=True, related_name="agreements")
    scheme = models.CharField(_("skema"), max_length=12, choices=Scheme)
    margin_rate = RateField(_("margin"), default=1500)
    margin_basis = models.CharField(
        _("dasar margin"), max_length=14, choices=MarginBasis, default=MarginBasis.SELLING_PRICE
    )
    cycle = models.CharField(
        _("siklus rekap"), max_length=12, choices=Cycle, default=Cycle.FORTNIGHTLY
    )
    due_days = models.PositiveSmallIntegerField(_("jatuh tempo (hari)"), default=7)
    unsold_buyer_rate = RateField(_("tidak laku ditanggung pembeli"), default=0)
    expired_buyer_rate = RateField(_("kedaluwarsa ditanggung pembeli"), default=0)
    damaged_buyer_rate = RateField(_("rusak ditanggung pembeli"), default=10_000)
    lost_buyer_rate = RateField(_("hilang ditanggung pembeli"), default=10_000)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("berakhir"))
    note = models.TextField(_("catatan"), blank=True)

    state = models.CharField(_("status"), max_length=10, choices=State, default=State.DRAFT)
    # what was said at a table of a meeting day, where it began there
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    # the frozen paper both sides sign, and its SHA-256 (core/document.py); PDFs are drawn from it
    document_text = models.TextField(blank=True)
    document_hash = models.CharField(_("sidik naskah"), max_length=64, blank=True, db_index=True)
    offered_at = models.DateTimeField(_("ditawarkan"), null=True, blank=True)
    signed_at = models.DateTimeField(_("ditandatangani"), null=True, blank=True)
    ended_at = models.DateTimeField(_("berakhir pada"), null=True, blank=True)
    end_reason = models.CharField(_("alasan"), max_length=300, blank=True)
    created_at = models.DateTimeField()

    FLOW = FLOW

    class Meta:
        verbose_name = _("perjanjian")
        verbose_name_plural = _("perjanjian")
        indexes = [
            models.Index(fields=["programme", "state", "-signed_at"], name="agreement_by_state")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                condition=~Q(number=""),
                name="agreement_number_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="agreement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(maker=F("buyer")), name="agreement_has_two_parties"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="agreement_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.maker} – {self.buyer}"

    @property
    def last_day(self) -> date:
        """The last day it holds, as papers and people say it."""
        return self.ends_on - timedelta(days=1)

    @property
    def is_consignment(self) -> bool:
        return self.scheme == Scheme.CONSIGNMENT

    def buyer_rate(self, cause: str) -> Rate:
        """The share of a loss from this cause that the buyer bears."""
        return getattr(self, f"{cause}_buyer_rate")


class Line(models.Model):
    """A product in an agreement. Both prices are frozen by the signatures; the shop's margin on one
    piece is their difference, so that no statement ever rounds."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lines")
    consignment_price = MoneyField(_("harga titip"))
    shelf_price = MoneyField(_("harga jual"))
    quantity_per_period = models.PositiveIntegerField(_("jumlah per periode"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "product"], name="product_is_in_an_agreement_once"
            ),
            models.CheckConstraint(
                condition=Q(consignment_price__gt=0), name="line_price_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(shelf_price__gte=F("consignment_price")),
                name="line_margin_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.product)

    @property
    def margin(self) -> Money:
        """What the shop keeps of one sold piece."""
        return self.shelf_price - self.consignment_price


class Signature(models.Model):
    """One side's acceptance of one frozen document: who, when, over which hash, from where.

    With an account, ``person`` accepted it themselves. On the office's glass or on paper an officer
    (``recorded_by``) saw it done: ``ink`` holds the strokes on the glass as lists of [x, y] in
    thousandths of the pad's width, a paper is shown by its scans.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=5, choices=Side)
    method = models.CharField(
        max_length=7, choices=SignatureMethod, default=SignatureMethod.ACCOUNT
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ink = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=100, blank=True)
    document_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side", "document_hash"], name="side_signs_a_document_once"
            ),
            models.CheckConstraint(
                condition=Q(method=SignatureMethod.ACCOUNT, person__isnull=False)
                | (~Q(method=SignatureMethod.ACCOUNT) & Q(recorded_by__isnull=False)),
                name="somebody_answers_for_a_signature",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_side_display()})"
