"""The life of a listing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.states import Flow, Move


class State(models.TextChoices):
    SHOWN = "shown", _("Tayang")
    UNLISTED = "unlisted", _("Diturunkan")


FLOW = Flow(
    unlist=Move({State.SHOWN}, State.UNLISTED),
    list_again=Move({State.UNLISTED}, State.SHOWN),
)
