"""Which statements, invoices and payments a person may see; what is owed and overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import agreements_for, seen_through_agreement
from gandeng.agreements.states import Scheme, State
from gandeng.kernel.money import ZERO, Money
from gandeng.trade.ledger.models import Kind
from gandeng.trade.ledger.queries import closed_until
from gandeng.trade.settlement.models import Invoice, Payment, Statement
from gandeng.trade.settlement.states import InvoiceState, PaymentState, StatementState


def statements_for(person: Any) -> QuerySet[Statement]:
    """The statements a person may see, the newest first."""
    found = Statement.objects.filter(
        seen_through_agreement(person, "agreement__", through_shops=False)
    )
    return found.select_related("agreement__maker", "agreement__buyer").order_by("-pk")


def invoices_for(person: Any) -> QuerySet[Invoice]:
    """The invoices a person may see, the newest first."""
    found = Invoice.objects.filter(
        seen_through_agreement(person, "agreement__", through_shops=False)
    )
    return found.select_related("order", "agreement__maker", "agreement__buyer").order_by("-pk")


def payments_for(person: Any) -> QuerySet[Payment]:
    """The payments a person may see, the newest first."""
    found = Payment.objects.filter(
        seen_through_agreement(person, "agreement__", through_shops=False)
    )
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


def with_paid(bills: QuerySet[Any]) -> QuerySet[Any]:
    """Each statement or invoice with ``paid`` (confirmed) and ``waiting`` (not yet) as Money."""
    return bills.annotate(
        paid=Sum(
            "payments__amount", filter=Q(payments__state=PaymentState.CONFIRMED), default=ZERO
        ),
        waiting=Sum(
            "payments__amount", filter=Q(payments__state=PaymentState.RECORDED), default=ZERO
        ),
    )


@dataclass(frozen=True)
class Period:
    """An agreement and the days that are not stated yet, up to and with today."""

    agreement: Agreement
    starts_on: date
    today: date

    @property
    def day_count(self) -> int:
        return (self.today - self.starts_on).days + 1


def agreements_to_state(person: Any, today: date) -> list[Period]:
    """The consignments a person may see with days not stated yet, the longest open first."""
    found = (
        agreements_for(person)
        .filter(scheme=Scheme.CONSIGNMENT, state__in=[State.SIGNED, State.ENDED])
        .annotate(open_from=Coalesce("book__closed_until", "starts_on"))
        .filter(open_from__lte=today, accounts__kind=Kind.SHELF)
        .order_by("open_from", "pk")
        .distinct()
    )
    return [Period(agreement, agreement.open_from, today) for agreement in found[:200]]  # type: ignore[attr-defined]
