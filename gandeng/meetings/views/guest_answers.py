"""An invitation's own page: what it is about, the answer, one's timetable and news."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.meetings.actions.answering import (
    accept_invitation,
    decline_invitation,
    note_opened,
)
from gandeng.meetings.actions.reading import read_notices
from gandeng.meetings.core import hours as clock_hours
from gandeng.meetings.core.wishlist import MOST_WISHES
from gandeng.meetings.forms.guests import AcceptForm, DeclineForm
from gandeng.meetings.models import Invitation, Need
from gandeng.meetings.queries.answers import answers_close_at, takes_answers
from gandeng.meetings.queries.messages import hours_of
from gandeng.meetings.queries.timetables import own_meetings
from gandeng.meetings.states import INVITATION_TONES, DayState, InvitationState, Side
from gandeng.ui.htmx import refusals_shown_in

from .desk import kept_by
from .guest_door import Door
from .tables import store_of


@require_safe
def page(request: HttpRequest, door: Door) -> HttpResponse:
    """Everything about one's own invitation. Looking changes nothing: messengers fetch addresses
    for their previews; the page's own script says when a person has opened it."""
    return _page(request, door)


@require_POST
def answer(request: HttpRequest, door: Door) -> HttpResponse:
    """We are coming."""
    form = _accept_form(door, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_in(form):
            was_coming = door.invitation.is_coming
            accept_invitation(
                door.invitation,
                by=door.by,
                at=clock.now(),
                channel=door.channel,
                attendees=typed["attendees"],
                head_count=typed["head_count"],
                hours=typed["stretches"],
                note=typed["note"],
            )
            has_wishes = was_coming or door.invitation.wishes.exists()
            if has_wishes:
                messages.success(request, _("Jawaban tersimpan: Anda hadir."))
                return redirect(door.url())
            messages.success(request, _("Tercatat: Anda hadir. Sekarang pilih yang ingin ditemui."))
            return redirect(door.url("wishes"))
    return _page(request, door, accept=form)


@require_POST
def decline(request: HttpRequest, door: Door) -> HttpResponse:
    """We are not coming."""
    form = DeclineForm(request.POST, prefix="tidak")
    if form.is_valid():
        with refusals_shown_in(form):
            decline_invitation(
                door.invitation,
                by=door.by,
                at=clock.now(),
                channel=door.channel,
                why_not=form.cleaned_data["why_not"],
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Jawaban tersimpan: Anda tidak hadir."))
            return redirect(door.url())
    return _page(request, door, decline=form)


@require_POST
def opened(request: HttpRequest, door: Door) -> HttpResponse:
    """A browser with a person before it has opened the page. The office looking is no guest."""
    if not door.is_host:
        note_opened(door.invitation, by=door.by, at=clock.now())
    return HttpResponse(status=204)


@require_POST
def read(request: HttpRequest, door: Door) -> HttpResponse:
    """The news on the page were read."""
    up_to = request.POST.get("sampai", "")
    if up_to.isascii() and up_to.isdigit() and len(up_to) < 18 and not door.is_host:
        read_notices(door.invitation, up_to=int(up_to), by=door.by, at=clock.now())
    return redirect(door.url())


@require_safe
def pulse(request: HttpRequest, door: Door) -> JsonResponse:
    """What a page asks now and then: is there news, did somebody else answer meanwhile?"""
    latest = door.invitation.notices.filter(seen_at=None).order_by("-pk").values_list("pk").first()
    return JsonResponse(
        {"latest": latest[0] if latest else 0, "answered": _answered(door.invitation)}
    )


@require_safe
def worker(request: HttpRequest, door: Door) -> HttpResponse:
    """The script that keeps the invitation and the page of wishes for when there is no signal."""
    return kept_by(request, [door.url(), door.url("wishes")], kept_store_of(door.invitation))


def kept_store_of(invitation: Invitation) -> str:
    """The name under which a phone keeps an invitation's pages."""
    return f"gandeng-undangan-{invitation.pk}"


def _answered(invitation: Invitation) -> str:
    """Which answer stands, for a phone that still holds one back."""
    return invitation.answered_at.isoformat() if invitation.answered_at else ""


def _page(
    request: HttpRequest,
    door: Door,
    accept: AcceptForm | None = None,
    decline: DeclineForm | None = None,
) -> HttpResponse:
    invitation, now = door.invitation, clock.now()
    day = invitation.day
    is_open = takes_answers(day, now) or (door.is_host and day.is_open)
    meetings = own_meetings(invitation)
    is_buyer = invitation.side == Side.BUYER
    is_today = day.held_on == clock.day_of(now)
    context: dict[str, Any] = {
        "door": door,
        "urls": door.urls,
        "invitation": invitation,
        "day": day,
        "hours_of_day": hours_of(day),
        "tone": INVITATION_TONES[InvitationState(invitation.state)],
        "is_answered": invitation.state in {InvitationState.COMING, InvitationState.NOT_COMING},
        "own_hours": clock_hours.in_figures(invitation.hours),
        "is_open": is_open,
        "closes_at": answers_close_at(day),
        "accept": accept or _accept_form(door),
        "decline": decline or _decline_form(door),
        "has_errors": bool(accept or decline),
        "is_buyer": is_buyer,
        "wish_count": invitation.wishes.count(),
        "most_wishes": MOST_WISHES,
        "need_count": Need.objects.filter(buyer=invitation.organisation_id).count()
        if is_buyer
        else 0,
        "meetings": meetings,
        "notices": list(invitation.notices.filter(seen_at=None)[:20]),
        "qr": qr_of(door.link_on(request)) if invitation.is_coming else "",
        "is_today": is_today,
        "seen_at": now,
        "answered": _answered(invitation),
        "next_url": door.urls["wishes"]
        if not invitation.is_coming and not invitation.wishes.exists()
        else door.url(),
        "kept_store": kept_store_of(invitation),
        "capture_store": store_of(day, invitation),
        "may_capture": door.is_link
        and is_buyer
        and (day.state in {DayState.RUNNING, DayState.ENDED} or is_today),
    }
    status = 422 if accept or decline else 200
    return render(request, "meetings/guest.html", context, status=status)


def _accept_form(door: Door, data: Any = None) -> AcceptForm:
    slots = list(door.invitation.day.slots.all())
    return AcceptForm(data, invitation=door.invitation, slots=slots)


def _decline_form(door: Door) -> DeclineForm:
    invitation = door.invitation
    is_declined = invitation.state == InvitationState.NOT_COMING
    initial = {"why_not": invitation.why_not, "note": invitation.note} if is_declined else {}
    return DeclineForm(initial=initial, prefix="tidak")


def qr_of(link: str) -> SafeString:
    """The link as an SVG to stand in a page: dark on white in either look, no style of its own."""
    code = segno.make(link, error="m", micro=False)
    drawn: str = code.svg_inline(
        scale=4, border=3, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308 -- drawn by segno from an address of our own
