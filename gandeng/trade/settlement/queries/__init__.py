"""Which statements, invoices and payments a person may see; what is owed and overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import seen_through_agreement
from gandeng.kernel.money import ZERO, Money
from gandeng.trade.ledger.models import Kind
from gandeng.trade.ledger.queries import closed_until
from gandeng.trade.settlement.models import Invoice, Payment, Statement
from gandeng.trade.settlement.states import InvoiceState, PaymentState, StatementState


def statements_for(person: Any) -> QuerySet[Statement]:
    """The statements a person may see, the newest first."""
    found = Statement.objects.filter(seen_through_agreement(person, "agreement__"))
    return found.select_related("agreement__maker", "agreement__buyer").order_by("-pk")


def invoices_for(person: Any) -> QuerySet[Invoice]:
    """The invoices a person may see, the newest first."""
    found = Invoice.objects.filter(seen_through_agreement(person, "agreement__"))
    return found.select_related("order", "agreement__maker", "agreement__buyer").order_by("-pk")


def payments_for(person: Any) -> QuerySet[Payment]:
    """The payments a person may see, the newest first."""
    found = Payment.objects.filter(seen_through_agreement(person, "agreement__"))
    return found.select_related(
        "statement", "invoice", "agreement__maker", "agreement__buyer"
    ).order_by("-pk")


def paid_on(bill: Statement | Invoice) -> Money:
    """What the maker confirmed to have received for a bill."""
    rows = bill.payments.filter(state=PaymentState.CONFIRMED)
    return rows.aggregate(sum=Sum("amount"))["sum"] or ZERO


def waiting_on(bill: Statement | Invoice) -> Money:
    """What the payer says was sent and the maker has not confirmed yet."""
    rows = bill.payments.filter(state=PaymentState.RECORDED)
    return rows.aggregate(sum=Sum("amount"))["sum"] or ZERO


def owed_on(bill: Statement | Invoice) -> Money:
    """What is still to be paid for a bill: nothing while it is not agreed."""
    open_states = {StatementState.AGREED, InvoiceState.ISSUED}
    return bill.net - paid_on(bill) if bill.state in open_states else ZERO


def is_overdue(bill: Statement | Invoice, on: date) -> bool:
    """Owed, and its day has passed."""
    return bill.state in {StatementState.AGREED, InvoiceState.ISSUED} and bill.due_on < on


def next_period_of(agreement: Agreement) -> date:
    """The day the next statement starts with."""
    return closed_until(agreement)


def receivable_of(agreement: Agreement) -> Money:
    """What the book says the buyer owes the maker."""
    rows = agreement.accounts.filter(kind=Kind.RECEIVABLE)
    return Money(rows.aggregate(sum=Sum("balance"))["sum"] or 0)
