"""Accounts, entries, transfers: one append-only book for rupiah and for goods."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement, Line
from gandeng.organisations.models import Outlet
from gandeng.products.models import Product
from gandeng.programmes.models import Programme


class Kind(models.TextChoices):
    """What an account stands for. Goods first (pieces), then money (rupiah)."""

    MAKER_STOCK = "maker_stock", _("Gudang UMKM")
    IN_TRANSIT = "in_transit", _("Dalam perjalanan")
    SHELF = "shelf", _("Rak toko")
    SOLD = "sold", _("Terjual")
    RETURNING = "returning", _("Dalam pengembalian")
    RETURNED = "returned", _("Kembali ke UMKM")
    EXPIRED = "expired", _("Kedaluwarsa")
    DAMAGED = "damaged", _("Rusak")
    LOST = "lost", _("Hilang")
    BOUGHT = "bought", _("Dibeli putus")
    RECEIVABLE = "receivable", _("Piutang UMKM")
    SALES = "sales", _("Penjualan")
    COMPENSATION = "compensation", _("Ganti rugi")
    ADJUSTMENT = "adjustment", _("Penyesuaian")
    PAID = "paid", _("Diterima UMKM")


# Balances that can never go below zero: what is not there cannot be taken away, and nobody pays
# more than is owed.
FLOORED = {Kind.IN_TRANSIT, Kind.SHELF, Kind.RETURNING, Kind.RECEIVABLE}
GOODS = {
    Kind.MAKER_STOCK,
    Kind.IN_TRANSIT,
    Kind.SHELF,
    Kind.SOLD,
    Kind.RETURNING,
    Kind.RETURNED,
    Kind.EXPIRED,
    Kind.DAMAGED,
    Kind.LOST,
    Kind.BOUGHT,
}


class Lot(models.Model):
    """A batch of a product: pieces that share a best-before day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(_("kode produksi"), max_length=40)
    best_before_on = models.DateField(_("baik sebelum"), null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "code"], name="lot_code_is_unique")
        ]

    def __str__(self) -> str:
        return self.code


class Book(models.Model):
    """One agreement's book. What happened before ``closed_until`` is stated: nothing more can be
    posted there. Moving it on by compare-and-set is what keeps periods from overlapping."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="book")
    closed_until = models.DateField()

    def __str__(self) -> str:
        return f"buku {self.agreement}"


class Account(models.Model):
    """A place for one lot of one agreement line, or a sum of money of one agreement.

    ``balance`` is the sum of debits less credits, kept in the posting's own transaction and
    recomputed by ``manage.py ledger_check``.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="accounts")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="accounts")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="accounts")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, null=True, related_name="accounts")
    # kind/agreement/line/lot/outlet in one string, since NULLs are never equal in a unique index
    code = models.CharField(max_length=80, unique=True)
    balance = models.BigIntegerField(default=0)
    is_floored = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["agreement", "kind"], name="account_of_agreement"),
            models.Index(fields=["outlet", "kind"], name="account_at_outlet"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_floored=False) | Q(balance__gte=0),
                name="account_is_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=True, lot__isnull=True)
                | Q(line__isnull=False, lot__isnull=False),
                name="account_is_goods_or_money",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One fact. The same reference twice is once."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="entries")
    reference = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    # the day it counts for, in Jakarta; and the instant it was written down
    occurred_on = models.DateField()
    posted_at = models.DateTimeField()
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agreement", "occurred_on"], name="entry_of_agreement")]

    def __str__(self) -> str:
        return self.reference


class Transfer(models.Model):
    """So many pieces or rupiah out of one account into another. Balanced by its shape."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transfers")
    # no index of their own: the two below begin with them
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, related_name="debits"
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, db_index=False, related_name="credits"
    )
    amount = models.BigIntegerField()
    # the entry's day once more, so that a statement reads one table
    occurred_on = models.DateField()

    class Meta:
        # They hold all a statement sums up, so that it never reads the table itself.
        indexes = [
            models.Index(fields=["debit", "occurred_on", "credit", "amount"], name="transfer_into"),
            models.Index(
                fields=["credit", "occurred_on", "debit", "amount"], name="transfer_out_of"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_amount_is_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_goes_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.credit} → {self.debit}: {self.amount}"
