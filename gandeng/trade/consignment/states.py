"""The life of a delivery and of a return."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class DeliveryState(models.TextChoices):
    DRAFT = "draft", _("Disiapkan")
    SENT = "sent", _("Dikirim")
    RECEIVED = "received", _("Diterima")
    REFUSED = "refused", _("Ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")


DELIVERY_FLOW = Flow(
    send=Move({DeliveryState.DRAFT}, DeliveryState.SENT),
    receive=Move({DeliveryState.SENT}, DeliveryState.RECEIVED),
    refuse=Move({DeliveryState.SENT}, DeliveryState.REFUSED),
    cancel=Move({DeliveryState.DRAFT}, DeliveryState.CANCELLED),
)


class ReturnState(models.TextChoices):
    ANNOUNCED = "announced", _("Menunggu konfirmasi")
    CONFIRMED = "confirmed", _("Dikonfirmasi")
    WITHDRAWN = "withdrawn", _("Dibatalkan")


RETURN_FLOW = Flow(
    confirm=Move({ReturnState.ANNOUNCED}, ReturnState.CONFIRMED),
    withdraw=Move({ReturnState.ANNOUNCED}, ReturnState.WITHDRAWN),
)


class ShortReason(models.TextChoices):
    SHORT = "short", _("Kurang kirim")
    OVER = "over", _("Lebih kirim")
    BROKEN = "broken", _("Rusak di jalan")
    NEAR_EXPIRY = "near_expiry", _("Terlalu dekat kedaluwarsa")
    WRONG_GOODS = "wrong_goods", _("Salah barang")
    LABEL = "label", _("Label/izin tidak sesuai")
    OTHER = "other", _("Lainnya")
