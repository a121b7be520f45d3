"""What happened to promises, read from every room's own records in a fixed number of queries.

Nothing is stored in between: a figure on the page is what these records say now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from gandeng.agreements.models import Agreement, Line
from gandeng.insight.core.promise import Events
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.trade.consignment.models import CountLine, Delivery
from gandeng.trade.consignment.states import DeliveryState
from gandeng.trade.ledger.models import Kind, Transfer
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.states import State as OrderState
from gandeng.trade.settlement.models import Invoice, Payment, Statement
from gandeng.trade.settlement.states import InvoiceState, PaymentState, StatementState

Facts = dict[int, dict[str, Any]]
WAY_IN = (Kind.MAKER_STOCK, Kind.IN_TRANSIT)
ARRIVED = (Kind.SHELF, Kind.BOUGHT)
SOLD = (Kind.SOLD, Kind.BOUGHT)
STANDING_ORDERS = (
    OrderState.PLACED,
    OrderState.CONFIRMED,
    OrderState.SHIPPED,
    OrderState.RECEIVED,
)


def facts_of(agreements: QuerySet[Agreement]) -> Facts:
    """By agreement id, the first days and sums of everything. Thirteen queries, however many."""
    ids = agreements.order_by().values("pk")
    facts: Facts = defaultdict(dict)
    _add(facts, _deliveries(ids))
    _add(facts, _second_deliveries(ids))
    _add(facts, _counts(ids))
    _add(facts, _orders(ids))
    _add(facts, _second_orders(ids))
    _add(facts, _statements(ids))
    _add(facts, _invoices(ids))
    _add(facts, _payments(ids))
    _add(facts, _promised(ids))
    _add_values(facts, ids, "delivered", here=ARRIVED, there=WAY_IN)
    _add_values(facts, ids, "sold", here=SOLD, there=(*WAY_IN, Kind.SHELF))
    return facts


def events_of(agreement: Agreement, facts: dict[str, Any]) -> Events:
    """One agreement's facts as the core's events."""
    assert agreement.signed_at is not None, "only signed agreements are promises"
    get = facts.get
    is_outright = not agreement.is_consignment
    delivered_on = _day(get("order_received" if is_outright else "received"))
    return Events(
        signed_on=clock.day_of(agreement.signed_at),
        is_outright=is_outright,
        ordered_on=_day(get("ordered")),
        is_order_confirmed=get("order_confirmed") is not None,
        sent_on=_day(get("order_shipped" if is_outright else "sent")),
        delivered_on=delivered_on,
        counted_on=delivered_on if is_outright else get("counted"),
        stated_on=_day(get("invoiced" if is_outright else "stated")),
        paid_on=_day(get("paid")),
        reordered_on=_day(get("ordered_again" if is_outright else "sent_again")),
        unpaid_due_on=_earliest(get("statement_due"), get("invoice_due")),
        awaits_agreement=bool(get("to_agree")),
        awaits_confirmation=bool(get("to_confirm")),
        is_disputed=bool(get("disputed")),
        ended_on=_day(agreement.ended_at),
    )


def _day(instant: datetime | None) -> date | None:
    return clock.day_of(instant) if instant else None


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _add(facts: Facts, rows: Iterable[Any]) -> None:
    for row in rows:
        facts[row.pop("agreement_id")].update(row)


def _deliveries(ids: Any) -> Iterable[Any]:
    arrived = Q(state=DeliveryState.RECEIVED)
    return (
        Delivery.objects.filter(
            agreement__in=ids, state__in=[DeliveryState.SENT, DeliveryState.RECEIVED]
        )
        .order_by()
        .values("agreement_id")
        .annotate(sent=Min("sent_at"), received=Min("received_at", filter=arrived))
    )


def _second_deliveries(ids: Any) -> Iterable[Any]:
    """Sent after the first had arrived: the shop wanted more, not the rest of the same."""
    first = (
        Delivery.objects.filter(agreement=OuterRef("agreement"), state=DeliveryState.RECEIVED)
        .order_by("received_at")
        .values("received_at")[:1]
    )
    return (
        Delivery.objects.filter(
            agreement__in=ids, state__in=[DeliveryState.SENT, DeliveryState.RECEIVED]
        )
        .annotate(first_received=Subquery(first))
        .filter(sent_at__gt=F("first_received"))
        .order_by()
        .values("agreement_id")
        .annotate(sent_again=Min("sent_at"))
    )


def _counts(ids: Any) -> Iterable[Any]:
    return (
        CountLine.objects.filter(line__agreement__in=ids)
        .order_by()
        .values(agreement_id=F("line__agreement_id"))
        .annotate(counted=Min("count__counted_on"))
    )


def _orders(ids: Any) -> Iterable[Any]:
    return (
        Order.objects.filter(agreement__in=ids, state__in=STANDING_ORDERS)
        .order_by()
        .values("agreement_id")
        .annotate(
            ordered=Min("placed_at"),
            order_confirmed=Min("confirmed_at"),
            order_shipped=Min("shipped_at"),
            order_received=Min("received_at", filter=Q(state=OrderState.RECEIVED)),
        )
    )


def _second_orders(ids: Any) -> Iterable[Any]:
    first = (
        Order.objects.filter(agreement=OuterRef("agreement"), state=OrderState.RECEIVED)
        .order_by("received_at")
        .values("received_at")[:1]
    )
    return (
        Order.objects.filter(agreement__in=ids, state__in=STANDING_ORDERS)
        .annotate(first_received=Subquery(first))
        .filter(placed_at__gt=F("first_received"))
        .order_by()
        .values("agreement_id")
        .annotate(ordered_again=Min("placed_at"))
    )


def _statements(ids: Any) -> Iterable[Any]:
    is_open = ~Q(state=StatementState.PAID) & Q(net__gt=0)
    return (
        Statement.objects.filter(agreement__in=ids)
        .order_by()
        .values("agreement_id")
        .annotate(
            stated=Min("drawn_up_at"),
            statement_due=Min("due_on", filter=is_open),
            to_agree=Count("pk", filter=Q(state=StatementState.DRAWN_UP, net__gt=0)),
            disputed=Count("pk", filter=Q(state=StatementState.OBJECTED)),
        )
    )


def _invoices(ids: Any) -> Iterable[Any]:
    return (
        Invoice.objects.filter(agreement__in=ids)
        .order_by()
        .values("agreement_id")
        .annotate(
            invoiced=Min("issued_at"),
            invoice_due=Min("due_on", filter=~Q(state=InvoiceState.PAID)),
        )
    )


def _payments(ids: Any) -> Iterable[Any]:
    is_true = Q(state=PaymentState.CONFIRMED)
    return (
        Payment.objects.filter(agreement__in=ids)
        .order_by()
        .values("agreement_id")
        .annotate(
            paid=Min("confirmed_at", filter=is_true),
            paid_value=Sum("amount", filter=is_true, output_field=BigIntegerField()),
            to_confirm=Count("pk", filter=Q(state=PaymentState.RECORDED)),
        )
    )


def _promised(ids: Any) -> Iterable[Any]:
    return (
        Line.objects.filter(agreement__in=ids)
        .order_by()
        .values("agreement_id")
        .annotate(
            promised_value=Sum(
                F("consignment_price") * F("quantity_per_period"), output_field=BigIntegerField()
            )
        )
    )


def _add_values(
    facts: Facts, ids: Any, name: str, *, here: tuple[Kind, ...], there: tuple[Kind, ...]
) -> None:
    """What the book moved from there to here less what it moved back, at frozen prices."""
    for to, out_of, sign in (("debit", "credit", 1), ("credit", "debit", -1)):
        rows = (
            Transfer.objects.filter(
                **{
                    f"{to}__agreement__in": ids,
                    f"{to}__kind__in": here,
                    f"{out_of}__kind__in": there,
                }
            )
            .order_by()
            .values_list(f"{to}__agreement_id")
            .annotate(
                value=Sum(
                    F("amount") * F(f"{to}__line__consignment_price"),
                    output_field=BigIntegerField(),
                )
            )
        )
        for agreement_id, value in rows:
            kept = facts[agreement_id]
            kept[f"{name}_value"] = kept.get(f"{name}_value", 0) + sign * value


def money_of(facts: dict[str, Any], name: str) -> Money:
    """One of the sums, zero where nothing happened."""
    value = facts.get(f"{name}_value") or 0
    return value if isinstance(value, Money) else Money(int(value))
