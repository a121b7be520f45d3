"""One certificate: written down, explained, looked up, put right, renewed, refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.certificates import actions, queries
from gandeng.certificates.core.explain import explain
from gandeng.certificates.core.files import CONTENT_TYPES
from gandeng.certificates.core.numbers import read_number
from gandeng.certificates.forms import (
    CertificateForm,
    CheckForm,
    CorrectionForm,
    FileForm,
    ReasonForm,
    RenewalForm,
)
from gandeng.certificates.models import Certificate
from gandeng.certificates.states import CORE_KINDS, Kind, State
from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation
from gandeng.organisations.queries import organisations_for
from gandeng.products.models import Product
from gandeng.products.queries import products_for
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Place
from gandeng.ui.files import opened
from gandeng.ui.htmx import refusals_shown_in, wants_part

REGISTERS = {
    Kind.PIRT: "sppirt.pom.go.id",
    Kind.HALAL: "halal.go.id",
    Kind.MD: "cekbpom.pom.go.id",
    Kind.NIB: "oss.go.id",
    Kind.BRAND: "pdki-indonesia.dgip.go.id",
}


def _certificate_of(request: ProgrammeRequest, pk: int) -> Certificate:
    seen = queries.certificates_for(request.user).select_related("product__maker", "renews")
    return get_object_or_404(seen, pk=pk)


@require_safe
def certificate(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A certificate: its number digit by digit, how it stands today, who looked where."""
    return _page(
        request, _certificate_of(request, pk), CheckForm(initial=_usual_place(request, pk))
    )


def _usual_place(request: ProgrammeRequest, pk: int) -> dict[str, str]:
    thing = _certificate_of(request, pk)
    return {"place": REGISTERS.get(Kind(thing.kind), "")}


def _page(
    request: ProgrammeRequest, thing: Certificate, check_form: forms.Form, status: int = 200
) -> HttpResponse:
    today = clock.today()
    reading = read_number(CORE_KINDS[Kind(thing.kind)], thing.number, on=today)
    codes = [reading.parts.get("regency", ""), reading.parts.get("province", "")]
    dotted = [".".join(filter(None, (code[:2], code[2:]))) for code in codes if code]
    places = {
        code.replace(".", ""): name
        for code, name in Place.objects.filter(code__in=dotted).values_list("code", "name")
    }
    context = {
        "certificate": thing,
        "held": queries.examination_of(thing, on=today),
        "parts": explain(reading, places),
        "checks": list(thing.checks.select_related("by")),
        "check_form": check_form,
        "file_form": FileForm(),
        "register": REGISTERS.get(Kind(thing.kind), ""),
        "renewed_by": Certificate.objects.filter(renews=thing).first(),
        "is_halal": thing.kind == Kind.HALAL,
        "is_rejected": thing.state == State.REJECTED,
        "crumbs": [
            {"label": _("Sertifikat"), "url": reverse("certificates:certificates")},
            {"label": str(thing)},
        ],
    }
    return render(request, "certificates/certificate.html", context, status=status)


@require_http_methods(["GET", "POST"])
def new_for_product(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write down a certificate of a product."""
    product = get_object_or_404(products_for(request.user).select_related("maker"), pk=pk)
    return _new(request, product)


@require_http_methods(["GET", "POST"])
def new_for_maker(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write down a certificate of a maker itself."""
    return _new(request, get_object_or_404(organisations_for(request.user).makers(), pk=pk))


def _new(request: ProgrammeRequest, thing: Product | Organisation) -> HttpResponse:
    require(request.user, "certificates.add_certificate", thing)
    form = CertificateForm(
        request.POST or None,
        request.FILES or None,
        is_for_product=isinstance(thing, Product),
        initial={"key": uuid4().hex, "kind": request.GET.get("jenis", "")},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            made = actions.add_certificate(thing, by=request.user, at=clock.now(), **form.said)
            messages.success(request, _("%(what)s dicatat.") % {"what": made})
            return redirect(made)
    title = _("Tambah sertifikat")
    return _form_page(request, form, title, thing, lead=str(thing))


def _form_page(
    request: ProgrammeRequest,
    form: forms.Form,
    title: str,
    cancel: Product | Organisation | Certificate,
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "cancel_url": cancel.get_absolute_url(),
        "crumbs": [
            {"label": str(cancel), "url": cancel.get_absolute_url()},
            {"label": title},
        ],
    }
    status = 422 if form.errors and wants_part(request) else 200
    return render(request, "ui/form.html", context | more, status=status)


@require_http_methods(["GET", "POST"])
def renew(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write down the certificate that follows this one."""
    old = _certificate_of(request, pk)
    require(request.user, "certificates.add_certificate", old.product or old.maker)
    form = RenewalForm(request.POST or None, request.FILES or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            new = actions.renew_certificate(old, by=request.user, at=clock.now(), **form.said)
            messages.success(request, _("Perpanjangan dicatat."))
            return redirect(new)
    return _form_page(request, form, _("Perpanjang sertifikat"), old, lead=str(old))


@require_http_methods(["GET", "POST"])
def correct(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put right what was typed."""
    thing = _certificate_of(request, pk)
    require(request.user, "certificates.correct_certificate", thing)
    form = CorrectionForm(request.POST or None, initial=CorrectionForm.initial_of(thing))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.correct_certificate(thing, by=request.user, at=clock.now(), **form.said)
            messages.success(request, _("Sertifikat dibetulkan."))
            return redirect(thing)
    return _form_page(request, form, _("Betulkan sertifikat"), thing, lead=str(thing))


@require_POST
def verify(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Note where somebody looked it up."""
    thing = _certificate_of(request, pk)
    require(request.user, "certificates.verify_certificate", thing)
    form = CheckForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.verify_certificate(thing, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Pemeriksaan dicatat."))
            return redirect(thing)
    return _page(request, thing, form, status=422)


@require_http_methods(["GET", "POST"])
def reject(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Refuse it, for a reason."""
    thing = _certificate_of(request, pk)
    require(request.user, "certificates.reject_certificate", thing)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            reason = form.cleaned_data["reason"]
            actions.reject_certificate(thing, reason, by=request.user, at=clock.now())
            messages.success(request, _("Sertifikat ditolak."))
            return redirect(thing)
    context = {
        "title": _("Tolak sertifikat"),
        "text": _("%(what)s tidak lagi dihitung untuk produknya.") % {"what": thing},
        "submit_label": _("Tolak"),
        "is_danger": True,
        "form": form,
        "cancel_url": thing.get_absolute_url(),
        "crumbs": [{"label": str(thing), "url": thing.get_absolute_url()}, {"label": _("Tolak")}],
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def reopen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let one that was refused count again."""
    thing = _certificate_of(request, pk)
    actions.reopen_certificate(thing, by=request.user, at=clock.now())
    messages.success(request, _("Sertifikat dihitung lagi dan perlu diperiksa."))
    return redirect(thing)


@require_POST
def confirm(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The maker says that nothing has changed."""
    thing = _certificate_of(request, pk)
    actions.confirm_unchanged(thing, by=request.user, at=clock.now())
    messages.success(request, _("Dicatat: komposisi dan proses tidak berubah."))
    return redirect(thing)


@require_POST
def attach_file(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Keep a copy of the paper with it."""
    thing = _certificate_of(request, pk)
    require(request.user, "certificates.correct_certificate", thing)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_in(form):
            upload = form.cleaned_data["file"]
            actions.attach_file(thing, upload, by=request.user, at=clock.now())
            messages.success(request, _("Berkas disimpan."))
            return redirect(thing)
    return _form_page(request, form, _("Unggah berkas sertifikat"), thing)


@require_safe
def file(request: ProgrammeRequest, pk: int) -> FileResponse:
    """The copy, for those who may see the certificate."""
    thing = _certificate_of(request, pk)
    if thing.ending not in CONTENT_TYPES:
        raise Http404
    response = FileResponse(
        opened(thing.file),
        content_type=CONTENT_TYPES[thing.ending],
        # a picture opens; a PDF, which may hold scripts, is saved
        as_attachment=thing.ending == "pdf",
        filename=f"{thing.kind}-{thing.pk}.{thing.ending}",
    )
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response
