"""Sample rounds, submissions and judges' rows."""

from __future__ import annotations

from datetime import date
from itertools import count

from gandeng.kernel import clock
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.models import Programme
from gandeng.programmes.samples import a_programme, an_officer

from . import actions
from .models import CRITERIA, Assessment, Round, Submission

_numbers = count(1)


def a_round(
    programme: Programme | None = None, name: str = "", held_on: date | None = None
) -> Round:
    """A sitting held today."""
    programme = programme or a_programme()
    return actions.open_round(
        programme,
        name or f"Sidang kurasi {next(_numbers)}",
        held_on or clock.today(),
        by=an_officer(programme),
        at=clock.now(),
    )


def a_submission(product: Product | None = None, sitting: Round | None = None) -> Submission:
    """A product offered in a round."""
    product = product or a_product()
    sitting = sitting or a_round(product.programme)
    officer = an_officer(product.programme)
    return actions.submit_product(product, sitting, by=officer, at=clock.now())


def an_assessment(
    submission: Submission, judge_name: str = "", *, every: int = 4, **scores: int
) -> Assessment:
    """A judge's row: ``every`` on each criterion, unless said otherwise."""
    return actions.assess(
        submission,
        judge_name or f"Juri {next(_numbers)}",
        dict.fromkeys(CRITERIA, every) | scores,
        by=an_officer(submission.product.programme),
        at=clock.now(),
    )


def assessed(submission: Submission, *levels: int) -> Submission:
    """The submission seen by one judge for each level given (three of 4 without any)."""
    for level in levels or (4, 4, 4):
        an_assessment(submission, every=level)
    return submission
