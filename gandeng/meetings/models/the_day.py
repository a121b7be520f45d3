"""What happens while the day runs: who came and went, what is proposed, who was told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.meetings.states import PROPOSAL_FLOW, Presence, ProposalState
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .guests import Invitation
from .said import in_words
from .timetables import Timetable
from .venues import Day


class CheckIn(models.Model):
    """One thing noted at a desk: somebody came, is late, left, will not come. It only grows; the
    latest by ``noted_at`` says where a party is. ``key`` is made on the device, so that what was
    noted without a signal arrives once however often it is sent."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="check_ins")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="check_ins")
    presence = models.CharField(_("kehadiran"), max_length=10, choices=Presence)
    head_count = models.PositiveSmallIntegerField(_("jumlah orang"), null=True)
    # late: when they think they will be here
    expected_at = models.DateTimeField(null=True)
    desk = models.CharField(_("meja"), max_length=40, blank=True)
    key = models.CharField(max_length=64, unique=True)
    # by the device's clock, and when it reached us
    noted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("catatan kehadiran")
        verbose_name_plural = _("catatan kehadiran")
        indexes = [models.Index(fields=["day", "id"], name="check_in_by_day")]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_presence_display()}"


class Proposal(models.Model):
    """What to change after somebody came late, left, stayed away or walked in.

    ``changes`` is a list of ``{"kind": "cancelled|added|moved", "buyer": id, "maker": id,
    "from": [slot number, table id] | null, "to": […] | null, "value": int,
    "needs": [indices of the changes that make its room], "taken": true|false|null}``.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="proposals")
    base = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="+")
    result = models.ForeignKey(Timetable, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.OPEN)
    cause = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=list)
    # {"kept": n, "value_before": …, "value_after": …, "bound": …, "seconds": …,
    #  "before" and "after": {"breaks": …, "idle": …, "moves": …, "walk_m": …}}
    figures = models.JSONField(default=dict)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    FLOW = PROPOSAL_FLOW

    class Meta:
        verbose_name = _("usulan perubahan")
        verbose_name_plural = _("usulan perubahan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(state=ProposalState.OPEN), name="one_proposal_is_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.created_at:%H:%M}"

    @property
    def cause_said(self) -> str:
        return in_words(self.cause)


class Notice(models.Model):
    """A sentence for one party about its own day; shown on its page until it was seen."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="notices")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    # the office told them itself: by phone, by hand
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text_said(self) -> str:
        return in_words(self.text)
