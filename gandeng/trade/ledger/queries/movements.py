"""What lies where, and what moved when."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum

from gandeng.agreements.models import Agreement
from gandeng.organisations.models import Outlet
from gandeng.trade.ledger.models import Account, Book, Kind, Transfer


def shelf_balances(outlet: Outlet) -> QuerySet[Account]:
    """What lies on a shop's shelf, lot by lot, the earliest best-before first."""
    return (
        Account.objects.filter(outlet=outlet, kind=Kind.SHELF, balance__gt=0)
        .select_related("lot", "line__product", "agreement__maker", "agreement__buyer")
        .order_by("line__product__name", "line_id", F("lot__best_before_on").asc(nulls_last=True))
    )


def balances_of(agreement: Agreement) -> dict[str, int]:
    """The agreement's balances by kind: pieces for goods, rupiah for money."""
    rows = (
        Account.objects.filter(agreement=agreement)
        .values_list("kind")
        .annotate(total=Sum("balance"))
        .order_by("kind")
    )
    return dict(rows)


def closed_until(agreement: Agreement) -> date:
    """Until which day (excluded) the agreement is stated: its first day before any statement."""
    book = Book.objects.filter(agreement=agreement).first()
    return book.closed_until if book else agreement.starts_on


class Movement(NamedTuple):
    """What went onto the shelf (negative: off it) from or to places of one kind."""

    line_id: int
    kind: str
    # in the period, and from its start until now
    amount: int
    amount_since: int


def movements_between(agreement: Agreement, starts_on: date, ends_on: date) -> list[Movement]:
    """The shelf's movements in a period by agreement line and by where the goods came from or went
    to. Moves between two shops of the agreement cancel out. Two queries, summed by the database."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for here, there, sign in (("debit", "credit", 1), ("credit", "debit", -1)):
        rows = (
            Transfer.objects.filter(
                **{f"{here}__agreement": agreement, f"{here}__kind": Kind.SHELF},
                occurred_on__gte=starts_on,
            )
            .values_list(f"{here}__line_id", f"{there}__kind")
            .annotate(
                inside=Sum("amount", filter=Q(occurred_on__lt=ends_on), default=0),
                since=Sum("amount"),
            )
            .order_by()
        )
        for line_id, kind, inside, since in rows:
            sums[line_id, kind][0] += sign * inside
            sums[line_id, kind][1] += sign * since
    return [Movement(line, kind, *amounts) for (line, kind), amounts in sorted(sums.items())]


def shelf_by_line(agreement: Agreement) -> dict[int, int]:
    """Pieces on all the agreement's shelves now, by agreement line."""
    rows = (
        Account.objects.filter(agreement=agreement, kind=Kind.SHELF)
        .values_list("line_id")
        .annotate(total=Sum("balance"))
        .order_by()
    )
    return dict(rows)
