"""What a buyer is looking for: on its invitation's page, and on the office's page of the buyer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.kernel import clock
from gandeng.kernel.permissions import may
from gandeng.meetings.actions.needs import choose_categories, drop_need, tell_need
from gandeng.meetings.forms.guests import CategoriesForm, NeedForm
from gandeng.meetings.models import Invitation, Need
from gandeng.meetings.rules import Actor
from gandeng.organisations.models import Organisation
from gandeng.organisations.queries import organisations_for
from gandeng.products.states import Category
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in

from .guest_door import Door

# how a page of needs finds its own addresses: the list, or one category's
Address = Callable[..., str]


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, door: Door) -> HttpResponse:
    """The needs of the invited buyer, as taps on categories."""
    _only_buyers(door)
    frame = {"door": door, "urls": door.urls, "back_url": door.url()}
    return _needs(
        request, door.invitation.organisation, door.by, door.invitation, frame, _at_door(door)
    )


@require_http_methods(["GET", "POST"])
def need(request: HttpRequest, door: Door, category: str) -> HttpResponse:
    """One of them in figures."""
    _only_buyers(door)
    frame = {"door": door, "urls": door.urls}
    return _need(
        request,
        door.invitation.organisation,
        category,
        door.by,
        door.invitation,
        frame,
        _at_door(door),
    )


@require_safe
def buyer_needs_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """On the buyer's page: what it is looking for."""
    buyer = get_object_or_404(organisations_for(request.user).buyers(), pk=pk)
    context = {
        "buyer": buyer,
        "needs": _needs_of(buyer),
        "may_tell": may(request.user, "meetings.tell_need", buyer),
    }
    return render(request, "meetings/_buyer_needs_panel.html", context)


@require_http_methods(["GET", "POST"])
def buyer_needs(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The same page for the office and the manager, without an invitation."""
    buyer = _buyer(request, pk)
    frame = {"back_url": buyer.get_absolute_url()}
    return _needs(request, buyer, request.user, None, frame, _at_buyer(buyer))


@require_http_methods(["GET", "POST"])
def buyer_need(request: ProgrammeRequest, pk: int, category: str) -> HttpResponse:
    """One need of a buyer in figures, without an invitation."""
    buyer = _buyer(request, pk)
    return _need(request, buyer, category, request.user, None, {}, _at_buyer(buyer))


def _needs(
    request: HttpRequest,
    buyer: Organisation,
    by: Actor,
    invitation: Invitation | None,
    frame: dict[str, Any],
    address: Address,
) -> HttpResponse:
    known = _needs_of(buyer)
    initial = {"categories": [one.category for one in known]}
    form = CategoriesForm(request.POST or None, initial=initial)
    if request.method == "POST":
        # nothing ticked sends nothing but the token, which is an answer, too
        form = CategoriesForm(request.POST)
        if form.is_valid():
            with refusals_shown_in(form):
                chosen = form.cleaned_data["categories"]
                choose_categories(buyer, chosen, by=by, at=clock.now(), invitation=invitation)
                messages.success(request, _("Kebutuhan tersimpan."))
                return redirect(f"{address()}#rinci")
    context = {
        "buyer": buyer,
        "form": form,
        "rows": [(one, address(one.category)) for one in known],
        **frame,
    }
    return render(request, "meetings/needs.html", context, status=422 if form.errors else 200)


def _need(
    request: HttpRequest,
    buyer: Organisation,
    category: str,
    by: Actor,
    invitation: Invitation | None,
    frame: dict[str, Any],
    address: Address,
) -> HttpResponse:
    if category not in Category.values:
        raise Http404
    known = Need.objects.filter(buyer=buyer, category=category).first()
    form = NeedForm.of(known, request.POST or None)
    if request.method == "POST" and known and "hapus" in request.POST:
        drop_need(known, by=by, at=clock.now(), invitation=invitation)
        messages.success(request, _("Kebutuhan dihapus."))
        return redirect(address())
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            tell_need(
                buyer, category, by=by, at=clock.now(), invitation=invitation, **form.cleaned_data
            )
            messages.success(request, _("Kebutuhan tersimpan."))
            return redirect(address())
    context = {
        "buyer": buyer,
        "form": form,
        "known": known,
        "label": Category(category).label,
        "back_url": address(),
        **frame,
    }
    return render(request, "meetings/need_form.html", context, status=422 if form.errors else 200)


def _needs_of(buyer: Organisation) -> list[Need]:
    return list(Need.objects.filter(buyer=buyer).order_by("pk"))


def _only_buyers(door: Door) -> None:
    if door.invitation.buyer_id is None:
        raise Http404


def _buyer(request: ProgrammeRequest, pk: int) -> Organisation:
    buyer = get_object_or_404(organisations_for(request.user).buyers(), pk=pk)
    if not may(request.user, "meetings.tell_need", buyer):
        raise Http404
    return buyer


def _at_door(door: Door) -> Address:
    def address(category: str = "") -> str:
        return door.url("need", category) if category else door.url("needs")

    return address


def _at_buyer(buyer: Organisation) -> Address:
    def address(category: str = "") -> str:
        if category:
            return reverse("meetings:buyer-need", args=[buyer.pk, category])
        return reverse("meetings:buyer-needs", args=[buyer.pk])

    return address
