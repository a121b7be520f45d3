"""The paper itself, and the public page on which anybody checks one."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gandeng.agreements import queries
from gandeng.agreements.gateways import draw_paper
from gandeng.agreements.states import Side, State
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.templatetags.ui import when

HASH = re.compile(r"[0-9a-f]{64}")


@require_safe
def pdf(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The paper as PDF, drawn from the frozen text. Drawing takes less time than keeping files."""
    found = get_object_or_404(queries.with_papers(queries.agreements_for(request.user)), pk=pk)
    paper = queries.paper_of(found)
    if paper is None:
        raise Http404
    signatures = queries.signatures_of(found)
    verify_url = request.build_absolute_uri(
        reverse("agreements:verify", args=[found.document_hash])
    )
    is_signed = found.state in {State.SIGNED, State.ENDED}
    drawn = draw_paper(
        paper,
        document_hash=found.document_hash,
        signatures=[
            {
                "side": str(Side(signature.side)),
                "name": signature.name,
                "title": signature.title,
                "at": when(signature.signed_at),
                "address": signature.address or "",
            }
            for signature in signatures
        ],
        status="" if is_signed else str(_("BELUM DITANDATANGANI KEDUA PIHAK")),
        verify_url=verify_url,
        at=signatures[-1].signed_at if signatures else found.offered_at or found.created_at,
    )
    name = re.sub(r"[^0-9A-Za-z]+", "-", found.number) + ".pdf"
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def paper_text(request: ProgrammeRequest, pk: int) -> HttpResponse | FileResponse:
    """The very text that was signed: its ``sha256sum`` is the hash on the paper."""
    found = get_object_or_404(queries.agreements_for(request.user), pk=pk)
    if not found.document_hash:
        raise Http404
    response = HttpResponse(found.document_text, content_type="application/json; charset=utf-8")
    name = re.sub(r"[^0-9A-Za-z]+", "-", found.number) + ".json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@login_not_required
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where somebody with a printed hash types it."""
    typed = re.sub(r"[^0-9a-f]", "", request.GET.get("sidik", "").lower())[:64]
    if typed:
        return redirect("agreements:verify", typed)
    return render(request, "agreements/verify.html", {"asked": ""})


@require_safe
@login_not_required
def verify(request: HttpRequest, document_hash: str) -> HttpResponse:
    """Whether a hash belongs to a signed paper: number, parties and date, never a price."""
    asked = document_hash.lower()
    found = queries.signed_paper(asked) if HASH.fullmatch(asked) else None
    paper = queries.paper_of(found) if found else None
    # as they were named when they signed, whatever the register calls them now
    parties = [party["name"] for party in paper["parties"]] if paper else []
    context = {"asked": asked[:64], "agreement": found, "parties": parties}
    return render(request, "agreements/verify.html", context, status=200 if found else 404)
