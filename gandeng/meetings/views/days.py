"""Days: the list, one day's page, planning and changing it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gandeng.kernel.permissions import may
from gandeng.meetings.models import Day
from gandeng.meetings.queries.access import days_for, office_day
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.ui.pages import page_of


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of; 404 where a person belongs to none."""
    if not request.programme:
        raise Http404
    return request.programme


@require_safe
def days(request: ProgrammeRequest) -> HttpResponse:
    """Every day a person may open, the latest first."""
    programme = programme_of(request)
    page = page_of(request, days_for(request.user).filter(programme=programme))
    context = {
        "page": page,
        "may_plan": may(request.user, "meetings.plan_day", Day(programme=programme)),
    }
    return render(request, "meetings/day_list.html", context)


@require_safe
def day(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One day for the office: where it stands and what to do next."""
    return render(request, "meetings/day.html", {"day": office_day(request.user, pk)})
