"""Everything recomputed: the book against itself, and every paper against the book.

The pieces are added up day by day from the transfers here, on another way than a statement takes,
so that a fault in one of the two shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Sum

from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Cause
from gandeng.kernel.money import ZERO, Money
from gandeng.trade.ledger.models import Account, Entry, Kind, Transfer
from gandeng.trade.ledger.queries import Difference, differences
from gandeng.trade.settlement.core.statement import (
    DoesNotClose,
    LineSum,
    Pieces,
    Totals,
    add_up,
    sum_line,
)
from gandeng.trade.settlement.models import Invoice, Payment, Statement, StatementLine
from gandeng.trade.settlement.states import InvoiceState, PaymentState, StatementState

from .papers import with_paid
from .working import CAME, WENT

OWED = {StatementState.AGREED.value, StatementState.PAID.value}


class Examined(NamedTuple):
    """How many of each were looked at, and everything that does not agree."""

    counts: dict[str, int]
    differences: list[Difference]


def examine() -> Examined:
    """Recompute accounts, entries, reversals, statements, invoices and payments."""
    found = differences()
    for agreement in Agreement.objects.filter(accounts__isnull=False).distinct().order_by("pk"):
        found += _statements(agreement)
    found += [*_sums(), *_bills()]
    counts = {
        "accounts": Account.objects.count(),
        "entries": Entry.objects.count(),
        "reversals": Entry.objects.filter(reverses__isnull=False).count(),
        "transfers": Transfer.objects.count(),
        "statements": Statement.objects.count(),
        "statement lines": StatementLine.objects.count(),
        "invoices": Invoice.objects.count(),
        "payments": Payment.objects.count(),
    }
    return Examined(counts, found)


# by agreement line, day and field of a statement's line: pieces (received +, gone +)
Days = dict[int, dict[date, dict[str, int]]]


def _days_of(agreement: Agreement) -> Days:
    days: Days = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for here, there, sign in (("debit", "credit", 1), ("credit", "debit", -1)):
        rows = (
            Transfer.objects.filter(
                **{f"{here}__agreement": agreement, f"{here}__kind": Kind.SHELF}
            )
            .values_list(f"{here}__line_id", "occurred_on", f"{there}__kind")
            .annotate(pieces=Sum("amount"))
            .order_by()
        )
        for line_id, on, kind, pieces in rows:
            if kind in CAME:
                days[line_id][on]["received"] += sign * pieces
            elif kind in WENT:
                days[line_id][on][WENT[Kind(kind)]] -= sign * pieces
            elif kind != Kind.SHELF:
                days[line_id][on]["elsewhere"] += sign * pieces
    return days


def _statements(agreement: Agreement) -> Iterator[Difference]:
    """One agreement's statements: they follow each other, and each is what the book says."""
    statements = list(agreement.statements.order_by("starts_on").prefetch_related("lines"))
    yield from _follow(agreement, statements)
    if not statements:
        return
    days = _days_of(agreement)
    rates = {cause.value: agreement.buyer_rate(cause.value) for cause in Cause}
    lines = {line.pk: line for line in agreement.lines.all()}
    lying: dict[int, int] = defaultdict(int)
    for statement in statements:
        stored = {line.line_id: line for line in statement.lines.all()}
        sums = []
        for pk, line in lines.items():
            moved: dict[str, int] = defaultdict(int)
            for on, fields in days[pk].items():
                if statement.starts_on <= on < statement.ends_on:
                    for field, amount in fields.items():
                        moved[field] += amount
            opening = lying[pk]
            gone = sum(moved[field] for field in set(WENT.values()))
            lying[pk] = opening + moved["received"] - gone
            try:
                pieces = Pieces(
                    opening=opening,
                    received=moved["received"],
                    sold=moved["sold"],
                    returned=moved["returned"],
                    expired=moved["expired"],
                    damaged=moved["damaged"],
                    lost=moved["lost"],
                    left=lying[pk],
                )
            except DoesNotClose as error:
                yield Difference("pieces", f"{statement} {line}", str(error))
                continue
            computed = sum_line(pieces, line.shelf_price, line.consignment_price, rates)
            if not pieces.is_empty:
                sums.append(computed)
            yield from _line(statement, stored.pop(pk, None), computed, str(line))
        for extra in stored.values():
            yield Difference("pieces", f"{statement} {extra.line_id}", "is not of this agreement")
        yield from _rupiah(statement, add_up(sums))


def _line(
    statement: Statement, stored: StatementLine | None, computed: LineSum, name: str
) -> Iterator[Difference]:
    if stored is None:
        if not computed.pieces.is_empty:
            yield Difference("pieces", f"{statement} {name}", "moved in the book, is not stated")
        return
    pieces = computed.pieces
    for field in Pieces.__slots__:
        if getattr(stored, field) != getattr(pieces, field):
            yield Difference(
                "pieces",
                f"{statement} {name}",
                f"{field} {getattr(stored, field)}, transfers say {getattr(pieces, field)}",
            )
    for field in ("shelf_price", "consignment_price", "gross", "margin", "losses", "net"):
        if getattr(stored, field) != getattr(computed, field):
            yield Difference(
                "rupiah",
                f"{statement} {name}",
                f"{field} {getattr(stored, field)}, computed {getattr(computed, field)}",
            )


def _rupiah(statement: Statement, totals: Totals) -> Iterator[Difference]:
    for field in ("gross", "margin", "losses"):
        if getattr(statement, field) != getattr(totals, field):
            yield Difference(
                "rupiah",
                str(statement),
                f"{field} {getattr(statement, field)}, computed {getattr(totals, field)}",
            )
    net = statement.gross - statement.margin + statement.losses + statement.adjustment
    if statement.net != net:
        yield Difference("rupiah", str(statement), f"net {statement.net}, computed {net}")


def _follow(agreement: Agreement, statements: list[Statement]) -> Iterator[Difference]:
    """From the agreement's first day, without gap or overlap, up to the book's closing day."""
    days = [agreement.starts_on]
    for statement in statements:
        if statement.starts_on != days[-1]:
            yield Difference(
                "period", str(statement), f"starts on {statement.starts_on}, not on {days[-1]}"
            )
        days.append(statement.ends_on)
    for before, after in pairwise(days):
        if after <= before:
            yield Difference("period", str(agreement), f"{after} does not follow {before}")
    book = getattr(agreement, "book", None)
    if book is not None and book.closed_until != days[-1]:
        yield Difference(
            "period", str(agreement), f"closed at another day: {book.closed_until}, not {days[-1]}"
        )


def _sums() -> Iterator[Difference]:
    """The money accounts of each agreement against its statements, invoices and payments."""
    expected: dict[int, dict[str, Money]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for statement in Statement.objects.filter(state__in=OWED).order_by("pk"):
        sums = expected[statement.agreement_id]
        sums[Kind.SALES] -= statement.gross - statement.margin
        sums[Kind.COMPENSATION] -= statement.losses
        sums[Kind.ADJUSTMENT] -= statement.adjustment
        sums[Kind.RECEIVABLE] += statement.net
    for invoice in Invoice.objects.order_by("pk"):
        expected[invoice.agreement_id][Kind.SALES] -= invoice.net
        expected[invoice.agreement_id][Kind.RECEIVABLE] += invoice.net
    for payment in Payment.objects.filter(state=PaymentState.CONFIRMED).order_by("pk"):
        expected[payment.agreement_id][Kind.PAID] += payment.amount
        expected[payment.agreement_id][Kind.RECEIVABLE] -= payment.amount
    rows = Account.objects.filter(line__isnull=True).order_by("pk")
    for agreement_id, kind, code, balance in rows.values_list(
        "agreement_id", "kind", "code", "balance"
    ):
        papers = expected[agreement_id].pop(kind, ZERO)
        if papers != Money(balance):
            yield Difference("money", code, f"balance {Money(balance)}, the papers say {papers}")
    for agreement_id, sums in expected.items():
        for kind, amount in sums.items():
            if amount:
                yield Difference(
                    "money", f"{kind}:{agreement_id}", f"no account, the papers say {amount}"
                )


def _bills() -> Iterator[Difference]:
    """Each bill's state against what was confirmed for it; nothing paid beyond it."""
    for bills, paid_state, open_states in (
        (Statement.objects.all(), StatementState.PAID, {StatementState.AGREED}),
        (Invoice.objects.all(), InvoiceState.PAID, {InvoiceState.ISSUED}),
    ):
        for bill in with_paid(bills.order_by("pk")):
            if bill.paid > bill.net:
                yield Difference("bill", bill.number, f"paid {bill.paid} of {bill.net}")
            elif bill.state == paid_state and bill.paid != bill.net:
                yield Difference("bill", bill.number, f"closed, but paid {bill.paid} of {bill.net}")
            elif bill.state in open_states and bill.paid == bill.net:
                yield Difference("bill", bill.number, "paid in full, but still open")
            elif bill.paid and bill.state not in {paid_state, *open_states}:
                yield Difference("bill", bill.number, "paid before it was agreed")
