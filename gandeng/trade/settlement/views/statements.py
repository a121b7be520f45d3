"""Statements are listed, read as a paper, drawn up, agreed, objected to, settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import agreements_for
from gandeng.kernel import clock
from gandeng.kernel.periods import Period
from gandeng.kernel.permissions import may, require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.core.statement import add_up
from gandeng.trade.settlement.forms import DrawUpForm, ObjectForm, SettleForm
from gandeng.trade.settlement.models import Statement
from gandeng.trade.settlement.queries import (
    ageing_for,
    next_period_of,
    side_of,
    statements_for,
    sums_of,
)
from gandeng.trade.settlement.states import StatementState
from gandeng.ui.htmx import refusals_shown_in

from .showing import form_page, listed, owing

PIECES = ("opening", "received", "sold", "returned", "expired", "damaged", "lost", "left")


@require_safe
def statements(request: ProgrammeRequest) -> HttpResponse:
    """Statements by state, and what is owed by how long it is overdue."""
    ages = ageing_for(request.user, clock.today())
    return listed(
        request,
        statements_for(request.user),
        StatementState,
        "settlement/statements.html",
        ages=ages if any(age.bill_count for age in ages) else [],
    )


@require_safe
def statement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The statement as a paper, with what this person can do next."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    lines = list(found.lines.select_related("line__product").order_by("pk"))
    totals = {name: sum(getattr(line, name) for line in lines) for name in PIECES}
    context = owing(found) | {
        "statement": found,
        "lines": lines,
        "totals": totals,
        "written_off": totals["expired"] + totals["damaged"] + totals["lost"],
        "last_day": Period(found.starts_on, found.ends_on).last_day,
        "may_agree": found.state == StatementState.DRAWN_UP
        and may(request.user, "settlement.agree_statement", found)
        and side_of(request.user, found.agreement) != found.drawn_up_side,
        "may_settle": found.state == StatementState.OBJECTED
        and may(request.user, "settlement.settle_objection", found),
        "may_pay": found.state == StatementState.AGREED
        and may(request.user, "settlement.record_payment", found),
    }
    return render(request, "settlement/statement.html", context)


@require_http_methods(["GET", "POST"])
def draw_up(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """State an agreement's next period, after a look at what the book says so far."""
    agreement = get_object_or_404(agreements_for(request.user), pk=pk)
    require(
        request.user,
        "settlement.draw_up_statement",
        Statement(programme_id=agreement.programme_id, agreement=agreement),
    )
    form = DrawUpForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        ends_on = form.cleaned_data["last_day"]
        if (
            known := statements_for(request.user)
            .filter(agreement=agreement, ends_on=ends_on)
            .first()
        ):
            messages.info(request, _("Rekap sampai hari itu sudah ada: ini dia."))
            return redirect("settlement:statement", pk=known.pk)
        with refusals_shown_in(form):
            made = actions.draw_up_statement(
                agreement,
                ends_on=ends_on,
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Rekap %(number)s dibuat.") % {"number": made.number})
            return redirect("settlement:statement", pk=made.pk)
    context = {
        "form": form,
        "agreement": agreement,
        "title": _("Buat rekap"),
        "submit_label": _("Buat rekap"),
        "cancel_url": reverse("agreements:agreement", args=[agreement.pk]),
        **_so_far(agreement),
    }
    status = 422 if form.is_bound else 200
    return render(request, "settlement/draw_up.html", context, status=status)


def _so_far(agreement: Agreement) -> dict[str, Any]:
    """What a statement up to and with today would say."""
    starts_on, today = next_period_of(agreement), clock.today()
    if not agreement.is_consignment or starts_on > today:
        return {"starts_on": starts_on, "rows": []}
    sums = sums_of(agreement, starts_on, today + timedelta(days=1))
    products = {line.pk: line.product for line in agreement.lines.select_related("product")}
    return {
        "starts_on": starts_on,
        "today": today,
        "rows": [{"product": products[pk], "line": line} for pk, line in sums.items()],
        "totals": add_up(list(sums.values())),
    }


@require_POST
def agree(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The other side agrees."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    actions.agree_statement(found, by=request.user, at=clock.now())
    messages.success(request, _("Rekap disepakati. Jumlahnya sekarang terutang."))
    return redirect("settlement:statement", pk=pk)


@require_http_methods(["GET", "POST"])
def object_to(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a statement."""
    found = get_object_or_404(statements_for(request.user), pk=pk)
    require(request.user, "settlement.object_to_statement", found)
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.object_to_statement(
                found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Sanggahan dicatat. Dinas akan mempertemukan keduanya."))
            return redirect("settlement:statement", pk=pk)
    return form_page(request, form, _("Sanggah rekap"), _("Kirim sanggahan"), found)


@require_http_methods(["GET", "POST"])
def settle(request: ProgrammeRequest, pk: int) -> HttpResponse:
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
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Sanggahan selesai; rekap disepakati."))
            return redirect("settlement:statement", pk=pk)
    return form_page(request, form, _("Selesaikan sanggahan"), _("Simpan kesepakatan"), found)
