"""Whom one would like to meet: search, tap, put in order; every tap is kept at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.meetings.actions.wishing import change_one, choose
from gandeng.meetings.core.wishlist import MOST_WISHES
from gandeng.meetings.forms.guests import read_key, read_wishes
from gandeng.meetings.queries import wishes as queries
from gandeng.meetings.queries.answers import takes_answers
from gandeng.meetings.states import Side

from .guest_door import Door

MOST_BODY = 20_000
LAST_PAGE = 99


@require_safe
def wishes(request: HttpRequest, door: Door) -> HttpResponse:
    """The page to pick on; ``?bagian=1`` is only what was found, for the page's own script."""
    invitation = door.invitation
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:120]
    category, page = request.GET.get("kategori", ""), _number(request.GET.get("halaman", ""))
    is_buyer = invitation.side == Side.BUYER
    offered = (
        queries.products_to_pick(invitation, words, category, page)
        if is_buyer
        else queries.buyers_to_pick(invitation, words, page)
    )
    base = {"q": words, "kategori": category}
    context: dict[str, Any] = {
        "door": door,
        "urls": door.urls,
        "invitation": invitation,
        "day": invitation.day,
        "is_buyer": is_buyer,
        "offered": offered,
        "words": words,
        "category": category,
        "more_url": _address(base | {"halaman": page + 1}) if offered.has_more else "",
        "less_url": _address(base | {"halaman": page - 1}) if page > 1 else "",
        "categories": [
            (label, count, value == category, _address({"q": words, "kategori": value}))
            for value, label, count in offered.categories
        ],
        "all_url": _address({"q": words}),
        "here": _address(base | {"halaman": page}),
        "seen_at": clock.now(),
        "is_open": takes_answers(invitation.day, clock.now())
        or (door.is_host and invitation.day.is_open),
    }
    if request.GET.get("bagian"):
        return render(request, "meetings/_offers.html", context)
    context |= {"picked": queries.picked_by(invitation), "most": MOST_WISHES}
    return render(request, "meetings/wishes.html", context)


@require_POST
def change_wish(request: HttpRequest, door: Door) -> HttpResponse:
    """One tap without the page's script: add, remove, up, down."""
    what, _sep, text = request.POST.get("ubah", "").partition(":")
    try:
        targets = queries.targets_of(door.invitation, [read_key(text)])
    except ValueError:
        targets = []
    try:
        if not targets:
            raise Refusal("unknown_target", _("Pilihan itu tidak ada lagi."))
        change_one(
            door.invitation, *targets[0], what, by=door.by, at=clock.now(), channel=door.channel
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(request, door, "pilihan" if what != "add" else f"p-{text}")


@require_POST
def save_wishes(request: HttpRequest, door: Door) -> JsonResponse:
    """The whole list as the page's script keeps it, also after a while without a signal. Answers
    with the list as it is now, which may hold what another phone added."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        return JsonResponse({"message": _("Kiriman tidak bisa dibaca.")}, status=413)
    try:
        sent = read_wishes(request.body)
        choose(
            door.invitation,
            queries.targets_of(door.invitation, sent.wishes),
            by=door.by,
            at=clock.now(),
            channel=door.channel,
            base=sent.base,
        )
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=409)
    return JsonResponse(
        {
            "wishes": [
                {
                    "key": one.key,
                    "name": one.name,
                    "note": one.note,
                    "presence": one.presence,
                    "isMutual": one.is_mutual,
                }
                for one in queries.picked_by(door.invitation)
            ]
        }
    )


def _back(request: HttpRequest, door: Door, anchor: str) -> HttpResponseRedirect:
    """To the page as it was searched; only what the page itself knows is taken over."""
    kept = {name: request.POST.get(name, "")[:120] for name in ("q", "kategori", "halaman")}
    return redirect(f"{door.url('wishes')}{_address(kept)}#{anchor}")


def _address(values: dict[str, Any]) -> str:
    kept = {
        name: value for name, value in values.items() if value and (name, value) != ("halaman", 1)
    }
    return f"?{urlencode(kept)}"


def _number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() else 1
