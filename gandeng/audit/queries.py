"""What happened to a thing, and in a programme."""

from __future__ import annotations

from django.db import models

from .models import Trace


def traces_of(*things: models.Model) -> models.QuerySet[Trace]:
    """What was done to these things, the newest first."""
    chosen = models.Q(pk__in=[])
    for thing in things:
        chosen |= models.Q(thing_kind=thing._meta.label, thing_id=thing.pk)
    return Trace.objects.filter(chosen).order_by("-id")


def traces_in(programme_id: int) -> models.QuerySet[Trace]:
    """What was done in a programme, the newest first. Ask ``programmes.read_traces`` before."""
    return Trace.objects.filter(programme_id=programme_id).order_by("-id")
