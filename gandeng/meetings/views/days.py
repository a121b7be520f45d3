"""Days: the list, one day's page, planning and changing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions import planning
from gandeng.meetings.forms.days import DayForm, ReasonForm
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries.access import days_for, office_day, office_days_for, own_invitations
from gandeng.meetings.queries.attendance import outlook_of
from gandeng.meetings.queries.counts import counts_of, work_on
from gandeng.meetings.queries.messages import hours_of
from gandeng.meetings.queries.steps import steps_of
from gandeng.meetings.states import DAY_TONES, INVITATION_TONES, DayState, InvitationState, Side
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, standing_of
from gandeng.ui.htmx import refusals_shown_in, wants_part
from gandeng.ui.pages import page_of

from .outlooks import outlook_context


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of; 404 where a person belongs to none."""
    if not request.programme:
        raise Http404
    return request.programme


@require_safe
def days(request: ProgrammeRequest) -> HttpResponse:
    """Every day a person may open, the latest first; guests see their own answer beside it."""
    programme = programme_of(request)
    page = page_of(request, days_for(request.user).filter(programme=programme))
    is_office = standing_of(request.user).has(programme.pk, *READERS)
    own: dict[int, list[Invitation | None]] = {}
    if not is_office:
        for one in own_invitations(request.user).filter(day__in=page.rows).order_by("pk"):
            own.setdefault(one.day_id, []).append(one)
    context = {
        "page": page,
        "rows": [
            {
                "day": one,
                "tone": DAY_TONES[DayState(one.state)],
                "invitation": mine,
                "answer_tone": INVITATION_TONES[InvitationState(mine.state)] if mine else "",
                # who comes with more than one organisation must tell them apart
                "is_named": len(own.get(one.pk, ())) > 1,
            }
            for one in page.rows
            for mine in (own.get(one.pk) or [None])
        ],
        "may_plan": may(request.user, "meetings.plan_day", Day(programme=programme)),
    }
    return render(request, "meetings/day_list.html", context)


@require_safe
def day(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One day for the office: where it stands and what to do next. A mentor goes on to the list of
    whom to call, a guest to their own invitation."""
    found = get_object_or_404(days_for(request.user), pk=pk)
    standing = standing_of(request.user)
    if not standing.has(found.programme_id, *READERS):
        if standing.districts.get(found.programme_id):
            return redirect("meetings:chase", pk)
        own = own_invitations(request.user).filter(day=found).order_by("pk").first()
        if own is None:
            raise Http404
        return redirect("meetings:own", own.pk)
    context = {
        **_standing_of_day(found),
        "day": found,
        "tone": DAY_TONES[DayState(found.state)],
        "hours": hours_of(found),
        "may_plan": may(request.user, "meetings.plan_day", found) and found.is_open,
        "may_cancel": may(request.user, "meetings.plan_day", found)
        and found.state in {DayState.PLANNED, DayState.INVITING},
    }
    return render(request, "meetings/day.html", context)


@require_safe
def day_counts(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The figures of a day again, for a page that stays open; nothing when nothing happened."""
    found = office_day(request.user, pk)
    if request.GET.get("beat") == str(found.beat):
        return HttpResponse(status=204)
    return render(request, "meetings/_day_counts.html", {**_standing_of_day(found), "day": found})


@require_http_methods(["GET", "POST"])
def new_day(request: ProgrammeRequest) -> HttpResponse:
    """Plan a day."""
    programme = programme_of(request)
    require(request.user, "meetings.plan_day", Day(programme=programme))
    initial = {
        "key": uuid.uuid4().hex,
        "seated": Side.MAKER,
        "buyer_maximum": 0,
        "maker_maximum": 0,
    }
    earlier = office_days_for(request.user).filter(programme=programme)
    form = DayForm(request.POST or None, initial=initial, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            values = form.cleaned_data | {"key": form.cleaned_data["key"] or uuid.uuid4().hex}
            made = planning.plan_day(programme, by=request.user, at=clock.now(), **values)
            messages.success(request, _("Acara disimpan. Berikutnya: slot waktu dan meja."))
            return redirect("meetings:venue", made.pk)
    context = {
        "form": form,
        "title": _("Rencanakan temu bisnis"),
        "submit_label": _("Simpan"),
        "server_checks": True,
        "cancel_url": reverse("meetings:days"),
        "crumbs": [
            {"label": _("Temu bisnis"), "url": reverse("meetings:days")},
            {"label": _("Rencanakan temu bisnis")},
        ],
    }
    return render(request, "ui/form.html", context, status=_status(request, form))


@require_http_methods(["GET", "POST"])
def change_day(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what a day says."""
    found = office_day(request.user, pk)
    require(request.user, "meetings.plan_day", found)
    form = DayForm(request.POST or None, initial=DayForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            planning.change_day(found, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Perubahan disimpan."))
            return redirect("meetings:day", pk)
    context = _form_context(found, form, _("Ubah acara"), _("Simpan"))
    return render(request, "ui/form.html", context, status=_status(request, form))


@require_http_methods(["GET", "POST"])
def cancel_day(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Cancel a day, with the reason guests will read."""
    found = office_day(request.user, pk)
    require(request.user, "meetings.plan_day", found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            planning.cancel_day(found, form.cleaned_data["why"], by=request.user, at=clock.now())
            messages.success(request, _("Acara dibatalkan. Yang akan hadir mendapat kabar."))
            return redirect("meetings:day", pk)
    coming = found.invitations.filter(state=InvitationState.COMING).count()
    context = _form_context(found, form, _("Batalkan acara"), _("Batalkan acara")) | {
        "text": _("Undangan yang sudah dijawab hadir (%(count)s) mendapat kabar berisi alasan ini. "
                  "Pembatalan tidak bisa diurungkan.") % {"count": coming},
        "is_danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", context, status=_status(request, form))


def crumbs_of(day: Day, label: str) -> list[dict[str, Any]]:
    """Where a page of a day stands."""
    return [
        {"label": _("Temu bisnis"), "url": reverse("meetings:days")},
        {"label": day.name, "url": reverse("meetings:day", args=[day.pk])},
        {"label": label},
    ]


def _standing_of_day(day: Day) -> dict[str, Any]:
    counts, work = counts_of(day), work_on(day)
    steps = steps_of(day, counts, work) if day.state != DayState.CANCELLED else []
    return {
        "counts": list(counts.values()),
        "work": work,
        "steps": steps,
        "next_step": next((step for step in steps if not step.is_done), None),
        **outlook_context(outlook_of(day)),
    }


def _form_context(day: Day, form: Any, title: str, label: str) -> dict[str, Any]:
    return {
        "form": form,
        "title": title,
        "submit_label": label,
        "server_checks": True,
        "cancel_url": reverse("meetings:day", args=[day.pk]),
        "crumbs": crumbs_of(day, title),
    }


def _status(request: ProgrammeRequest, form: Any) -> int:
    return 422 if form.errors and wants_part(request) else 200
