"""Who is invited, what they answered, whom they would like to meet, what they need."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.fields import MoneyField
from gandeng.meetings.states import (
    INVITATION_FLOW,
    CallResult,
    Channel,
    InvitationState,
    Presence,
    Side,
    WhyNotComing,
)
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.products.states import Category
from gandeng.programmes.models import Programme

from .said import in_words
from .venues import Day


class Invitation(models.Model):
    """An organisation at a day: invited, answered, there or not. It is also the *party* of the
    timetable.

    ``hours`` says when they are there: a list of ``["09:00", "12:00"]``; empty is all day.
    ``link_key`` is what the signed link carries; a new one makes every older link void.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="day_invitations"
    )
    side = models.CharField(_("sisi"), max_length=5, choices=Side)
    state = models.CharField(
        _("jawaban"), max_length=12, choices=InvitationState, default=InvitationState.LISTED
    )
    link_key = models.CharField(max_length=32, unique=True)

    # whom it is addressed to
    person_name = models.CharField(_("nama yang diundang"), max_length=150, blank=True)
    person_title = models.CharField(_("jabatan"), max_length=100, blank=True)
    phone = models.CharField(_("No. HP/WA"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    opened_at = models.DateTimeField(_("dibuka"), null=True, blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    answered_by = models.CharField(_("dijawab lewat"), max_length=10, choices=Channel, blank=True)
    attendees = models.CharField(_("nama yang hadir"), max_length=300, blank=True)
    head_count = models.PositiveSmallIntegerField(_("jumlah orang"), default=1)
    hours = models.JSONField(_("jam hadir"), default=list, blank=True)
    why_not = models.CharField(
        _("alasan tidak hadir"), max_length=12, choices=WhyNotComing, blank=True
    )
    note = models.CharField(_("catatan"), max_length=500, blank=True)

    # how many meetings, where the day's own rule does not fit
    minimum = models.PositiveSmallIntegerField(_("pertemuan paling sedikit"), default=0)
    maximum = models.PositiveSmallIntegerField(_("pertemuan paling banyak"), null=True, blank=True)

    # on the day
    presence = models.CharField(
        _("kehadiran"), max_length=10, choices=Presence, default=Presence.EXPECTED
    )
    arrived_at = models.DateTimeField(_("datang"), null=True, blank=True)
    left_at = models.DateTimeField(_("pulang"), null=True, blank=True)
    expected_at = models.DateTimeField(_("diperkirakan datang"), null=True, blank=True)
    is_walk_in = models.BooleanField(_("datang tanpa undangan"), default=False)
    created_at = models.DateTimeField()

    FLOW = INVITATION_FLOW

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        indexes = [models.Index(fields=["day", "side", "state"], name="invitation_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organisation"], name="organisation_is_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def maker_id(self) -> int | None:
        """The maker invited, where rules ask for a thing's maker."""
        return self.organisation_id if self.side == Side.MAKER else None

    @property
    def buyer_id(self) -> int | None:
        return self.organisation_id if self.side == Side.BUYER else None

    @property
    def maker(self) -> Organisation | None:
        """Asked by the rule about mentors, who care for makers."""
        return self.organisation if self.side == Side.MAKER else None

    @property
    def is_coming(self) -> bool:
        return self.state == InvitationState.COMING


class Sending(models.Model):
    """An invitation (or a reminder) that went out: how, when, by whom."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=254, blank=True)
    is_reminder = models.BooleanField(default=False)
    # what hindered it, for people; empty when it went
    failure = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pengiriman")
        verbose_name_plural = _("pengiriman")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.invitation}"

    @property
    def failure_said(self) -> str:
        return in_words(self.failure)


class Call(models.Model):
    """A call to a silent invitee, and what came of it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="calls")
    result = models.CharField(_("hasil"), max_length=12, choices=CallResult)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    again_on = models.DateField(_("hubungi lagi"), null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("panggilan")
        verbose_name_plural = _("panggilan")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_result_display()} {self.invitation}"


class Wish(models.Model):
    """Whom a party would like to meet, and for a buyer which product. ``rank`` 1 is dearest.

    ``target`` need not be invited: who is wanted but missing is a list of its own.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="wishes")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="wishes")
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+")
    rank = models.PositiveSmallIntegerField(_("urutan"))
    source = models.CharField(max_length=10, choices=Channel, default=Channel.LINK)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("keinginan bertemu")
        verbose_name_plural = _("keinginan bertemu")
        ordering = ["invitation", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "product"], name="product_is_wished_for_once"
            ),
            models.UniqueConstraint(
                fields=["invitation", "target"],
                condition=Q(product__isnull=True),
                name="organisation_is_wished_for_once",
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="rank_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} → {self.product or self.target}"


class Need(models.Model):
    """What a buyer is looking for: matched against what makers can still deliver."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="needs")
    category = models.CharField(_("kategori"), max_length=20, choices=Category)
    monthly_quantity = models.PositiveIntegerField(_("kebutuhan sebulan"), null=True, blank=True)
    # shelf prices; the type checker takes a Money column to be full, these may be empty
    price_from = MoneyField(_("harga jual dari"), null=True, blank=True)  # type: ignore[misc]
    price_to = MoneyField(_("harga jual sampai"), null=True, blank=True)  # type: ignore[misc]
    # the ways of storing the shop has, of products.states.Storage; empty: all
    storages = models.JSONField(_("tempat simpan"), default=list, blank=True)
    starts_on = models.DateField(_("mulai dibutuhkan"), null=True, blank=True)
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kebutuhan")
        verbose_name_plural = _("kebutuhan")
        ordering = ["buyer", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["buyer", "category"], name="need_of_a_category_once"),
            models.CheckConstraint(
                condition=Q(price_from__isnull=True)
                | Q(price_to__isnull=True)
                | Q(price_to__gte=F("price_from")),
                name="need_price_band_has_an_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer}: {self.get_category_display()}"
