"""What is owed, by how long it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.money import ZERO, Money
from gandeng.trade.settlement.models import Invoice, Statement
from gandeng.trade.settlement.states import InvoiceState, StatementState

from .papers import invoices_for, statements_for, with_paid

# From so many days after the due day, up to and without so many.
CLASSES: tuple[tuple[int, int, str | Promise], ...] = (
    (-100_000, 1, _("Belum jatuh tempo")),
    (1, 8, _("Lewat 1–7 hari")),
    (8, 31, _("Lewat 8–30 hari")),
    (31, 100_000, _("Lewat lebih dari 30 hari")),
)


@dataclass(frozen=True)
class Age:
    """So many bills of this age, and what is still owed on them."""

    label: str | Promise
    since_days: int
    bill_count: int
    owed: Money


def ageing_for(person: Any, on: date) -> list[Age]:
    """What is owed in all that a person may see, in four classes. Two queries."""
    rows = [
        ((on - bill.due_on).days, bill.net - bill.paid)
        for bills in (
            statements_for(person).filter(state=StatementState.AGREED),
            invoices_for(person).filter(state=InvoiceState.ISSUED),
        )
        for bill in with_paid(bills)
    ]
    ages = []
    for since, until, label in CLASSES:
        inside = [owed for late, owed in rows if since <= late < until]
        ages.append(Age(label, since, len(inside), sum(inside, ZERO)))
    return ages


def overdue_for(person: Any, on: date) -> tuple[QuerySet[Statement], QuerySet[Invoice]]:
    """The statements and invoices whose day has passed, the longest overdue first."""
    return (
        statements_for(person)
        .filter(state=StatementState.AGREED, due_on__lt=on)
        .order_by("due_on", "pk"),
        invoices_for(person)
        .filter(state=InvoiceState.ISSUED, due_on__lt=on)
        .order_by("due_on", "pk"),
    )
