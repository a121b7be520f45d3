"""Pages for bringing workbooks in: send, look at the dry run, take in, correct."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in

from . import actions
from .forms import UploadForm
from .gateways.workbooks import corrections_workbook, template_workbook
from .models import UploadedFile
from .queries import held_rows_for, uploads_for
from .queries.importers import REGISTRY, Desk
from .queries.planning import File, Plan, plan_files
from .states import HeldState, State

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE = 50
MOST_SORTS = 8
WORDS = ("created", "changed", "unchanged", "held", "stopped")


@require_GET
def uploads(request: ProgrammeRequest) -> HttpResponse:
    """What was sent so far, and the rows that wait for a decision."""
    require(request.user, "intake.upload", request.programme)
    found = uploads_for(request.user).filter(programme=request.programme)
    context = {
        "uploads": found.select_related("uploaded_by").prefetch_related("files")[:ON_A_PAGE],
        "held": held_rows_for(request.user).filter(programme=request.programme)[:ON_A_PAGE],
    }
    return render(request, "intake/uploads.html", context)


@require_http_methods(["GET", "POST"])
def new_upload(request: ProgrammeRequest) -> HttpResponse:
    """Send files; the dry run follows at once."""
    programme = request.programme
    require(request.user, "intake.upload", programme)
    assert programme is not None  # nobody may upload to no programme
    form = UploadForm(request.POST or None, request.FILES or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        files = [File(file.name, file.read()) for file in form.cleaned_data["files"]]
        with refusals_shown_in(form):
            made = actions.check_files(
                programme,
                files,
                key=form.cleaned_data["key"],
                by=request.user,
                at=clock.now(),
            )
            return redirect("intake:upload", pk=made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "intake/new_upload.html", {"form": form}, status=status)


@require_GET
def upload(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The report: what would happen or has happened, the doubles, the problems."""
    made = get_object_or_404(uploads_for(request.user), pk=pk)
    found = made.found
    chosen = {
        "severity": request.GET.get("severity", ""),
        "sheet": request.GET.get("sheet", ""),
        "code": request.GET.get("code", ""),
        "column": request.GET.get("column", ""),
    }
    problems = [
        problem
        for problem in found["problems"]
        if all(not wanted or (problem[key] or "") == wanted for key, wanted in chosen.items())
    ]
    start = _whole(request.GET.get("from", ""))
    shown = problems[start : start + ON_A_PAGE]
    context = {
        "upload": made,
        "found": found,
        "kinds": (kinds := _kinds(found)),
        "words": [word for word in WORDS if word == "created" or any(k[word] for k in kinds)],
        "good_count": sum(found["created"].values()) + sum(found["changed"].values()),
        "is_open": made.state == State.CHECKED,
        "problems": shown,
        "problem_total": len(problems),
        "sorts": found.get("sorts", [])[:MOST_SORTS] if found["problem_count"] > ON_A_PAGE else [],
        "severities": found.get("severities", {}),
        "sheets": sorted({problem["sheet"] for problem in found["problems"] if problem["sheet"]}),
        "chosen": chosen,
        "next_start": start + ON_A_PAGE if start + ON_A_PAGE < len(problems) else None,
        "previous_start": max(0, start - ON_A_PAGE) if start else None,
        "first": start + 1,
        "last": start + len(shown),
        "held": made.held.filter(state="open").order_by("pk")[:ON_A_PAGE],
    }
    return render(request, "intake/upload.html", context)


@require_POST
def take_in(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take all good rows in."""
    made = get_object_or_404(uploads_for(request.user), pk=pk)
    if made.state == State.TAKEN_IN:
        # a second click: it is done, and the page says what came of it
        return redirect("intake:upload", pk=pk)
    plan = actions.take_in(made, by=request.user, at=clock.now())
    count = sum(plan.count("create", "change").values())
    said = ngettext("%(count)d baris sudah masuk.", "%(count)d baris sudah masuk.", count)
    messages.success(request, said % {"count": count})
    return redirect("intake:upload", pk=pk)


@require_POST
def discard(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Throw a checked upload away; nothing of it came in."""
    made = get_object_or_404(uploads_for(request.user), pk=pk)
    actions.discard(made, by=request.user, at=clock.now())
    messages.success(request, _("Unggahan dibuang. Tidak ada yang masuk."))
    return redirect("intake:uploads")


@require_GET
def corrections(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The rows that did not come in, as a workbook with the reasons beside the cells."""
    made = get_object_or_404(uploads_for(request.user), pk=pk)
    require(request.user, "intake.upload", made)
    files = [File(kept.name, actions.content_of(kept)) for kept in made.files.order_by("pk")]
    plan = plan_files(made.programme, files, on=clock.today())
    if made.state == State.TAKEN_IN:
        _stop_what_was_refused(plan, made.found)
    return _workbook(corrections_workbook(plan), f"perbaikan-{made.pk}.xlsx")


@require_GET
def template(request: ProgrammeRequest) -> HttpResponse:
    """An empty workbook that intake understands."""
    programme = request.programme
    require(request.user, "intake.upload", programme)
    assert programme is not None  # nobody may upload to no programme
    importers = Desk(programme, clock.today()).importers.values()
    return _workbook(template_workbook(importers), "templat-gandeng.xlsx")


@require_GET
def original(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A file as it was sent."""
    visible = UploadedFile.objects.filter(upload__in=uploads_for(request.user))
    kept = get_object_or_404(visible, pk=pk)
    require(request.user, "intake.upload", kept)
    response = HttpResponse(actions.content_of(kept), content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=kept.name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


@require_POST
def decide(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A held row is the same business, or another."""
    held = get_object_or_404(held_rows_for(request.user, is_open=False), pk=pk)
    is_same = request.POST.get("answer") == "same"
    if held.state == HeldState.OPEN:
        actions.decide_held(held, is_same=is_same, by=request.user, at=clock.now())
        said = (
            _("“%(name)s” digabungkan.") if is_same else _("“%(name)s” dicatat sebagai yang lain.")
        )
        messages.success(request, said % {"name": held.name})
    else:
        # a second click, or a colleague was quicker: what was decided stands
        said = _("“%(name)s” sudah diputuskan: %(answer)s.")
        answer = held.get_state_display().lower()
        messages.info(request, said % {"name": held.name, "answer": answer})
    if held.upload_id and request.POST.get("back") == "upload":
        return redirect("intake:upload", pk=held.upload_id)
    return redirect("intake:uploads")


def _stop_what_was_refused(plan: Plan, found: dict[str, Any]) -> None:
    """What would still be made did not come in: a room refused it at the last moment, and why."""
    reasons = {
        (problem["file"], problem["sheet"], problem["row"]): problem
        for problem in found["problems"]
        if problem["severity"] == "stop"
    }
    for rows in plan.rows.values():
        for planned in rows:
            if planned.action == "create":
                told = reasons.get((planned.file, planned.sheet, planned.row), {})
                said = told.get("message") or str(_("Baris ini belum masuk."))
                planned.stop(None, told.get("code", "refused"), said)


def _kinds(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The counts by kind, in the order of the chain, kinds without rows left out."""
    rows = [
        {"label": importer.label}
        | {word: found.get(word, {}).get(importer.key, 0) for word in WORDS}
        for importer in REGISTRY
        if importer.is_taken_in
    ]
    for row in rows:
        row["shown"] = [(word, row[word]) for word in WORDS]
    return [row for row in rows if any(row[word] for word in WORDS)]


def _whole(text: str) -> int:
    return min(int(text), 10**6) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
