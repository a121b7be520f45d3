"""The chase list: whom to phone next, why, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.answering import accept_invitation, decline_invitation
from gandeng.meetings.actions.chasing import note_call
from gandeng.meetings.forms.inviting import CallForm
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries.access import days_for, invitations_for
from gandeng.meetings.queries.answers import answers_close_at, takes_answers
from gandeng.meetings.queries.attendance import outlook_of
from gandeng.meetings.queries.chasing import ToCall, calls_in_order, silent
from gandeng.meetings.queries.counts import counts_of
from gandeng.meetings.queries.messages import as_text, day_in_words, message_for, whatsapp_url
from gandeng.meetings.states import CallResult, Channel, Side
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.rules import READERS, Role, standing_of
from gandeng.ui.htmx import refusals_shown_in, wants_part
from gandeng.ui.pages import page_of

from .outlooks import outlook_context


@require_safe
def chase(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Who is silent, whom to phone next on top, each with the reasons for its place."""
    day = _day(request, pk)
    context = _list(request, day)
    return render(request, "meetings/chase.html", context)


@require_safe
def chase_counts(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The figures again, while one phones; nothing when nothing happened."""
    day = _day(request, pk)
    if request.GET.get("beat") == str(day.beat):
        return HttpResponse(status=204)
    return render(request, "meetings/_chase_counts.html", _counts(day))


@require_POST
def call(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Note a call; a yes or a no on the phone is the answer."""
    found = get_object_or_404(invitations_for(request.user), pk=pk)
    day = _day(request, found.day_id)
    require(request.user, "meetings.note_call", found)
    form = CallForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            answered = _note(request, found, form.cleaned_data)
            if answered:
                messages.success(request, answered)
            if wants_part(request):
                return render(request, "meetings/_chase_list.html", _list(request, day))
            return redirect("meetings:chase", day.pk)
    context = _list(request, day, wrong={found.pk: form})
    template = "meetings/_chase_list.html" if wants_part(request) else "meetings/chase.html"
    response = render(request, template, context, status=422)
    # what is to be put right, not the top of the list
    response["HX-Reswap"] = f"outerHTML show:#panggil-{found.pk}:top"
    return response


@transaction.atomic
def _note(request: ProgrammeRequest, found: Invitation, said: dict[str, Any]) -> str:
    at = clock.now()
    name = {"name": found.organisation.name}
    note_call(
        found,
        said["result"],
        note=said["note"],
        again_on=said["again_on"],
        by=request.user,
        at=at,
    )
    # a mentor may phone; the answer itself is for the office to write down
    if not may(request.user, "meetings.answer_invitation", found):
        return _("Panggilan ke %(name)s dicatat.") % name
    if said["result"] == CallResult.WILL_COME:
        accept_invitation(
            found,
            by=request.user,
            at=at,
            channel=Channel.PHONE,
            attendees=said["attendees"],
            head_count=said["head_count"],
            hours=said["hours"],
            note=said["note"],
        )
        return _("%(name)s dicatat hadir.") % name
    if said["result"] == CallResult.WILL_NOT:
        decline_invitation(
            found,
            by=request.user,
            at=at,
            channel=Channel.PHONE,
            why_not=said["why_not"],
            note=said["note"],
        )
        return _("%(name)s dicatat tidak hadir.") % name
    return _("Panggilan ke %(name)s dicatat.") % name


def _day(request: ProgrammeRequest, pk: int) -> Day:
    """The office's days, and a mentor's."""
    found = get_object_or_404(days_for(request.user), pk=pk)
    if not standing_of(request.user).has(found.programme_id, *READERS, Role.MENTOR):
        raise Http404
    return found


def _counts(day: Day) -> dict[str, Any]:
    return {"day": day, "counts": list(counts_of(day).values())}


def _list(
    request: ProgrammeRequest, day: Day, *, wrong: dict[int, CallForm] | None = None
) -> dict[str, Any]:
    at = clock.now()
    side = request.GET.get("sisi", "")
    rows = silent(request.user, day)
    if side in Side.values:
        rows = rows.filter(side=side)
    outlook = outlook_of(day)
    ordered = calls_in_order(rows, day, outlook, at=at)
    page = page_of(request, ordered, size=15)
    words = day_in_words(day)
    base = f"{request.scheme}://{request.get_host()}"
    wrong = wrong or {}
    closes_at = answers_close_at(day)
    return {
        **_counts(day),
        **outlook_context(outlook),
        "page": page,
        "rows": [_row(row, words, base, wrong.get(row.invitation.pk)) for row in page.rows],
        "total": len(ordered),
        "now_count": sum(row.priority.is_now for row in ordered),
        "side": side if side in Side.values else "",
        "sides": Side.choices,
        "closes_at": closes_at,
        "takes_answers": takes_answers(day, at),
        "days_left": max((clock.day_of(closes_at) - clock.day_of(at)).days, 0),
        "may_answer": may(request.user, "meetings.invite", day),
        "is_office": standing_of(request.user).has(day.programme_id, *READERS),
    }


def _row(row: ToCall, words: Any, base: str, wrong: CallForm | None) -> dict[str, Any]:
    one = row.invitation
    text = as_text(message_for(one, words, base, is_reminder=True))
    return {
        "call": row,
        "invitation": one,
        "whatsapp": whatsapp_url(one.phone, text),
        "form": wrong or CallForm(prefix="", auto_id=f"id_{one.pk}_%s"),
        "is_wrong": wrong is not None,
    }
