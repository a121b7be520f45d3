"""Pairs that may be one: looked for, compared, decided, and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.organisations import actions, queries
from gandeng.organisations.core.doubles import COMPARED, words_of
from gandeng.organisations.models import Double, Organisation
from gandeng.organisations.states import DoubleState
from gandeng.parameters.queries import value_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.programmes.rules import standing_of
from gandeng.ui.pages import page_of

from .register import programme_of


@require_safe
def doubles(request: ProgrammeRequest) -> HttpResponse:
    """The pairs to decide, or those merged lately."""
    programme = programme_of(request)
    if not standing_of(request.user).has(programme.pk, *queries.READERS_OF_DOUBLES):
        require(request.user, "organisations.decide_double", programme)
    shows_merged = request.GET.get("tampil") == "digabung"
    find = queries.merged_doubles_for if shows_merged else queries.open_doubles_for
    page = page_of(request, find(request.user).filter(programme=programme))
    undo_from = _undo_from(programme.pk)
    rows = [
        {
            "double": double,
            "reasons": words_of(double.evidence, _),
            "can_undo": bool(double.decided_at and double.decided_at >= undo_from),
        }
        for double in page.rows
    ]
    context = {
        "page": page,
        "rows": rows,
        "shows_merged": shows_merged,
        "programme": programme,
    }
    return render(request, "organisations/double_list.html", context)


def _undo_from(programme_id: int) -> Any:
    hours = value_of("merge_undo_hours", on=clock.today(), programme=programme_id)
    return clock.now() - timedelta(hours=hours)


def _double_of(request: ProgrammeRequest, pk: int) -> Double:
    return get_object_or_404(queries.doubles_for(request.user), pk=pk)


@require_safe
def double(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A pair side by side, what differs marked."""
    pair = _double_of(request, pk)
    is_merged = pair.state == DoubleState.MERGED
    context = {
        "double": pair,
        "reasons": words_of(pair.evidence, _),
        "rows": [row for name in COMPARED if (row := _compared(pair, name))],
        "is_open": pair.state == DoubleState.OPEN,
        "is_merged": is_merged,
        "can_undo": is_merged
        and pair.decided_at is not None
        and pair.decided_at >= _undo_from(pair.programme_id),
        "crumbs": [
            {"label": _("Data ganda"), "url": reverse("organisations:doubles")},
            {"label": str(pair)},
        ],
    }
    return render(request, "organisations/double.html", context)


def _compared(pair: Double, name: str) -> dict[str, Any] | None:
    left, right = _words(pair.left, name), _words(pair.right, name)
    if not left and not right:
        return None
    is_equal = getattr(pair.left, name) == getattr(pair.right, name)
    label = str(Organisation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return {
        "label": label[:1].upper() + label[1:],
        "left": left,
        "right": right,
        "differs": bool(left and right and not is_equal),
        "is_equal": is_equal,
    }


def _words(organisation: Organisation, name: str) -> str:
    if name in {"nik", "npwp"}:
        return str(getattr(organisation, f"masked_{name}"))
    shown = getattr(organisation, f"get_{name}_display", None)
    value = shown() if shown else getattr(organisation, name)
    return "" if value is None else str(value)


@require_POST
def look_for_doubles(request: ProgrammeRequest) -> HttpResponse:
    """Compare everybody with everybody, now."""
    found = actions.find_doubles(programme_of(request), by=request.user, at=clock.now())
    count = len(found)
    said = ngettext("%(count)d pasangan baru.", "%(count)d pasangan baru.", count)
    messages.success(request, said % {"count": count} if count else _("Tidak ada pasangan baru."))
    return redirect("organisations:doubles")


@require_POST
def merge_double(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make one of two; the older stays unless the other is chosen."""
    pair = _double_of(request, pk)
    keep = pair.right if request.POST.get("keep") == str(pair.right_id) else pair.left
    kept = actions.merge(pair, by=request.user, at=clock.now(), keep=keep)
    hours = value_of("merge_undo_hours", on=clock.today(), programme=pair.programme_id)
    said = _("Digabung menjadi %(name)s. Bisa dibatalkan selama %(hours)s jam.")
    messages.success(request, said % {"name": kept, "hours": hours})
    return redirect("organisations:doubles")


@require_POST
def decide_apart(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """They are two."""
    pair = _double_of(request, pk)
    actions.keep_apart(pair, by=request.user, at=clock.now())
    messages.success(request, _("Dicatat: keduanya memang berbeda."))
    return redirect("organisations:doubles")


@require_POST
def undo_merged(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Part what was merged."""
    pair = _double_of(request, pk)
    actions.undo_merge(pair, by=request.user, at=clock.now())
    messages.success(request, _("Penggabungan dibatalkan; semuanya kembali seperti semula."))
    return redirect("organisations:double", pk=pair.pk)
