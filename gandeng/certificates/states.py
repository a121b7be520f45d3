"""The life of a certificate in the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move

from .core import numbers
from .core.status import Status


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


# The one place where the room's words and the core's meet.
CORE_KINDS = {
    Kind.PIRT: numbers.Kind.PIRT,
    Kind.HALAL: numbers.Kind.HALAL,
    Kind.MD: numbers.Kind.BPOM,
    Kind.SLHS: numbers.Kind.SLHS,
    Kind.NIB: numbers.Kind.NIB,
    Kind.SNI: numbers.Kind.SNI,
    Kind.HACCP: numbers.Kind.HACCP,
    Kind.BRAND: numbers.Kind.TRADEMARK,
    Kind.OTHER: numbers.Kind.OTHER,
}
KINDS_OF_CORE = {core: kind for kind, core in CORE_KINDS.items()}

# A permit and a halal certificate name their products; a hygiene certificate is of the kitchen.
OF_A_PRODUCT = frozenset({Kind.PIRT, Kind.HALAL, Kind.MD})

STATUS_WORDS = {
    Status.VALID: _("Berlaku"),
    Status.LAPSES_SOON: _("Segera habis"),
    Status.LAPSED: _("Habis"),
    Status.MISSING: _("Belum ada"),
    Status.DOUBTFUL: _("Diragukan"),
}


def words_of(status: Status, *, carries: bool) -> str:
    """A status on screen. What is only odd still carries, and says so."""
    if status == Status.DOUBTFUL and carries:
        return str(_("Berlaku, perlu dilihat"))
    return str(STATUS_WORDS[status])


STATUS_TONES = {
    Status.VALID: "ok",
    Status.LAPSES_SOON: "warn",
    Status.LAPSED: "bad",
    Status.MISSING: "quiet",
    Status.DOUBTFUL: "warn",
}


class State(models.TextChoices):
    RECORDED = "recorded", _("Tercatat")
    VERIFIED = "verified", _("Diperiksa")
    REJECTED = "rejected", _("Ditolak")


class Doubt(models.TextChoices):
    """What was found when it was last examined: nothing, something to look at, an error."""

    NONE = "none", _("Tidak ada")
    LOOK = "look", _("Perlu dilihat")
    ERROR = "error", _("Salah")


FLOW = Flow(
    verify=Move({State.RECORDED}, State.VERIFIED),
    reject=Move({State.RECORDED, State.VERIFIED}, State.REJECTED),
    # what was typed is put right: it has to be looked up again
    correct=Move({State.RECORDED, State.VERIFIED}, State.RECORDED),
    reopen=Move({State.REJECTED}, State.RECORDED),
)
