"""One version of the timetable: read, explained, compared, put into force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.timetabling import (
    discard_timetable,
    notices_between,
    publish_timetable,
)
from gandeng.meetings.models import Day, Timetable
from gandeng.meetings.models.said import in_words
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.boards import last_mark
from gandeng.meetings.queries.quality import comfort_of, fairness_in, load_of, quality_of
from gandeng.meetings.queries.timetables import meetings_of, published
from gandeng.meetings.queries.unmet import not_weighed_in, unmet_in
from gandeng.meetings.queries.versions import comparison_of
from gandeng.meetings.states import TIMETABLE_TONES, Side, TimetableState
from gandeng.parameters.queries import value_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.templatetags.ui import quantity

MOST_UNMET = 200
MOST_TOLD = 12


def office_timetable(request: HttpRequest, pk: int) -> Timetable:
    """A version the office may read. Raises Http404."""
    found = get_object_or_404(
        Timetable.objects.select_related("day__programme", "base", "by"), pk=pk
    )
    found.day = office_day(request.user, found.day_id)
    return found


def usual_floor(day: Day) -> int:
    """Meetings every maker with demand is to have, by the parameters of today."""
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
        "comfort": comfort_of(found),
        "load": load_of(found),
        "may_add_tables": day.is_open and may(request.user, "meetings.plan_day", day),
        "fairness": fairness_in(found, usual_floor(day)),
        "locked_count": found.meetings.filter(is_locked=True).count(),
        "unmet_count": len(unmet_in(found)) + len(not_weighed_in(found)),
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
    others = not_weighed_in(found, chosen, words)
    context = {
        "day": found.day,
        "timetable": found,
        "rows": rows[:MOST_UNMET],
        "count": len(rows) + len(others),
        "left_out": max(len(rows) - MOST_UNMET, 0),
        "others": others[:MOST_UNMET],
        "others_left_out": max(len(others) - MOST_UNMET, 0),
        "is_by_hand": bool(last_mark(found)),
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
        context |= _figures([other, found]) | {
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
    others = [before] if before is not None and before.pk != found.pk else []
    told = notices_between(found.day, before, found, at=clock.now())
    names = found.day.invitations.filter(pk__in=told).values_list("pk", "organisation__name")
    named = sorted((name, in_words(told[pk])) for pk, name in names)
    context = _figures([*others, found]) | {
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


def _figures(versions: list[Timetable]) -> dict[str, Any]:
    """Versions side by side, figure by figure: ``columns`` and ``figures`` of ``_figures.html``."""
    columns = []
    for row in versions:
        quality, comfort = quality_of(row), comfort_of(row)
        fairness = fairness_in(row, usual_floor(row.day))
        columns.append(
            {
                "title": _("Versi %(version)s") % {"version": row.version},
                _("Pertemuan"): quantity(row.meetings.count()),
                _("Mutu"): f"{quality.words} ({quality.note})",
                _("Jeda kosong"): comfort.breaks_words,
                _("Pindah meja"): comfort.walk_words,
                _("UMKM di bawah minimum"): quantity(len(fairness.short)),
                _("Tidak terpenuhi"): quantity(len(unmet_in(row))),
            }
        )
    labels = [label for label in columns[0] if label != "title"]
    return {
        "columns": columns,
        "figures": [
            (label, [(column["title"], column[label]) for column in columns]) for label in labels
        ],
    }


def _number(text: str | None, count: int) -> int:
    """A slot's number from the address; the first where there is none like that."""
    number = int(text) if text and text.isascii() and text.isdigit() else 0
    return number if number < count else 0
