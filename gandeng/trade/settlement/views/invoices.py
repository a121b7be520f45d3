"""Invoices are listed, read and made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.queries import orders_for
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.queries import invoices_for
from gandeng.trade.settlement.states import InvoiceState

from .showing import listed, owing


@require_safe
def invoices(request: ProgrammeRequest) -> HttpResponse:
    """Invoices by state."""
    found = invoices_for(request.user)
    return listed(request, found, InvoiceState, "settlement/invoices.html")


@require_safe
def invoice(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """An invoice, with what was received and what was paid."""
    found = get_object_or_404(invoices_for(request.user), pk=pk)
    rows = [
        {
            "product": row.line.product,
            "quantity": row.received_quantity or 0,
            "price": row.line.consignment_price,
            "sum": row.line.consignment_price * (row.received_quantity or 0),
        }
        for row in found.order.lines.select_related("line__product").order_by("pk")
    ]
    context = owing(found) | {
        "invoice": found,
        "rows": rows,
        "may_pay": found.state == InvoiceState.ISSUED
        and may(request.user, "settlement.record_payment", found),
    }
    return render(request, "settlement/invoice.html", context)


@require_POST
def issue(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Invoice a received order."""
    order: Order = get_object_or_404(orders_for(request.user), pk=pk)
    made = actions.issue_invoice(order, by=request.user, at=clock.now())
    messages.success(request, _("Tagihan %(number)s dibuat.") % {"number": made.number})
    return redirect("settlement:invoice", pk=made.pk)
