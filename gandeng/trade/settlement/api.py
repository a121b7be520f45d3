"""Statements and payments for programs. Closed: what the signed-in person may see."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from .queries import payments_for, statements_for

router = Router(tags=["settlement"])


class StatementOut(Schema):
    id: int
    number: str
    maker: str
    buyer: str
    starts_on: date
    ends_on: date
    state: str
    gross_rupiah: int
    margin_rupiah: int
    losses_rupiah: int
    adjustment_rupiah: int
    net_rupiah: int
    due_on: date


class Statements(Schema):
    count: int
    items: list[StatementOut]


class PaymentOut(Schema):
    id: int
    bill: str
    state: str
    amount_rupiah: int
    method: str
    reference: str
    paid_on: date


class Payments(Schema):
    count: int
    items: list[PaymentOut]


@router.get("/statements", response=Statements, operation_id="list_statements")
def list_statements(
    request: HttpRequest,
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0, le=10_000),
) -> dict[str, Any]:
    """Statements, the newest first."""
    found = statements_for(request.user)
    items = [
        {
            "id": row.pk,
            "number": row.number,
            "maker": row.agreement.maker.name,
            "buyer": row.agreement.buyer.name,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "state": row.state,
            "gross_rupiah": row.gross.rupiah,
            "margin_rupiah": row.margin.rupiah,
            "losses_rupiah": row.losses.rupiah,
            "adjustment_rupiah": row.adjustment.rupiah,
            "net_rupiah": row.net.rupiah,
            "due_on": row.due_on,
        }
        for row in found[offset : offset + limit]
    ]
    return {"count": found.count(), "items": items}


@router.get("/payments", response=Payments, operation_id="list_payments")
def list_payments(
    request: HttpRequest,
    limit: int = Query(20, ge=1, le=100),
    offset: int = Query(0, ge=0, le=10_000),
) -> dict[str, Any]:
    """Payments, the newest first."""
    found = payments_for(request.user)
    items = [
        {
            "id": row.pk,
            "bill": row.bill.number,
            "state": row.state,
            "amount_rupiah": row.amount.rupiah,
            "method": row.method,
            "reference": row.reference,
            "paid_on": row.paid_on,
        }
        for row in found[offset : offset + limit]
    ]
    return {"count": found.count(), "items": items}
