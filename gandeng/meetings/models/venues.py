"""A day: where, in which slots, at which tables."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.meetings.states import DAY_FLOW, DayState, Side
from gandeng.programmes.models import Programme


class Day(models.Model):
    """One meeting day of a programme.

    ``beat`` grows with everything a screen of the day may show; a projector or a desk that has
    seen beat n asks what came after it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="days")
    name = models.CharField(_("nama acara"), max_length=120)
    held_on = models.DateField(_("tanggal"))
    place = models.CharField(_("tempat"), max_length=150)
    address = models.CharField(_("alamat"), max_length=250, blank=True)
    note = models.TextField(_("catatan untuk undangan"), blank=True)
    state = models.CharField(_("status"), max_length=10, choices=DayState, default=DayState.PLANNED)
    # who sits at their table all day; the other side walks
    seated = models.CharField(_("yang duduk"), max_length=5, choices=Side, default=Side.MAKER)
    answer_until = models.DateTimeField(_("jawab paling lambat"), null=True, blank=True)
    # whom guests call, once their link takes no answer any more
    contact_name = models.CharField(_("narahubung"), max_length=150, blank=True)
    contact_phone = models.CharField(_("No. HP/WA narahubung"), max_length=20, blank=True)
    # how many meetings a party may have unless its own invitation says otherwise; 0: no limit
    buyer_maximum = models.PositiveSmallIntegerField(_("pertemuan per pembeli"), default=0)
    maker_maximum = models.PositiveSmallIntegerField(_("pertemuan per UMKM"), default=0)
    beat = models.PositiveBigIntegerField(default=0)
    # made when a form is shown: sending it twice plans once
    key = models.CharField(max_length=64, null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = DAY_FLOW

    class Meta:
        verbose_name = _("hari temu")
        verbose_name_plural = _("hari temu")
        indexes = [models.Index(fields=["programme", "-held_on"], name="day_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="day_is_planned_once"),
            models.CheckConstraint(
                condition=Q(state__in=DayState.values), name="day_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Answers and changes are still taken."""
        return self.state in {DayState.PLANNED, DayState.INVITING, DayState.RUNNING}


class Slot(models.Model):
    """A stretch of time in which meetings are held. ``number`` counts from nought over the whole
    day; slots of one ``session`` follow each other without a long pause."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField(_("nomor"))
    session = models.PositiveSmallIntegerField(_("sesi"), default=0)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slot")
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="slot_number_is_unique"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} #{self.number}"


class Table(models.Model):
    """A place to sit. ``x`` and ``y`` are centimetres on the room's plan."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="tables")
    label = models.CharField(_("label"), max_length=12)
    area = models.CharField(_("ruang"), max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField(_("kursi"), default=4)
    order = models.PositiveSmallIntegerField(default=0)
    x = models.IntegerField(default=0)
    y = models.IntegerField(default=0)
    is_open = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("meja")
        verbose_name_plural = _("meja")
        ordering = ["day", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day", "label"], name="table_label_is_unique")
        ]

    def __str__(self) -> str:
        return self.label
