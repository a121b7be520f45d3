"""Stacks of scanned papers on their way into their pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.states import STACK_FLOW, StackState
from gandeng.meetings.models.said import in_words
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .ceremonies import Ceremony


def stack_path(stack: Any, filename: str) -> str:
    """A name nobody can guess and no upload can choose."""
    return f"agreements/stacks/{stack.programme_id}/{stack.key}"


class Stack(models.Model):
    """A file of many scanned pages that a worker reads. Its pages (``Scan``) are kept all at once
    at the end, and then the file itself goes; until then it can be read again."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    ceremony = models.ForeignKey(Ceremony, on_delete=models.PROTECT, related_name="stacks")
    state = models.CharField(max_length=9, choices=StackState, default=StackState.QUEUED)
    key = models.CharField(max_length=48, unique=True)
    file = models.FileField(upload_to=stack_path, blank=True)
    name = models.CharField(max_length=200)
    page_count = models.PositiveIntegerField(_("halaman"))
    # how far it is, and in the end how many found whose they are
    read_count = models.PositiveIntegerField(default=0)
    found_count = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    FLOW = STACK_FLOW

    class Meta:
        verbose_name = _("tumpukan pindaian")
        verbose_name_plural = _("tumpukan pindaian")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=StackState.values), name="stack_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def failure_said(self) -> str:
        return in_words(self.failure)
