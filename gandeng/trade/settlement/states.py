"""The life of a statement, an invoice and a payment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class StatementState(models.TextChoices):
    DRAWN_UP = "drawn_up", _("Menunggu persetujuan")
    OBJECTED = "objected", _("Disanggah")
    AGREED = "agreed", _("Disepakati")
    PAID = "paid", _("Lunas")


STATEMENT_FLOW = Flow(
    object=Move({StatementState.DRAWN_UP}, StatementState.OBJECTED),
    agree=Move({StatementState.DRAWN_UP}, StatementState.AGREED),
    settle=Move({StatementState.OBJECTED}, StatementState.AGREED),
    # made by the last confirmed payment (or at once when nothing is owed)
    close=Move({StatementState.AGREED}, StatementState.PAID),
)


class InvoiceState(models.TextChoices):
    ISSUED = "issued", _("Ditagihkan")
    PAID = "paid", _("Lunas")


INVOICE_FLOW = Flow(close=Move({InvoiceState.ISSUED}, InvoiceState.PAID))


class PaymentState(models.TextChoices):
    RECORDED = "recorded", _("Menunggu konfirmasi penerima")
    CONFIRMED = "confirmed", _("Diterima")
    REFUSED = "refused", _("Tidak diterima")


PAYMENT_FLOW = Flow(
    confirm=Move({PaymentState.RECORDED}, PaymentState.CONFIRMED),
    refuse=Move({PaymentState.RECORDED}, PaymentState.REFUSED),
)


class Method(models.TextChoices):
    TRANSFER = "transfer", _("Transfer bank")
    CASH = "cash", _("Tunai")
    QRIS = "qris", _("QRIS")
    OTHER = "other", _("Lainnya")
