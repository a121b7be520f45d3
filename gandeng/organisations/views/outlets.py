"""A buyer's shops."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.organisations import actions, queries
from gandeng.organisations.forms import OutletForm
from gandeng.organisations.models import Organisation
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in

from .register import organisation_of


@require_http_methods(["GET", "POST"])
def new_outlet(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Add a shop."""
    organisation = organisation_of(request, pk)
    require(request.user, "organisations.open_outlet", organisation)
    form = OutletForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.open_outlet(organisation, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Toko ditambahkan."))
            return redirect(organisation)
    return _form_page(request, form, organisation, _("Tambah toko"))


@require_http_methods(["GET", "POST"])
def change_outlet(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Rename a shop, move it, close it."""
    seen = queries.outlets_for(request.user).select_related("organisation")
    outlet = get_object_or_404(seen, pk=pk)
    require(request.user, "organisations.open_outlet", outlet)
    form = OutletForm(request.POST or None, instance=outlet)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.describe_outlet(outlet, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Perubahan disimpan."))
            return redirect(outlet.organisation)
    return _form_page(request, form, outlet.organisation, _("Ubah toko"))


def _form_page(
    request: ProgrammeRequest, form: OutletForm, organisation: Organisation, title: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "cancel_url": organisation.get_absolute_url(),
        "crumbs": [
            {"label": organisation.name, "url": organisation.get_absolute_url()},
            {"label": title},
        ],
    }
    return render(request, "ui/form.html", context)
