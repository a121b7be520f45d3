"""Who is invited: choosing, the list, one invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.actions import inviting
from gandeng.meetings.core import hours as clock_hours
from gandeng.meetings.forms.days import ReasonForm
from gandeng.meetings.forms.inviting import AddressForm
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries.access import invitations_for, office_day
from gandeng.meetings.queries.candidates import (
    CAME,
    MISSED,
    NEW,
    Filter,
    candidates,
    districts_of_side,
    estates_of,
)
from gandeng.meetings.queries.counts import counts_of
from gandeng.meetings.queries.messages import as_text, day_in_words, message_for, whatsapp_url
from gandeng.meetings.states import INVITATION_TONES, InvitationState, Side
from gandeng.organisations.models import Organisation
from gandeng.organisations.states import BUYER_KINDS
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in, wants_part
from gandeng.ui.pages import page_of

# what a page of checkboxes can hold before a thumb tires
CHOICES_SHOWN = 200


@require_safe
def invitations(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The day's list: who is invited, what they said, how it went out."""
    day = office_day(request.user, pk)
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ("sisi", "jawaban", "q")}
    rows = invitations_for(request.user).filter(day=day)
    counts = counts_of(day)
    if asked["sisi"] in Side.values:
        rows = rows.filter(side=asked["sisi"])
    if asked["jawaban"] in InvitationState.values:
        rows = rows.filter(state=asked["jawaban"])
    if text := asked["q"].strip()[:100]:
        rows = rows.filter(Q(organisation__name__icontains=text) | Q(person_name__icontains=text))
    page = page_of(request, rows.order_by("organisation__name", "pk"))
    states = [state for state in InvitationState if state != InvitationState.WITHDRAWN]
    context = {
        "day": day,
        "page": page,
        "rows": [
            {"invitation": one, "tone": INVITATION_TONES[InvitationState(one.state)]}
            for one in page.rows
        ],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "counts": counts,
        "sides": Side.choices,
        "states": [(state.value, state.label) for state in [*states, InvitationState.WITHDRAWN]],
        "listed": sum(side.listed for side in counts.values()),
        "may_invite": may(request.user, "meetings.invite", day) and day.is_open,
    }
    return render(request, "meetings/invitation_list.html", context)


@require_http_methods(["GET", "POST"])
def choose(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Choose organisations and put them on the list: those ticked, or all that the filter finds."""
    day = office_day(request.user, pk)
    require(request.user, "meetings.invite", day)
    chosen = _filter(request.POST if request.method == "POST" else request.GET)
    found = candidates(request.user, day, chosen)
    if request.method == "POST":
        wanted = _wanted(request, found)
        if not wanted:
            messages.error(request, _("Centang dulu siapa yang diundang."))
        else:
            made = inviting.invite_many(day, wanted, by=request.user, at=clock.now())
            back = _invited_again(request, day, wanted)
            count = len(made) + back
            messages.success(
                request,
                ngettext(
                    "%(count)s masuk daftar undangan. Belum dikirim.",
                    "%(count)s masuk daftar undangan. Belum dikirim.",
                    count,
                )
                % {"count": count},
            )
        query = request.POST.get("saringan", "")
        return redirect(f"{reverse('meetings:choose-invitees', args=[pk])}?{query}"[:500])
    total = found.count()
    context = {
        "day": day,
        "chosen": chosen,
        "total": total,
        "rows": list(found[:CHOICES_SHOWN]),
        "shown": CHOICES_SHOWN,
        "counts": counts_of(day),
        "sides": Side.choices,
        "kinds": [(kind.value, kind.label) for kind in BUYER_KINDS],
        "estates": estates_of(request.user, day) if chosen.side == Side.BUYER else [],
        "districts": districts_of_side(request.user, day, chosen.side),
        "pasts": [
            (CAME, _("Pernah datang")),
            (MISSED, _("Pernah diundang, belum datang")),
            (NEW, _("Belum pernah diundang")),
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/choose_invitees.html", context)


@require_safe
def invitation(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One invitation: to whom, how it went out, what they said, the link to send by hand."""
    found = _invitation(request, pk)
    day = found.day
    words = day_in_words(day)
    base = f"{request.scheme}://{request.get_host()}"
    is_reminder = found.state == InvitationState.SENT
    message = message_for(found, words, base, is_reminder=is_reminder)
    context = {
        "day": day,
        "invitation": found,
        "tone": INVITATION_TONES[InvitationState(found.state)],
        "own_hours": clock_hours.in_figures(found.hours),
        "link": message.url,
        "is_reminder": is_reminder,
        "whatsapp": whatsapp_url(found.phone, as_text(message)),
        "sendings": found.sendings.select_related("by"),
        "calls": found.calls.select_related("by"),
        "wishes": found.wishes.select_related("target", "product").order_by("rank", "pk"),
        "may_invite": may(request.user, "meetings.invite", found) and day.is_open,
    }
    return render(request, "meetings/invitation.html", context)


@require_http_methods(["GET", "POST"])
def address(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say whom an invitation is addressed to."""
    found = _invitation(request, pk)
    require(request.user, "meetings.invite", found)
    form = AddressForm(request.POST or None, initial=AddressForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            inviting.address_invitation(found, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Alamat undangan disimpan."))
            return redirect("meetings:invitation", pk)
    context = _form_context(found, form, _("Ubah alamat undangan"), _("Simpan"))
    return render(request, "ui/form.html", context, status=_status(request, form))


@require_http_methods(["GET", "POST"])
def withdraw(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, pk)
    require(request.user, "meetings.invite", found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            inviting.withdraw(found, form.cleaned_data["why"], by=request.user, at=clock.now())
            messages.success(request, _("Undangan ditarik; tautannya tidak berlaku lagi."))
            return redirect("meetings:invitation", pk)
    context = _form_context(found, form, _("Tarik undangan"), _("Tarik undangan")) | {
        "text": _("%(name)s tidak lagi diundang dan tautannya tidak bisa dibuka. Bisa diundang "
                  "lagi kapan saja.") % {"name": found.organisation.name},
        "is_danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", context, status=_status(request, form))


@require_POST
def renew(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Invite again who was taken off."""
    found = _invitation(request, pk)
    inviting.renew(found, by=request.user, at=clock.now())
    messages.success(request, _("Masuk daftar lagi, dengan tautan baru. Kirim undangannya."))
    return redirect("meetings:invitation", pk)


@require_POST
def renew_link(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make the old links void."""
    found = _invitation(request, pk)
    inviting.renew_link(found, by=request.user, at=clock.now())
    messages.success(request, _("Tautan diganti. Yang lama tidak bisa dibuka; kirim yang baru."))
    return redirect("meetings:invitation", pk)


def _invitation(request: ProgrammeRequest, pk: int) -> Invitation:
    found = get_object_or_404(invitations_for(request.user), pk=pk)
    office_day(request.user, found.day_id)
    return found


def _filter(said: Any) -> Filter:
    def word(name: str) -> str:
        return str(said.get(name, "")).replace("\0", "").strip()[:100]

    side = word("sisi")
    return Filter(
        side=side if side in Side.values else Side.BUYER,
        text=word("q"),
        kind=word("jenis"),
        estate=word("kawasan"),
        district=word("kecamatan"),
        past=word("dulu"),
        grade=word("nilai"),
    )


def _wanted(request: ProgrammeRequest, found: QuerySet[Organisation]) -> list[Organisation]:
    if request.POST.get("semua") == "ya":
        return list(found[:2000])
    ticked = [int(text) for text in request.POST.getlist("organisasi") if text.isdecimal()][:2000]
    return list(found.filter(pk__in=ticked))


def _invited_again(request: ProgrammeRequest, day: Day, wanted: list[Organisation]) -> int:
    """Those on the list who had been taken off it."""
    gone = day.invitations.filter(organisation__in=wanted, state=InvitationState.WITHDRAWN)
    rows = list(gone.select_related("organisation", "day").order_by("pk"))
    for row in rows:
        inviting.renew(row, by=request.user, at=clock.now())
    return len(rows)


def _form_context(found: Invitation, form: Any, title: str, label: str) -> dict[str, Any]:
    day = found.day
    return {
        "form": form,
        "title": title,
        "submit_label": label,
        "cancel_url": reverse("meetings:invitation", args=[found.pk]),
        "crumbs": [
            {"label": _("Temu bisnis"), "url": reverse("meetings:days")},
            {"label": day.name, "url": reverse("meetings:day", args=[day.pk])},
            {
                "label": found.organisation.name,
                "url": reverse("meetings:invitation", args=[found.pk]),
            },
            {"label": title},
        ],
    }


def _status(request: ProgrammeRequest, form: Any) -> int:
    return 422 if form.errors and wants_part(request) else 200
