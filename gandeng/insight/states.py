"""The words for steps, statuses and moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .core.promise import Mover, Status, Step


class StepName(models.TextChoices):
    SIGNED = Step.SIGNED.value, _("Ditandatangani")
    DELIVERED = Step.DELIVERED.value, _("Kiriman pertama")
    COUNTED = Step.COUNTED.value, _("Terjual / dihitung")
    STATED = Step.STATED.value, _("Direkap")
    PAID = Step.PAID.value, _("Dibayar")
    REORDERED = Step.REORDERED.value, _("Kirim lagi")


class StatusName(models.TextChoices):
    STUCK = Status.STUCK.value, _("Macet")
    WAITING = Status.WAITING.value, _("Berjalan")
    DONE = Status.DONE.value, _("Tuntas")
    ENDED = Status.ENDED.value, _("Berakhir sebelum tuntas")


class MoverName(models.TextChoices):
    MAKER = Mover.MAKER.value, _("UMKM")
    BUYER = Mover.BUYER.value, _("Pembeli")
    OFFICE = Mover.OFFICE.value, _("Dinas")


class MoveName(models.TextChoices):
    SEND_FIRST = "send_first", _("UMKM mengirim barang pertama")
    ORDER_FIRST = "order_first", _("Pembeli memesan")
    CONFIRM_ORDER = "confirm_order", _("UMKM menyanggupi pesanan")
    SHIP = "ship", _("UMKM mengirim pesanan")
    RECEIVE = "receive", _("Toko menerima kiriman")
    COUNT = "count", _("Toko menghitung rak")
    STATE = "state", _("Toko menyusun rekap")
    INVOICE = "invoice", _("UMKM menagih")
    AGREE = "agree", _("UMKM memeriksa dan menyetujui rekap")
    PAY = "pay", _("Pembeli membayar")
    CONFIRM_PAYMENT = "confirm_payment", _("UMKM memastikan uang diterima")
    SETTLE_DISPUTE = "settle_dispute", _("Dinas menengahi sanggahan")
    LOOK_AFTER = "look_after", _("Dinas mendampingi: belum ada uang yang terutang")
    SEND_AGAIN = "send_again", _("UMKM mengirim lagi")
    ORDER_AGAIN = "order_again", _("Pembeli memesan lagi")
