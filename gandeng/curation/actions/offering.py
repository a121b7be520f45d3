"""A round is opened, and products are offered in it under a code that hides whose they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record, record_many
from gandeng.curation.models import Round, Submission
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.models import Programme


@transaction.atomic
def open_round(
    programme: Programme, name: str, held_on: date, *, by: Person, at: datetime
) -> Round:
    """Open a sitting of the judges. Its day decides which weights hold. Refuses: ``name_missing``,
    ``name_taken``."""
    require(by, "curation.open_round", programme)
    name = " ".join(name.split())[:120]
    if not name:
        raise Refusal("name_missing", _("Tulis nama sidangnya."), field="name")
    if Round.objects.filter(programme=programme, name=name).exists():
        raise Refusal(
            "name_taken", _("Sudah ada sidang bernama itu. Pakai nama lain."), field="name"
        )
    sitting = Round.objects.create(programme=programme, name=name, held_on=held_on, created_at=at)
    record(sitting, "open_round", by=by, at=at, after={"name": name, "held_on": held_on})
    return sitting


@transaction.atomic
def submit_product(
    product: Product, sitting: Round, *, by: Person, at: datetime, sample_code: str = ""
) -> Submission:
    """Offer a product to the judges. Offering it twice in a round is offering it once.

    Refuses: ``withdrawn``, ``other_programme``.
    """
    require(by, "curation.submit_product", product)
    check(product, sitting)
    known = Submission.objects.filter(round=sitting, product=product).first()
    if known:
        return known
    taken = set(sitting.submissions.values_list("sample_code", flat=True))
    submission = Submission.objects.create(
        programme_id=sitting.programme_id,
        round=sitting,
        product=product,
        sample_code=sample_code.strip()[:10] or _new_code(taken),
        created_at=at,
    )
    record(submission, "submit_product", by=by, at=at, after={"code": submission.sample_code})
    return submission


@transaction.atomic
def submit_many(
    sitting: Round, rows: Sequence[Mapping[str, Any]], *, by: Person, at: datetime
) -> list[Submission | Refusal]:
    """Many at once. Each row holds ``product`` (with its maker loaded) and may hold
    ``sample_code``. In the rows' order, the submission (also one that was there) or why not."""
    for product in _each_product(rows):
        require(by, "curation.submit_product", product)
    known = {submission.product_id: submission for submission in sitting.submissions.all()}
    taken = {submission.sample_code for submission in known.values()}
    new = []
    answers: list[Submission | Refusal] = []
    for row in rows:
        product = row["product"]
        if product.pk not in known:
            try:
                check(product, sitting)
            except Refusal as refusal:
                answers.append(refusal)
                continue
            known[product.pk] = Submission(
                programme_id=sitting.programme_id,
                round=sitting,
                product=product,
                sample_code=str(row.get("sample_code") or "").strip()[:10] or _new_code(taken),
                created_at=at,
            )
            taken.add(known[product.pk].sample_code)
            new.append(known[product.pk])
        answers.append(known[product.pk])
    Submission.objects.bulk_create(new, batch_size=500)
    record_many(new, "submit_product", by=by, at=at)
    return answers


def check(product: Product, sitting: Round) -> None:
    """Raise Refusal unless the product may be offered in the round."""
    if product.programme_id != sitting.programme_id:
        raise Refusal("other_programme", _("Produk itu milik program lain."))
    if product.state == ProductState.WITHDRAWN:
        raise Refusal("withdrawn", _("Produk ini sedang ditarik. Tawarkan lagi dulu, lalu ajukan."))


def _each_product(rows: Iterable[Mapping[str, Any]]) -> Iterable[Product]:
    return {row["product"].pk: row["product"] for row in rows}.values()


def _new_code(taken: set[str]) -> str:
    """Three random digits, four once those become rare: no order, no maker can be read from it."""
    numbers = range(100, 1000) if len(taken) < 600 else range(1000, 10_000)
    free = [str(number) for number in numbers if str(number) not in taken]
    return secrets.choice(free)
