"""Deliveries and shelves for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from gandeng.organisations.queries import outlets_for

from . import queries
from .models import Delivery
from .states import DeliveryState

router = Router(tags=["consignment"])


class DeliveryLineOut(Schema):
    product_id: int
    product: str
    lot: str
    best_before_on: date | None
    sent: int
    received: int | None
    reason: str


class DeliveryOut(Schema):
    """One delivery note with its lots."""

    id: int
    number: str
    state: str
    agreement_id: int
    maker_id: int
    maker: str
    outlet_id: int
    outlet: str
    sent_at: datetime | None
    received_at: datetime | None
    lines: list[DeliveryLineOut]


class DeliveriesOut(Schema):
    count: int
    items: list[DeliveryOut]


class Asked(Schema):
    """Which part of the list is asked for."""

    state: DeliveryState | None = None
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/deliveries", response=DeliveriesOut)
def deliveries(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """The deliveries the signed-in person may see, the newest first."""
    found = queries.deliveries_for(request.user)
    if asked.state:
        found = found.filter(state=asked.state)
    part = found.prefetch_related("lines__line__product", "lines__lot")
    items = [_item(delivery) for delivery in part[asked.offset : asked.offset + asked.limit]]
    return {"count": found.count(), "items": items}


def _item(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.pk,
        "number": delivery.number,
        "state": delivery.state,
        "agreement_id": delivery.agreement_id,
        "maker_id": delivery.maker_id,
        "maker": delivery.maker.name,
        "outlet_id": delivery.outlet_id,
        "outlet": delivery.outlet.name,
        "sent_at": delivery.sent_at,
        "received_at": delivery.received_at,
        "lines": [
            {
                "product_id": line.line.product_id,
                "product": line.line.product.name,
                "lot": line.lot.code,
                "best_before_on": line.lot.best_before_on,
                "sent": line.sent_quantity,
                "received": line.received_quantity,
                "reason": line.reason,
            }
            for line in delivery.lines.all()
        ],
    }


class ShelfLotOut(Schema):
    lot: str
    best_before_on: date | None
    pieces: int


class ShelfOut(Schema):
    """One product of one agreement on a shelf."""

    line_id: int
    agreement_id: int
    product_id: int
    product: str
    maker: str
    shelf_price_rupiah: int
    pieces: int
    last_counted_on: date | None
    lots: list[ShelfLotOut]


class ShelvesOut(Schema):
    count: int
    items: list[ShelfOut]


class AskedShelf(Schema):
    """Which shop's shelf, and which part of it."""

    outlet: int = Query(..., ge=1, le=2**63 - 1)
    limit: int = Query(50, ge=1, le=100)
    offset: int = Query(0, ge=0, le=1_000_000)


@router.get("/shelf", response=ShelvesOut)
def shelf(request: HttpRequest, asked: Query[AskedShelf]) -> dict[str, object]:
    """What lies on a shop's shelf now, by maker and product."""
    rows = queries.shelf_of(get_object_or_404(outlets_for(request.user), pk=asked.outlet))
    items = [
        {
            "line_id": row.line.pk,
            "agreement_id": row.line.agreement_id,
            "product_id": row.line.product_id,
            "product": row.line.product.name,
            "maker": row.line.product.maker.name,
            "shelf_price_rupiah": row.shelf_price.rupiah,
            "pieces": row.expected,
            "last_counted_on": row.last_counted_on,
            "lots": [
                {
                    "lot": lot.lot.code,
                    "best_before_on": lot.lot.best_before_on,
                    "pieces": lot.quantity,
                }
                for lot in row.lots
            ],
        }
        for row in rows[asked.offset : asked.offset + asked.limit]
    ]
    return {"count": len(rows), "items": items}
