"""The life of an upload, and of a row that is held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    CHECKED = "checked", _("Sudah diperiksa")
    TAKEN_IN = "taken_in", _("Sudah masuk")
    DISCARDED = "discarded", _("Dibuang")


FLOW = Flow(
    take_in=Move({State.CHECKED}, State.TAKEN_IN),
    discard=Move({State.CHECKED}, State.DISCARDED),
)


class HeldState(models.TextChoices):
    OPEN = "open", _("Perlu diputuskan")
    MERGED = "merged", _("Sama")
    APART = "apart", _("Berbeda")


HELD_FLOW = Flow(
    merge=Move({HeldState.OPEN}, HeldState.MERGED),
    keep_apart=Move({HeldState.OPEN}, HeldState.APART),
)
