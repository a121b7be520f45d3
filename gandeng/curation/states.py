"""The life of a product in a curation round."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    SUBMITTED = "submitted", _("Diajukan")
    ACCEPTED = "accepted", _("Lolos")
    IMPROVE = "improve", _("Perbaikan")
    NOT_YET = "not_yet", _("Belum lolos")


FLOW = Flow(
    accept=Move({State.SUBMITTED}, State.ACCEPTED),
    send_back=Move({State.SUBMITTED}, State.IMPROVE),
    decline=Move({State.SUBMITTED}, State.NOT_YET),
    # new scores or new evidence: the verdict is computed again, the old one stays in the traces
    reopen=Move({State.ACCEPTED, State.IMPROVE, State.NOT_YET}, State.SUBMITTED),
)

TONES = {
    State.SUBMITTED: "info",
    State.ACCEPTED: "ok",
    State.IMPROVE: "warn",
    State.NOT_YET: "bad",
}
