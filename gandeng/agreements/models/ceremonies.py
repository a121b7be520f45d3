"""Many agreements signed in one hour, before a witness: the batch, and the papers scanned back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.states import CEREMONY_FLOW, CeremonyState
from gandeng.meetings.models import Day
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .agreements import Agreement


class Ceremony(models.Model):
    """An hour of signing. ``witness_*`` is who saw it, usually the regent."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="ceremonies")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, null=True, related_name="ceremonies")
    name = models.CharField(_("nama acara"), max_length=120)
    held_at = models.DateTimeField(_("waktu"))
    place = models.CharField(_("tempat"), max_length=150, blank=True)
    witness_name = models.CharField(_("nama saksi"), max_length=150, blank=True)
    witness_title = models.CharField(_("jabatan saksi"), max_length=150, blank=True)
    state = models.CharField(
        _("status"), max_length=6, choices=CeremonyState, default=CeremonyState.OPEN
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)
    key = models.CharField(max_length=64, null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = CEREMONY_FLOW

    class Meta:
        verbose_name = _("penandatanganan")
        verbose_name_plural = _("penandatanganan")
        indexes = [models.Index(fields=["programme", "-held_at"], name="ceremony_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="ceremony_is_opened_once"),
            models.CheckConstraint(
                condition=Q(state__in=CeremonyState.values), name="ceremony_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CeremonyEntry(models.Model):
    """An agreement's place in the batch, counted from one; printed on its cover."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="entries")
    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, related_name="ceremony_entry"
    )
    position = models.PositiveIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("urutan penandatanganan")
        verbose_name_plural = _("urutan penandatanganan")
        ordering = ["ceremony", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "position"], name="place_in_a_ceremony_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.agreement}"


def scan_path(scan: Any, filename: str) -> str:
    """A name nobody can guess and no upload can choose."""
    return f"agreements/scans/{scan.programme_id}/{scan.digest[:24]}.webp"


class Scan(models.Model):
    """One scanned or photographed page of a signed paper. ``agreement`` is whose code stands on
    it; empty where no code could be read, until somebody says which it is."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, null=True, related_name="scans"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, related_name="scans"
    )
    file = models.FileField(upload_to=scan_path)
    digest = models.CharField(max_length=64)
    source_name = models.CharField(max_length=200, blank=True)
    was_read = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pindaian")
        verbose_name_plural = _("pindaian")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "digest"], name="scan_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.source_name or f"pindaian {self.pk}"
