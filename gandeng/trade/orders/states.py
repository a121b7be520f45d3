"""The life of an order."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    PLACED = "placed", _("Dipesan")
    CONFIRMED = "confirmed", _("Disanggupi")
    DECLINED = "declined", _("Tidak disanggupi")
    SHIPPED = "shipped", _("Dikirim")
    RECEIVED = "received", _("Diterima")
    REFUSED = "refused", _("Ditolak saat tiba")
    CANCELLED = "cancelled", _("Dibatalkan")


FLOW = Flow(
    confirm=Move({State.PLACED}, State.CONFIRMED),
    decline=Move({State.PLACED}, State.DECLINED),
    cancel=Move({State.PLACED, State.CONFIRMED}, State.CANCELLED),
    ship=Move({State.CONFIRMED}, State.SHIPPED),
    receive=Move({State.SHIPPED}, State.RECEIVED),
    # made by a receipt that takes nothing
    refuse=Move({State.SHIPPED}, State.REFUSED),
)
