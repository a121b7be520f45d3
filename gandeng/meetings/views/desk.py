"""The desk at the door: who comes is noted on a phone, with or without a signal."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.actions.attending import note_presence
from gandeng.meetings.actions.replanning import propose_after_desk, warm_up
from gandeng.meetings.actions.walk_ins import walk_in
from gandeng.meetings.forms.the_day import SentNote, read_note, skew_of
from gandeng.meetings.gateways.codes import texts_on
from gandeng.meetings.models import CheckIn, Day, Invitation
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.desk import code_of, desk_pack, desk_state
from gandeng.meetings.states import DayState, Presence
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.programmes.middleware import ProgrammeRequest

log = logging.getLogger(__name__)

# a desk that was without a signal for a whole morning
MOST_NOTES = 200
MOST_PHOTO = 12 * 1024 * 1024
CAMERA_HERE: dict[str, str | list[str] | tuple[str]] = {
    **settings.PERMISSIONS_POLICY,
    "camera": ["self"],
}


def desk_day(request: HttpRequest, pk: int) -> Day:
    """The day, for who may note presence on it."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.check_in", day)
    return day


@require_safe
@never_cache
@permissions_policy_override(CAMERA_HERE)
def desk(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The page a desk keeps on its device."""
    day = desk_day(request, pk)
    warm_up()
    context = {
        "day": day,
        "pack": desk_pack(day),
        "presences": Presence.choices,
        "late_minutes": [15, 30, 60, 120],
        "is_over": day.state in {DayState.ENDED, DayState.CANCELLED},
    }
    return render(request, "meetings/desk.html", context)


@require_safe
@never_cache
def desk_worker(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The script that keeps the page for when there is no signal. It lives under the desk's own
    address, so it can never touch another page."""
    day = desk_day(request, pk)
    return kept_by(request, [reverse("meetings:desk", args=[day.pk])], f"gandeng-meja-{day.pk}")


def kept_by(request: HttpRequest, pages: list[str], store: str) -> HttpResponse:
    """The script that keeps these pages, in the device's cache of that name. It must lie under the
    address of the first one, the others under it."""
    response = render(request, "meetings/kept_worker.js", {"pages": pages, "store": store})
    response["Content-Type"] = "text/javascript; charset=utf-8"
    return response


@require_safe
@never_cache
def desk_now(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Where everybody stands by now, with what other desks noted. 204 when nothing changed since
    ``?beat=``. Carries a fresh token for sending, as the kept page's may be of an older sign-in."""
    day = desk_day(request, pk)
    if request.GET.get("beat") == str(day.beat):
        return HttpResponse(status=204)
    return JsonResponse(_state(request, day, request.GET))


@require_POST
def send_presence(request: ProgrammeRequest, pk: int) -> JsonResponse:
    """What a desk noted, each note once. One that is refused does not hold up the others."""
    day = desk_day(request, pk)
    at = clock.now()
    try:
        sent = json.loads(request.body)
        notes = sent["notes"]
        if not isinstance(notes, list):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": _("Kiriman tidak bisa dibaca.")}, status=400)
    skew = skew_of(sent.get("sent_at"), at)
    name = sent.get("desk")
    desk_name = name if isinstance(name, str) else ""
    results, made = [], []
    for data in notes[:MOST_NOTES]:
        result, note = _note(request, day, data, skew, desk_name)
        results.append(result)
        if note is not None:
            made.append(note)
    is_worked_out = _work_out(day, made, request.user)
    day.refresh_from_db()
    answer = _state(request, day, sent)
    if not is_worked_out:
        answer["warning"] = _("Kehadiran tercatat, tetapi usulan jadwal gagal dihitung.")
    return JsonResponse({"results": results} | answer)


def _work_out(day: Day, notes: list[CheckIn], by: Person) -> bool:
    """Who came stays noted even where no proposal can be worked out: the desk must not send the
    same again and again for that."""
    try:
        propose_after_desk(day, notes, by=by, at=clock.now())
    except Exception:
        log.exception("no proposal for day %s", day.pk)
        return False
    return True


def _state(request: HttpRequest, day: Day, known: Mapping[str, Any]) -> dict[str, Any]:
    state = desk_state(day)
    if any(str(known.get(name, "")) != str(state[name]) for name in ("count", "plan")):
        # somebody walked in, or the places are others: the list itself has changed
        state = desk_pack(day)
    return state | {"token": get_token(request)}


def _note(
    request: ProgrammeRequest, day: Day, data: Any, skew: timedelta, desk_name: str
) -> tuple[dict[str, Any], CheckIn | None]:
    key = data.get("key", "") if isinstance(data, dict) else ""
    try:
        note = _keep(request, day, read_note(data, day, skew), desk_name)
    except Refusal as refusal:
        return {"key": key, "ok": False, "code": refusal.code, "message": str(refusal)}, None
    return {"key": key, "ok": True, "guest": note.invitation_id}, note


def _keep(request: ProgrammeRequest, day: Day, sent: SentNote, desk_name: str) -> CheckIn:
    if sent.name:
        return walk_in(
            day,
            sent.name,
            sent.side,
            key=sent.key,
            noted_at=sent.noted_at,
            by=request.user,
            at=clock.now(),
            person_name=sent.person,
            phone=sent.phone,
            head_count=sent.head_count,
            desk=desk_name,
        )
    guest = Invitation.objects.filter(day=day, pk=sent.guest_id or 0).first()
    if guest is None:
        raise Refusal("not_of_this_day", _("Peserta itu tidak ada di acara ini."))
    return note_presence(
        guest,
        sent.presence,
        key=sent.key,
        noted_at=sent.noted_at,
        by=request.user,
        at=clock.now(),
        head_count=sent.head_count,
        expected_at=sent.expected_at,
        desk=desk_name,
    )


@require_POST
def read_code(request: ProgrammeRequest, pk: int) -> JsonResponse:
    """The code of the invitation on a photo, for a browser that cannot read it by itself."""
    desk_day(request, pk)
    photo = request.FILES.get("photo")
    if photo is None or (photo.size or 0) > MOST_PHOTO:
        return JsonResponse({"message": _("Kirim foto sampai 12 MB.")}, status=400)
    for text in texts_on(photo.read()):
        kind, _slash, word = urlsplit(text).path.strip("/").partition("/")
        if kind == "lencana" and word:
            return JsonResponse({"code": word})
        if kind == "u" and word:
            return JsonResponse({"code": code_of(word.partition("/")[0])})
    message = _("QR tidak terbaca di foto itu. Ulangi lebih dekat, atau cari namanya.")
    return JsonResponse({"message": message}, status=422)


@require_safe
@login_not_required
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """What a badge's code opens on anybody's phone: where to show it, whoever wears it."""
    response = render(request, "meetings/badge.html")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
def known_names(request: ProgrammeRequest, pk: int) -> JsonResponse:
    """Names in the register that begin or go on like ``?q=``, so a walk-in is not registered
    anew."""
    day = desk_day(request, pk)
    words = " ".join(request.GET.get("q", "").split())[:80]
    if len(words) < 3:
        return JsonResponse({"names": []})
    found = (
        Organisation.objects.standing()
        .filter(programme=day.programme, name__icontains=words)
        .order_by("name", "pk")
        .values_list("name", "kind")[:8]
    )
    return JsonResponse({"names": [{"name": name, "kind": kind} for name, kind in found]})
