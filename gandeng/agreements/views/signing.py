"""An agreement is offered, taken back, declined, signed, ended."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gandeng.agreements import actions, queries
from gandeng.agreements.core.document import CONSENT
from gandeng.agreements.forms import ReasonForm, SignForm
from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Side, State
from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in


def _agreement(request: ProgrammeRequest, pk: int) -> Agreement:
    return get_object_or_404(queries.agreements_for(request.user), pk=pk)


@require_POST
def offer(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make the paper and let both sides read it."""
    actions.offer_agreement(_agreement(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Perjanjian ditawarkan. Kedua pihak bisa menandatanganinya."))
    return redirect("agreements:agreement", pk)


@require_POST
def revise(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take the offer back to change it."""
    actions.revise_agreement(_agreement(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Penawaran ditarik. Perjanjian kembali menjadi konsep."))
    return redirect("agreements:agreement", pk)


@require_http_methods(["GET", "POST"])
def decline(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say no, with a reason."""
    found = _agreement(request, pk)
    require(request.user, "agreements.decline_agreement", found)
    return _with_reason(
        request, found, actions.decline_agreement, _("Tolak perjanjian"), _("Perjanjian ditolak.")
    )


@require_http_methods(["GET", "POST"])
def end(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """End what was signed, with a reason."""
    found = _agreement(request, pk)
    require(request.user, "agreements.end_agreement", found)
    return _with_reason(
        request, found, actions.end_agreement, _("Akhiri perjanjian"), _("Perjanjian diakhiri.")
    )


def _with_reason(
    request: ProgrammeRequest, found: Agreement, action: Any, title: str, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            action(found, by=request.user, at=clock.now(), reason=form.cleaned_data["reason"])
            messages.success(request, done)
            return redirect("agreements:agreement", found.pk)
    context = {
        "title": title,
        "text": f"{found.number or found}: {found.maker} – {found.buyer}.",
        "submit_label": title,
        "cancel_url": reverse("agreements:agreement", args=[found.pk]),
        "is_danger": True,
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sign(request: ProgrammeRequest, pk: int, side: str) -> HttpResponse:
    """Read the paper, agree to it in one sentence, and sign it for one side."""
    if side not in Side.values:
        raise Http404
    found = get_object_or_404(queries.with_papers(queries.agreements_for(request.user)), pk=pk)
    require(request.user, f"agreements.sign_for_{side}", found)
    signed = [one for one in queries.signatures_of(found) if one.side == side]
    if found.state != State.OFFERED or signed:
        return redirect("agreements:agreement", pk)
    party = found.maker if side == Side.MAKER else found.buyer
    initial = {
        "name": request.user.get_full_name(),  # type: ignore[union-attr]
        "title": party.signatory_title or (_("Pemilik usaha") if party.is_maker else ""),
        "document_hash": found.document_hash,
    }
    form = SignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.sign_agreement(
                found,
                side,
                by=request.user,
                at=clock.now(),
                name=form.cleaned_data["name"],
                title=form.cleaned_data["title"],
                document_hash=form.cleaned_data["document_hash"],
                address=get_client_ip_address(request) or None,
                agent=request.headers.get("User-Agent", ""),
            )
            messages.success(request, _("Tanda tangan Anda tercatat."))
            return redirect("agreements:agreement", pk)
    context = {"agreement": found, "party": party, "form": form, "consent": CONSENT}
    context["paper"] = queries.paper_of(found)
    return render(request, "agreements/sign.html", context, status=422 if form.errors else 200)
