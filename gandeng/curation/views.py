"""The pages of curation: rounds, what was offered in them, scores, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.products.queries import products_for
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import is_curator
from gandeng.ui.htmx import refusals_shown_in, wants_part
from gandeng.ui.pages import page_of

from . import actions, queries
from .core.scoring import CriterionResult, Judgement
from .forms import LABELS, SHORT, ReasonForm, RoundForm, ScoreForm
from .models import Assessment, Round, Submission
from .states import TONES, State

DISPUTED, MINE = "beda", "saya"


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of; 404 where a person belongs to none."""
    if not request.programme:
        raise Http404
    return request.programme


def _submission_of(request: ProgrammeRequest, pk: int) -> Submission:
    return get_object_or_404(queries.submissions_for(request.user), pk=pk)


@require_safe
def rounds(request: ProgrammeRequest) -> HttpResponse:
    """The sittings, each with what became of what was offered."""
    programme = programme_of(request)
    page = page_of(request, queries.rounds_for(request.user).filter(programme=programme))
    context = {"page": page, "rows": page.rows, "programme": programme}
    return render(request, "curation/round_list.html", context)


@require_http_methods(["GET", "POST"])
def new_round(request: ProgrammeRequest) -> HttpResponse:
    """Open a sitting."""
    programme = programme_of(request)
    require(request.user, "curation.open_round", programme)
    form = RoundForm(request.POST or None, initial={"held_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            sitting = actions.open_round(
                programme, by=request.user, at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("Sidang dibuka."))
            return redirect(sitting)
    context = {
        "form": form,
        "title": _("Buka sidang kurasi"),
        "submit_label": _("Buka sidang"),
        "cancel_url": reverse("curation:rounds"),
        "crumbs": [
            {"label": _("Kurasi"), "url": reverse("curation:rounds")},
            {"label": _("Buka sidang kurasi")},
        ],
    }
    status = 422 if form.errors and wants_part(request) else 200
    return render(request, "ui/form.html", context, status=status)


@require_safe
def round(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One sitting: what was offered, and what was said of it."""
    sitting = get_object_or_404(queries.rounds_for(request.user), pk=pk)
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ("tampil", "q")}
    seen = queries.submissions_for(request.user).filter(round=sitting)
    counts = queries.counts_in(seen)
    judges = is_curator(request.user, sitting)
    rows = _chosen(request, seen, asked)
    page = page_of(request, rows)
    judge_counts = queries.judge_counts(page.rows)
    context = {
        "round": sitting,
        "page": page,
        "rows": [
            {
                "submission": submission,
                "tone": TONES[State(submission.state)],
                "judge_count": judge_counts[submission.pk],
            }
            for submission in page.rows
        ],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "counts": counts,
        "chips": _chips(asked["tampil"], counts, judges=judges),
        "may_read": may(request.user, "curation.read_scores", sitting),
        "crumbs": [
            {"label": _("Kurasi"), "url": reverse("curation:rounds")},
            {"label": str(sitting)},
        ],
    }
    return render(request, "curation/round.html", context)


def _chosen(request: ProgrammeRequest, seen: Any, asked: dict[str, str]) -> Any:
    rows = seen
    if asked["tampil"] in State.values:
        rows = rows.filter(state=asked["tampil"])
    elif asked["tampil"] == DISPUTED:
        rows = queries.disputed(rows)
    elif asked["tampil"] == MINE:
        rows = queries.unjudged_by(request.user, rows)
    if text := asked["q"][:100]:
        rows = rows.filter(
            Q(product__name__icontains=text)
            | Q(product__maker__name__icontains=text)
            | Q(sample_code=text)
        )
    return rows.order_by(F("score").desc(nulls_last=True), "pk")


def _chips(chosen: str, counts: dict[str, int], *, judges: bool) -> list[dict[str, Any]]:
    names: list[tuple[str, str, int | None]] = [("", _("Semua"), sum(counts.values()))]
    names += [(state.value, str(state.label), counts[state]) for state in State]
    names.append((DISPUTED, _("Juri berbeda jauh"), None))
    if judges:
        names.append((MINE, _("Belum saya nilai"), None))
    return [
        {"value": value, "label": label, "count": count, "is_current": value == chosen}
        for value, label, count in names
    ]


@require_POST
def decide_round(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Decide all that enough judges have seen."""
    sitting = get_object_or_404(queries.rounds_for(request.user), pk=pk)
    decided = actions.decide_many(sitting, by=request.user, at=clock.now())
    said = ngettext("%(count)d ajuan diputuskan.", "%(count)d ajuan diputuskan.", len(decided))
    if decided:
        messages.success(request, said % {"count": len(decided)})
    else:
        messages.info(request, _("Belum ada yang bisa diputuskan: tunggu nilai juri."))
    return redirect(sitting)


@require_safe
def submission(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What was offered: the verdict, why, and what the judges gave."""
    thing = _submission_of(request, pk)
    assessments = list(thing.assessments.order_by("pk"))
    own = next((one for one in assessments if one.judge_id == request.user.pk), None)
    may_read = may(request.user, "curation.read_scores", thing)
    # A judge who has not scored yet should not lean on the others.
    waits = may_read and not thing.is_decided and own is None and _only_judges(request, thing)
    rubric = queries.rubric_of(thing.programme_id, on=thing.round.held_on)
    judgement = None
    if len(assessments) >= rubric.fewest_judges and (thing.is_decided or may_read) and not waits:
        judgement = queries.judgement_of(assessments, rubric=rubric)
    gates = thing.gates if thing.is_decided else _gates_now(thing)
    context = {
        "submission": thing,
        "tone": TONES[State(thing.state)],
        "may_read": may_read and not waits,
        "waits": waits,
        "own": own,
        "assessments": [_judge_row(one) for one in assessments],
        "criteria": list(SHORT.values()),
        "results": _results(judgement) if judgement else [],
        "verdict": thing.reasons[0] if thing.reasons else "",
        "reasons": thing.reasons[1:],
        "gates": gates,
        "judge_count": len(assessments),
        "judges_needed": rubric.fewest_judges,
        "is_ready": len(assessments) >= rubric.fewest_judges,
        "rubric": rubric,
        "crumbs": [
            {"label": _("Kurasi"), "url": reverse("curation:rounds")},
            {"label": str(thing.round), "url": thing.round.get_absolute_url()},
            {"label": str(thing.product)},
        ],
    }
    return render(request, "curation/submission.html", context)


def _only_judges(request: ProgrammeRequest, thing: Submission) -> bool:
    """A curator, and nothing in the office besides."""
    return is_curator(request.user, thing) and not may(request.user, "curation.open_round", thing)


def _gates_now(thing: Submission) -> list[dict[str, Any]]:
    gates = queries.gates_for([thing.product], on=clock.today())[thing.product_id]
    return [gate.plain() for gate in gates]


def _judge_row(assessment: Assessment) -> dict[str, Any]:
    cells = [{"label": label, "score": getattr(assessment, name)} for name, label in SHORT.items()]
    return {"judge": assessment.judge_name, "cells": cells, "note": assessment.note}


def _results(judgement: Judgement) -> Sequence[dict[str, Any]]:
    return [_result(result) for result in judgement.results]


def _result(result: CriterionResult) -> dict[str, Any]:
    tenths = int(result.middle * 10)
    whole, tenth = divmod(tenths, 10)
    return {
        "label": LABELS[result.criterion],
        "tenths": tenths,
        "words": f"{whole},{tenth}" if tenth else str(whole),
        "weight": result.weight,
        "is_below_floor": result.is_below_floor,
        "is_disputed": result.is_disputed,
        "lowest": result.lowest,
        "highest": result.highest,
    }


@require_http_methods(["GET", "POST"])
def score(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A judge's six scores: a curator's own, or by an officer what stands on a judge's sheet."""
    thing = _submission_of(request, pk)
    require(request.user, "curation.assess", thing)
    judges = is_curator(request.user, thing)
    own = thing.assessments.filter(judge=request.user).first() if judges else None
    form = ScoreForm(
        request.POST or None, names_judge=not judges, initial=ScoreForm.initial_of(own)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.assess(
                thing,
                str(request.user) if judges else form.cleaned_data["judge_name"],
                form.scores,
                by=request.user,
                at=clock.now(),
                note=form.cleaned_data["note"],
                judge=request.user if judges else None,
            )
            messages.success(request, _("Nilai disimpan."))
            return redirect(_next_to_score(request, thing) if judges else thing)
    context = {
        "form": form,
        "submission": thing,
        "title": _("Beri nilai"),
        "crumbs": [
            {"label": str(thing.round), "url": thing.round.get_absolute_url()},
            {"label": str(thing.product), "url": thing.get_absolute_url()},
            {"label": _("Beri nilai")},
        ],
    }
    status = 422 if form.errors and wants_part(request) else 200
    return render(request, "curation/score_form.html", context, status=status)


def _next_to_score(request: ProgrammeRequest, thing: Submission) -> Submission | str:
    """The next sample that waits for this judge, else the one just scored."""
    waiting = queries.unjudged_by(
        request.user, queries.submissions_for(request.user).filter(round=thing.round_id)
    )
    for submission in waiting.order_by("pk")[:20]:
        if may(request.user, "curation.assess", submission):
            return reverse("curation:score", args=[submission.pk])
    return thing


@require_POST
def decide(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Compute the verdict."""
    thing = actions.decide(_submission_of(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Diputuskan: %(what)s.") % {"what": thing.get_state_display()})
    return redirect(thing)


@require_http_methods(["GET", "POST"])
def reopen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Open a verdict again."""
    thing = _submission_of(request, pk)
    require(request.user, "curation.decide", thing)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.reopen(thing, form.cleaned_data["reason"], by=request.user, at=clock.now())
            messages.success(request, _("Ajuan dibuka kembali."))
            return redirect(thing)
    context = {
        "title": _("Buka kembali ajuan"),
        "text": _("Putusan lama tetap ada di riwayat. Nilai bisa diubah, lalu putuskan lagi."),
        "submit_label": _("Buka kembali"),
        "form": form,
        "cancel_url": thing.get_absolute_url(),
        "crumbs": [
            {"label": str(thing.product), "url": thing.get_absolute_url()},
            {"label": _("Buka kembali")},
        ],
    }
    return render(request, "ui/confirm.html", context)


@require_safe
def product_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A product's way through the rounds, for its page."""
    product = get_object_or_404(products_for(request.user), pk=pk)
    rows = list(queries.submissions_for(request.user).filter(product=product)[:10])
    offered_in = {submission.round_id for submission in rows}
    upcoming = [
        sitting
        for sitting in queries.upcoming_rounds(product.programme_id, on=clock.today())[:10]
        if sitting.pk not in offered_in
    ]
    context = {
        "product": product,
        # who waits, or was accepted, has nothing to offer again
        "may_offer": not rows or rows[0].state in {State.IMPROVE, State.NOT_YET},
        "rows": [
            {"submission": submission, "tone": TONES[State(submission.state)]}
            for submission in rows
        ],
        "upcoming": upcoming,
    }
    return render(request, "curation/_product_panel.html", context)


@require_POST
def submit(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Offer a product in the round chosen."""
    product = get_object_or_404(products_for(request.user), pk=pk)
    require(request.user, "curation.submit_product", product)
    chosen = request.POST.get("round", "")
    rows = queries.upcoming_rounds(product.programme_id, on=clock.today())
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else 0
    sitting: Round = get_object_or_404(rows, pk=number)
    made = actions.submit_product(product, sitting, by=request.user, at=clock.now())
    messages.success(request, _("%(what)s diajukan.") % {"what": product})
    return redirect(made)
