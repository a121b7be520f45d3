"""Invitations go out: e-mails in rounds, WhatsApp one by one, letters in one print."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions import sending as actions
from gandeng.meetings.forms.inviting import LetterForm
from gandeng.meetings.gateways.letters import Head, Letter, draw_letters
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries import sending as queries
from gandeng.meetings.queries.access import invitations_for, office_day
from gandeng.meetings.queries.messages import (
    LANGUAGE,
    DayInWords,
    as_text,
    day_in_words,
    message_for,
    whatsapp_url,
)
from gandeng.meetings.states import ANSWERABLE, Channel, InvitationState, Side
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.pages import page_of

LETTER_KEY = "meetings_letter_head"


@require_safe
def sending(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What can go out now, on three ways; what did not arrive."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.invite", day)
    at = clock.now()
    is_reminder = request.GET.get("pengingat") == "ya"
    words = day_in_words(day)
    waiting = queries.to_message(day, is_reminder=is_reminder, at=at)
    page = page_of(request, waiting)
    base = _base(request)
    letters = queries.to_print(day, at=at)
    context = {
        "day": day,
        "is_reminder": is_reminder,
        "has_slots": day.slots.exists(),
        "mail_count": queries.to_mail(day, is_reminder=is_reminder, at=at).count(),
        "listed": day.invitations.filter(state=InvitationState.LISTED).count(),
        "silent": day.invitations.filter(state=InvitationState.SENT).count(),
        "page": page,
        "whatsapp_count": waiting.count(),
        "rows": [_to_message(one, words, base, is_reminder=is_reminder) for one in page.rows],
        "letter_count": letters.count(),
        "letter_form": LetterForm(initial=_letter_initial(request, day)),
        "sides": Side.choices,
        "failures": list(queries.failed(day)[:50]),
        "under_way": queries.UNDER_WAY,
        "may_invite": may(request.user, "meetings.invite", day) and day.is_open,
    }
    return render(request, "meetings/sending.html", context)


@require_POST
def send_mails(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One round of e-mails; the part that answers asks for the next one by itself."""
    day = office_day(request.user, pk)
    at = clock.now()
    since = _instant(request.POST.get("sejak", "")) or at
    is_reminder = request.POST.get("pengingat") == "ya"
    posted = actions.send_mails(
        day,
        base_url=_base(request),
        is_reminder=is_reminder,
        since=min(since, at),
        by=request.user,
        at=at,
    )
    before = request.POST.get("terkirim", "")
    total = posted.sent + (int(before) if before.isdecimal() and len(before) < 7 else 0)
    if request.headers.get("HX-Request") != "true":
        messages.success(request, _mailed(total, posted.failed, posted.waiting))
        return redirect("meetings:sending", pk)
    context = {
        "day": day,
        "is_reminder": is_reminder,
        "sent": total,
        "posted": posted,
        "since": since.isoformat(),
        "goes_on": posted.waiting and posted.sent and not posted.is_server_down,
    }
    return render(request, "meetings/_mail_round.html", context)


@require_POST
def send_one(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mail one invitation, or remind."""
    found = get_object_or_404(invitations_for(request.user), pk=pk)
    office_day(request.user, found.day_id)
    posted = actions.send_mails(
        found.day,
        base_url=_base(request),
        is_reminder=found.state == InvitationState.SENT,
        chosen=[found.pk],
        by=request.user,
        at=clock.now(),
    )
    if posted.sent:
        messages.success(request, _("E-mail terkirim."))
    elif posted.failed:
        messages.error(request, _("E-mail tidak terkirim. Sebabnya ada di riwayat pengiriman."))
    else:
        messages.info(request, _("Tidak dikirim: sudah dikirim hari ini, atau alamatnya kosong."))
    return redirect("meetings:invitation", pk)


@require_POST
def mark_sent(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Somebody opened the WhatsApp message of an invitation, or handed over its letter."""
    found = get_object_or_404(invitations_for(request.user), pk=pk)
    office_day(request.user, found.day_id)
    actions.note_sent(
        [found],
        request.POST.get("lewat", ""),
        is_reminder=found.state == InvitationState.SENT and request.POST.get("lewat") != "letter",
        by=request.user,
        at=clock.now(),
    )
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, _("Dicatat terkirim."))
    return redirect("meetings:invitation", pk)


@require_safe
def letters(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The letters as one PDF: those not sent yet, all of a side, or one."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.invite", day)
    form = LetterForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Tanggal surat tidak bisa dibaca."))
        return redirect("meetings:sending", pk)
    request.session[LETTER_KEY] = {
        name: value for name, value in form.cleaned_data.items() if name != "dated_on"
    }
    chosen = _letters_asked(request, day)
    if not chosen:
        messages.info(request, _("Tidak ada surat yang perlu dicetak."))
        return redirect("meetings:sending", pk)
    words = day_in_words(day)
    drawn = draw_letters(
        _head(day, form.cleaned_data),
        [_letter(one, words, _base(request)) for one in chosen],
        at=clock.now(),
    )
    response = HttpResponse(drawn, content_type="application/pdf")
    name = f"undangan-{day.held_on:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def letters_sent(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The printed letters went out."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.invite", day)
    rows = queries.to_print(day, at=clock.now()).select_related("day")
    if request.POST.get("sisi") in Side.values:
        rows = rows.filter(side=request.POST["sisi"])
    count = actions.note_sent(rows, Channel.LETTER, by=request.user, at=clock.now())
    messages.success(
        request,
        ngettext("%(count)s surat dicatat terkirim.", "%(count)s surat dicatat terkirim.", count)
        % {"count": count},
    )
    return redirect("meetings:sending", pk)


def _base(request: ProgrammeRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _to_message(
    one: Invitation, words: DayInWords, base: str, *, is_reminder: bool
) -> dict[str, Any]:
    text = as_text(message_for(one, words, base, is_reminder=is_reminder))
    return {"invitation": one, "url": whatsapp_url(one.phone, text)}


def _mailed(sent: int, failed: int, waiting: int) -> str:
    said = ngettext("%(count)s e-mail terkirim.", "%(count)s e-mail terkirim.", sent)
    parts = [said % {"count": sent}]
    if failed:
        parts.append(_("%(count)s gagal, lihat di bawah.") % {"count": failed})
    if waiting:
        parts.append(_("%(count)s masih menunggu.") % {"count": waiting})
    return " ".join(parts)


def _letters_asked(request: ProgrammeRequest, day: Day) -> list[Invitation]:
    if one := request.GET.get("satu", ""):
        rows = day.invitations.filter(pk=int(one) if one.isdecimal() and len(one) < 12 else 0)
    elif request.GET.get("semua") == "ya":
        rows = day.invitations.filter(state__in=ANSWERABLE)
    else:
        rows = queries.to_print(day, at=clock.now())
    if request.GET.get("sisi") in Side.values:
        rows = rows.filter(side=request.GET["sisi"])
    rows = rows.exclude(state=InvitationState.WITHDRAWN)
    return list(rows.select_related("organisation").order_by("organisation__name", "pk")[:600])


def _letter_initial(request: ProgrammeRequest, day: Day) -> dict[str, Any]:
    kept = request.session.get(LETTER_KEY, {})
    place = day.programme.regency.name.removeprefix("Kabupaten ").removeprefix("Kab. ")
    return {"place": place, "dated_on": clock.today(), **kept}


def _head(day: Day, said: dict[str, Any]) -> Head:
    with translation.override(LANGUAGE):
        dated = date_format(said["dated_on"], "j F Y") if said["dated_on"] else "………………"
    regency = day.programme.regency.name
    return Head(
        programme=day.programme.name,
        office=day.programme.office_name,
        regency=regency if regency.lower().startswith(("kab", "kota")) else f"Kabupaten {regency}",
        number=said["number"],
        place_and_date=", ".join(filter(None, [said["place"], dated])),
        signer_title=said["signer_title"],
        signer_name=said["signer_name"],
        signer_number=said["signer_number"],
    )


def _letter(one: Invitation, words: DayInWords, base: str) -> Letter:
    message = message_for(one, words, base)
    organisation = one.organisation
    with translation.override(LANGUAGE):
        first = _("Sdr. %s") % one.person_name if one.person_name else _("Pimpinan")
    lines = [first, one.person_title, organisation.name, organisation.address]
    day = words.day
    return Letter(
        to=tuple(line for line in lines if line),
        subject=message.subject,
        paragraphs=message.paragraphs,
        facts=message.facts,
        contact=" ".join(filter(None, [day.contact_name, day.contact_phone])),
        url=message.url,
        short=message.url.partition("://")[2],
    )
