"""The day's papers: which there are, and each as one PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.meetings.gateways.papers import KINDS, draw_papers
from gandeng.meetings.models import Timetable
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.boards import guests_on, is_there
from gandeng.meetings.queries.papers import papers_of
from gandeng.meetings.queries.timetables import published
from gandeng.meetings.states import Side
from gandeng.programmes.middleware import ProgrammeRequest

from .versions import office_timetable

FILES = {
    "jadwal-peserta": "personal",
    "kartu-meja": "tables",
    "daftar-hadir": "attendance",
    "tanda-pengenal": "badges",
    "semua-kertas": "all",
}
WORDS = [
    (
        "jadwal-peserta",
        gettext_lazy("Jadwal tiap peserta"),
        gettext_lazy("A5 berisi dua A6 yang sama: satu untuk peserta, satu untuk meja panitia."),
        "calendar-days",
        True,
    ),
    (
        "kartu-meja",
        gettext_lazy("Kartu meja"),
        gettext_lazy("A5, satu untuk setiap meja dengan semua slotnya."),
        "table-2",
        False,
    ),
    (
        "daftar-hadir",
        gettext_lazy("Daftar hadir"),
        gettext_lazy("A4 dengan kolom tanda tangan, pembeli dan UMKM terpisah."),
        "clipboard-list",
        True,
    ),
    (
        "tanda-pengenal",
        gettext_lazy("Tanda pengenal"),
        gettext_lazy("A4 berisi sepuluh; kodenya dipindai di meja masuk."),
        "id-card",
        True,
    ),
]


@require_safe
def papers(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What can be printed, of the version in force unless another is named."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.print_papers", day)
    wanted = request.GET.get("versi", "")
    chosen: Timetable | None
    if wanted.isascii() and wanted.isdigit():
        chosen = get_object_or_404(day.timetables.all(), pk=int(wanted))
    else:
        chosen = published(day) or day.timetables.first()
    there: list[Any] = []
    if chosen is not None:
        chosen.day = day
        there = [guest for guest in guests_on(chosen) if is_there(guest)]
    context = {
        "day": day,
        "timetable": chosen,
        "versions": list(day.timetables.order_by("-version")),
        "kinds": [
            {"file": file, "label": label, "note": note, "icon": icon, "by_side": by_side}
            for file, label, note, icon, by_side in WORDS
        ],
        "sides": [
            {"value": side.value, "label": side.label, "count": sum(g.side == side for g in there)}
            for side in Side
        ],
        "count": len(there),
    }
    return render(request, "meetings/papers.html", context)


@require_safe
def paper(request: ProgrammeRequest, pk: int, kind: str) -> HttpResponse:
    """One kind of paper for everybody, or for one side, as one PDF."""
    found = office_timetable(request, pk)
    require(request.user, "meetings.print_papers", found)
    if FILES.get(kind) not in KINDS:
        raise Http404
    side = request.GET.get("sisi", "")
    data = papers_of(
        found,
        FILES[kind],
        f"{request.scheme}://{request.get_host()}",
        side if side in Side.values else "",
    )
    if not any(data.get(name) for name in ("people", "tables", "lists", "badges")):
        messages.info(request, _("Belum ada peserta yang menjawab hadir; tidak ada yang dicetak."))
        return redirect("meetings:papers", found.day_id)
    response = HttpResponse(draw_papers(data, at=clock.now()), content_type="application/pdf")
    name = f"{kind}-{found.day.held_on:%Y-%m-%d}-v{found.version}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
