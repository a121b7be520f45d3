"""The life of an agreement, and the words of its terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    DRAFT = "draft", _("Konsep")
    OFFERED = "offered", _("Ditawarkan")
    SIGNED = "signed", _("Ditandatangani")
    ENDED = "ended", _("Berakhir")
    DECLINED = "declined", _("Ditolak")


FLOW = Flow(
    offer=Move({State.DRAFT}, State.OFFERED),
    revise=Move({State.OFFERED}, State.DRAFT),
    decline=Move({State.OFFERED}, State.DECLINED),
    # made by the second signature, never by hand
    seal=Move({State.OFFERED}, State.SIGNED),
    end=Move({State.SIGNED}, State.ENDED),
)


class Scheme(models.TextChoices):
    CONSIGNMENT = "consignment", _("Titip jual")
    OUTRIGHT = "outright", _("Beli putus")


class MarginBasis(models.TextChoices):
    SELLING_PRICE = "selling_price", _("Persen dari harga jual")
    COST = "cost", _("Tambahan di atas harga titip")


class Cycle(models.TextChoices):
    WEEKLY = "weekly", _("Tiap minggu")
    FORTNIGHTLY = "fortnightly", _("Tiap 2 minggu")
    THREE_WEEKS = "three_weeks", _("Tiap 3 minggu")
    MONTHLY = "monthly", _("Tiap bulan")


class Side(models.TextChoices):
    MAKER = "maker", _("UMKM")
    BUYER = "buyer", _("Pembeli")


class Cause(models.TextChoices):
    """Why goods were not sold: who bears each is agreed beforehand."""

    UNSOLD = "unsold", _("Tidak laku")
    EXPIRED = "expired", _("Kedaluwarsa")
    DAMAGED = "damaged", _("Rusak")
    LOST = "lost", _("Hilang")


class SignatureMethod(models.TextChoices):
    ACCOUNT = "account", _("Dengan akun sendiri")
    GLASS = "glass", _("Di layar petugas")
    PAPER = "paper", _("Di atas kertas")


class CeremonyState(models.TextChoices):
    OPEN = "open", _("Berjalan")
    CLOSED = "closed", _("Ditutup")


CEREMONY_FLOW = Flow(
    close=Move({CeremonyState.OPEN}, CeremonyState.CLOSED),
    reopen=Move({CeremonyState.CLOSED}, CeremonyState.OPEN),
)


class StackState(models.TextChoices):
    """A file of many scanned pages, on its way into its pages."""

    QUEUED = "queued", _("Menunggu")
    READING = "reading", _("Sedang dibaca")
    READ = "read", _("Sudah dibaca")
    FAILED = "failed", _("Gagal dibaca")
    DISCARDED = "discarded", _("Dibuang")


STACK_FLOW = Flow(
    begin_reading=Move({StackState.QUEUED}, StackState.READING),
    finish_reading=Move({StackState.READING}, StackState.READ),
    fail_reading=Move({StackState.READING}, StackState.FAILED),
    read_again=Move({StackState.FAILED}, StackState.QUEUED),
    discard=Move({StackState.FAILED}, StackState.DISCARDED),
)
