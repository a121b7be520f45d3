"""Pages of statements, invoices and payments: fetch what this person may see, act, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import agreements_for
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.kernel.periods import Period
from gandeng.kernel.permissions import may, require
from gandeng.parameters.queries import value_of
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.queries import orders_for
from gandeng.ui.htmx import refusals_shown_in

from . import actions
from .core.words import amount_in_words, needs_stamp
from .forms import DrawUpForm, ObjectForm, PaymentForm, ReasonForm, SettleForm
from .models import Invoice, Statement
from .queries import (
    invoices_for,
    is_overdue,
    next_period_of,
    owed_on,
    payments_for,
    side_of,
    statements_for,
    waiting_on,
)
from .states import InvoiceState, PaymentState, StatementState

ON_A_PAGE = 50


def _page(request: HttpRequest, found: QuerySet[Any]) -> dict[str, Any]:
    """Fifty at a time, the newest first; the next page begins before the last one shown."""
    before = request.GET.get("sebelum", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: ON_A_PAGE + 1])
    more = len(rows) > ON_A_PAGE
    rows = rows[:ON_A_PAGE]
    query = request.GET.copy()
    query["sebelum"] = str(rows[-1].pk) if rows else ""
    return {"rows": rows, "next_url": f"?{query.urlencode()}" if more else "", "shown": len(rows)}


def _tabs(request: HttpRequest, found: QuerySet[Any], states: Any) -> dict[str, Any]:
    """How many there are of each state, and the state chosen."""
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    chosen = request.GET.get("status", "")
    chosen = chosen if chosen in states.values else ""
    tabs = [{"value": s.value, "label": s.label, "count": counts.get(s.value, 0)} for s in states]
    return {"tabs": tabs, "chosen": chosen, "total": sum(counts.values())}


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Statements by state."""
    found = statements_for(request.user).filter(programme=request.programme)  # type: ignore[attr-defined]
    context = _tabs(request, found, StatementState)
    if context["chosen"]:
        found = found.filter(state=context["chosen"])
    context |= _page(request, found)
    today = clock.today()
    for row in context["rows"]:
        row.is_late = is_overdue(row, today)
    return render(request, "settlement/statements.html", context)


@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement as a paper, with what this person can do next."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    lines = list(found.lines.select_related("line__product").order_by("pk"))
    totals = {
        name: sum(getattr(line, name) for line in lines)
        for name in (
            "opening", "received", "sold", "returned", "expired", "damaged", "lost", "left"
        )
    }  # fmt: skip
    context = {
        "statement": found,
        "agreement": found.agreement,
        "lines": lines,
        "totals": totals,
        "written_off": totals["expired"] + totals["damaged"] + totals["lost"],
        "last_day": _last_day(found),
        "words": amount_in_words(found.net),
        "owed": owed_on(found),
        "waiting": waiting_on(found),
        "is_late": is_overdue(found, clock.today()),
        "payments": found.payments.order_by("pk"),
        "stamp": _needs_stamp(found),
        "may_agree": found.state == StatementState.DRAWN_UP
        and may(request.user, "settlement.agree_statement", found)
        and side_of(request.user, found.agreement) != found.drawn_up_side,
        "may_settle": found.state == StatementState.OBJECTED
        and may(request.user, "settlement.settle_objection", found),
        "may_pay": found.state == StatementState.AGREED
        and may(request.user, "settlement.record_payment", found),
    }
    return render(request, "settlement/statement.html", context)


def _last_day(found: Statement) -> Any:
    return Period(found.starts_on, found.ends_on).last_day


def _needs_stamp(bill: Statement | Invoice) -> bool:
    line = value_of("stamp_duty_receipt_above", on=clock.today(), programme=bill.programme_id)
    return needs_stamp(bill.net, Money(line))


@require_http_methods(["GET", "POST"])
def draw_up(request: HttpRequest, pk: int) -> HttpResponse:
    """State an agreement's next period."""
    agreement = get_object_or_404(agreements_for(request.user), pk=pk)
    require(
        request.user,
        "settlement.draw_up_statement",
        Statement(programme_id=agreement.programme_id, agreement=agreement),
    )
    form = DrawUpForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.draw_up_statement(
                agreement,
                ends_on=form.cleaned_data["last_day"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
            messages.success(request, _("Rekap %(number)s dibuat.") % {"number": made.number})
            return redirect("settlement:statement", pk=made.pk)
    starts_on = next_period_of(agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "title": _("Buat rekap"),
        "lead": _("%(maker)s di %(buyer)s, mulai %(day)s.")
        % {
            "maker": agreement.maker,
            "buyer": agreement.buyer,
            "day": starts_on.strftime("%d-%m-%Y"),
        },
        "submit_label": _("Buat rekap"),
        "cancel_url": f"/perjanjian/{agreement.pk}/",
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The other side agrees."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    actions.agree_statement(found, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Rekap disepakati. Jumlahnya sekarang terutang."))
    return redirect("settlement:statement", pk=pk)


@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a statement."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    require(request.user, "settlement.object_to_statement", found)
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.object_to_statement(
                found,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
            messages.success(request, _("Sanggahan dicatat. Dinas akan mempertemukan keduanya."))
            return redirect("settlement:statement", pk=pk)
    return _form(request, form, _("Sanggah rekap"), _("Kirim sanggahan"), found)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what both sides agreed on after an objection."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    require(request.user, "settlement.settle_objection", found)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        amount = form.cleaned_data["amount"]
        with refusals_shown_in(form):
            actions.settle_objection(
                found,
                adjustment=-amount if form.cleaned_data["direction"] == "minus" else amount,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
            messages.success(request, _("Sanggahan selesai; rekap disepakati."))
            return redirect("settlement:statement", pk=pk)
    return _form(request, form, _("Selesaikan sanggahan"), _("Simpan kesepakatan"), found)


def _form(
    request: HttpRequest, form: Any, title: str, submit_label: str, bill: Statement | Invoice
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": f"{bill.number} · {bill.agreement.maker} – {bill.agreement.buyer}",
        "submit_label": submit_label,
        "cancel_url": _url_of(bill),
        "is_multipart": form.is_multipart(),
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


def _url_of(bill: Statement | Invoice) -> str:
    return f"/{'rekap' if isinstance(bill, Statement) else 'tagihan'}/{bill.pk}/"


def pay_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was paid for a statement."""
    return _pay(request, get_object_or_404(statements_for(request.user), pk=pk))


def pay_invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was paid for an invoice."""
    return _pay(request, get_object_or_404(invoices_for(request.user), pk=pk))


@require_http_methods(["GET", "POST"])
def _pay(request: HttpRequest, bill: Statement | Invoice) -> HttpResponse:
    require(request.user, "settlement.record_payment", bill)
    rest = owed_on(bill) - waiting_on(bill)
    form = PaymentForm(request.POST or None, request.FILES or None, initial={"amount": rest})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.record_payment(
                bill,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Tercatat. UMKM mengonfirmasi setelah uangnya masuk."))
            return redirect("settlement:payment", pk=made.pk)
    return _form(request, form, _("Catat pembayaran"), _("Simpan"), bill)


@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """Invoices by state."""
    found = invoices_for(request.user).filter(programme=request.programme)  # type: ignore[attr-defined]
    context = _tabs(request, found, InvoiceState)
    if context["chosen"]:
        found = found.filter(state=context["chosen"])
    context |= _page(request, found)
    today = clock.today()
    for row in context["rows"]:
        row.is_late = is_overdue(row, today)
    return render(request, "settlement/invoices.html", context)


@require_safe
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
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
    context = {
        "invoice": found,
        "agreement": found.agreement,
        "rows": rows,
        "words": amount_in_words(found.net),
        "owed": owed_on(found),
        "waiting": waiting_on(found),
        "is_late": is_overdue(found, clock.today()),
        "payments": found.payments.order_by("pk"),
        "stamp": _needs_stamp(found),
        "may_pay": found.state == InvoiceState.ISSUED
        and may(request.user, "settlement.record_payment", found),
    }
    return render(request, "settlement/invoice.html", context)


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Invoice a received order."""
    order: Order = get_object_or_404(orders_for(request.user), pk=pk)
    made = actions.issue_invoice(order, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Tagihan %(number)s dibuat.") % {"number": made.number})
    return redirect("settlement:invoice", pk=made.pk)


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Payments by state."""
    found = payments_for(request.user).filter(programme=request.programme)  # type: ignore[attr-defined]
    context = _tabs(request, found, PaymentState)
    if context["chosen"]:
        found = found.filter(state=context["chosen"])
    context |= _page(request, found)
    return render(request, "settlement/payments.html", context)


@require_safe
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: for the receiver two big buttons, nothing else."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    bill = found.statement or found.invoice
    context = {
        "payment": found,
        "bill": bill,
        "bill_url": _url_of(bill) if bill else "",
        "agreement": found.agreement,
        "words": amount_in_words(found.amount),
        "may_confirm": found.state == PaymentState.RECORDED
        and may(request.user, "settlement.confirm_payment", found),
    }
    return render(request, "settlement/payment.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The money is there."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    actions.confirm_payment(found, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Terima kasih. Pembayaran tercatat diterima."))
    return redirect("settlement:payment", pk=pk)


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The money is not there."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    require(request.user, "settlement.refuse_payment", found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.refuse_payment(
                found,
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
            messages.success(request, _("Dicatat: uangnya tidak diterima."))
            return redirect("settlement:payment", pk=pk)
    context = {
        "form": form,
        "title": _("Uang tidak diterima"),
        "lead": f"{found.amount} · {found.agreement.buyer}",
        "submit_label": _("Simpan"),
        "cancel_url": f"/pembayaran/{pk}/",
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The proof of a payment, for those who may see the payment."""
    found = get_object_or_404(payments_for(request.user), pk=pk)
    if not found.proof:
        raise Http404
    response = FileResponse(found.proof.open("rb"))
    response["Cache-Control"] = "private, max-age=0"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def agreement_panel(request: HttpRequest, pk: int) -> HttpResponse:
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
def order_panel(request: HttpRequest, pk: int) -> HttpResponse:
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
