"""The life of a certificate in the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class Kind(models.TextChoices):
    PIRT = "pirt", _("P-IRT")
    HALAL = "halal", _("Halal")
    MD = "md", _("BPOM MD")
    SLHS = "slhs", _("SLHS")
    NIB = "nib", _("NIB")
    SNI = "sni", _("SNI")
    HACCP = "haccp", _("HACCP")
    BRAND = "brand", _("Merek")
    OTHER = "other", _("Lainnya")


class State(models.TextChoices):
    RECORDED = "recorded", _("Tercatat")
    VERIFIED = "verified", _("Diperiksa")
    REJECTED = "rejected", _("Ditolak")


FLOW = Flow(
    verify=Move({State.RECORDED}, State.VERIFIED),
    reject=Move({State.RECORDED, State.VERIFIED}, State.REJECTED),
)
