"""The day's versions, what is being calculated, and the form to calculate anew."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.calculating import (
    give_up_silent_runs,
    silent_seconds,
    start_calculation,
    stop_calculation,
)
from gandeng.meetings.forms.timetables import CalculationForm
from gandeng.meetings.models import Day, Run
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.problems import USUAL
from gandeng.meetings.queries.quality import (
    comfort_of,
    comfort_so_far,
    quality_of,
    quality_so_far,
)
from gandeng.meetings.queries.versions import is_under_way, latest_run, versions_of
from gandeng.meetings.states import TIMETABLE_TONES, RunState, TimetableState
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in, wants_part

from .versions import usual_floor


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
    form = CalculationForm(day, usual_floor(day), request.POST)
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
        row.comfort = comfort_of(row)
        row.tone = TIMETABLE_TONES[TimetableState(row.state)]
    may_draw_up = may(request.user, "meetings.draw_up_timetable", day) and day.is_open
    context = {
        "day": day,
        "rows": rows,
        "form": form or CalculationForm(day, usual_floor(day), initial=_initial(run)),
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
        "comfort": comfort_so_far(run),
        # a worker looks every second; a queue that nobody looks at is worth a word
        "is_waiting_long": run.state == RunState.QUEUED and seconds > 10,
        "silent_seconds": silent_seconds(run, at=now),
        # what contradicts itself is often the office's own word
        "has_pairings": run.state == RunState.FAILED and day.pairings.exists(),
        "may_stop": may(request.user, "meetings.draw_up_timetable", run),
    }
    return context


def _initial(run: Run | None) -> dict[str, Any]:
    asked = USUAL | (run.settings if run else {"floor": 1})
    return {**asked, "has_floor": bool(asked["floor"])}
