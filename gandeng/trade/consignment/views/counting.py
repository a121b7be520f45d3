"""A shelf is counted: on the phone, or on a printed sheet that somebody types in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Count as CountOf
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.agreements.models import Line
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Outlet
from gandeng.organisations.queries import outlets_for
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.core.shelf import ImpossibleCount
from gandeng.trade.consignment.forms import CountForm, counted_day
from gandeng.trade.consignment.models import Count
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

LEFT = re.compile(r"left_(\d{1,18})")


def shop_at(request: ProgrammeRequest, pk: int) -> Outlet:
    """A shop this person may see, or 404."""
    return get_object_or_404(outlets_for(request.user).select_related("organisation"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def count_shelf(request: ProgrammeRequest, outlet_pk: int) -> HttpResponse:
    """Type what is left, look over what will be recorded, save."""
    outlet = shop_at(request, outlet_pk)
    require(request.user, "consignment.count_shelf", outlet)
    if request.method != "POST":
        form = CountForm(
            shelf=queries.shelf_of(outlet), initial={"key": uuid4().hex, "on": clock.today()}
        )
        return _count_page(request, outlet, form)
    # The answer to an earlier sending was lost on the way: the count is there all the same.
    key = request.POST.get("key", "").replace("\0", "")[:64]
    done = Count.objects.filter(outlet=outlet, key=key).first()
    # What was typed after that sending is a count of its own.
    posted = request.POST.copy()
    posted["key"] = uuid4().hex if done else key
    form = CountForm(posted, shelf=_shelf_for(outlet, posted))
    if done and form.is_valid():
        if form.left() == _left_of(done):
            messages.success(request, _("Hitungan ini sudah tersimpan."))
            return redirect("consignment:counted", done.pk)
        form.add_error(
            None,
            _(
                "Hitungan tadi sudah tersimpan dengan angka lain. Angka di bawah ini belum: "
                "periksa, lalu simpan sebagai hitungan baru."
            ),
        )
        return _count_page(request, outlet, form, status=409)
    if not form.is_valid():
        return _count_page(request, outlet, form, status=422)
    if "ubah" in request.POST:
        return _count_page(request, outlet, form)
    if "simpan" in request.POST:
        with refusals_shown_in(form):
            done = actions.count_shelf(
                outlet,
                form.left(),
                key=form.cleaned_data["key"],
                on=form.cleaned_data["on"],
                by=request.user,
                at=clock.now(),
                seen=form.seen(),
                counted_by=form.cleaned_data["counted_by"],
            )
            messages.success(request, _("Hitungan tersimpan. Terima kasih."))
            return redirect("consignment:counted", done.pk)
        return _count_page(request, outlet, form, status=409)
    _note_impossible(form)
    if form.errors:
        return _count_page(request, outlet, form, status=422)
    return render(request, "consignment/count_review.html", _review(outlet, form))


def _left_of(count: Count) -> dict[int, int]:
    """What a saved count says is left, by agreement line id."""
    return dict(count.lines.values_list("line_id", "left_quantity"))


def _shelf_for(outlet: Outlet, typed: Any) -> list[queries.ShelfRow]:
    """The shelf on the day that was typed, with what was typed about although it is gone now."""
    on = counted_day(typed.get("on", ""))
    shelf = queries.shelf_of(outlet, on=on)
    known = {row.line.pk for row in shelf}
    named = {int(match[1]) for name in typed if (match := LEFT.fullmatch(name)) and typed[name]}
    missing = list(
        Line.objects.filter(
            pk__in=sorted(named - known)[:200], agreement__buyer_id=outlet.organisation_id
        ).values_list("pk", flat=True)
    )
    return shelf + (queries.shelf_of(outlet, on=on, line_ids=missing) if missing else [])


def _note_impossible(form: CountForm) -> None:
    """Say at each product why its count can't be, before anything is saved."""
    left = form.left()
    for row in form.shelf:
        if row.line.pk in left:
            try:
                row.sum.sold(left[row.line.pk])
            except ImpossibleCount:
                form.add_error(
                    f"left_{row.line.pk}", actions.impossible_in_words(row, left[row.line.pk])
                )


def _count_page(
    request: ProgrammeRequest, outlet: Outlet, form: CountForm, status: int = 200
) -> HttpResponse:
    context = {
        "outlet": outlet,
        "form": form,
        "rows": form.rows(),
        "key": form["key"].value(),
    }
    return render(request, "consignment/count.html", context, status=status)


def _review(outlet: Outlet, form: CountForm) -> dict[str, Any]:
    """What will be recorded: pieces and rupiah by product, and what was left out."""
    left = form.left()
    lines: list[dict[str, Any]] = [
        {
            "row": row,
            "left": left[row.line.pk],
            "sold": row.expected - left[row.line.pk],
            "amount": row.shelf_price * (row.expected - left[row.line.pk]),
        }
        for row in form.shelf
        if row.line.pk in left
    ]
    return {
        "outlet": outlet,
        "form": form,
        "lines": lines,
        "skipped": [row for row in form.shelf if row.line.pk not in left],
        "sold": sum(line["sold"] for line in lines),
        "amount": sum((line["amount"] for line in lines), ZERO),
        "on": form.cleaned_data["on"],
    }


@require_safe
def count_sheet(request: ProgrammeRequest, outlet_pk: int) -> HttpResponse:
    """The paper twin: the same products in the same order with an empty box each."""
    outlet = shop_at(request, outlet_pk)
    shelf: Sequence[queries.ShelfRow] = queries.shelf_of(outlet)
    context = {"outlet": outlet, "shelf": shelf, "today": clock.today()}
    return render(request, "consignment/count_sheet.html", context)


@require_safe
def counts(request: ProgrammeRequest, outlet_pk: int) -> HttpResponse:
    """The shop's counts, the newest first."""
    outlet = shop_at(request, outlet_pk)
    found = queries.counts_for(request.user).filter(outlet=outlet)
    found = found.annotate(sold=Sum("lines__sold_quantity"), products=CountOf("lines"))
    context = {"outlet": outlet, "page": page_of(request, found)}
    return render(request, "consignment/count_list.html", context)


@require_safe
def counted(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """What one count recorded."""
    found = get_object_or_404(queries.counts_for(request.user), pk=pk)
    lines = list(
        found.lines.select_related("line__product__maker").order_by(
            "line__product__maker__name", "line__product__name", "pk"
        )
    )
    context = {
        "count": found,
        "lines": lines,
        "sold": sum(line.sold_quantity for line in lines),
        "left": sum(line.left_quantity for line in lines),
        "amount": sum((line.line.shelf_price * line.sold_quantity for line in lines), ZERO),
    }
    return render(request, "consignment/counted.html", context)
