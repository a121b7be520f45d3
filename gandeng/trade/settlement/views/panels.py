"""What hangs on the pages of agreements and orders."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import agreements_for
from gandeng.kernel.permissions import may
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.orders.queries import orders_for
from gandeng.trade.settlement.models import Invoice, Statement
from gandeng.trade.settlement.queries import invoices_for, statements_for


@require_safe
def agreement_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """An agreement's statements and what comes next, for its page."""
    agreement: Agreement = get_object_or_404(agreements_for(request.user), pk=pk)
    draft = Statement(programme_id=agreement.programme_id, agreement=agreement)
    context = {
        "agreement": agreement,
        "statements": statements_for(request.user).filter(agreement=agreement)[:12],
        "may_draw_up": agreement.is_consignment
        and agreement.state in {"signed", "ended"}
        and may(request.user, "settlement.draw_up_statement", draft),
    }
    return render(request, "settlement/_agreement_panel.html", context)


@require_safe
def order_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """An order's invoice, or the button that makes it."""
    order = get_object_or_404(orders_for(request.user), pk=pk)
    found = invoices_for(request.user).filter(order=order).first()
    draft = Invoice(programme_id=order.programme_id, agreement=order.agreement, order=order)
    context = {
        "order": order,
        "invoice": found,
        "may_issue": not found
        and order.state == "received"
        and may(request.user, "settlement.issue_invoice", draft),
    }
    return render(request, "settlement/_order_panel.html", context)
