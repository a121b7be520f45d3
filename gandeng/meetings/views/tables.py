"""At the table: what was said is noted, with or without a signal."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions.outcomes import note_outcome
from gandeng.meetings.forms.tables import OutcomeForm, SentOutcome, read_sent
from gandeng.meetings.models import Day, Invitation, Outcome, Slot
from gandeng.meetings.queries import tables
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.links import guest_of
from gandeng.meetings.queries.outcomes import outcomes_for, with_lines
from gandeng.meetings.rules import Actor, Guest
from gandeng.meetings.states import PriceReaction, Result, Scheme, Side
from gandeng.products.models import Product
from gandeng.products.states import State as ProductState
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.files import opened
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from .desk import kept_by

# what a device may send at once: a day of a busy table without a signal, with photos
MOST_BODY = 60 * 1024 * 1024
MOST_NOTES = 60


@require_safe
def outcomes(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Everything that was said on a day, for the office."""
    day = office_day(request.user, pk)
    found = with_lines(outcomes_for(request.user).filter(day=day))
    wanted = request.GET.get("hasil", "")
    if wanted in Result.values:
        found = found.filter(result=wanted)
    context = {
        "day": day,
        "page": page_of(request, found),
        "tabs": [("", _("Semua")), *Result.choices],
        "result": wanted,
        "promised": tables.promised_on(day),
        "may_note": may(request.user, "meetings.note_outcome", Outcome(programme=day.programme)),
    }
    return render(request, "meetings/outcome_list.html", context)


@require_safe
def outcome(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What one pair said, and what becomes of it."""
    found = get_object_or_404(with_lines(outcomes_for(request.user)), pk=pk)
    context = {
        "outcome": found,
        "day": found.day,
        "may_note": may(request.user, "meetings.note_outcome", found),
    }
    return render(request, "meetings/outcome.html", context)


@require_safe
def outcome_photo(request: ProgrammeRequest, pk: int) -> FileResponse:
    """The photo taken at the table."""
    found = get_object_or_404(outcomes_for(request.user).exclude(photo=""), pk=pk)
    response = FileResponse(opened(found.photo), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@never_cache
def capture(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The page on the office's tablet: every pair of the day, kept in the page itself."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.note_outcome", Outcome(programme=day.programme))
    urls = {
        "send_url": reverse("meetings:send-outcomes", args=[pk]),
        "worker_url": reverse("meetings:capture-worker", args=[pk]),
        "back": reverse("meetings:outcomes", args=[pk]),
    }
    return _capture(request, day, None, urls)


@require_safe
@never_cache
@login_not_required
def guest_capture(request: HttpRequest, token: str) -> HttpResponse:
    """The same on the buyer's own phone: only their meetings."""
    guest = _noting_guest(token)
    urls = {
        "send_url": reverse("meetings:guest-send-outcomes", args=[token]),
        "worker_url": reverse("meetings:guest-capture-worker", args=[token]),
        "back": reverse("meetings:guest", args=[token]),
    }
    return _capture(request, guest.invitation.day, guest.invitation, urls)


def _capture(
    request: HttpRequest, day: Day, guest: Invitation | None, urls: dict[str, str]
) -> HttpResponse:
    context = {
        "day": day,
        "guest": guest,
        "pack": tables.offline_pack(day, guest),
        "store": store_of(day, guest),
        **urls,
        "results": Result.choices,
        "schemes": Scheme.choices,
        "reactions": PriceReaction.choices,
        "tastes": range(1, 6),
    }
    response = render(request, "meetings/capture.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def capture_worker(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The script that keeps the tablet's page for when there is no signal."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.note_outcome", Outcome(programme=day.programme))
    return kept_by(request, [reverse("meetings:capture", args=[pk])], store_of(day, None))


@require_safe
@never_cache
@login_not_required
def guest_capture_worker(request: HttpRequest, token: str) -> HttpResponse:
    """The same for the buyer's own phone."""
    guest = _noting_guest(token).invitation
    page = reverse("meetings:guest-capture", args=[token])
    return kept_by(request, [page], store_of(guest.day, guest))


def _noting_guest(token: str) -> Guest:
    """A buyer notes what was said; makers have no such page."""
    guest = guest_of(token)
    if guest.invitation.side != Side.BUYER:
        raise Http404
    return guest


def store_of(day: Day, guest: Invitation | None) -> str:
    """The name under which a device keeps a page and its notes."""
    return f"gandeng-hasil-{day.pk}" + (f"-{guest.pk}" if guest else "")


@require_POST
def send_outcomes(request: ProgrammeRequest, pk: int) -> JsonResponse:
    """What the office's tablet kept, each note once."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.note_outcome", Outcome(programme=day.programme))
    return _take_in(request, day, request.user)


@require_POST
@login_not_required
def guest_send_outcomes(request: HttpRequest, token: str) -> JsonResponse:
    """What the buyer's phone kept."""
    guest = guest_of(token)
    return _take_in(request, guest.invitation.day, guest)


def _take_in(request: HttpRequest, day: Day, by: Actor) -> JsonResponse:
    """Every note is judged by itself: one that is refused does not hold up the others."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        return JsonResponse({"message": _("Terlalu banyak sekaligus.")}, status=413)
    try:
        sent = json.loads(request.body)
        notes = sent["notes"]
        if not isinstance(notes, list):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": _("Kiriman tidak bisa dibaca.")}, status=400)
    return JsonResponse({"results": [_note(day, data, by) for data in notes[:MOST_NOTES]]})


def _note(day: Day, data: Any, by: Actor) -> dict[str, Any]:
    key = data.get("key", "") if isinstance(data, dict) else ""
    try:
        note = read_sent(data)
        made = _keep(day, note, by)
    except Refusal as refusal:
        return {"key": key, "ok": False, "code": refusal.code, "message": str(refusal)}
    return {"key": key, "ok": True} | tables.noted_of(made)


def _keep(day: Day, note: SentOutcome, by: Actor) -> Outcome:
    parties = {
        one.pk: one
        for one in day.invitations.filter(pk__in=[note.buyer_id, note.maker_id]).select_related(
            "organisation"
        )
    }
    buyer, maker = parties.get(note.buyer_id), parties.get(note.maker_id)
    if buyer is None or maker is None:
        raise Refusal("not_of_this_day", _("Pasangan itu tidak ada di acara ini."))
    products = {one.pk: one for one in Product.objects.filter(maker_id=maker.organisation_id)}
    return note_outcome(
        day,
        buyer,
        maker,
        note.result,
        lines=note.line_notes(products),
        scheme=note.scheme,
        next_on=note.next_on,
        note=note.note,
        photo=note.photo,
        slot=Slot.objects.filter(day=day, pk=note.slot_id).first() if note.slot_id else None,
        key=note.key,
        noted_at=note.noted_at,
        by=by,
        at=clock.now(),
    )


@require_http_methods(["GET", "POST"])
def note_pair(request: ProgrammeRequest, pk: int, buyer: int, maker: int) -> HttpResponse:
    """One pair on a page of its own: also where a browser runs no scripts."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.note_outcome", Outcome(programme=day.programme))
    parties = day.invitations.select_related("organisation")
    for_buyer = get_object_or_404(parties, pk=buyer, side=Side.BUYER)
    for_maker = get_object_or_404(parties, pk=maker, side=Side.MAKER)
    products = Product.objects.filter(
        maker_id=for_maker.organisation_id, state=ProductState.OFFERED
    ).order_by("name", "pk")
    known = with_lines(Outcome.objects.filter(day=day, buyer=for_buyer, maker=for_maker)).first()
    form = OutcomeForm(
        request.POST or None, request.FILES or None, products=products, initial=_initial(known)
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with refusals_shown_in(form):
            made = note_outcome(
                day,
                for_buyer,
                for_maker,
                typed["result"],
                lines=form.lines(),
                scheme=typed["scheme"],
                next_on=typed["next_on"],
                note=typed["note"],
                photo=typed["photo"].read() if typed["photo"] else None,
                slot=known.slot if known else None,
                key=typed["key"],
                noted_at=clock.now(),
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Hasil pertemuan tersimpan."))
            return redirect("meetings:outcome", made.pk)
    context = {"day": day, "buyer": for_buyer, "maker": for_maker, "form": form, "known": known}
    status = 422 if form.errors else 200
    return render(request, "meetings/outcome_form.html", context, status=status)


def _initial(known: Outcome | None) -> dict[str, Any]:
    values: dict[str, Any] = {"key": uuid.uuid4().hex, "scheme": ""}
    if known is None:
        return values
    values |= {"result": known.result, "scheme": known.scheme}
    values |= {"next_on": known.next_on, "note": known.note}
    for line in known.lines.all():
        values[f"taste_{line.product_id}"] = str(line.taste or "")
        values[f"price_{line.product_id}"] = line.price_reaction
        values[f"quantity_{line.product_id}"] = line.quantity or None
        values[f"shelf_{line.product_id}"] = line.shelf_price
    return values
