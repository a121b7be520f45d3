"""The pages of statements, invoices and payments."""

from .invoices import invoice, invoices, issue
from .panels import agreement_panel, order_panel
from .payments import confirm, pay_invoice, pay_statement, payment, payments, proof, refuse
from .statements import agree, draw_up, object_to, settle, statement, statements

__all__ = [
    "agree",
    "agreement_panel",
    "confirm",
    "draw_up",
    "invoice",
    "invoices",
    "issue",
    "object_to",
    "order_panel",
    "pay_invoice",
    "pay_statement",
    "payment",
    "payments",
    "proof",
    "refuse",
    "settle",
    "statement",
    "statements",
]
