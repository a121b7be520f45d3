"""Makers, buyers, their shops, and who sits in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.fields import MoneyField, SealedField
from gandeng.kernel.sealing import mask
from gandeng.people.models import Person
from gandeng.programmes.models import Place, Programme

from .states import (
    BUYER_KINDS,
    DOUBLE_FLOW,
    FLOW,
    DoubleState,
    Kind,
    PaymentHabit,
    SizeClass,
    State,
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def makers(self) -> OrganisationQuerySet:
        return self.filter(kind=Kind.MAKER)

    def buyers(self) -> OrganisationQuerySet:
        return self.filter(kind__in=BUYER_KINDS)

    def standing(self) -> OrganisationQuerySet:
        """Without those that were merged into another."""
        return self.exclude(state=State.MERGED)


class Organisation(models.Model):
    """A maker or a buyer of one programme. Fields only one side has stay empty on the other."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    name = models.CharField(_("nama usaha"), max_length=150)
    # The name without case, legal form and spaces: what doubles and workbooks are matched by.
    folded_name = models.CharField(max_length=150, db_index=True)
    state = models.CharField(_("status"), max_length=12, choices=State, default=State.REGISTERED)

    # who answers (pic) is not who may sign
    owner_name = models.CharField(_("nama pemilik"), max_length=150, blank=True)
    pic_name = models.CharField(_("PIC"), max_length=150, blank=True)
    signatory_name = models.CharField(_("penandatangan"), max_length=150, blank=True)
    signatory_title = models.CharField(_("jabatan penandatangan"), max_length=100, blank=True)
    phone = models.CharField(_("No. HP/WA"), max_length=20, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)

    nik = SealedField(_("NIK (KTP)"), blank=True, default="")
    nik_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    npwp = SealedField(_("NPWP"), blank=True, default="")
    nib = models.CharField(_("NIB"), max_length=13, blank=True, db_index=True)
    cooperative_number = models.CharField(_("NIK Koperasi (ODS)"), max_length=20, blank=True)

    address = models.CharField(_("alamat"), max_length=250, blank=True)
    village = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("desa/kelurahan"),
    )
    district = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kecamatan"),
    )

    # makers
    started_year = models.PositiveSmallIntegerField(_("mulai usaha"), null=True, blank=True)
    # the type checker takes a Money column to be full; this one may be empty
    yearly_turnover = MoneyField(_("omzet setahun"), null=True, blank=True)  # type: ignore[misc]
    worker_count = models.PositiveIntegerField(_("tenaga kerja"), null=True, blank=True)
    size_class = models.CharField(_("kelas"), max_length=10, choices=SizeClass, blank=True)

    # buyers
    estate = models.CharField(_("kawasan industri"), max_length=100, blank=True)
    company_field = models.CharField(_("bidang perusahaan"), max_length=100, blank=True)
    employee_count = models.PositiveIntegerField(_("jumlah karyawan"), null=True, blank=True)
    member_count = models.PositiveIntegerField(_("jumlah anggota"), null=True, blank=True)
    has_pos = models.BooleanField(_("punya kasir POS"), null=True, blank=True)
    payment_habit = models.CharField(
        _("cara bayar"), max_length=12, choices=PaymentHabit, blank=True
    )
    receiving_hours = models.CharField(_("jam terima barang"), max_length=60, blank=True)

    note = models.TextField(_("catatan"), blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    # made when a form is shown: sending it twice registers once
    key = models.CharField(max_length=32, null=True, blank=True)
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()
    FLOW = FLOW

    class Meta:
        verbose_name = _("organisasi")
        verbose_name_plural = _("organisasi")
        indexes = [
            models.Index(fields=["programme", "kind", "name"], name="organisation_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], name="organisation_is_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="organisation_state_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(state=State.MERGED) & Q(merged_into__isnull=False))
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
                name="organisation_merged_into_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, for programs and templates alike."""
        name = "organisations:maker" if self.is_maker else "organisations:buyer"
        return reverse(name, kwargs={"pk": self.pk})

    @property
    def is_maker(self) -> bool:
        return self.kind == Kind.MAKER

    @property
    def maker_id(self) -> int | None:
        """Its own id where a rule asks for a thing's maker."""
        return self.pk if self.is_maker else None

    @property
    def buyer_id(self) -> int | None:
        return None if self.is_maker else self.pk

    @property
    def masked_nik(self) -> str:
        return mask(self.nik)

    @property
    def masked_npwp(self) -> str:
        return mask(self.npwp)


class Outlet(models.Model):
    """A shop of a buyer: where goods lie on a shelf."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outlets")
    name = models.CharField(_("nama toko"), max_length=120)
    address = models.CharField(_("alamat"), max_length=250, blank=True)
    receiving_hours = models.CharField(_("jam terima barang"), max_length=60, blank=True)
    is_open = models.BooleanField(_("masih buka"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("toko")
        verbose_name_plural = _("toko")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="outlet_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def buyer_id(self) -> int:
        return self.organisation_id


class Seat(models.Model):
    """What a person is in an organisation, until it ends."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Pemilik usaha")
        MANAGER = "manager", _("Manajer toko")
        CLERK = "clerk", _("Petugas toko")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=10, choices=Role)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, null=True, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("peran")
        verbose_name_plural = _("peran")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                condition=Q(ended_at__isnull=True),
                name="seat_is_taken_once",
            ),
            models.CheckConstraint(
                condition=~Q(role="clerk") | Q(outlet__isnull=False), name="clerk_has_a_shop"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_role_display()} {self.organisation}"


class Double(models.Model):
    """Two organisations that may be one. ``left`` is the older; merging keeps it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="doubles")
    left = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # a list of objects with a "code" for programs and "words" for people
    evidence = models.JSONField(default=list)
    state = models.CharField(
        _("status"), max_length=8, choices=DoubleState, default=DoubleState.OPEN
    )
    # What the merge moved, so that it can be undone: {"organisation": {...}, "moved": {...}}
    merge_record = models.JSONField(default=dict)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = DOUBLE_FLOW

    class Meta:
        verbose_name = _("pasangan ganda")
        verbose_name_plural = _("pasangan ganda")
        indexes = [models.Index(fields=["programme", "state", "-id"], name="double_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="double_is_noted_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="double_has_an_order"),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}"
