"""Statements, invoices and payments held against the book they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Q, Sum

from gandeng.trade.ledger.models import Account, Book, Entry, Kind, Transfer
from gandeng.trade.ledger.queries import Difference, differences
from gandeng.trade.settlement.models import Invoice, Payment, Statement, StatementLine
from gandeng.trade.settlement.states import PaymentState, StatementState

CHUNK = 2000
# Which field of a statement's line counts what left the shelf for a place of this kind.
FIELDS = {
    Kind.SOLD: "sold",
    Kind.RETURNING: "returned",
    Kind.RETURNED: "returned",
    Kind.EXPIRED: "expired",
    Kind.DAMAGED: "damaged",
    Kind.LOST: "lost",
}
OWED = {StatementState.AGREED, StatementState.PAID}


class Examined(NamedTuple):
    """How much was looked at, and what does not agree."""

    counts: dict[str, int]
    differences: list[Difference]


def examine() -> Examined:
    """Recompute everything from the transfers: balances, statements in pieces and in rupiah,
    what is owed, and that periods follow each other."""
    counts = {
        "accounts": Account.objects.count(),
        "entries": Entry.objects.count(),
        "transfers": Transfer.objects.count(),
        "statements": Statement.objects.count(),
        "statement lines": StatementLine.objects.count(),
        "invoices": Invoice.objects.count(),
        "payments": Payment.objects.count(),
    }
    found = [
        *differences(),
        *_sums(),
        *_periods(),
        *_pieces(),
        *_receivables(),
    ]
    return Examined(counts, found)


def _sums() -> Iterator[Difference]:
    """A statement's amounts are the sums of its lines, a line's those of its pieces and prices."""
    lines: dict[int, list[StatementLine]] = defaultdict(list)
    for line in StatementLine.objects.order_by("pk").iterator(CHUNK):
        lines[line.statement_id].append(line)
        if line.gross != line.shelf_price * line.sold:
            yield Difference("gross", f"line {line.pk}", "gross is not price × sold")
        if line.margin != (line.shelf_price - line.consignment_price) * line.sold:
            yield Difference("margin", f"line {line.pk}", "margin is not the price difference")
    for statement in Statement.objects.order_by("pk").iterator(CHUNK):
        for field in ("gross", "margin", "losses"):
            total = sum(getattr(line, field).rupiah for line in lines[statement.pk])
            if total != getattr(statement, field).rupiah:
                yield Difference(
                    field, statement.number, f"{field} is not the sum of the lines: {total}"
                )


def _periods() -> Iterator[Difference]:
    """Periods of an agreement follow each other, up to the day its book is closed."""
    closed = dict(Book.objects.values_list("agreement_id", "closed_until"))
    by_agreement: dict[int, list[Statement]] = defaultdict(list)
    for statement in Statement.objects.order_by("agreement_id", "starts_on").iterator(CHUNK):
        by_agreement[statement.agreement_id].append(statement)
    for agreement_id, statements in by_agreement.items():
        for one, next_one in pairwise(statements):
            if one.ends_on != next_one.starts_on:
                yield Difference(
                    "period", next_one.number, f"does not begin where {one.number} ended"
                )
        if closed.get(agreement_id) != statements[-1].ends_on:
            yield Difference("period", statements[-1].number, "the book is closed at another day")


def _pieces() -> Iterator[Difference]:
    """Each statement's pieces, counted again from the transfers of its period."""
    moved: dict[int, list[tuple[object, str, str, int, int]]] = defaultdict(list)
    rows = (
        Transfer.objects.filter(Q(debit__kind=Kind.SHELF) | Q(credit__kind=Kind.SHELF))
        .values_list("occurred_on", "debit__kind", "credit__kind", "debit__line_id")
        .annotate(total=Sum("amount"))
        .order_by("occurred_on")
    )
    for day, debit, credit, line_id, total in rows.iterator(CHUNK):
        if debit == Kind.SHELF and credit == Kind.SHELF:
            continue
        moved[line_id].append((day, debit, credit, line_id, total))
    stated = StatementLine.objects.select_related("statement").order_by("pk")
    for line in stated.iterator(CHUNK):
        counted: dict[str, int] = defaultdict(int)
        opening = 0
        for day, debit, credit, _line_id, total in moved[line.line_id]:
            into = debit == Kind.SHELF
            if day < line.statement.starts_on:  # type: ignore[operator]
                opening += total if into else -total
            elif day < line.statement.ends_on:  # type: ignore[operator]
                other = Kind(credit if into else debit)
                field = FIELDS.get(other, "received")
                is_plus = into == (field == "received")
                counted[field] += total if is_plus else -total
        for field in ("received", "sold", "returned", "expired", "damaged", "lost"):
            if counted[field] != getattr(line, field):
                yield Difference(
                    "pieces",
                    f"{line.statement} line {line.pk}",
                    f"{field} {getattr(line, field)}, transfers say {counted[field]}",
                )
        if opening != line.opening:
            yield Difference(
                "pieces",
                f"{line.statement} line {line.pk}",
                f"opening {line.opening}, transfers say {opening}",
            )


def _receivables() -> Iterator[Difference]:
    """What is owed is what was agreed and invoiced, less what the receivers confirmed."""
    owed: dict[int, int] = defaultdict(int)
    for model in (Statement.objects.filter(state__in=OWED), Invoice.objects.all()):
        for agreement_id, net in model.values_list("agreement_id", "net"):
            owed[agreement_id] += net.rupiah
    confirmed = Payment.objects.filter(state=PaymentState.CONFIRMED)
    for agreement_id, amount in confirmed.values_list("agreement_id", "amount"):
        owed[agreement_id] -= amount.rupiah
    accounts = Account.objects.filter(kind=Kind.RECEIVABLE)
    balances = dict(accounts.values_list("agreement_id").annotate(total=Sum("balance")))
    for agreement_id in sorted({*owed, *balances}):
        if owed[agreement_id] != balances.get(agreement_id, 0):
            yield Difference(
                "receivable",
                f"agreement {agreement_id}",
                f"book says {balances.get(agreement_id, 0)}, papers say {owed[agreement_id]}",
            )
