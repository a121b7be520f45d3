"""A meeting day as it became money; who was chosen and how evenly; its minutes; its tasks."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.agreements.core.words import count_in_words, day_in_words
from gandeng.agreements.models import Ceremony
from gandeng.insight import actions, queries
from gandeng.insight.forms import RaiseForm, RemedyForm
from gandeng.insight.gateways import draw_minutes
from gandeng.insight.models import TableTask
from gandeng.insight.queries.days import DayFigures
from gandeng.insight.queries.tables import TableRow
from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.models import Day, Outcome
from gandeng.meetings.queries.access import days_for, office_day
from gandeng.meetings.queries.outcomes import outcomes_for
from gandeng.meetings.states import DayState
from gandeng.parameters.core.words import words_for
from gandeng.parameters.queries import rows_in_force
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of
from gandeng.ui.templatetags.ui import day as day_words
from gandeng.ui.templatetags.ui import quantity, rupiah

# what is there for fairness itself; the others weigh pairs
FAIR_KEYS = {"meeting_floor_per_maker", "meeting_newcomer_bonus", "meeting_weight_fairness"}


@require_safe
def day_progress(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Invited → came → met → promised → delivered → paid, with the weeks since."""
    day = office_day(request.user, pk)
    figures = queries.day_figures(request.user, day, clock.today())
    context = {
        "day": day,
        "figures": figures,
        "steps": _bars(figures),
        "open_tasks": sum(not row.is_done for row in figures.rows),
        "late_tasks": sum(row.is_late for row in figures.rows),
    }
    return render(request, "insight/day.html", context)


@require_safe
def day_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The same bars on the day's own page."""
    day = office_day(request.user, pk)
    figures = queries.day_figures(request.user, day, clock.today())
    context = {"day": day, "steps": _bars(figures)}
    return render(request, "insight/_day_panel.html", context)


def _bars(figures: DayFigures) -> list[dict[str, Any]]:
    """Parties up to the tables, pairs from there on, each against the widest of its own kind."""
    bars = []
    widest_people = max((one.buyers + one.makers for one in figures.stages if one.pairs is None),
                        default=0)  # fmt: skip
    widest_pairs = max((one.pairs or 0 for one in figures.stages), default=0)
    for stage in figures.stages:
        people = stage.buyers + stage.makers
        count, widest = (people, widest_people) if stage.pairs is None else (
            stage.pairs, widest_pairs)  # fmt: skip
        note = _("%(buyers)s pembeli, %(makers)s UMKM") % {
            "buyers": quantity(stage.buyers),
            "makers": quantity(stage.makers),
        }
        if stage.worth:
            note = f"{note} · {rupiah(stage.worth)}"
        bars.append(
            {
                "label": stage.label,
                "count": count,
                "share": round(100 * count / widest) if widest else 0,
                "note": note,
                "url": "",
            }
        )
    return bars


@require_safe
def fairness(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """How a day's invitations, meetings and promises are spread; the rule in force beside it."""
    day = office_day(request.user, pk)
    every = request.GET.get("rentang") == "semua"
    days = [day]
    if every:
        held = days_for(request.user).filter(programme=day.programme, held_on__lte=day.held_on)
        days = list(held.exclude(state=DayState.CANCELLED))
    found = queries.fairness_of(day.programme, days)
    if request.GET.get("unduh") == "csv":
        return _fairness_file(day, found)
    context = {
        "day": day,
        "every": every,
        "days": days,
        "fairness": found,
        **_rules_on(day),
    }
    return render(request, "insight/fairness.html", context)


def _rules_on(day: Day) -> dict[str, Any]:
    """What bound the timetable of a day, and by which weights pairs were preferred."""
    rows = [row for row in rows_in_force(day.programme, on=day.held_on) if row.key in FAIR_KEYS]
    weights = [
        row
        for row in rows_in_force(day.programme, on=day.held_on)
        if row.key.startswith("meeting_") and row.key not in FAIR_KEYS
    ]
    return {
        "rules": [_rule(row) for row in rows],
        "weights": [_rule(row) for row in weights],
    }


def _rule(row: Any) -> dict[str, Any]:
    return {"name": _(words_for(row.key).name), "value": row.value, "basis": row.basis}


def _fairness_file(day: Day, found: queries.Fairness) -> HttpResponse:
    """The lines behind the figures, so that anybody can compute them again."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="keadilan-{day.held_on}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["UMKM", "Kecamatan", "Kelas", "Baru", "Undangan", "Pertemuan", "Janji"])
    for share in found.makers:
        name = share.maker.name
        writer.writerow(
            [
                # a spreadsheet must not take a name for a formula
                f"'{name}" if name[:1] in "=+-@\t\r" else name,
                share.maker.district or "",
                share.maker.get_size_class_display(),
                "ya" if share.is_newcomer else "tidak",
                share.invitations,
                share.meetings,
                share.promises,
            ]
        )
    return response


@require_safe
def minutes(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The minutes of the day as PDF."""
    day = office_day(request.user, pk)
    if day.state in {DayState.PLANNED, DayState.CANCELLED}:
        raise Http404
    figures = queries.day_figures(request.user, day, clock.today())
    now = clock.now()
    drawn = draw_minutes(_minutes_data(day, figures), at=now)
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="berita-acara-{day.held_on}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _minutes_data(day: Day, figures: DayFigures) -> dict[str, Any]:
    programme = day.programme
    ceremony = (
        Ceremony.objects.filter(day=day).exclude(witness_name="").order_by("-held_at").first()
    )
    stages = {stage.key: stage for stage in figures.stages}
    came, met, promised = stages["came"], stages["met"], stages["promised"]
    said = [row.outcome for row in figures.rows]
    said.sort(key=lambda outcome: (outcome.noted_at, outcome.pk))
    return {
        "programme": programme.name,
        "office": programme.office_name,
        "regency": programme.regency.name,
        "title": f"Berita acara {day.name}, {day_words(day.held_on)}",
        "subtitle": day.name,
        "opening": (
            f"Pada hari {day_in_words(day.held_on)}, bertempat di {day.place}"
            f"{', ' + day.address if day.address else ''}, telah dilaksanakan {day.name}. "
            f"Hadir {count_in_words(came.buyers, 'pembeli')} dan "
            f"{count_in_words(came.makers, 'UMKM')}. "
            f"Tercatat {count_in_words(met.pairs or 0, 'pertemuan')} di meja, "
            f"{count_in_words(promised.pairs or 0, 'pasangan')} di antaranya dengan janji pesanan "
            "atau kerja "
            "sama sebagaimana daftar di bawah ini."
        ),
        "stages": [
            [
                stage.label,
                quantity(stage.buyers),
                quantity(stage.makers),
                "–" if stage.pairs is None else quantity(stage.pairs),
                rupiah(stage.worth) if stage.worth else "–",
            ]
            for stage in figures.stages
        ],
        "rows": [
            [
                str(number),
                str(outcome.maker),
                str(outcome.buyer),
                "; ".join(
                    f"{quantity(line.quantity)} × {line.product}"
                    if line.quantity
                    else str(line.product)
                    for line in outcome.lines.select_related("product").order_by("pk")
                )
                or "–",
                str(outcome.get_result_display()),
                day_words(outcome.next_on) if outcome.next_on else "–",
            ]
            for number, outcome in enumerate(said, start=1)
        ],
        "closing": (
            "Berita acara ini mencatat apa yang dibicarakan di meja; hak dan kewajiban para pihak "
            "diatur dalam perjanjian masing-masing. Demikian dibuat dengan sebenarnya untuk "
            "dipergunakan sebagaimana mestinya."
        ),
        "place_and_day": f"{day.place}, {day_words(day.held_on)}",
        "signers": [
            ["Penyelenggara", programme.office_name, ""],
            [
                "Mengetahui",
                ceremony.witness_title if ceremony else "",
                ceremony.witness_name if ceremony else "",
            ],
        ],
    }


@require_safe
def table_tasks(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Every outcome with its next move, its owner and its day, until the first delivery."""
    day = get_object_or_404(days_for(request.user), pk=pk)
    rows = queries.table_rows(request.user, day, clock.today())
    mine = request.GET.get("tampil") == "saya"
    if mine:
        rows = [row for row in rows if row.owner and row.owner.pk == request.user.pk]
    done = request.GET.get("tampil") == "selesai"
    shown = [row for row in rows if row.is_done == done]
    context = {
        "day": day,
        "page": page_of(request, shown),
        "done": done,
        "mine": mine,
        "open_count": sum(not row.is_done for row in rows),
        "may_assign": may(
            request.user, "insight.assign_table_task", TableTask(programme=day.programme)
        ),
    }
    return render(request, "insight/table_tasks.html", context)


def _row(request: ProgrammeRequest, pk: int) -> TableRow:
    outcome: Outcome = get_object_or_404(outcomes_for(request.user), pk=pk)
    rows = queries.table_rows(request.user, outcome.day, clock.today())
    return next(row for row in rows if row.outcome.pk == outcome.pk)


@require_http_methods(["GET", "POST"])
def assign_table_task(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give an outcome to somebody until a day."""
    row = _row(request, pk)
    outcome = row.outcome
    task = row.task or TableTask(programme_id=outcome.programme_id, outcome=outcome)
    require(request.user, "insight.assign_table_task", task)
    initial = {"owner": row.owner, "due_on": max(row.due_on, clock.today())}
    form = RaiseForm(request.POST or None, programme=outcome.programme, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.assign_table_task(outcome, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Tindak lanjut dibagikan."))
            return redirect("insight:table-tasks", outcome.day_id)
    context = {
        "title": _("Bagikan tindak lanjut"),
        "lead": f"{outcome.maker} & {outcome.buyer}: {row.move or outcome.get_result_display()}.",
        "form": form,
        "submit_label": _("Simpan"),
        "cancel_url": reverse("insight:table-tasks", args=[outcome.day_id]),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close_table_task(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Nothing more is to be done for this outcome."""
    row = _row(request, pk)
    outcome = row.outcome
    task = row.task or TableTask(
        programme_id=outcome.programme_id, outcome=outcome, owner=row.owner
    )
    require(request.user, "insight.close_table_task", task)
    form = RemedyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.close_table_task(
                outcome,
                owner=row.owner,
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Tindak lanjut ditutup."))
            return redirect("insight:table-tasks", outcome.day_id)
    context = {
        "title": _("Tutup tindak lanjut"),
        "lead": f"{outcome.maker} & {outcome.buyer}",
        "form": form,
        "submit_label": _("Tutup"),
        "cancel_url": reverse("insight:table-tasks", args=[outcome.day_id]),
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
