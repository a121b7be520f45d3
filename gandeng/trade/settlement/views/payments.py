"""Payments are recorded by the payer and confirmed by the receiver."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.core.words import amount_in_words
from gandeng.trade.settlement.forms import PaymentForm, ReasonForm
from gandeng.trade.settlement.models import Invoice, Statement
from gandeng.trade.settlement.queries import (
    invoices_for,
    owed_on,
    payments_for,
    statements_for,
    waiting_on,
)
from gandeng.trade.settlement.states import PaymentState
from gandeng.ui.files import opened
from gandeng.ui.htmx import refusals_shown_in

from .showing import form_page, listed, url_of


def pay_statement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Record what was paid for a statement."""
    return _pay(request, get_object_or_404(statements_for(request.user), pk=pk))


def pay_invoice(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Record what was paid for an invoice."""
    return _pay(request, get_object_or_404(invoices_for(request.user), pk=pk))


@require_http_methods(["GET", "POST"])
def _pay(request: ProgrammeRequest, bill: Statement | Invoice) -> HttpResponse:
    require(request.user, "settlement.record_payment", bill)
    rest = owed_on(bill) - waiting_on(bill)
    form = PaymentForm(request.POST or None, request.FILES or None, initial={"amount": rest})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.record_payment(
                bill,
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Tercatat. UMKM mengonfirmasi setelah uangnya masuk."))
            return redirect("settlement:payment", pk=made.pk)
    return form_page(request, form, _("Catat pembayaran"), _("Simpan"), bill)


@require_safe
def payments(request: ProgrammeRequest) -> HttpResponse:
    """Payments by state."""
    found = payments_for(request.user)
    return listed(request, found, PaymentState, "settlement/payments.html")


@require_safe
def payment(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One payment: for the receiver two big buttons, nothing else."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    context = {
        "payment": found,
        "bill": found.bill,
        "bill_url": url_of(found.bill),
        "agreement": found.agreement,
        "words": amount_in_words(found.amount),
        "may_confirm": found.state == PaymentState.RECORDED
        and may(request.user, "settlement.confirm_payment", found),
    }
    return render(request, "settlement/payment.html", context)


@require_POST
def confirm(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The money is there."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    actions.confirm_payment(found, by=request.user, at=clock.now())
    messages.success(request, _("Terima kasih. Pembayaran tercatat diterima."))
    return redirect("settlement:payment", pk=pk)


@require_http_methods(["GET", "POST"])
def refuse(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The money is not there."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    require(request.user, "settlement.refuse_payment", found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.refuse_payment(
                found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Dicatat: uangnya tidak diterima."))
            return redirect("settlement:payment", pk=pk)
    context = {
        "form": form,
        "title": _("Uang tidak diterima"),
        "lead": f"{found.amount} · {found.agreement.buyer}",
        "submit_label": _("Simpan"),
        "cancel_url": reverse("settlement:payment", args=[pk]),
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def proof(request: ProgrammeRequest, pk: int) -> FileResponse:
    """The proof of a payment, for those who may see the payment."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    if not found.proof:
        raise Http404
    response = FileResponse(opened(found.proof))
    response["Cache-Control"] = "private, max-age=0"
    response["X-Content-Type-Options"] = "nosniff"
    return response
