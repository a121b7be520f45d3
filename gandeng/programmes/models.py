"""The tenant, its places, and what people are in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.people.models import Person


class Place(models.Model):
    """An administrative place by its dotted Kemendagri code (Kepmendagri 300.2.2-2138/2025).

    Names repeat within a regency, so nothing is ever keyed by name.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("Provinsi")
        REGENCY = "regency", _("Kabupaten/Kota")
        DISTRICT = "district", _("Kecamatan")
        VILLAGE = "village", _("Desa/Kelurahan")

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    postal_code = models.CharField(max_length=5, blank=True)
    bps_code = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("tempat")
        verbose_name_plural = _("tempat")
        indexes = [models.Index(fields=["level", "name"], name="place_by_level")]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """One regency's programme: the tenant."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=150)
    office_name = models.CharField(max_length=200)
    regency = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("program")
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=~Q(host=""), name="programme_host_is_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """What a person is in a programme, from one day until it ends."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("Petugas dinas")
        CURATOR = "curator", _("Kurator")
        MENTOR = "mentor", _("Pendamping lapangan")
        HEAD = "head", _("Kepala bidang")
        AUDITOR = "auditor", _("Pemeriksa")
        # Somebody of a maker or a buyer: belongs here, may nothing by that alone.
        PARTNER = "partner", _("Mitra")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    districts = models.ManyToManyField(Place, blank=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("anggota")
        verbose_name_plural = _("anggota")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "role"],
                condition=Q(ended_at__isnull=True),
                name="member_has_a_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()}"
