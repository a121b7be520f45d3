"""Which papers a person may see, what is owed and overdue, and whether all of it agrees."""

from .ageing import Age, ageing_for, overdue_for
from .checking import Examined, examine
from .papers import (
    Period,
    agreements_to_state,
    invoices_for,
    is_overdue,
    next_period_of,
    owed_on,
    paid_on,
    payments_for,
    receivable_of,
    statements_for,
    waiting_on,
    with_paid,
)
from .working import side_of, sums_of

__all__ = [
    "Age",
    "Examined",
    "Period",
    "ageing_for",
    "agreements_to_state",
    "examine",
    "invoices_for",
    "is_overdue",
    "next_period_of",
    "overdue_for",
    "owed_on",
    "paid_on",
    "payments_for",
    "receivable_of",
    "side_of",
    "statements_for",
    "sums_of",
    "waiting_on",
    "with_paid",
]
