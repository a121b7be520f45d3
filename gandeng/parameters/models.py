"""A value that holds from one day until another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.programmes.models import Programme


class Parameter(models.Model):
    """``key`` has this whole-number value from ``starts_on`` until before ``ends_on``."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=60)
    value = models.BigIntegerField(_("nilai"))
    starts_on = models.DateField(_("mulai berlaku"))
    ends_on = models.DateField(null=True, blank=True)
    basis = models.CharField(_("dasar"), max_length=200)

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameter")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key", "starts_on"], name="parameter_starts_once"
            ),
            models.UniqueConstraint(
                fields=["key", "starts_on"],
                condition=Q(programme__isnull=True),
                name="common_parameter_starts_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="parameter_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
