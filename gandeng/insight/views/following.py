"""A stuck promise is given to somebody, and closed with what was learnt."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.insight import actions, queries
from gandeng.insight.forms import CloseForm, RaiseAllForm, RaiseForm
from gandeng.insight.states import MoveName, StepName
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from .promises import programme_of


@require_safe
def follow_ups(request: ProgrammeRequest) -> HttpResponse:
    """All tasks, the open ones first."""
    programme = programme_of(request)
    is_open = request.GET.get("tampil") != "ditutup"
    found = queries.follow_ups_for(request.user).filter(
        programme=programme, closed_at__isnull=is_open
    )
    found = found if is_open else found.order_by("-closed_at", "-pk")
    context = {
        "page": page_of(request, found),
        "is_open": is_open,
        "today": clock.today(),
        "step_names": dict(StepName.choices),
    }
    return render(request, "insight/follow_up_list.html", context)


@require_http_methods(["GET", "POST"])
def follow_up(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give the step a promise waits for to somebody."""
    programme = programme_of(request)
    rows = queries.promises_for(request.user, programme, clock.today(), pk=pk)
    if not rows:
        raise Http404
    agreement, promise = rows[0].agreement, rows[0].promise
    require(request.user, "insight.raise_follow_up", agreement)
    if promise.waits_for is None or promise.move is None:
        raise Refusal("nothing_waits", _("Janji ini tidak menunggu siapa pun."))
    form = RaiseForm(request.POST or None, programme=programme, initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.raise_follow_up(
                agreement,
                promise.waits_for,
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Tindak lanjut dicatat."))
            return redirect("insight:promise", pk)
    context = {
        "title": _("Tindak lanjuti janji"),
        "lead": f"{agreement.maker} & {agreement.buyer}: {MoveName(promise.move).label}.",
        "form": form,
        "submit_label": _("Catat tindak lanjut"),
        "cancel_url": reverse("insight:promise", args=[pk]),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def follow_up_all(request: ProgrammeRequest) -> HttpResponse:
    """A task for every stuck promise nobody looks after."""
    programme = programme_of(request)
    require(request.user, "insight.raise_follow_ups", programme)
    form = RaiseAllForm(
        request.POST or None, programme=programme, initial={"owner": request.user.pk}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.raise_follow_ups(
                programme,
                owner=form.cleaned_data["owner"],
                by=request.user,
                at=clock.now(),
            )
            said = ngettext(
                "%(count)d tindak lanjut dibuat.", "%(count)d tindak lanjut dibuat.", len(made)
            )
            messages.success(request, said % {"count": len(made)})
            return redirect("insight:follow-ups")
    context = {
        "title": _("Tindak lanjuti semua yang macet"),
        "lead": _("Setiap janji macet yang belum ditangani mendapat satu tugas, tenggat 7 hari."),
        "form": form,
        "submit_label": _("Buat tindak lanjut"),
        "cancel_url": reverse("insight:promises"),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Close a task with its cause and what was done."""
    task = get_object_or_404(queries.follow_ups_for(request.user), pk=pk)
    require(request.user, "insight.close_follow_up", task)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.close_follow_up(
                task,
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Tindak lanjut ditutup."))
            return redirect("insight:promise", task.agreement_id)
    context = {
        "title": _("Tutup tindak lanjut"),
        "lead": str(task.agreement),
        "form": form,
        "submit_label": _("Tutup"),
        "cancel_url": reverse("insight:promise", args=[task.agreement_id]),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
