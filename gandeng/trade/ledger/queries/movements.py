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
    to. Moves between two shops of the agreement cancel out.

    Three queries: the accounts, then what came and what went, summed by the database out of an
    index alone; a join would make it read the table.
    """
    accounts = {
        pk: (line_id, kind)
        for pk, line_id, kind in Account.objects.filter(agreement=agreement, line__isnull=False)
        .order_by()
        .values_list("pk", "line_id", "kind")
    }
    shelves = [pk for pk, (_line_id, kind) in accounts.items() if kind == Kind.SHELF]
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for here, there, sign in (("debit_id", "credit_id", 1), ("credit_id", "debit_id", -1)):
        rows = (
            Transfer.objects.filter(**{f"{here}__in": shelves}, occurred_on__gte=starts_on)
            .values_list(here, there)
            .annotate(
                inside=Sum("amount", filter=Q(occurred_on__lt=ends_on), default=0),
                since=Sum("amount"),
            )
            .order_by()
        )
        for here_id, there_id, inside, since in rows:
            key = accounts[here_id][0], accounts[there_id][1]
            sums[key][0] += sign * inside
            sums[key][1] += sign * since
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
