"""Sums over promises, and how long money takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, F, Sum

from gandeng.insight.core.funnel import weighted_median
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO, Money
from gandeng.trade.ledger.models import Kind, Transfer
from gandeng.trade.settlement.models import Statement

from .promises import Row


@dataclass(frozen=True)
class Figures:
    """What was promised for one period, and what was delivered, sold and paid so far."""

    promised: Money
    delivered: Money
    sold: Money
    paid: Money


def figures_of(rows: Sequence[Row]) -> Figures:
    """The sums over these promises."""
    return Figures(
        promised=sum((row.promised for row in rows), ZERO),
        delivered=sum((row.delivered for row in rows), ZERO),
        sold=sum((row.sold for row in rows), ZERO),
        paid=sum((row.paid for row in rows), ZERO),
    )


def days_to_money(rows: Sequence[Row]) -> int | None:
    """Within how many days half of the money from shelf sales was with the makers, of what has been
    paid in full: from the day a sale was counted to the day its statement was paid. None before
    the first paid statement. Two queries."""
    ids = [row.agreement.pk for row in rows]
    statements: dict[int, list[tuple[date, date, date]]] = defaultdict(list)
    paid = Statement.objects.filter(agreement__in=ids, paid_at__isnull=False, net__gt=0)
    for one in paid.values_list("agreement_id", "starts_on", "ends_on", "paid_at"):
        if one[3] is not None:
            statements[one[0]].append((one[1], one[2], clock.day_of(one[3])))
    sales = (
        Transfer.objects.filter(debit__agreement__in=list(statements), debit__kind=Kind.SOLD)
        .order_by()
        .values_list("debit__agreement_id", "occurred_on")
        .annotate(
            value=Sum(
                F("amount") * F("debit__line__consignment_price"), output_field=BigIntegerField()
            )
        )
    )
    waits = [
        ((paid_on - sold_on).days, int(value))
        for agreement_id, sold_on, value in sales
        for starts_on, ends_on, paid_on in statements[agreement_id]
        if starts_on <= sold_on < ends_on
    ]
    return weighted_median(waits)
