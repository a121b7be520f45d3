"""The slots and tables of a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions import floor_plan, venues
from gandeng.meetings.core.slot_plan import MOST_CENTIMETRES, TOP_DEPTH, TOP_WIDTH, SlotTime
from gandeng.meetings.core.spans import said_time
from gandeng.meetings.forms.days import SlotsForm, TableForm, TablesForm, as_slot_times
from gandeng.meetings.forms.floor_plan import read_moves
from gandeng.meetings.models import Day, Table
from gandeng.meetings.queries.access import office_day
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in

# centimetres around the tables on the plan
MARGIN = 80


@require_safe
def venue(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Slots and tables, with the plan of the room."""
    day = office_day(request.user, pk)
    return _page(request, day)


@require_POST
def lay_out(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Cut the hours into slots."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.plan_day", day)
    form = SlotsForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            slots = venues.lay_out_slots(
                day,
                form.cleaned_data["hours"],
                minutes=form.cleaned_data["minutes"],
                gap_minutes=form.cleaned_data["gap_minutes"],
                by=request.user,
                at=clock.now(),
            )
            count = len(slots)
            messages.success(
                request,
                ngettext("%(count)s slot disimpan.", "%(count)s slot disimpan.", count)
                % {"count": count},
            )
            return redirect("meetings:venue", pk)
    return _page(request, day, slots_form=form)


@require_safe
def preview_slots(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """How many slots these hours make, before they are kept."""
    office_day(request.user, pk)
    form = SlotsForm(request.GET)
    plan: list[SlotTime] = []
    problem = ""
    if form.is_valid():
        try:
            plan = venues.slots_wanted(
                form.cleaned_data["hours"],
                minutes=form.cleaned_data["minutes"],
                gap_minutes=form.cleaned_data["gap_minutes"],
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            problem = str(refusal)
    else:
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    context = {"sessions": _sessions(plan), "slot_count": len(plan), "problem": problem}
    return render(request, "meetings/_slot_preview.html", context)


@require_POST
def add_tables(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Set up more tables."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.plan_day", day)
    form = TablesForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            values = form.cleaned_data
            tables = venues.set_up_tables(
                day,
                values["count"],
                per_row=values["per_row"],
                prefix=values["label_prefix"],
                area=values["area"],
                seats=values["seats"],
                by=request.user,
                at=clock.now(),
            )
            count = len(tables)
            messages.success(
                request,
                ngettext("%(count)s meja ditambahkan.", "%(count)s meja ditambahkan.", count)
                % {"count": count},
            )
            return redirect("meetings:venue", pk)
    return _page(request, day, tables_form=form)


@require_POST
def place_tables(request: ProgrammeRequest, pk: int) -> JsonResponse:
    """Where tables were dragged to on the plan. 409 with a sentence where they cannot stand so."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.plan_day", day)
    try:
        moves = read_moves(request.body)
        moved = floor_plan.place_tables(day, moves, by=request.user, at=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=409)
    return JsonResponse({"moved": len(moved)})


@require_http_methods(["GET", "POST"])
def table(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change, close or remove one table."""
    found = _table(request, pk)
    form = TableForm(request.POST or None, instance=Table.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            venues.change_table(found, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Meja disimpan."))
            return redirect("meetings:venue", found.day_id)
    context = {"day": found.day, "table": found, "form": form}
    return render(request, "meetings/table_form.html", context)


@require_POST
def remove_table(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a table away."""
    found = _table(request, pk)
    venues.remove_table(found, by=request.user, at=clock.now())
    messages.success(request, _("Meja dihapus."))
    return redirect("meetings:venue", found.day_id)


def _table(request: ProgrammeRequest, pk: int) -> Table:
    found = get_object_or_404(Table.objects.select_related("day__programme"), pk=pk)
    office_day(request.user, found.day_id)
    require(request.user, "meetings.plan_day", found.day)
    return found


def _page(
    request: ProgrammeRequest,
    day: Day,
    *,
    slots_form: SlotsForm | None = None,
    tables_form: TablesForm | None = None,
) -> HttpResponse:
    slots, tables = list(day.slots.all()), list(day.tables.all())
    context = {
        "day": day,
        "sessions": _sessions(as_slot_times(slots)),
        "slot_count": len(slots),
        "tables": tables,
        "open_count": sum(one.is_open for one in tables),
        "plan": _plan(tables),
        "slots_form": slots_form or SlotsForm(initial=SlotsForm.initial_of(slots)),
        "tables_form": tables_form or TablesForm(initial={"count": 20 if not tables else 5}),
        "may_plan": may(request.user, "meetings.plan_day", day) and day.is_open,
    }
    return render(request, "meetings/venue.html", context)


def _sessions(plan: list[SlotTime]) -> list[dict[str, Any]]:
    """Slots by session, as words: 09.00, 09.20, …"""
    found: dict[int, list[SlotTime]] = {}
    for slot in plan:
        found.setdefault(slot.session, []).append(slot)
    return [
        {
            "number": number,
            "hours": f"{said_time(those[0].start)}–{said_time(those[-1].end)}",
            "slots": [said_time(slot.start) for slot in those],
            "count": len(those),
        }
        for number, those in enumerate(found.values(), start=1)
    ]


def _plan(tables: list[Table]) -> dict[str, Any] | None:
    """The room from above, in centimetres: what an SVG shows of it."""
    if not tables:
        return None
    left = min(one.x for one in tables) - MARGIN
    top = min(one.y for one in tables) - MARGIN
    width = max(one.x for one in tables) - left + TOP_WIDTH + MARGIN
    depth = max(one.y for one in tables) - top + TOP_DEPTH + MARGIN
    return {
        "box": f"{left} {top} {width} {depth}",
        "width": TOP_WIDTH,
        "depth": TOP_DEPTH,
        "middle": TOP_WIDTH // 2,
        "line": TOP_DEPTH // 2 + 14,
        "margin": MARGIN,
        "most": MOST_CENTIMETRES,
    }
