"""Verdicts for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from . import queries
from .states import State

router = Router(tags=["curation"])


class SubmissionOut(Schema):
    """A product in a round. ``score`` is in hundredths of a point out of 100."""

    id: int
    product_id: int
    product: str
    round: str
    held_on: date
    state: str
    score: int | None
    grade: str
    reasons: list[str]
    decided_at: datetime | None


class SubmissionsOut(Schema):
    count: int
    items: list[SubmissionOut]


class Span(Schema):
    """Which part of a list is asked for."""

    state: State | None = None
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/submissions", response=SubmissionsOut)
def submissions(request: HttpRequest, span: Query[Span]) -> dict[str, object]:
    """The submissions the signed-in person may see, the newest first."""
    rows = queries.submissions_for(request.user)
    if span.state:
        rows = rows.filter(state=span.state)
    items = [
        {
            "id": one.pk,
            "product_id": one.product_id,
            "product": one.product.name,
            "round": one.round.name,
            "held_on": one.round.held_on,
            "state": one.state,
            "score": one.score,
            "grade": one.grade,
            "reasons": one.reasons,
            "decided_at": one.decided_at,
        }
        for one in rows[span.offset : span.offset + span.limit]
    ]
    return {"count": rows.count(), "items": items}
