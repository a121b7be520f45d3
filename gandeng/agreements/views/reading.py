"""Agreements are listed, opened, and shown on the pages of their parties and products."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gandeng.agreements import queries
from gandeng.agreements.core.clauses import borne_by
from gandeng.agreements.models import Agreement, Signature
from gandeng.agreements.states import Scheme, Side, State
from gandeng.kernel import clock
from gandeng.kernel.permissions import may
from gandeng.organisations.queries import organisations_for
from gandeng.parameters.queries import value_of
from gandeng.products.queries import products_for
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.pages import page_of

PANEL_ROWS = 10


@require_safe
def agreements(request: ProgrammeRequest) -> HttpResponse:
    """The agreements this person may see, by state."""
    state = request.GET.get("status", "")
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    scheme = request.GET.get("skema", "")
    found = queries.agreements_for(request.user)
    if state in State.values:
        found = found.filter(state=state)
    if scheme in Scheme.values:
        found = found.filter(scheme=scheme)
    if words:
        found = queries.called(found, words)
    context = {
        "page": page_of(request, queries.with_signers(found)),
        "tabs": [{"value": "", "label": _("Semua")}]
        + [{"value": value, "label": label} for value, label in State.choices],
        "state": state,
        "words": words,
        "scheme": scheme,
        "schemes": Scheme.choices,
        "draft": Agreement(programme=request.programme),
        "may_draft": queries.may_draft_something(request.user, request.programme),
    }
    return render(request, "agreements/agreement_list.html", context)


@require_safe
def agreement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One promise in plain words, who has signed it, and what this person can do now."""
    found = get_object_or_404(queries.with_papers(queries.agreements_for(request.user)), pk=pk)
    signatures = queries.signatures_of(found)
    lines = list(found.lines.all())
    warning = value_of("margin_warning_above", on=clock.today(), programme=found.programme_id)
    context = {
        "agreement": found,
        "lines": lines,
        "outlets": list(found.outlets.all()),
        "signatures": signatures,
        "sides": sides_of(found, signatures),
        "steps": steps_of(found, signatures),
        "next": next_step(request.user, found, signatures),
        "bearers": _bearers(found),
        "margin_warns": any(share > warning for share in map(queries.margin_share, lines)),
        "is_running": found.state in {State.SIGNED, State.ENDED},
    }
    return render(request, "agreements/agreement.html", context)


def sides_of(agreement: Agreement, signatures: list[Signature]) -> list[dict[str, Any]]:
    """Both sides: who they are and whether they have signed."""
    by_side = {signature.side: signature for signature in signatures}
    parties = ((Side.MAKER, agreement.maker), (Side.BUYER, agreement.buyer))
    return [
        {"side": side, "party": party, "signature": by_side.get(side)} for side, party in parties
    ]


def steps_of(agreement: Agreement, signatures: list[Signature]) -> list[dict[str, Any]]:
    """The way from the draft to the seal, for the timeline."""
    by_side = {signature.side: signature for signature in signatures}
    is_open = agreement.state == State.OFFERED
    steps: list[dict[str, Any]] = [
        {"label": _("Konsep dibuat"), "state": "done", "on": agreement.created_at},
        {
            "label": _("Ditawarkan"),
            "state": "done" if agreement.offered_at else "now",
            "on": agreement.offered_at,
        },
    ]
    for side, label in ((Side.MAKER, _("UMKM setuju")), (Side.BUYER, _("Pembeli setuju"))):
        signed = by_side.get(side)
        steps.append(
            {
                "label": label,
                "state": "done" if signed else ("now" if is_open else "waiting"),
                "on": signed.signed_at if signed else None,
                "note": signed.name if signed else "",
            }
        )
    if agreement.state == State.DECLINED:
        steps.append({"label": _("Ditolak"), "state": "late", "note": agreement.end_reason})
    elif agreement.ended_at:
        steps.append({"label": _("Berakhir"), "state": "done", "on": agreement.ended_at})
    else:
        is_signed = agreement.state == State.SIGNED
        steps.append(
            {
                "label": _("Berlaku"),
                "state": "done" if is_signed else "waiting",
                "on": agreement.signed_at,
            }
        )
    return steps


def next_step(
    person: Any, agreement: Agreement, signatures: list[Signature]
) -> dict[str, Any] | None:
    """What this person should do now, in words, and where. None when it is somebody else's turn."""
    if agreement.state == State.DRAFT and may(person, "agreements.offer_agreement", agreement):
        return {
            "text": _("Konsep ini belum dikirim. Periksa, lalu tawarkan supaya bisa dibaca dan "
                      "ditandatangani kedua pihak."),
            "post_url": reverse("agreements:offer", args=[agreement.pk]),
            "label": _("Tawarkan perjanjian"),
            "icon": "send",
        }  # fmt: skip
    if agreement.state == State.OFFERED:
        signed = {signature.side for signature in signatures}
        for side in Side.values:
            if side not in signed and may(person, f"agreements.sign_for_{side}", agreement):
                return {
                    "text": _("Baca naskahnya. Bila setuju, tanda tangani untuk pihak Anda."),
                    "url": reverse("agreements:sign", args=[agreement.pk, side]),
                    "label": _("Baca dan tanda tangani"),
                    "icon": "pen-line",
                }
    return None


def _bearers(agreement: Agreement) -> list[dict[str, Any]]:
    labels = {
        "unsold": _("Tidak laku"),
        "expired": _("Kedaluwarsa"),
        "damaged": _("Rusak di toko"),
        "lost": _("Hilang di toko"),
    }
    rows = []
    for cause, label in labels.items():
        rate = agreement.buyer_rate(cause)
        if rate.basis_points == 0:
            who = _("UMKM")
        elif rate.rest.basis_points == 0:
            who = _("Pembeli")
        else:
            who = _("Pembeli %(rate)s, UMKM %(rest)s") % {"rate": rate, "rest": rate.rest}
        rows.append({"label": label, "who": who, "sentence": borne_by(rate)})
    return rows


@require_safe
def organisation_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """An organisation's agreements, for its own page."""
    organisation = get_object_or_404(organisations_for(request.user), pk=pk)
    found = queries.agreements_of(request.user, organisation)
    rows = list(queries.with_signers(found)[: PANEL_ROWS + 1])
    context = {
        "rows": rows[:PANEL_ROWS],
        "has_more": len(rows) > PANEL_ROWS,
        "organisation": organisation,
    }
    return render(request, "agreements/_agreements_panel.html", context)


@require_safe
def product_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The agreements a product stands in, for its own page."""
    product = get_object_or_404(products_for(request.user), pk=pk)
    found = queries.agreements_for(request.user).filter(lines__product=product)
    rows = list(queries.with_signers(found)[: PANEL_ROWS + 1])
    context = {"rows": rows[:PANEL_ROWS], "has_more": len(rows) > PANEL_ROWS}
    return render(request, "agreements/_agreements_panel.html", context)
