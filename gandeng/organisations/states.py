"""The life of an organisation in the register, and of a pair that may be one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class Kind(models.TextChoices):
    MAKER = "maker", _("UMKM")
    COOPERATIVE = "cooperative", _("Koperasi karyawan")
    HOTEL = "hotel", _("Hotel")
    RESTAURANT = "restaurant", _("Restoran")
    OFFICE = "office", _("Kantor pemerintah")
    GALLERY = "gallery", _("Galeri / gerai")
    VILLAGE_COOPERATIVE = "village_cooperative", _("Koperasi desa")


BUYER_KINDS = [kind for kind in Kind if kind != Kind.MAKER]


class SizeClass(models.TextChoices):
    MICRO = "micro", _("Mikro")
    SMALL = "small", _("Kecil")
    MEDIUM = "medium", _("Menengah")
    LARGE = "large", _("Besar")


class PaymentHabit(models.TextChoices):
    CASH = "cash", _("Tunai")
    TWO_WEEKS = "two_weeks", _("Tempo 14 hari")
    THREE_WEEKS = "three_weeks", _("Tiap 3 minggu")
    MONTH_END = "month_end", _("Tiap akhir bulan")
    THIRTY_DAYS = "thirty_days", _("Tempo 30 hari")


class State(models.TextChoices):
    REGISTERED = "registered", _("Terdaftar")
    VERIFIED = "verified", _("Terverifikasi")
    SUSPENDED = "suspended", _("Ditangguhkan")
    MERGED = "merged", _("Digabung")


FLOW = Flow(
    verify=Move({State.REGISTERED}, State.VERIFIED),
    suspend=Move({State.REGISTERED, State.VERIFIED}, State.SUSPENDED),
    reinstate=Move({State.SUSPENDED}, State.VERIFIED),
    # a merge can be undone for a while, back to whatever state it had: organisations.undo_merge
    merge=Move({State.REGISTERED, State.VERIFIED, State.SUSPENDED}, State.MERGED),
)


class DoubleState(models.TextChoices):
    OPEN = "open", _("Perlu diputuskan")
    MERGED = "merged", _("Digabung")
    APART = "apart", _("Berbeda")


DOUBLE_FLOW = Flow(
    merge=Move({DoubleState.OPEN}, DoubleState.MERGED),
    keep_apart=Move({DoubleState.OPEN}, DoubleState.APART),
    undo_merge=Move({DoubleState.MERGED}, DoubleState.OPEN),
)
