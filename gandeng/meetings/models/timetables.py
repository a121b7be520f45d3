"""Versions of the timetable, what the office orders, and the calculation behind it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.meetings.states import (
    RUN_FLOW,
    TIMETABLE_FLOW,
    Order,
    RunState,
    TimetableState,
)
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .guests import Invitation
from .said import in_words
from .venues import Day, Slot, Table


class Pairing(models.Model):
    """What the office decided over a pair: must meet (perhaps in this slot, at this table), or
    must not. The reason is open to both."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="pairings")
    buyer = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    maker = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    order = models.CharField(_("keputusan"), max_length=8, choices=Order)
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, null=True, blank=True)
    table = models.ForeignKey(Table, on_delete=models.CASCADE, null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("keputusan pasangan")
        verbose_name_plural = _("keputusan pasangan")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "maker"], name="pair_is_ordered_once"),
            models.CheckConstraint(condition=~Q(buyer=F("maker")), name="pair_has_two_parties"),
            models.CheckConstraint(
                condition=Q(order=Order.REQUIRE) | Q(slot__isnull=True, table__isnull=True),
                name="only_a_required_pair_is_pinned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} – {self.maker}: {self.get_order_display()}"


class Timetable(models.Model):
    """One version of a day's timetable with what is proved of it.

    ``objective`` and ``bounds`` are by name (value, breaks, idle, moves); ``why_not`` is a list of
    ``{"buyer": invitation id, "maker": invitation id, "value": int, "reason": str}``, with
    ``"code"`` and the figures of ``core.reasons.SENTENCES`` where a calculation said so;
    ``settings`` is what was asked of the calculation.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="timetables")
    version = models.PositiveIntegerField(_("versi"))
    state = models.CharField(
        _("status"), max_length=10, choices=TimetableState, default=TimetableState.DRAFT
    )
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=10, blank=True)
    objective = models.JSONField(default=dict)
    bounds = models.JSONField(default=dict)
    proof = models.TextField(blank=True)
    why_not = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    seconds = models.FloatField(default=0)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(_("diberlakukan"), null=True, blank=True)

    FLOW = TIMETABLE_FLOW

    class Meta:
        verbose_name = _("jadwal")
        verbose_name_plural = _("jadwal")
        ordering = ["day", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["day", "version"], name="timetable_version_is_unique"),
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(state=TimetableState.PUBLISHED),
                name="one_timetable_is_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TimetableState.values), name="timetable_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} v{self.version}"

    @property
    def proof_said(self) -> str:
        return in_words(self.proof)

    @property
    def note_said(self) -> str:
        return in_words(self.note)


class Meeting(models.Model):
    """A pair in a slot at a table, in one version. ``is_locked``: calculations leave it alone."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="meetings")
    buyer = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="buyer_meetings")
    maker = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="maker_meetings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="meetings")
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="meetings")
    value = models.PositiveIntegerField(default=0)
    is_locked = models.BooleanField(_("dikunci"), default=False)

    class Meta:
        verbose_name = _("pertemuan")
        verbose_name_plural = _("pertemuan")
        ordering = ["timetable", "slot", "table"]
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "slot", "buyer"], name="buyer_is_in_one_place"
            ),
            models.UniqueConstraint(
                fields=["timetable", "slot", "maker"], name="maker_is_in_one_place"
            ),
            models.UniqueConstraint(
                fields=["timetable", "slot", "table"], name="table_has_one_meeting"
            ),
            models.UniqueConstraint(fields=["timetable", "buyer", "maker"], name="pair_meets_once"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} – {self.maker}"

    @property
    def pair(self) -> tuple[int, int]:
        return self.buyer_id, self.maker_id


class Run(models.Model):
    """A calculation of a timetable in the background: what was asked, how far it is."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=8, choices=RunState, default=RunState.QUEUED)
    settings = models.JSONField(default=dict)
    # {"stage": …, "value": …, "bound": …, "breaks": …, "seconds": …}: the best so far
    progress = models.JSONField(default=dict)
    wants_stop = models.BooleanField(default=False)
    failure = models.CharField(max_length=500, blank=True)
    timetable = models.ForeignKey(Timetable, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    FLOW = RUN_FLOW

    class Meta:
        verbose_name = _("perhitungan jadwal")
        verbose_name_plural = _("perhitungan jadwal")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(state__in=[RunState.QUEUED, RunState.RUNNING]),
                name="one_calculation_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="run_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.created_at:%H:%M}"

    @property
    def failure_said(self) -> str:
        return in_words(self.failure)
