"""Agreements for programs."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema

from . import queries
from .models import Agreement
from .states import State

router = Router(tags=["agreements"])


class LineOut(Schema):
    product_id: int
    product: str
    consignment_price_rupiah: int
    shelf_price_rupiah: int
    quantity_per_period: int


class AgreementOut(Schema):
    """One agreement with its frozen prices. ``last_day`` is included in the term."""

    id: int
    number: str
    state: str
    scheme: str
    maker_id: int
    maker: str
    buyer_id: int
    buyer: str
    margin_basis_points: int
    margin_basis: str
    cycle: str
    due_days: int
    starts_on: date
    last_day: date
    document_hash: str
    lines: list[LineOut]


class AgreementsOut(Schema):
    count: int
    items: list[AgreementOut]


class Asked(Schema):
    """Which part of the list is asked for."""

    state: State | None = None
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/agreements", response=AgreementsOut)
def agreements(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """The agreements the signed-in person may see, the newest first."""
    found = queries.agreements_for(request.user)
    if asked.state:
        found = found.filter(state=asked.state)
    part = queries.with_papers(found)[asked.offset : asked.offset + asked.limit]
    return {"count": found.count(), "items": [_item(agreement) for agreement in part]}


def _item(agreement: Agreement) -> dict[str, object]:
    return {
        "id": agreement.pk,
        "number": agreement.number,
        "state": agreement.state,
        "scheme": agreement.scheme,
        "maker_id": agreement.maker_id,
        "maker": agreement.maker.name,
        "buyer_id": agreement.buyer_id,
        "buyer": agreement.buyer.name,
        "margin_basis_points": agreement.margin_rate.basis_points,
        "margin_basis": agreement.margin_basis,
        "cycle": agreement.cycle,
        "due_days": agreement.due_days,
        "starts_on": agreement.starts_on,
        "last_day": agreement.last_day,
        "document_hash": agreement.document_hash,
        "lines": [
            {
                "product_id": line.product_id,
                "product": line.product.name,
                "consignment_price_rupiah": line.consignment_price.rupiah,
                "shelf_price_rupiah": line.shelf_price.rupiah,
                "quantity_per_period": line.quantity_per_period,
            }
            for line in agreement.lines.all()
        ],
    }
