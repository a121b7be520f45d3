"""Statements and invoices are drawn up, agreed, paid, confirmed."""

from .invoices import issue_invoice
from .payments import confirm_payment, record_payment, refuse_payment
from .statements import (
    agree_statement,
    draw_up_statement,
    object_to_statement,
    settle_objection,
)

__all__ = [
    "agree_statement",
    "confirm_payment",
    "draw_up_statement",
    "issue_invoice",
    "object_to_statement",
    "record_payment",
    "refuse_payment",
    "settle_objection",
]
