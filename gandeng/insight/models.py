"""Tasks somebody of the office took on: for a stuck promise, for what was said at a table."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement
from gandeng.meetings.models import Outcome
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.programmes.models import Programme


class FollowUp(models.Model):
    """Who looks after a stuck promise until when. Closed with a cause and what was done."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="follow_ups")
    step = models.CharField(max_length=12)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("tenggat"))
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    cause = models.CharField(_("sebab"), max_length=300, blank=True)
    outcome = models.CharField(_("tindakan"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "step"],
                condition=Q(closed_at__isnull=True),
                name="step_is_followed_up_once",
            )
        ]

    def __str__(self) -> str:
        return f"tindak lanjut {self.agreement}"

    @property
    def maker(self) -> Organisation:
        """Asked by the rule about mentors."""
        return self.agreement.maker

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class TableTask(models.Model):
    """Who sees to it that what was said at a table becomes a first delivery, and by when.

    An outcome without a row has an owner and a day by rule (``queries.tables``); a row says
    otherwise, or that it was closed and why.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="task")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("tenggat"))
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    remedy = models.CharField(_("tindakan"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tindak lanjut pertemuan")
        verbose_name_plural = _("tindak lanjut pertemuan")

    def __str__(self) -> str:
        return f"tindak lanjut {self.outcome}"

    @property
    def maker(self) -> Organisation:
        """Asked by the rule about mentors."""
        return self.outcome.maker.organisation
