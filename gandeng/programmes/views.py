"""Members, the switch between programmes, and the book of traces."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.audit.models import Trace, words_of
from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.people.queries import set_password_path
from gandeng.ui.history import line_of
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from . import actions, queries
from .core.exports import csv_of
from .forms import MemberForm, TracesForm
from .middleware import ProgrammeRequest
from .models import Member, Programme
from .rules import standing_of

TRACES_AT_ONCE = 50
MOST_EXPORTED = 50_000


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of; 404 where there is none."""
    if not request.programme:
        raise Http404
    return request.programme


# Members -----------------------------------------------------------------------------------------


@require_safe
def members(request: ProgrammeRequest) -> HttpResponse:
    """Who is what in the programme."""
    programme = programme_of(request)
    require(request.user, "programmes.manage_members", programme)
    called = request.GET.get("q", "")
    rows = queries.members_of(programme, called)
    role = request.GET.get("peran", "")
    if role in Member.Role.values:
        rows = rows.filter(role=role)
    context = {
        "page": page_of(request, rows),
        "programme": programme,
        "role_chosen": role,
        "called": called,
        "roles": Member.Role.choices,
    }
    return render(request, "programmes/member_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new_member(request: ProgrammeRequest) -> HttpResponse:
    """Give somebody a role. A new account's link is shown once."""
    programme = programme_of(request)
    require(request.user, "programmes.manage_members", programme)
    form = MemberForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusals_shown_in(form):
            member, is_new = actions.invite_member(
                programme,
                said["role"],
                name=said["name"],
                email=said["email"],
                phone=said["phone"],
                districts=said["districts"],
                by=request.user,
                at=clock.now(),
            )
            if is_new:
                return _link_page(request, member, set_password_path(member.person))
            messages.success(request, _("%(name)s ditambahkan.") % {"name": member.person})
            return redirect("programmes:members")
    context = {
        "form": form,
        "title": _("Tambah anggota"),
        "submit_label": _("Tambah"),
        "cancel_url": reverse("programmes:members"),
        "crumbs": [
            {"label": _("Anggota"), "url": reverse("programmes:members")},
            {"label": _("Tambah anggota")},
        ],
    }
    return render(request, "ui/form.html", context)


def _link_page(request: ProgrammeRequest, member: Member, path: str) -> HttpResponse:
    context = {
        "person": member.person,
        "link": request.build_absolute_uri(path),
        "back_url": reverse("programmes:members"),
    }
    return render(request, "people/link_made.html", context)


def _member_of(request: ProgrammeRequest, pk: int) -> Member:
    programme = programme_of(request)
    require(request.user, "programmes.manage_members", programme)
    return get_object_or_404(queries.members_of(programme), pk=pk)


@require_POST
def end_membership(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    member = _member_of(request, pk)
    actions.end_membership(member, by=request.user, at=clock.now())
    said = _("%(name)s bukan lagi %(role)s.")
    messages.success(
        request, said % {"name": member.person, "role": member.get_role_display().lower()}
    )
    return redirect("programmes:members")


@never_cache
@require_http_methods(["GET", "POST"])
def make_link(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A way back in for somebody without e-mail, shown once."""
    member = _member_of(request, pk)
    if request.method == "POST":
        path = actions.make_reset_link(member, by=request.user, at=clock.now())
        return _link_page(request, member, path)
    context = {
        "title": _("Buat tautan kata sandi untuk %(name)s?") % {"name": member.person},
        "text": _(
            "Tautan itu membuat kata sandi baru, hanya sekali, selama tiga hari. Pastikan yang "
            "meminta memang orangnya; nama Anda dan waktunya tercatat."
        ),
        "submit_label": _("Buat tautan"),
        "cancel_url": reverse("programmes:members"),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def choose(request: ProgrammeRequest) -> HttpResponse:
    """Switch to another of the person's programmes."""
    chosen = request.POST.get("programme", "")
    mine = {str(pk): pk for pk in standing_of(request.user).roles}
    if chosen not in mine:
        raise Http404
    request.session["programme"] = mine[chosen]
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(there if is_ours else "home")


@require_safe
def programmes(request: ProgrammeRequest) -> HttpResponse:
    """The programmes a person belongs to, to choose from."""
    context = {"programmes": queries.programmes_of(request.user), "programme": request.programme}
    return render(request, "programmes/programme_list.html", context)


# The book of traces ------------------------------------------------------------------------------


def _asked(request: ProgrammeRequest, programme: Programme) -> tuple[TracesForm, Any]:
    pairs = queries.verbs_lately(programme)
    verbs = {verb: words_of(kind, verb) for kind, verb in pairs}
    kinds = {kind: _kind_in_words(kind) for kind, _verb in pairs}
    form = TracesForm(
        request.GET,
        verbs=sorted(verbs.items(), key=lambda item: item[1]),
        kinds=sorted(kinds.items(), key=lambda item: item[1]),
    )
    return form, queries.traces_like(programme, **form.question)


def _kind_in_words(kind: str) -> str:
    try:
        name = str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):  # a kind of an older version
        return kind
    return name[:1].upper() + name[1:]


@require_safe
def traces(request: ProgrammeRequest) -> HttpResponse:
    """Who did what, the newest first; paged by the last one seen, so it stays fast."""
    programme = programme_of(request)
    require(request.user, "programmes.read_traces", programme)
    form, found = _asked(request, programme)
    before = request.GET.get("sebelum", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 19
    if is_number:
        found = found.filter(pk__lt=int(before))
    shown = list(found[: TRACES_AT_ONCE + 1])
    has_more = len(shown) > TRACES_AT_ONCE
    shown = shown[:TRACES_AT_ONCE]
    query = request.GET.copy()
    query.pop("sebelum", None)
    first_url = "?" + query.urlencode() if is_number else ""
    if has_more:
        query["sebelum"] = str(shown[-1].pk)
    context = {
        "form": form,
        "rows": [_row(trace) for trace in shown],
        "next_url": "?" + query.urlencode() if has_more else "",
        "first_url": first_url,
        "is_filtered": any(form.question.values()),
    }
    return render(request, "programmes/trace_list.html", context)


def _row(trace: Trace) -> dict[str, Any]:
    try:
        thing = apps.get_model(trace.thing_kind)()
    except (LookupError, ValueError):
        return {"trace": trace, "kind": trace.thing_kind, "label": trace.label}
    line = line_of(trace, thing)
    return {
        "trace": trace,
        "kind": _kind_in_words(trace.thing_kind),
        "label": line.label,
        "changes": line.changes,
    }


@require_POST
def export_traces(request: ProgrammeRequest) -> HttpResponse:
    """The same part of the book as CSV. Personal numbers were masked when written down."""
    programme = programme_of(request)
    require(request.user, "programmes.read_traces", programme)
    _form, found = _asked(request, programme)
    taken = actions.export_traces(programme, found[:MOST_EXPORTED], by=request.user, at=clock.now())
    headings = [
        _("Waktu"),
        _("Orang"),
        _("Tindakan"),
        _("Jenis"),
        _("Nomor"),
        _("Nama"),
        _("Sebelum"),
        _("Sesudah"),
        _("Catatan"),
    ]
    rows = (
        (
            trace.at.astimezone(clock.JAKARTA).isoformat(timespec="seconds"),
            trace.by_name,
            trace.label,
            _kind_in_words(trace.thing_kind),
            trace.thing_id,
            trace.thing_name,
            json.dumps(trace.before, ensure_ascii=False) if trace.before else "",
            json.dumps(trace.after, ensure_ascii=False) if trace.after else "",
            trace.note,
        )
        for trace in taken
    )
    response = HttpResponse(csv_of(headings, rows), content_type="text/csv; charset=utf-8")
    name = f"jejak-{programme.slug}-{clock.today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
