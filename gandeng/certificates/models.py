"""What was shown as proof, and who checked it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .states import FLOW, Doubt, Kind, State


def file_path(certificate: Certificate, filename: str) -> str:
    """A name nobody can guess; only the ending says what it is."""
    return f"certificates/{uuid4().hex}.{filename.rpartition('.')[2]}"


class Certificate(models.Model):
    """A certificate of a maker, or of one product of that maker."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="certificates")
    maker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    # As it was typed, and as the core reads it (empty when it cannot be read).
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    normal_number = models.CharField(_("nomor terbaca"), max_length=80, blank=True, db_index=True)
    # The producer's serial inside a P-IRT number: shared by one maker's products.
    producer_serial = models.CharField(
        _("nomor produsen"), max_length=12, blank=True, db_index=True
    )
    issued_on = models.DateField(_("terbit"), null=True, blank=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    # Halal certificates do not run out; the maker confirms "no change" now and then.
    confirmed_on = models.DateField(_("ditegaskan tidak berubah"), null=True, blank=True)
    # [{"code", "severity", "message"}] from the pure core, as of when it was recorded
    problems = models.JSONField(default=list, blank=True)
    # What lists are filtered by, as of the last examination: the last day it holds (empty: no end,
    # or not known), from when a halal maker is asked, and whether somebody has to look.
    holds_until = models.DateField(_("berlaku hingga"), null=True, blank=True)
    confirm_from = models.DateField(_("ditanya lagi mulai"), null=True, blank=True)
    doubt = models.CharField(_("keraguan"), max_length=5, choices=Doubt, default=Doubt.NONE)
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    file = models.FileField(_("berkas"), upload_to=file_path, blank=True)
    note = models.CharField(_("keterangan"), max_length=250, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.RECORDED)
    # made when a form is shown: sending it twice records once
    key = models.CharField(max_length=32, null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = FLOW

    class Meta:
        verbose_name = _("sertifikat")
        verbose_name_plural = _("sertifikat")
        indexes = [
            models.Index(fields=["product", "kind"], name="certificate_of_product"),
            models.Index(fields=["programme", "holds_until"], name="certificate_by_last_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="certificate_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["product", "kind", "number"],
                condition=~Q(number=""),
                name="certificate_is_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["maker", "kind", "number"],
                condition=Q(product__isnull=True) & ~Q(number=""),
                name="certificate_of_maker_is_recorded_once",
            ),
            models.UniqueConstraint(fields=["programme", "key"], name="certificate_key_is_once"),
        ]

    def __str__(self) -> str:
        kind, number = str(self.get_kind_display()), self.shown_number
        return number if number.upper().startswith(kind.upper()) else f"{kind} {number}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate", args=[self.pk])

    @property
    def ending(self) -> str:
        """What kind of file the copy is: pdf, jpg, png, or nothing."""
        return (self.file.name or "").rpartition(".")[2] if self.file else ""

    @property
    def shown_number(self) -> str:
        """The number as it is read, else as it was typed."""
        return self.normal_number or self.number or "–"


class Check(models.Model):
    """Somebody looked a certificate up at its issuer: no register can be asked by machine."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = models.BooleanField(_("ditemukan"))
    # where it was looked up: a register's address, an office, the paper itself
    place = models.CharField(_("diperiksa di"), max_length=120, blank=True)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = _("pemeriksaan")
        verbose_name_plural = _("pemeriksaan")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.certificate}: {'ada' if self.found else 'tidak ada'}"
