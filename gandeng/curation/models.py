"""Rounds, what was offered in them, and what each judge said."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="round_name_is_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """A product in a round and what became of it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="submissions")
    sample_code = models.CharField(_("kode sampel"), max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    # Score in hundredths of a point out of 100, so that it is exact.
    score = models.PositiveIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    FLOW = FLOW

    class Meta:
        indexes = [models.Index(fields=["product", "-id"], name="submission_of_product")]
        constraints = [
            models.UniqueConstraint(fields=["round", "product"], name="product_is_in_a_round_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="submission_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.round})"

    @property
    def maker_id(self) -> int:
        return self.product.maker_id


def _score(label: str) -> models.PositiveSmallIntegerField:
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
