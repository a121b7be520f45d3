"""What was received outright is invoiced."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.audit.actions import record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import ZERO
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.actions.books import lock_books
from gandeng.trade.ledger.models import Kind
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.states import State
from gandeng.trade.settlement.models import Invoice

from .numbering import next_number


@transaction.atomic
def issue_invoice(order: Order, *, by: Person, at: datetime) -> Invoice:
    """Bill an order for what was received, at the agreement's frozen prices. Twice is once.

    Refuses: ``not_received``, ``nothing_received``.
    """
    invoice = Invoice(programme_id=order.programme_id, agreement=order.agreement, order=order)
    require(by, "settlement.issue_invoice", invoice)
    lock_books([order.agreement])
    if known := Invoice.objects.filter(order=order).first():
        return known
    if order.state != State.RECEIVED:
        raise Refusal("not_received", _("Pesanan belum diterima toko, jadi belum bisa ditagih."))
    net = sum(
        (
            row.line.consignment_price * (row.received_quantity or 0)
            for row in order.lines.select_related("line")
        ),
        ZERO,
    )
    if not net:
        raise Refusal("nothing_received", _("Tidak ada barang yang diterima, tidak ada tagihan."))
    day = clock.day_of(at)
    invoice.number = next_number("INV", Invoice, order.programme_id, at)
    invoice.net = net
    invoice.due_on = day + timedelta(days=order.agreement.due_days)
    invoice.issued_at = at
    invoice.save()
    move = Move(credit=Spot(Kind.SALES), debit=Spot(Kind.RECEIVABLE), amount=net.rupiah)
    post(order.agreement, f"invoice/{invoice.pk}", [move], on=day, at=at)
    record(invoice, "issue_invoice", by=by, at=at, after={"net": net.rupiah})
    return invoice
