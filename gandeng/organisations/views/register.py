"""Lists of makers and buyers, one of them, and what is done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.organisations import actions, queries
from gandeng.organisations.core.exports import workbook_of
from gandeng.organisations.forms import BuyerForm, MakerForm, OrganisationForm, ReasonForm
from gandeng.organisations.models import Organisation, OrganisationQuerySet
from gandeng.organisations.states import BUYER_KINDS, SizeClass, State
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.programmes.queries import districts_of
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 20_000
SHOWN_STATES = [State.REGISTERED, State.VERIFIED, State.SUSPENDED]


@dataclass(frozen=True)
class Side:
    """How pages speak of makers, and of buyers."""

    is_maker: bool
    title: str | Promise
    new_title: str | Promise
    list_url: str
    new_url: str
    file_name: str
    form: type[OrganisationForm]

    def rows_for(self, person: Any) -> OrganisationQuerySet:
        return queries.makers_for(person) if self.is_maker else queries.buyers_for(person)


MAKERS = Side(
    True,
    gettext_lazy("UMKM"),
    gettext_lazy("Daftarkan UMKM"),
    "organisations:makers",
    "organisations:new-maker",
    "umkm",
    MakerForm,
)
BUYERS = Side(
    False,
    gettext_lazy("Pembeli"),
    gettext_lazy("Daftarkan pembeli"),
    "organisations:buyers",
    "organisations:new-buyer",
    "pembeli",
    BuyerForm,
)


def side_of(organisation: Organisation) -> Side:
    return MAKERS if organisation.is_maker else BUYERS


def programme_of(request: ProgrammeRequest) -> Programme:
    """The programme the page speaks of; 404 where a person belongs to none."""
    if not request.programme:
        raise Http404
    return request.programme


def organisation_of(request: ProgrammeRequest, pk: int) -> Organisation:
    """The organisation, if this person may see it."""
    seen = queries.organisations_for(request.user).select_related(
        "programme", "village", "district", "merged_into"
    )
    return get_object_or_404(seen, pk=pk)


@require_safe
def makers(request: ProgrammeRequest) -> HttpResponse:
    """The makers of the programme."""
    return _list(request, MAKERS)


@require_safe
def buyers(request: ProgrammeRequest) -> HttpResponse:
    """The buyers of the programme."""
    return _list(request, BUYERS)


def _chosen(request: ProgrammeRequest, side: Side) -> tuple[OrganisationQuerySet, dict[str, str]]:
    """The rows the filter asks for, and the filter. Values nobody offers are ignored."""
    asked = {name: request.GET.get(name, "") for name in ("q", "district", "size", "state", "kind")}
    rows = side.rows_for(request.user).filter(programme=programme_of(request))
    rows = queries.called(rows, asked["q"].replace("\0", ""))
    if asked["district"]:
        rows = rows.filter(district_id=asked["district"].replace("\0", ""))
    if asked["size"] in SizeClass.values:
        rows = rows.filter(size_class=asked["size"])
    if asked["state"] in State.values:
        rows = rows.filter(state=asked["state"])
    if asked["kind"] in BUYER_KINDS:
        rows = rows.filter(kind=asked["kind"])
    return rows.select_related("district", "village"), asked


def _list(request: ProgrammeRequest, side: Side) -> HttpResponse:
    rows, asked = _chosen(request, side)
    page = page_of(request, rows)
    programme = programme_of(request)
    context = {
        "side": side,
        "page": page,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "districts": districts_of(programme),
        "sizes": SizeClass.choices,
        "states": [(state.value, state.label) for state in SHOWN_STATES],
        "kinds": [(kind.value, kind.label) for kind in BUYER_KINDS],
        "programme": programme,
    }
    return render(request, "organisations/organisation_list.html", context)


@require_http_methods(["GET", "POST"])
def new_maker(request: ProgrammeRequest) -> HttpResponse:
    """Put a maker into the register."""
    return _new(request, MAKERS)


@require_http_methods(["GET", "POST"])
def new_buyer(request: ProgrammeRequest) -> HttpResponse:
    """Put a buyer into the register."""
    return _new(request, BUYERS)


def _new(request: ProgrammeRequest, side: Side) -> HttpResponse:
    programme = programme_of(request)
    require(request.user, "organisations.register_organisation", programme)
    form = side.form(request.POST or None, programme=programme, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            said = form.said
            organisation = actions.register_organisation(
                programme,
                form.kind,
                said.pop("name"),
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
                **said,
            )
            messages.success(request, _("%(name)s didaftarkan.") % {"name": organisation})
            return redirect(organisation)
    context = {
        "form": form,
        "title": side.new_title,
        "cancel_url": reverse(side.list_url),
        "crumbs": [
            {"label": side.title, "url": reverse(side.list_url)},
            {"label": side.new_title},
        ],
    }
    return render(request, "ui/form.html", context)


@require_safe
def maker(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """All about a maker."""
    return _show(request, pk, is_maker=True)


@require_safe
def buyer(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """All about a buyer."""
    return _show(request, pk, is_maker=False)


def _show(request: ProgrammeRequest, pk: int, *, is_maker: bool) -> HttpResponse:
    organisation = organisation_of(request, pk)
    if organisation.is_maker != is_maker:
        raise Http404
    side = side_of(organisation)
    context = {
        "organisation": organisation,
        "side": side,
        "seats": queries.seats_in(organisation),
        "outlets": () if is_maker else organisation.outlets.order_by("name", "pk"),
        "absorbed": queries.merged_into(organisation),
        "is_merged": organisation.state == State.MERGED,
        "crumbs": [
            {"label": side.title, "url": reverse(side.list_url)},
            {"label": organisation.name},
        ],
    }
    return render(request, "organisations/organisation.html", context)


@require_http_methods(["GET", "POST"])
def edit_organisation(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is known about an organisation."""
    organisation = organisation_of(request, pk)
    require(request.user, "organisations.describe_organisation", organisation)
    side = side_of(organisation)
    form = side.form(request.POST or None, instance=organisation, programme=organisation.programme)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.describe_organisation(
                organisation, by=request.user, at=clock.now(), **form.said
            )
            messages.success(request, _("Perubahan disimpan."))
            return redirect(organisation)
    context = {
        "form": form,
        "title": _("Ubah %(name)s") % {"name": organisation},
        "cancel_url": organisation.get_absolute_url(),
        "crumbs": [
            {"label": side.title, "url": reverse(side.list_url)},
            {"label": organisation.name, "url": organisation.get_absolute_url()},
            {"label": _("Ubah")},
        ],
    }
    return render(request, "ui/form.html", context)


@require_POST
def verify(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Somebody was there."""
    organisation = organisation_of(request, pk)
    actions.verify_organisation(organisation, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s terverifikasi.") % {"name": organisation})
    return redirect(organisation)


@require_http_methods(["GET", "POST"])
def suspend(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Set an organisation aside, with a reason."""
    organisation = organisation_of(request, pk)
    require(request.user, "organisations.suspend_organisation", organisation)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            reason = form.cleaned_data["reason"]
            actions.suspend_organisation(organisation, reason, by=request.user, at=clock.now())
            messages.success(request, _("%(name)s ditangguhkan.") % {"name": organisation})
            return redirect(organisation)
    context = {
        "form": form,
        "title": _("Tangguhkan %(name)s?") % {"name": organisation},
        "text": _("Alasan ini tercatat dan terbaca di riwayat. Penangguhan bisa dipulihkan."),
        "submit_label": _("Tangguhkan"),
        "cancel_url": organisation.get_absolute_url(),
        "is_danger": True,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def reinstate(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let it take part again."""
    organisation = organisation_of(request, pk)
    actions.reinstate_organisation(organisation, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s dipulihkan.") % {"name": organisation})
    return redirect(organisation)


@never_cache
@require_http_methods(["GET", "POST"])
def unmask(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The personal numbers whole, shown once: the answer to a POST that gave a reason."""
    organisation = organisation_of(request, pk)
    require(request.user, "organisations.unmask", organisation)
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {"organisation": organisation, "form": form}
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            reason = form.cleaned_data["reason"]
            context["shown"] = actions.unmask(organisation, reason, by=request.user, at=clock.now())
    return render(request, "organisations/unmask.html", context)


@require_POST
def export(request: ProgrammeRequest, side: str) -> HttpResponse:
    """The list as a workbook, personal numbers masked. What left the house is kept."""
    chosen = MAKERS if side == MAKERS.file_name else BUYERS
    programme = programme_of(request)
    require(request.user, "organisations.export", programme)
    rows, _asked = _chosen(request, chosen)
    taken = actions.export_organisations(
        programme, rows[:MOST_EXPORTED], by=request.user, at=clock.now()
    )
    columns = _columns(chosen)
    content = workbook_of(
        str(chosen.title),
        [str(heading) for heading, _read in columns],
        ([read(organisation) for _heading, read in columns] for organisation in taken),
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"{chosen.file_name}-{programme.slug}-{clock.today():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _columns(side: Side) -> list[tuple[str | Promise, Any]]:
    """Headings and how a cell is read."""
    head = [
        (_("Nama"), lambda o: o.name),
        (_("Jenis"), lambda o: o.get_kind_display()),
        (_("Status"), lambda o: o.get_state_display()),
        (_("Kecamatan"), lambda o: o.district.name if o.district else ""),
        (_("Desa/kelurahan"), lambda o: o.village.name if o.village else ""),
        (_("Alamat"), lambda o: o.address),
        (_("No. HP/WA"), lambda o: o.phone),
        (_("E-mail"), lambda o: o.email),
        (_("NIB"), lambda o: o.nib),
        (_("NPWP"), lambda o: o.masked_npwp),
    ]
    if side.is_maker:
        return [
            *head,
            (_("Pemilik"), lambda o: o.owner_name),
            (_("NIK (KTP)"), lambda o: o.masked_nik),
            (_("Kelas"), lambda o: o.get_size_class_display()),
            (_("Mulai usaha"), lambda o: o.started_year),
            (_("Tenaga kerja"), lambda o: o.worker_count),
        ]
    return [
        *head,
        (_("PIC"), lambda o: o.pic_name),
        (_("Penandatangan"), lambda o: o.signatory_name),
        (_("Jabatan"), lambda o: o.signatory_title),
        (_("Kawasan industri"), lambda o: o.estate),
        (_("Jumlah karyawan"), lambda o: o.employee_count),
        (_("Jumlah anggota"), lambda o: o.member_count),
        (_("Cara bayar"), lambda o: o.get_payment_habit_display()),
        (_("Jam terima barang"), lambda o: o.receiving_hours),
    ]
