"""Rounds, what was offered in them, and what each judge said."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .states import FLOW, State

CRITERIA = ("taste", "packaging", "capacity", "price", "shelf_life", "story")


class Round(models.Model):
    """One sitting of the judges."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(_("nama"), max_length=120)
    held_on = models.DateField(_("tanggal"))
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sidang kurasi")
        verbose_name_plural = _("sidang kurasi")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="round_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("curation:round", args=[self.pk])


class Submission(models.Model):
    """A product in a round and what became of it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="submissions")
    sample_code = models.CharField(_("kode sampel"), max_length=10)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.SUBMITTED)
    # Score in hundredths of a point out of 100, so that it is exact.
    score = models.PositiveIntegerField(_("nilai (seperseratus)"), null=True, blank=True)
    grade = models.CharField(_("kelas"), max_length=1, blank=True)
    # why, in sentences the maker reads
    reasons = models.JSONField(_("alasan"), default=list, blank=True)
    # [{"code", "words", "is_passed", "stops"}]: what had to hold whatever the score
    gates = models.JSONField(_("syarat"), default=list, blank=True)
    # the judges were far apart on something: the chair should look
    is_disputed = models.BooleanField(_("juri berbeda jauh"), default=False)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = FLOW

    class Meta:
        verbose_name = _("ajuan kurasi")
        verbose_name_plural = _("ajuan kurasi")
        indexes = [
            models.Index(fields=["product", "-id"], name="submission_of_product"),
            models.Index(fields=["round", "state"], name="submission_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "product"], name="product_is_in_a_round_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="submission_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.round})"

    def get_absolute_url(self) -> str:
        return reverse("curation:submission", args=[self.pk])

    @property
    def maker_id(self) -> int:
        return self.product.maker_id

    @property
    def maker(self) -> Organisation:
        """Asked by the rule about mentors."""
        return self.product.maker

    @property
    def is_decided(self) -> bool:
        return self.state != State.SUBMITTED

    @property
    def shown_score(self) -> str:
        """One decimal with a comma, rounded down: ``69,9``."""
        if self.score is None:
            return ""
        whole, tenth = divmod(self.score // 10, 10)
        return f"{whole},{tenth}" if tenth else str(whole)


def _score(label: Any) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Assessment(models.Model):
    """One judge's six scores of one sample, 1 to 5."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assessments")
    judge_name = models.CharField(_("juri"), max_length=100)
    judge = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    taste = _score(_("rasa"))
    packaging = _score(_("kemasan & label"))
    capacity = _score(_("kapasitas"))
    price = _score(_("harga"))
    shelf_life = _score(_("masa simpan"))
    story = _score(_("cerita lokal"))
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "judge_name"], name="judge_assesses_a_sample_once"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                    name=f"assessment_{name}_is_1_to_5",
                )
                for name in CRITERIA
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge_name}: {self.submission}"

    @property
    def scores(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in CRITERIA}
