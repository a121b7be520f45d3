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
from gandeng.agreements.gateways import Paper, draw_paper
from gandeng.agreements.models import Agreement, Ceremony, CeremonyEntry
from gandeng.agreements.states import CeremonyState, Side, State
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.templatetags.ui import when

HASH = re.compile(r"[0-9a-f]{64}")


def printed_paper(
    request: HttpRequest, found: Agreement, *, place: str = "", ceremony: Ceremony | None = None
) -> Paper | None:
    """What is printed of an agreement with its signatures at hand; None for a draft. Who saw the
    signing is printed once the ceremony is over."""
    document = queries.paper_of(found)
    if document is None:
        return None
    is_signed = found.state in {State.SIGNED, State.ENDED}
    seen = ceremony is not None and ceremony.state == CeremonyState.CLOSED and is_signed
    return Paper(
        document=document,
        document_hash=found.document_hash,
        signatures=[
            {
                "side": str(Side(signature.side)),
                "name": signature.name,
                "title": signature.title,
                "at": when(signature.signed_at),
                "address": signature.address or "",
                "method": str(signature.method),
                "recorded_by": str(signature.recorded_by or ""),
                "ink": signature.ink,
            }
            for signature in queries.signatures_of(found)
        ],
        status="" if is_signed else str(_("BELUM DITANDATANGANI KEDUA PIHAK")),
        verify_url=request.build_absolute_uri(
            reverse("agreements:verify", args=[found.document_hash])
        ),
        place=place,
        witness=(ceremony.witness_name, ceremony.witness_title) if ceremony and seen else ("", ""),
    )


@require_safe
def pdf(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The paper as PDF, drawn from the frozen text. Drawing takes less time than keeping files."""
    found = get_object_or_404(queries.with_papers(queries.agreements_for(request.user)), pk=pk)
    entry = CeremonyEntry.objects.filter(agreement=found).select_related("ceremony").first()
    printed = printed_paper(request, found, ceremony=entry.ceremony if entry else None)
    if printed is None:
        raise Http404
    signatures = queries.signatures_of(found)
    at = signatures[-1].signed_at if signatures else found.offered_at or found.created_at
    drawn = draw_paper(printed, at=at)
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
