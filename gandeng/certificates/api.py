"""Certificates for programs."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.products.queries import products_for

from . import queries
from .queries import Held

router = Router(tags=["certificates"])
# The days on which the parameters are in force, and a bit of future.
EARLIEST, LATEST = date(2020, 1, 1), date(2100, 12, 31)


class CertificateOut(Schema):
    """One certificate as it was noted when last examined."""

    id: int
    kind: str
    number: str
    product_id: int | None
    maker_id: int
    state: str
    doubt: str
    holds_until: date | None


class CertificatesOut(Schema):
    count: int
    items: list[CertificateOut]


class HeldOut(Schema):
    """How one kind stands for a product on a day."""

    kind: str
    is_needed: bool
    status: str
    carries: bool
    until: date | None
    number: str
    reasons: list[str]


class Span(Schema):
    """Which part of a list is asked for."""

    kind: str = ""
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/certificates", response=CertificatesOut)
def certificates(request: HttpRequest, span: Query[Span]) -> dict[str, object]:
    """The certificates the signed-in person may see, the newest first."""
    rows = queries.certificates_for(request.user)
    if span.kind:
        rows = rows.filter(kind=span.kind.replace("\0", ""))
    part = rows[span.offset : span.offset + span.limit]
    items = [
        {
            "id": one.pk,
            "kind": one.kind,
            "number": one.shown_number,
            "product_id": one.product_id,
            "maker_id": one.maker_id,
            "state": one.state,
            "doubt": one.doubt,
            "holds_until": one.holds_until,
        }
        for one in part
    ]
    return {"count": rows.count(), "items": items}


@router.get("/products/{int:product_id}/certificates", response=list[HeldOut])
def statuses(
    request: HttpRequest, product_id: int, on: date | None = None
) -> list[dict[str, object]]:
    """What a product can prove on a day (today, if none is named)."""
    product = get_object_or_404(products_for(request.user), pk=product_id)
    day = on or clock.today()
    if not EARLIEST <= day <= LATEST:
        raise Refusal("day_out_of_range", _("Pilih hari antara 2020 dan 2100."))
    held = queries.status_of(product, on=day)
    return [_plain(one) for one in held.values()]


def _plain(held: Held) -> dict[str, object]:
    return {
        "kind": held.kind.value,
        "is_needed": held.is_needed,
        "status": held.status.value,
        "carries": held.carries,
        "until": held.until,
        "number": held.number,
        "reasons": [reason.message for reason in held.reasons],
    }
