"""Signed papers come back as photos and scans: a few at once, stacks in the background."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gandeng.agreements import actions, queries
from gandeng.agreements.forms import ScansForm
from gandeng.agreements.models import Ceremony
from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.files import opened
from gandeng.ui.htmx import wants_part

# a worker looks every second; a queue that nobody looks at is worth a word
LONG_SECONDS = 10


def reading_context(ceremony: Ceremony) -> dict[str, Any]:
    """How far the stacks are, for the page and the part of it that follows."""
    now = clock.now()
    actions.give_up_silent_stacks(ceremony, at=now)
    reading = queries.reading_of(ceremony, at=now)
    eldest = min((stack.created_at for stack in reading.waiting), default=now)
    return {
        "reading": reading,
        "is_waiting_long": not reading.is_begun and (now - eldest).total_seconds() > LONG_SECONDS,
    }


@require_POST
def take_in_scans(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Photos or PDFs of signed papers; the code on each says whose it is."""
    found = get_object_or_404(queries.ceremonies_for(request.user), pk=pk)
    require(request.user, "agreements.record_signature", found)
    form = ScansForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("agreements:ceremony", pk)
    files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
    taken = actions.take_in_files(found, files, by=request.user, at=clock.now())
    for name, sentence in taken.refused:
        messages.error(request, f"{name}: {sentence}")
    if taken.pages:
        messages.success(
            request,
            _("%(pages)s halaman diterima, %(matched)s menemukan perjanjiannya.")
            % {"pages": taken.pages, "matched": taken.found},
        )
    if taken.queued:
        text = ngettext(
            "%(count)s halaman diterima dan sedang dibaca. Halaman ini boleh ditinggal.",
            "%(count)s halaman diterima dan sedang dibaca. Halaman ini boleh ditinggal.",
            taken.queued,
        )
        messages.success(request, text % {"count": taken.queued})
    return redirect("agreements:ceremony", pk)


@require_safe
@never_cache
def scans_now(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """How far the reading is. Once it ended, the page is asked for anew."""
    found = get_object_or_404(queries.ceremonies_for(request.user), pk=pk)
    context = reading_context(found)
    if not context["reading"].waiting and wants_part(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context |= {
        "ceremony": found,
        "may_hold": may(request.user, "agreements.hold_ceremony", found),
    }
    return render(request, "agreements/_reading.html", context)


@require_POST
def read_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Try a stack once more."""
    found = get_object_or_404(queries.stacks_for(request.user), pk=pk)
    actions.read_again(found, by=request.user, at=clock.now())
    return redirect("agreements:ceremony", found.ceremony_id)


@require_POST
def discard_stack(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Throw a stack away that could not be read."""
    found = get_object_or_404(queries.stacks_for(request.user), pk=pk)
    actions.discard_stack(found, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s dibuang.") % {"name": found})
    return redirect("agreements:ceremony", found.ceremony_id)


@require_safe
def scan(request: ProgrammeRequest, pk: int) -> FileResponse:
    """The picture of a scanned page, for the office only."""
    found = get_object_or_404(queries.scans_for(request.user), pk=pk)
    response = FileResponse(opened(found.file), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
def assign_scan(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say whose paper a page is, where its code could not be read."""
    found = get_object_or_404(queries.scans_for(request.user), pk=pk)
    agreement = get_object_or_404(
        queries.agreements_for(request.user), pk=number_in(request.POST.get("agreement", ""))
    )
    actions.assign_scan(found, agreement, by=request.user, at=clock.now())
    messages.success(request, _("Halaman itu sekarang milik %s.") % agreement)
    if found.ceremony_id:
        return redirect(reverse("agreements:ceremony", args=[found.ceremony_id]) + "#pindaian")
    return redirect("agreements:agreement", agreement.pk)


def number_in(text: str) -> int:
    """A number in an address or a form; nought where there is none (no row has it)."""
    return int(text) if text.isdecimal() and len(text) < 12 else 0
