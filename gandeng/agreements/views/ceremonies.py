"""The hour of signing: the batch, its print run, names on glass, scans that find their paper."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.agreements import actions, queries
from gandeng.agreements.core.document import CONSENT
from gandeng.agreements.forms import CeremonyForm, GlassForm, PaperForm, ScansForm, WitnessForm
from gandeng.agreements.gateways import draw_papers
from gandeng.agreements.models import Agreement, Ceremony
from gandeng.agreements.states import Side, State
from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.queries.access import office_days_for
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, standing_of
from gandeng.ui.htmx import refusals_shown_in

from .papers import printed_paper
from .scans import number_in, reading_context


def _ceremony(request: ProgrammeRequest, pk: int) -> Ceremony:
    return get_object_or_404(queries.ceremonies_for(request.user), pk=pk)


def _programme(request: ProgrammeRequest) -> Programme:
    if not request.programme:
        raise Http404
    return request.programme


def _to_sign(request: ProgrammeRequest, pk: int) -> Agreement:
    found = get_object_or_404(queries.with_papers(queries.agreements_for(request.user)), pk=pk)
    require(request.user, "agreements.record_signature", found)
    return found


@require_safe
def ceremonies(request: ProgrammeRequest) -> HttpResponse:
    """Every hour of signing, the latest first."""
    programme = _programme(request)
    rows = queries.ceremonies_for(request.user).filter(programme=programme)
    may_hold = may(request.user, "agreements.hold_ceremony", Ceremony(programme=programme))
    if not standing_of(request.user).has(programme.pk, *READERS):
        raise Http404
    context = {"ceremonies": rows[:100], "may_hold": may_hold}
    return render(request, "agreements/ceremony_list.html", context)


@require_http_methods(["GET", "POST"])
def new_ceremony(request: ProgrammeRequest) -> HttpResponse:
    """Plan an hour of signing, perhaps at the end of a meeting day."""
    programme = _programme(request)
    require(request.user, "agreements.hold_ceremony", Ceremony(programme=programme))
    days = office_days_for(request.user).filter(programme=programme)
    initial: dict[str, Any] = {"key": uuid.uuid4().hex, "held_at": clock.now()}
    if day := days.filter(pk=number_in(request.GET.get("hari", ""))).first():
        initial |= {"day": day, "place": day.place, "name": _("Penandatanganan %s") % day.name}
    form = CeremonyForm(request.POST or None, initial=initial, days=days)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.open_ceremony(
                programme, by=request.user, at=clock.now(), **form.cleaned_data
            )
            return redirect("agreements:ceremony", made.pk)
    context = {
        "title": _("Penandatanganan baru"),
        "form": form,
        "submit_label": _("Simpan"),
        "cancel_url": reverse("agreements:ceremonies"),
        "crumbs": [
            {"label": _("Penandatanganan"), "url": reverse("agreements:ceremonies")},
            {"label": _("Baru"), "url": ""},
        ],
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@require_safe
def ceremony(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The batch with what each paper still needs."""
    found = _ceremony(request, pk)
    entries = list(queries.entries_of(found))
    for entry in entries:
        signed = {one.side: one for one in queries.signatures_of(entry.agreement)}
        entry.maker_signature = signed.get(Side.MAKER)  # type: ignore[attr-defined]
        entry.buyer_signature = signed.get(Side.BUYER)  # type: ignore[attr-defined]
    may_hold = may(request.user, "agreements.hold_ceremony", found)
    drafts = sum(entry.agreement.state == State.DRAFT for entry in entries)
    context = {
        "ceremony": found,
        "entries": entries,
        "drafts": drafts,
        "ready": len(entries) - drafts,
        "signed": sum(entry.agreement.state == State.SIGNED for entry in entries),
        "waiting": list(queries.to_be_entered(found)[:200]) if may_hold else [],
        "loose_scans": list(queries.scans_without_paper(found)),
        "to_check": queries.entries_to_check(found).count() if may_hold else 0,
        "first_to_check": queries.entries_to_check(found).first() if may_hold else None,
        "may_hold": may_hold,
        "scans_form": ScansForm(),
        **reading_context(found),
    }
    return render(request, "agreements/ceremony.html", context)


@require_POST
def enter(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put the chosen agreements into the batch."""
    found = _ceremony(request, pk)
    require(request.user, "agreements.hold_ceremony", found)
    chosen = [number for text in request.POST.getlist("agreements") if (number := number_in(text))]
    rows = {one.pk: one for one in queries.to_be_entered(found).filter(pk__in=chosen)}
    if not rows:
        messages.error(request, _("Pilih sekurangnya satu perjanjian."))
    else:
        count = actions.enter_agreements(
            found,
            [rows[number] for number in chosen if number in rows],
            by=request.user,
            at=clock.now(),
        )
        messages.success(
            request,
            ngettext("%(count)s perjanjian dimasukkan.", "%(count)s perjanjian dimasukkan.", count)
            % {"count": count},
        )
    return redirect("agreements:ceremony", pk)


@require_POST
def offer_all(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Number every draft of the batch and make its paper."""
    found = _ceremony(request, pk)
    offered, refused = actions.offer_all(found, by=request.user, at=clock.now())
    if offered:
        messages.success(
            request,
            ngettext(
                "%(count)s naskah bernomor dan siap dicetak.",
                "%(count)s naskah bernomor dan siap dicetak.",
                offered,
            )
            % {"count": offered},
        )
    for agreement, sentence in refused[:10]:
        messages.error(request, f"{agreement.maker} – {agreement.buyer}: {sentence}")
    return redirect("agreements:ceremony", pk)


@require_safe
def print_run(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Every paper of the batch in one PDF, numbered in the batch's order; two copies on request."""
    found = _ceremony(request, pk)
    entries = list(found.entries.order_by("position").values_list("agreement_id", "position"))
    rows = queries.with_papers(Agreement.objects.filter(pk__in=[pk for pk, _place in entries]))
    agreements = {one.pk: one for one in rows}
    papers = [
        printed_paper(request, agreements[pk], place=f"{place} / {len(entries)}", ceremony=found)
        for pk, place in entries
    ]
    printed = [paper for paper in papers if paper is not None]
    if not printed:
        messages.error(request, _("Belum ada naskah. Nomori dulu konsep-konsepnya."))
        return redirect("agreements:ceremony", pk)
    copies = 2 if request.GET.get("rangkap") == "2" else 1
    drawn = draw_papers(printed, at=clock.now(), copies=copies)
    response = HttpResponse(drawn, content_type="application/pdf")
    name = re.sub(r"[^0-9A-Za-z]+", "-", found.name).strip("-") + ".pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "POST"])
def sign_on_glass(request: ProgrammeRequest, pk: int, side: str) -> HttpResponse:
    """One side writes their name on the office's screen."""
    if side not in Side.values:
        raise Http404
    found = _to_sign(request, pk)
    signed = {one.side for one in queries.signatures_of(found)}
    back = _back_to(found)
    if found.state != State.OFFERED or side in signed:
        return redirect(back)
    party = found.maker if side == Side.MAKER else found.buyer
    initial = {
        "name": party.signatory_name or party.owner_name or party.pic_name,
        "title": party.signatory_title or (_("Pemilik usaha") if party.is_maker else ""),
        "document_hash": found.document_hash,
    }
    form = GlassForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.sign_on_glass(
                found,
                side,
                by=request.user,
                at=clock.now(),
                address=get_client_ip_address(request) or None,
                agent=request.headers.get("User-Agent", ""),
                **form.cleaned_data,
            )
            messages.success(request, _("Tanda tangan %(name)s tercatat.") % {"name": party})
            other = Side.BUYER if side == Side.MAKER else Side.MAKER
            if other not in signed:
                return redirect("agreements:sign-on-glass", pk, other)
            return redirect(back)
    context = {
        "agreement": found,
        "party": party,
        "form": form,
        "consent": CONSENT,
        "paper": queries.paper_of(found),
        "back": back,
        "ink": json.dumps(form["ink"].value() or []) if form.is_bound else "[]",
    }
    return render(request, "agreements/glass.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sign_on_paper(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """An officer looks at the scan and says that both signatures stand on it."""
    found = _to_sign(request, pk)
    back = _back_to(found)
    if found.state != State.OFFERED:
        return redirect(back)
    parties = {"maker": found.maker, "buyer": found.buyer}
    initial = {}
    for side, party in parties.items():
        initial[f"{side}_name"] = party.signatory_name or party.owner_name or party.pic_name
        initial[f"{side}_title"] = party.signatory_title
    form = PaperForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.sign_on_paper(found, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(
                request, _("Tanda tangan di kertas tercatat: %(number)s.") % {"number": found}
            )
            following = queries.next_to_check(found)
            return (
                redirect("agreements:sign-on-paper", following.pk) if following else redirect(back)
            )
    context = {"agreement": found, "form": form, "scans": found.scans.order_by("pk"), "back": back}
    return render(request, "agreements/on_paper.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close_ceremony(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The signing is over: who saw it."""
    found = _ceremony(request, pk)
    require(request.user, "agreements.hold_ceremony", found)
    initial = {"witness_name": found.witness_name, "witness_title": found.witness_title}
    form = WitnessForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.close_ceremony(found, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Penandatanganan ditutup; saksinya tercatat."))
            return redirect("agreements:ceremony", pk)
    context = {
        "title": _("Tutup penandatanganan"),
        "text": _("Siapa yang menyaksikan? Namanya tercetak di naskah yang lengkap."),
        "submit_label": _("Tutup"),
        "cancel_url": reverse("agreements:ceremony", args=[pk]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@require_POST
def reopen_ceremony(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a closed signing up again."""
    actions.reopen_ceremony(_ceremony(request, pk), by=request.user, at=clock.now())
    return redirect("agreements:ceremony", pk)


def _back_to(agreement: Agreement) -> str:
    entry = getattr(agreement, "ceremony_entry", None)
    if entry is None:
        return reverse("agreements:agreement", args=[agreement.pk])
    return f"{reverse('agreements:ceremony', args=[entry.ceremony_id])}#urutan-{entry.position}"
