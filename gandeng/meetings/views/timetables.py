"""Versions of the timetable: calculated, read, compared, put into force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.calculating import (
    give_up_silent_runs,
    start_calculation,
    stop_calculation,
)
from gandeng.meetings.actions.timetabling import (
    discard_timetable,
    notices_between,
    publish_timetable,
)
from gandeng.meetings.forms.timetables import CalculationForm
from gandeng.meetings.models import Day, Run, Timetable
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.problems import USUAL
from gandeng.meetings.queries.timetables import meetings_of, published
from gandeng.meetings.queries.versions import (
    comparison_of,
    fairness_in,
    is_under_way,
    latest_run,
    quality_of,
    quality_so_far,
    unmet_in,
    versions_of,
)
from gandeng.meetings.states import TIMETABLE_TONES, RunState, Side, TimetableState
from gandeng.parameters.queries import value_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in, wants_part

MOST_UNMET = 200
MOST_TOLD = 12


def office_timetable(request: HttpRequest, pk: int) -> Timetable:
    """A version the office may read. Raises Http404."""
    found = get_object_or_404(
        Timetable.objects.select_related("day__programme", "base", "by"), pk=pk
    )
    found.day = office_day(request.user, found.day_id)
    return found


@require_safe
@never_cache
def timetables(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """All versions, what is being calculated, and the form to calculate anew."""
    return _page(request, office_day(request.user, pk))


@require_POST
def calculate(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask for a calculation."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.draw_up_timetable", day)
    form = CalculationForm(day, _floor(day), request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            start_calculation(day, form.settings(), by=request.user, at=clock.now())
            return redirect("meetings:timetables", pk)
    return _page(request, day, form=form)


@require_safe
@never_cache
def run_now(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """How far the calculation is. Once it ended, the page is asked for anew."""
    day = office_day(request.user, pk)
    give_up_silent_runs(day, at=clock.now())
    run = latest_run(day)
    if not is_under_way(run) and wants_part(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "meetings/_run.html", _run_context(request, day, run))


@require_POST
def stop_run(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Stop it and keep the best so far."""
    run = get_object_or_404(Run.objects.select_related("day"), pk=pk)
    day = office_day(request.user, run.day_id)
    stop_calculation(run, by=request.user, at=clock.now())
    return redirect("meetings:timetables", day.pk)


def _page(
    request: ProgrammeRequest, day: Day, *, form: CalculationForm | None = None
) -> HttpResponse:
    give_up_silent_runs(day, at=clock.now())
    run = latest_run(day)
    rows: list[Any] = list(versions_of(day))
    for row in rows:
        row.quality = quality_of(row)
        row.tone = TIMETABLE_TONES[TimetableState(row.state)]
    may_draw_up = may(request.user, "meetings.draw_up_timetable", day) and day.is_open
    context = {
        "day": day,
        "rows": rows,
        "form": form or CalculationForm(day, _floor(day), initial=_initial(run)),
        "may_draw_up": may_draw_up,
        "is_ready": day.slots.exists() and day.tables.exists(),
        "published": next((row for row in rows if row.state == TimetableState.PUBLISHED), None),
        "newest_draft": next((row for row in rows if row.state == TimetableState.DRAFT), None),
        **_run_context(request, day, run),
    }
    status = 422 if form is not None else 200
    return render(request, "meetings/timetables.html", context, status=status)


def _run_context(request: ProgrammeRequest, day: Day, run: Run | None) -> dict[str, Any]:
    context: dict[str, Any] = {"day": day, "run": run, "is_under_way": is_under_way(run)}
    if run is None:
        return context
    now = clock.now()
    begun = run.started_at or run.created_at
    seconds = int(((run.ended_at or now) - begun).total_seconds())
    context |= {
        "elapsed": max(seconds, 0),
        "so_far": quality_so_far(run),
        # a worker looks every second; a queue that nobody looks at is worth a word
        "is_waiting_long": run.state == RunState.QUEUED and seconds > 10,
        "may_stop": may(request.user, "meetings.draw_up_timetable", run),
    }
    return context


def _initial(run: Run | None) -> dict[str, Any]:
    asked = USUAL | (run.settings if run else {"floor": 1})
    return {**asked, "has_floor": bool(asked["floor"])}


def _floor(day: Day) -> int:
    return value_of("meeting_floor_per_maker", on=clock.today(), programme=day.programme_id)


@require_safe
def timetable(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One version: how good, how fair, who meets whom in a slot."""
    found = office_timetable(request, pk)
    day = found.day
    slots = list(day.slots.order_by("number"))
    chosen = _number(request.GET.get("slot"), len(slots))
    rows = list(meetings_of(found).filter(slot__number=chosen))
    context = {
        "day": day,
        "timetable": found,
        "tone": TIMETABLE_TONES[TimetableState(found.state)],
        "quality": quality_of(found),
        "fairness": fairness_in(found),
        "meeting_count": found.meetings.count(),
        "locked_count": found.meetings.filter(is_locked=True).count(),
        "unmet_count": len(unmet_in(found)),
        "slots": slots,
        "chosen": chosen,
        "rows": rows,
        "in_force": published(day),
        "is_draft": found.state == TimetableState.DRAFT,
        "may_publish": day.is_open
        and found.state in (TimetableState.DRAFT, TimetableState.SUPERSEDED)
        and may(request.user, "meetings.publish_timetable", found),
    }
    return render(request, "meetings/timetable.html", context)


@require_safe
def unmet(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Wishes without a meeting, each with its reason; of all, or of one party."""
    found = office_timetable(request, pk)
    words = request.GET.get("q", "")[:80]
    party = request.GET.get("peserta", "")
    chosen = int(party) if party.isascii() and party.isdigit() else None
    rows = unmet_in(found, chosen, words)
    context = {
        "day": found.day,
        "timetable": found,
        "rows": rows[:MOST_UNMET],
        "count": len(rows),
        "left_out": max(len(rows) - MOST_UNMET, 0),
        "words": words,
        "party": found.day.invitations.select_related("organisation").filter(pk=chosen).first()
        if chosen
        else None,
    }
    return render(request, "meetings/unmet.html", context)


@require_safe
def compare(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What changed from another version to this one."""
    found = office_timetable(request, pk)
    others = list(found.day.timetables.exclude(pk=found.pk).order_by("-version"))
    wanted = request.GET.get("dengan", "")
    usual = found.base_id or next(
        (row.pk for row in others if row.state == TimetableState.PUBLISHED), None
    )
    chosen = int(wanted) if wanted.isascii() and wanted.isdigit() else usual
    other = next((row for row in others if row.pk == chosen), others[0] if others else None)
    if wanted and (other is None or str(other.pk) != wanted):
        raise Http404
    context: dict[str, Any] = {"day": found.day, "timetable": found, "others": others}
    if other is not None:
        comparison = comparison_of(other, found)
        context |= {
            "other": other,
            "comparison": comparison,
            "sides": [
                (side.label, [p for p in comparison.parties if p.side == side]) for side in Side
            ],
        }
    return render(request, "meetings/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a version into force, after saying who will be told."""
    found = office_timetable(request, pk)
    require(request.user, "meetings.publish_timetable", found)
    if request.method == "POST":
        publish_timetable(found, by=request.user, at=clock.now())
        messages.success(
            request,
            _("Versi %(version)s berlaku. Peserta yang jadwalnya berubah mendapat kabar.")
            % {"version": found.version},
        )
        return redirect("meetings:timetable", pk)
    before = published(found.day)
    told = notices_between(found.day, before, found, at=clock.now())
    names = found.day.invitations.filter(pk__in=told).values_list("pk", "organisation__name")
    named = sorted((name, told[pk]) for pk, name in names)
    context = {
        "day": found.day,
        "timetable": found,
        "before": before,
        "told_count": len(told),
        "told": named[:MOST_TOLD],
        "more": max(len(named) - MOST_TOLD, 0),
        "question": ngettext(
            "%(count)s peserta akan mendapat kabar di halamannya.",
            "%(count)s peserta akan mendapat kabar di halamannya.",
            len(told),
        )
        % {"count": len(told)},
    }
    return render(request, "meetings/publish.html", context)


@require_POST
def discard(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = office_timetable(request, pk)
    discard_timetable(found, by=request.user, at=clock.now())
    messages.success(request, _("Versi %(version)s dibuang.") % {"version": found.version})
    return redirect("meetings:timetables", found.day_id)


def _number(text: str | None, count: int) -> int:
    """A slot's number from the address; the first where there is none like that."""
    number = int(text) if text and text.isascii() and text.isdigit() else 0
    return number if number < count else 0
