"""While the day runs: one glance, the proposal, the news, the clock."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.attending import note_absent
from gandeng.meetings.actions.deciding import accept_proposal, decline_proposal
from gandeng.meetings.actions.replanning import propose, warm_up
from gandeng.meetings.actions.running import (
    end_day,
    resume_day,
    shift_rest,
    start_day,
    tell_notices,
)
from gandeng.meetings.forms.the_day import ShiftForm
from gandeng.meetings.models import Day, Proposal
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.presence import slots_of
from gandeng.meetings.queries.screen import mark_of, moment_of
from gandeng.meetings.queries.the_day import groups_of, news_of, open_proposal, the_day_of
from gandeng.meetings.states import ProposalState, Side
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import wants_part
from gandeng.ui.pages import page_of

KINDS = [
    ("cancelled", gettext_lazy("Dibatalkan")),
    ("moved", gettext_lazy("Pindah")),
    ("added", gettext_lazy("Baru")),
]
MOVES = {"start": start_day, "end": end_day, "resume": resume_day}


@require_safe
@never_cache
def the_day(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The day at one glance. Asked again by htmx: 204 while nothing changed."""
    day, at = office_day(request.user, pk), clock.now()
    if wants_part(request):
        if request.GET.get("mark") == mark_of(day, moment_of(slots_of(day), at)):
            return HttpResponse(status=204)
        return render(request, "meetings/_the_day.html", _glance(request, day))
    warm_up()
    return render(request, "meetings/the_day.html", _glance(request, day))


def _glance(request: ProgrammeRequest, day: Day) -> dict[str, Any]:
    context = the_day_of(day, clock.now())
    first = context["slot"]
    shift = None
    if first is not None and context["is_open"]:
        initial = {"first": first.number, "seen": f"{first.starts_at:%Y-%m-%dT%H:%M:%S%z}"}
        shift = ShiftForm(initial=initial)
    return context | {
        "shift": shift,
        "may_run": may(request.user, "meetings.run_day", day),
        "may_check_in": may(request.user, "meetings.check_in", day),
        "moves": day.FLOW.open_from(day.state),
        "press_key": secrets.token_hex(12),
    }


@require_POST
def move_day(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Start, end or resume the day."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.run_day", day)
    move = MOVES.get(request.POST.get("move", ""))
    if move is None:
        raise Refusal("unknown_move", _("Pilih mulai, akhiri, atau lanjutkan."))
    move(day, by=request.user, at=clock.now())
    return redirect("meetings:the-day", day.pk)


@require_POST
def shift_slots(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Hold the rest of the day later."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.run_day", day)
    form = ShiftForm(request.POST)
    if not form.is_valid():
        raise Refusal("bad_shift", _("Isi berapa menit acara digeser."))
    typed = form.cleaned_data
    moved = shift_rest(
        day,
        typed["first"],
        typed["minutes"],
        seen=typed["seen"],
        by=request.user,
        at=clock.now(),
    )
    messages.success(
        request,
        _("%(count)s slot digeser %(minutes)s menit. Peserta mendapat kabar.")
        % {"count": moved, "minutes": typed["minutes"]},
    )
    return redirect("meetings:the-day", day.pk)


@require_POST
def mark_missing(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Everybody of one side who has not arrived is not coming any more; straight to what that
    changes."""
    day, at = office_day(request.user, pk), clock.now()
    side = request.POST.get("side", "")
    guests = day.invitations.filter(side=side) if side in Side.values else day.invitations.all()
    count = note_absent(
        day, guests, key=request.POST.get("key", "")[:40] or secrets.token_hex(12),
        by=request.user, at=at,
    )  # fmt: skip
    propose(day, by=request.user, at=at)
    text = ngettext(
        "%(count)s peserta dicatat tidak datang.", "%(count)s peserta dicatat tidak datang.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("meetings:proposal", day.pk)


@require_safe
@never_cache
def proposal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What to change, for whom, at what loss: the open proposal, or the last that was decided."""
    day = office_day(request.user, pk)
    found = open_proposal(day) or (
        Proposal.objects.filter(day=day)
        .exclude(state=ProposalState.STALE)
        .select_related("base", "decided_by", "result")
        .first()
    )
    context: dict[str, Any] = {"day": day, "proposal": found, "kinds": KINDS}
    if found is not None:
        kinds = [row["kind"] for row in found.changes]
        figures, bound = found.figures, found.figures.get("bound")
        context |= {
            "groups": groups_of(found),
            "cancelled": kinds.count("cancelled"),
            "moved": kinds.count("moved"),
            "added": kinds.count("added"),
            "figures": figures,
            # in hundredths of a per cent: what a plan without any freezing might still win
            "gap": _gap(figures["value_after"], bound) if bound else None,
            "is_open": found.state == ProposalState.OPEN,
            "is_large": len(kinds) > 40,
            "may_decide": may(request.user, "meetings.decide_proposal", found),
        }
    context["may_check_in"] = may(request.user, "meetings.check_in", day)
    return render(request, "meetings/proposal.html", context)


def _gap(value: int, bound: float) -> float:
    return max(0.0, round(100 * (bound - value) / bound, 1)) if bound else 0.0


@require_POST
def propose_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Work it out once more, by what is known now."""
    day = office_day(request.user, pk)
    if propose(day, by=request.user, at=clock.now()) is None:
        messages.info(request, _("Tidak ada yang perlu diubah di jadwal yang berlaku."))
    return redirect("meetings:proposal", day.pk)


@require_POST
def decide_proposal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """All of it, all but what was ticked to be skipped, or none of it."""
    found = get_object_or_404(Proposal.objects.select_related("day"), pk=pk)
    day = office_day(request.user, found.day_id)
    decision, at = request.POST.get("decision"), clock.now()
    if decision == "none":
        decline_proposal(found, by=request.user, at=at)
        messages.success(request, _("Jadwal tetap seperti semula."))
        return redirect("meetings:the-day", day.pk)
    skipped = {
        int(text) for text in request.POST.getlist("skip") if text.isascii() and text.isdigit()
    }
    taken = None
    if decision == "some" and skipped:
        taken = sorted(set(range(len(found.changes))) - skipped)
    _version, left_out = accept_proposal(found, taken, by=request.user, at=at)
    text = _("Jadwal baru berlaku. Yang berubah mendapat kabar.")
    if left_out:
        text += " " + (
            ngettext(
                "%(count)s perubahan tidak ikut, karena tempatnya masih dipakai.",
                "%(count)s perubahan tidak ikut, karena tempatnya masih dipakai.",
                left_out,
            )
            % {"count": left_out}
        )
    messages.success(request, text)
    return redirect("meetings:notices", day.pk)


@require_safe
@never_cache
def notices(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Who has not read their news yet, with what to tell them and how to reach them."""
    day = office_day(request.user, pk)
    news = news_of(day)
    waiting = [one for one in news if one.waiting]
    context = {
        "day": day,
        "waiting": waiting,
        "page": page_of(request, waiting),
        "done": [one for one in news if not one.waiting],
        "may_tell": may(request.user, "meetings.tell_notice", day),
    }
    return render(request, "meetings/notices.html", context)


@require_POST
def tell_notice(request: ProgrammeRequest, pk: int, guest: int) -> HttpResponse:
    """The office told them itself."""
    day = office_day(request.user, pk)
    tell_notices(day, guest, by=request.user, at=clock.now())
    return redirect("meetings:notices", day.pk)
