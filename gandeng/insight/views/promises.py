"""The funnel, the list behind each of its numbers, and one promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gandeng.agreements.states import Scheme
from gandeng.insight import queries
from gandeng.insight.core.funnel import Level, funnel_of
from gandeng.insight.core.promise import Promise, Status, Step
from gandeng.insight.models import FollowUp
from gandeng.insight.states import MoveName, MoverName, StatusName, StepName
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed
from gandeng.organisations.core.exports import workbook_of
from gandeng.organisations.rules import seats_of
from gandeng.programmes.core.exports import csv_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, Role, standing_of
from gandeng.ui.pages import page_of

# "belum laku": what was counted without a single sale
UNSOLD = "unsold"


@dataclass(frozen=True)
class Asked:
    """What the address narrows the list to. Anything unreadable narrows nothing."""

    step: Step | None
    status: Status | None
    only_unsold: bool
    district: str
    buyer: int | None
    scheme: str

    @classmethod
    def of(cls, request: ProgrammeRequest) -> Asked:
        get = request.GET.get
        step, status, buyer = get("langkah", ""), get("status", ""), get("pembeli", "")
        scheme = get("skema", "")
        return cls(
            step=Step(step) if step in list(Step) else None,
            status=Status(status) if status in list(Status) else None,
            only_unsold=status == UNSOLD,
            district=get("kecamatan", "")[:13],
            buyer=int(buyer) if buyer.isascii() and buyer.isdigit() and len(buyer) < 19 else None,
            scheme=scheme if scheme in Scheme.values else "",
        )

    def place(self) -> dict[str, Any]:
        """Where, whose and how: what the funnel is drawn over."""
        return {"district": self.district, "buyer": self.buyer, "scheme": self.scheme}

    def url(self, **changes: str) -> str:
        """The list's address with other values."""
        values = {
            "langkah": self.step or "",
            "status": UNSOLD if self.only_unsold else self.status or "",
            "kecamatan": self.district,
            "pembeli": str(self.buyer or ""),
            "skema": self.scheme,
        } | changes
        return "?" + urlencode({name: value for name, value in values.items() if value})


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of, for those who follow promises in it."""
    programme: Programme | None = request.programme
    if programme is None:
        raise Http404
    seats, standing = seats_of(request.user), standing_of(request.user)
    if not (standing.has(programme.pk, *READERS, Role.MENTOR) or seats.owned or seats.managed):
        raise NotAllowed("not_allowed", _("Halaman ini untuk dinas dan pihak yang berjanji."))
    return programme


@require_safe
def promises(request: ProgrammeRequest) -> HttpResponse:
    """Each promise as a line, the stuck ones first, under the funnel."""
    programme = programme_of(request)
    asked = Asked.of(request)
    every = queries.promises_for(request.user, programme, clock.today())
    here = queries.narrowed(every, **asked.place())
    rows = queries.narrowed(
        here, step=asked.step, status=asked.status, only_unsold=asked.only_unsold
    )
    levels = funnel_of([row.promise for row in here])
    page = page_of(request, rows)
    context = {
        "programme": programme,
        "asked": asked,
        "bars": [_bar(level, asked) for level in levels],
        "stuck_at": [_stuck_chip(level, asked) for level in levels if level.stuck],
        "stuck_count": sum(level.stuck for level in levels),
        "unwatched": sum(
            row.promise.status is Status.STUCK and row.follow_up is None for row in here
        ),
        "figures": queries.figures_of(here),
        "money_urls": {
            "promised": asked.url(langkah="signed", status=""),
            "delivered": asked.url(langkah="delivered", status=""),
            "sold": asked.url(langkah="counted", status=""),
            "paid": asked.url(langkah="paid", status=""),
        },
        "tabs": _tabs(here, asked),
        "page": page,
        "lines": [line_of(row) for row in page.rows],
        "row_count": len(rows),
        "all_count": len(every),
        "what": _what(asked),
        "districts": sorted(
            {
                (row.agreement.maker.district_id, str(row.agreement.maker.district))
                for row in every
                if row.agreement.maker.district_id
            },
            key=lambda pair: pair[1],
        ),
        "buyers": sorted(
            {(row.agreement.buyer_id, str(row.agreement.buyer)) for row in every},
            key=lambda pair: pair[1],
        ),
        "schemes": Scheme.choices,
    }
    return render(request, "insight/promise_list.html", context)


def _bar(level: Level, asked: Asked) -> dict[str, Any]:
    note = ""
    if level.stuck:
        note = ngettext("%(count)d macet di sini", "%(count)d macet di sini", level.stuck) % {
            "count": level.stuck
        }
    return {
        "label": StepName(level.step.value).label,
        "count": level.reached,
        "url": asked.url(langkah=level.step.value, status=""),
        "note": note,
    }


def _stuck_chip(level: Level, asked: Asked) -> dict[str, Any]:
    return {
        "label": StepName(level.step.value).label,
        "count": level.stuck,
        "url": asked.url(langkah=level.step.value, status=Status.STUCK.value),
        "is_current": asked.step is level.step and asked.status is Status.STUCK,
    }


def _tabs(rows: list[queries.Row], asked: Asked) -> list[dict[str, Any]]:
    tabs = [("", _("Semua"), len(rows))]
    for status in Status:
        count = sum(row.promise.status is status for row in rows)
        tabs.append((status.value, str(StatusName(status.value).label), count))
    tabs.append((UNSOLD, _("Belum laku"), sum(row.is_unsold for row in rows)))
    current = UNSOLD if asked.only_unsold else (asked.status.value if asked.status else "")
    return [
        {
            "label": label,
            "count": count,
            "url": asked.url(langkah="", status=value),
            "is_current": value == current and asked.step is None,
        }
        for value, label, count in tabs
        if count or not value
    ]


def _what(asked: Asked) -> str:
    """The heading of the list, saying which number it stands behind."""
    if asked.only_unsold:
        return _("Sudah dihitung, belum ada yang terjual")
    step = StepName(asked.step.value).label if asked.step else ""
    status = StatusName(asked.status.value).label if asked.status else ""
    if step and status:
        return _("%(status)s di langkah %(step)s") % {"status": status, "step": step}
    if step:
        return _("Sampai langkah %(step)s") % {"step": step}
    return str(status) or _("Semua janji")


def line_of(row: queries.Row) -> dict[str, Any]:
    """A promise as the template draws it."""
    promise = row.promise
    return {
        "row": row,
        "agreement": row.agreement,
        "steps": steps_of(promise),
        "tone": {"stuck": "bad", "waiting": "info", "done": "ok", "ended": "quiet"}[promise.status],
        "status": StatusName(promise.status.value).label,
        "move": MoveName(promise.move).label if promise.move else "",
        "mover": MoverName(promise.mover.value).label if promise.mover else "",
    }


def steps_of(promise: Promise) -> list[dict[str, Any]]:
    """The steps for the timeline."""
    return [
        {
            "label": StepName(one.step.value).label,
            "state": _state(promise, one.step, one.is_passed),
            "on": one.on,
            "gap_days": one.gap_days,
            "note": _late(promise) if one.step is promise.waits_for else "",
        }
        for one in promise.steps
    ]


def _state(promise: Promise, step: Step, is_passed: bool) -> str:
    if step is promise.waits_for:
        return "late" if promise.status is Status.STUCK else "now"
    return "done" if is_passed else "waiting"


def _late(promise: Promise) -> str:
    if not promise.days_late:
        return ""
    return ngettext("Terlambat %(count)d hari", "Terlambat %(count)d hari", promise.days_late) % {
        "count": promise.days_late
    }


@require_safe
def promise(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One promise, what is waited for, and the tasks about it."""
    programme = programme_of(request)
    rows = queries.promises_for(request.user, programme, clock.today(), pk=pk)
    if not rows:
        raise Http404
    row = rows[0]
    context = {
        "line": line_of(row),
        "row": row,
        "agreement": row.agreement,
        "promise": row.promise,
        "figures": queries.figures_of(rows),
        "follow_ups": list(
            FollowUp.objects.filter(agreement=row.agreement)
            .select_related("owner")
            .order_by("-created_at", "-pk")[:50]
        ),
        "step_names": dict(StepName.choices),
    }
    return render(request, "insight/promise.html", context)


@require_safe
def export(request: ProgrammeRequest, kind: str) -> HttpResponse:
    """The list as it is narrowed, as CSV or XLSX."""
    programme = programme_of(request)
    asked = Asked.of(request)
    rows = queries.narrowed(
        queries.promises_for(request.user, programme, clock.today()),
        step=asked.step,
        status=asked.status,
        only_unsold=asked.only_unsold,
        **asked.place(),
    )
    headings = [
        _("Nomor"), _("UMKM"), _("Kecamatan"), _("Pembeli"), _("Skema"),
        *(str(StepName(step.value).label) for step in Step),
        _("Status"), _("Langkah berikutnya"), _("Giliran"), _("Tenggat"), _("Terlambat (hari)"),
        _("Dijanjikan per periode (Rp)"), _("Terkirim (Rp)"), _("Terjual (Rp)"),
        _("Dibayar (Rp)"), _("Penanggung jawab"),
    ]  # fmt: skip
    cells = [_cells(row) for row in rows]
    name = f"janji-{clock.today():%Y-%m-%d}"
    if kind == "csv":
        response = HttpResponse(csv_of(headings, cells), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(
            workbook_of(_("Janji"), headings, cells),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _cells(row: queries.Row) -> list[str | int | None]:
    agreement, promise = row.agreement, row.promise
    line = line_of(row)
    return [
        agreement.number,
        agreement.maker.name,
        str(agreement.maker.district or ""),
        agreement.buyer.name,
        str(agreement.get_scheme_display()),
        *(one.on.isoformat() if one.on else "" for one in promise.steps),
        str(line["status"]),
        str(line["move"]),
        str(line["mover"]),
        promise.deadline_on.isoformat() if promise.deadline_on else "",
        promise.days_late,
        row.promised.rupiah,
        row.delivered.rupiah,
        row.sold.rupiah,
        row.paid.rupiah,
        row.follow_up.owner.name if row.follow_up else "",
    ]
