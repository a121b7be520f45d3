"""Goods go back: announced by one side, confirmed by the other."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.agreements.states import Side
from gandeng.kernel import clock
from gandeng.kernel.permissions import require
from gandeng.organisations.rules import is_owner
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.forms import ReturnForm
from gandeng.trade.consignment.models import Return
from gandeng.trade.consignment.states import ReturnState
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from .deliveries import agreement_of


@require_safe
def returns(request: ProgrammeRequest) -> HttpResponse:
    """The returns this person may see, by state."""
    state = request.GET.get("status", "")
    found = queries.returns_for(request.user).annotate(pieces=Sum("lines__quantity"))
    if state in ReturnState.values:
        found = found.filter(state=state)
    context = {
        "page": page_of(request, found),
        "tabs": [("", _("Semua")), *ReturnState.choices],
        "state": state,
    }
    return render(request, "consignment/return_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_return(request: ProgrammeRequest) -> HttpResponse:
    """Which lots of which agreement go back from which shop (``?agreement=&toko=``)."""
    agreement = agreement_of(request)
    asked = request.GET.get("toko", "")
    outlets = list(agreement.outlets.order_by("name"))
    outlet = next((shop for shop in outlets if str(shop.pk) == asked or len(outlets) == 1), None)
    if outlet is None:
        raise Http404
    side = Side.MAKER if is_owner(request.user, agreement) else Side.BUYER
    draft = Return(
        programme_id=agreement.programme_id, agreement=agreement, outlet=outlet, announced_by=side
    )
    require(request.user, "consignment.announce_return", draft)
    shelf = [row for row in queries.shelf_of(outlet) if row.line.agreement_id == agreement.pk]
    form = ReturnForm(request.POST or None, shelf=shelf, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            back = actions.announce_return(
                agreement,
                outlet,
                form.going_back(),
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
                note=form.cleaned_data["note"],
            )
            return redirect("consignment:return", back.pk)
    context = {"form": form, "agreement": agreement, "outlet": outlet, "side": side}
    return render(request, "consignment/return_form.html", context)


@require_safe
def back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One return: what goes back, and whose turn it is."""
    found = get_object_or_404(queries.returns_for(request.user), pk=pk)
    lines = list(found.lines.select_related("line__product", "lot").order_by("pk"))
    is_makers = found.announced_by == Side.MAKER
    steps = [
        {
            "label": _("Diminta UMKM") if is_makers else _("Diajukan toko"),
            "state": "done",
            "on": found.announced_at,
        },
        {
            "label": _("Diserahkan toko") if is_makers else _("Diterima UMKM"),
            "state": "done"
            if found.state == ReturnState.CONFIRMED
            else ("now" if found.state == ReturnState.ANNOUNCED else "late"),
            "on": found.confirmed_at,
            "note": _("dibatalkan") if found.state == ReturnState.WITHDRAWN else "",
        },
    ]
    context = {
        "back": found,
        "lines": lines,
        "steps": steps,
        "pieces": sum(line.quantity for line in lines),
        "is_makers": is_makers,
    }
    return render(request, "consignment/return.html", context)


@require_POST
def confirm_return(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The other side says: it is so."""
    found = get_object_or_404(queries.returns_for(request.user), pk=pk)
    actions.confirm_return(found, by=request.user, at=clock.now())
    messages.success(request, _("Retur dikonfirmasi. Barang kembali menjadi stok UMKM."))
    return redirect("consignment:return", pk)


@require_POST
def withdraw_return(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The side that announced takes it back."""
    found = get_object_or_404(queries.returns_for(request.user), pk=pk)
    actions.withdraw_return(found, by=request.user, at=clock.now())
    messages.success(request, _("Retur dibatalkan."))
    return redirect("consignment:return", pk)
