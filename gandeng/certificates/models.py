"""What was shown as proof, and who checked it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .states import FLOW, Kind, State


class Certificate(models.Model):
    """A certificate of a maker, or of one product of that maker."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="certificates")
    maker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    # As it was typed, and as the core reads it (empty when it cannot be read).
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    normal_number = models.CharField(max_length=40, blank=True, db_index=True)
    # The producer's serial inside a P-IRT number: shared by one maker's products.
    producer_serial = models.CharField(max_length=12, blank=True, db_index=True)
    issued_on = models.DateField(_("terbit"), null=True, blank=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    # Halal certificates do not run out; the maker confirms "no change" now and then.
    confirmed_on = models.DateField(null=True, blank=True)
    # [{"code", "severity", "message"}] from the pure core, as of when it was recorded
    problems = models.JSONField(default=list, blank=True)
    file = models.FileField(upload_to="certificates/", blank=True)
    note = models.CharField(_("keterangan"), max_length=250, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.RECORDED)
    created_at = models.DateTimeField()

    FLOW = FLOW

    class Meta:
        indexes = [models.Index(fields=["product", "kind"], name="certificate_of_product")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="certificate_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["product", "kind", "number"],
                condition=~Q(number=""),
                name="certificate_is_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or '–'}"


class Check(models.Model):
    """Somebody looked a certificate up at its issuer: no register can be asked by machine."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = models.BooleanField()
    note = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return f"{self.certificate}: {'ada' if self.found else 'tidak ada'}"
