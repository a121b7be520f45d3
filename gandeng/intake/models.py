"""Uploads, the rows that came in, and the rows that wait for a decision."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.fields import SealedField
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .states import FLOW, HELD_FLOW, HeldState, State


class Upload(models.Model):
    """Some files together, checked; taken in when somebody says so."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    # What the dry run found, and what taking in did; sealed, since it quotes cells.
    report = SealedField(default="")
    created_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True, blank=True)

    FLOW = FLOW

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="upload_state_known")
        ]

    def __str__(self) -> str:
        return str(_("Unggahan %(number)s") % {"number": self.pk})

    @cached_property
    def found(self) -> dict[str, Any]:
        """The report as plain data: counts, problems, doubles."""
        return json.loads(self.report) if self.report else {}


class UploadedFile(models.Model):
    """One file as it was sent, sealed at rest."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="intake/")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "digest"], name="file_is_in_an_upload_once")
        ]

    def __str__(self) -> str:
        return self.name


class TakenRow(models.Model):
    """The keyed fingerprint of a row's values that came in, and what it became."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "digest"], name="row_came_in_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class HeldRow(models.Model):
    """A row that names something already there under its NIB or NIK: merge, or keep apart."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="held_rows")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, related_name="held")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    where = models.CharField(max_length=250)
    name = models.CharField(max_length=200)
    # The cells as they were read, to be read again when the decision falls.
    cells = SealedField()
    thing_id = models.BigIntegerField()
    thing_name = models.CharField(max_length=200)
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=HeldState, default=HeldState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = HELD_FLOW

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "digest"], name="row_is_held_once")
        ]

    def __str__(self) -> str:
        return self.name
