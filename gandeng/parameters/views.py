"""The rates and thresholds in force, and how a programme sets its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.kernel import clock
from gandeng.kernel.money import Money, Rate
from gandeng.kernel.permissions import may, require
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.models import Programme
from gandeng.ui.htmx import refusals_shown_in

from . import actions, queries
from .core.words import GROUPS, place_of, words_for
from .forms import ValueForm
from .models import Parameter


def _programme_of(request: ProgrammeRequest) -> Programme:
    if not request.programme:
        raise Http404
    return request.programme


def in_words(key: str, value: int) -> str:
    """``Rp10.000``, ``15%``, ``14 hari``."""
    unit = words_for(key).unit
    if unit == "rupiah":
        return str(Money(value))
    if unit == "rate":
        return str(Rate(value))
    if unit == "percent":
        return f"{value}%"
    if unit == "switch":
        return _("Ya") if value else _("Tidak")
    counted = {
        "days": ngettext("%d hari", "%d hari", value),
        "hours": ngettext("%d jam", "%d jam", value),
        "months": ngettext("%d bulan", "%d bulan", value),
        "years": ngettext("%d tahun", "%d tahun", value),
    }
    return counted.get(unit, "%d") % value


@require_safe
def parameters(request: ProgrammeRequest) -> HttpResponse:
    """What holds today, since when, and by what."""
    programme = _programme_of(request)
    require(request.user, "parameters.read_parameters", programme)
    rows: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    in_force = queries.rows_in_force(programme, on=clock.today())
    for row in sorted(in_force, key=lambda row: place_of(row.key)):
        words = words_for(row.key)
        rows[words.group].append(
            {"row": row, "name": _(words.name), "value": in_words(row.key, row.value)}
        )
    context = {
        "programme": programme,
        "groups": [(_(group), found) for group, found in rows.items() if found],
    }
    return render(request, "parameters/parameter_list.html", context)


@require_http_methods(["GET", "POST"])
def parameter(request: ProgrammeRequest, key: str) -> HttpResponse:
    """One parameter: its values over time, and the form for a new one."""
    programme = _programme_of(request)
    require(request.user, "parameters.read_parameters", programme)
    rows = list(queries.rows_of(programme, key)[:100])
    if not rows:
        raise Http404
    words = words_for(key)
    may_set = may(request.user, "parameters.set_parameter", programme)
    if request.method == "POST":
        require(request.user, "parameters.set_parameter", programme)
    form = ValueForm(request.POST or None, words=words, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.set_parameter(
                programme,
                key,
                form.value,
                starts_on=form.cleaned_data["starts_on"],
                basis=form.cleaned_data["basis"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Nilai baru disimpan."))
            return redirect("parameters:parameter", key=key)
    context = {
        "name": _(words.name),
        "rows": [_told(row) for row in rows],
        "form": form if may_set else None,
        "crumbs": [
            {"label": _("Parameter"), "url": reverse("parameters:parameters")},
            {"label": _(words.name)},
        ],
    }
    return render(request, "parameters/parameter.html", context)


def _told(row: Parameter) -> dict[str, Any]:
    return {
        "row": row,
        "value": in_words(row.key, row.value),
        "is_own": row.programme_id is not None,
    }
