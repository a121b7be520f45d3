"""Who wants whom, what a pair is worth and why, and what the office decides over it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.pairings import forbid_pair, free_pair, require_pair
from gandeng.meetings.forms.guests import PairingForm
from gandeng.meetings.models import Pairing, Wish
from gandeng.meetings.queries.access import office_day, office_days_for
from gandeng.meetings.queries.matching import Matching, WishedPair, matching_of, pairings_of
from gandeng.meetings.queries.scores import score_of
from gandeng.meetings.states import Order, Side
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of


@require_safe
def matching(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The wishes of a day and where they are missing."""
    day = office_day(request.user, pk)
    found = matching_of(day)
    words = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {
        "day": day,
        "found": found,
        "words": words,
        "tabs": _tabs(found),
        "shown": request.GET.get("lihat", "") or "pasangan",
        "short_count": sum(demand.is_short for demand in found.demands),
        "may_order": may(request.user, "meetings.order_pairing", day),
        "may_invite": may(request.user, "meetings.invite", day),
    }
    if context["shown"] == "pasangan":
        context["page"] = page_of(request, [row for row in found.pairs if _speaks(row, words)])
    return render(request, "meetings/matching.html", context)


def _tabs(found: Matching) -> list[tuple[str, str, int]]:
    return [
        ("pasangan", _("Keinginan"), len(found.pairs)),
        ("dicari", _("Dicari, belum hadir"), len(found.wanted)),
        ("umkm", _("UMKM tanpa peminat"), len(found.unwished_makers)),
        ("pembeli", _("Pembeli tanpa pilihan"), len(found.unwishing_buyers)),
        ("kapasitas", _("Kapasitas"), sum(demand.is_short for demand in found.demands)),
    ]


def _speaks(row: WishedPair, words: str) -> bool:
    names = f"{row.buyer.organisation.name} {row.maker.organisation.name}".casefold()
    return all(word in names for word in words.casefold().split())


@require_http_methods(["GET", "POST"])
def pair(request: ProgrammeRequest, pk: int, buyer: int, maker: int) -> HttpResponse:
    """One pair: its worth part by part, and the office's decision."""
    day = office_day(request.user, pk)
    parties = day.invitations.select_related("organisation", "day", "programme")
    for_buyer = get_object_or_404(parties, pk=buyer, side=Side.BUYER)
    for_maker = get_object_or_404(parties, pk=maker, side=Side.MAKER)
    if request.method == "POST":
        require(request.user, "meetings.order_pairing", for_buyer)
    known = (
        Pairing.objects.filter(buyer=for_buyer, maker=for_maker)
        .select_related("slot", "table", "by")
        .first()
    )
    seen = (request.GET.get("slot", ""), request.GET.get("meja", ""))
    form = PairingForm.of(day, known, request.POST or None, seen)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_in(form):
            if typed["order"] == Order.REQUIRE:
                require_pair(
                    for_buyer,
                    for_maker,
                    reason=typed["reason"],
                    slot=typed["slot"],
                    table=typed["table"],
                    by=request.user,
                    at=clock.now(),
                )
            else:
                forbid_pair(
                    for_buyer, for_maker, reason=typed["reason"], by=request.user, at=clock.now()
                )
            messages.success(request, _("Keputusan tersimpan. Jadwal berikutnya mengikutinya."))
            return redirect("meetings:pair", pk, buyer, maker)
    context = {
        "day": day,
        "buyer": for_buyer,
        "maker": for_maker,
        "score": score_of(day, for_buyer, for_maker),
        "picked": Wish.objects.filter(invitation=for_buyer, target_id=for_maker.organisation_id)
        .select_related("product")
        .order_by("rank", "pk"),
        "known": known,
        "form": form,
        "may_order": may(request.user, "meetings.order_pairing", for_buyer),
    }
    return render(request, "meetings/pair.html", context, status=422 if form.errors else 200)


@require_safe
def pairings(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Everything the office decided over pairs of a day."""
    day = office_day(request.user, pk)
    context = {
        "day": day,
        "pairings": pairings_of(day),
        "may_order": may(request.user, "meetings.order_pairing", day),
    }
    return render(request, "meetings/pairings.html", context)


@require_POST
def free(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    pairing = get_object_or_404(
        Pairing.objects.filter(day__in=office_days_for(request.user)).select_related(
            "day", "buyer__organisation", "maker__organisation"
        ),
        pk=pk,
    )
    free_pair(pairing, by=request.user, at=clock.now())
    messages.success(request, _("Keputusan dicabut."))
    return redirect("meetings:pairings", pairing.day_id)
