"""Orders are placed, answered, shipped and received."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import agreements_for
from gandeng.agreements.states import Scheme
from gandeng.agreements.states import State as AgreementState
from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.meetings.queries.outcomes import outcomes_for
from gandeng.organisations.rules import seats_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from . import actions, queries
from .forms import ArrivalForm, OfOrder, OrderForm, ReasonForm, ShippingForm
from .models import Order
from .states import State

CHOICES = 60
PANEL_ROWS = 8


def agreements_to_order(person: Any) -> Any:
    """The signed outright agreements a manager may order under today."""
    today = clock.today()
    return agreements_for(person).filter(
        buyer_id__in=seats_of(person).managed,
        scheme=Scheme.OUTRIGHT,
        state=AgreementState.SIGNED,
        starts_on__lte=today,
        ends_on__gt=today,
    )


@require_safe
def orders(request: ProgrammeRequest) -> HttpResponse:
    """The orders this person may see, by state."""
    state = request.GET.get("status", "")
    found = queries.orders_for(request.user).annotate(pieces=Sum("lines__quantity"))
    if state in State.values:
        found = found.filter(state=state)
    context = {
        "page": page_of(request, found),
        "tabs": [("", _("Semua")), *State.choices],
        "state": state,
        "may_order": agreements_to_order(request.user).exists(),
    }
    return render(request, "orders/order_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: ProgrammeRequest) -> HttpResponse:
    """Choose the agreement, then type how many of what."""
    asked = request.GET.get("agreement", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        chosen = list(agreements_to_order(request.user)[:CHOICES])
        if len(chosen) == 1:
            return redirect(f"{request.path}?agreement={chosen[0].pk}")
        return render(request, "orders/order_agreement.html", {"agreements": chosen})
    agreement = get_object_or_404(agreements_for(request.user), pk=int(asked))
    require(request.user, "orders.place_order", _draft(agreement))
    outlets = list(agreement.outlets.order_by("name"))
    initial = {"key": uuid4().hex, "outlet": outlets[0] if outlets else None}
    form = OrderForm(request.POST or None, agreement=agreement, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            order = actions.place_order(
                agreement,
                form.cleaned_data["outlet"],
                form.quantities(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=clock.now(),
                wanted_on=form.cleaned_data["wanted_on"],
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Pesanan terkirim. UMKM akan menjawab di sini."))
            return redirect("orders:order", order.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "agreement": agreement, "outlets": outlets}
    return render(request, "orders/order_form.html", context, status=status)


def _draft(agreement: Agreement) -> Order:
    return Order(programme_id=agreement.programme_id, agreement=agreement)


def _order(request: ProgrammeRequest, pk: int) -> Order:
    return get_object_or_404(queries.orders_for(request.user), pk=pk)


@require_safe
def order(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One order: what, for how much, and whose turn it is."""
    return _order_page(request, _order(request, pk))


def _order_page(
    request: ProgrammeRequest, order: Order, form: OfOrder | None = None, status: int = 200
) -> HttpResponse:
    may_ship = order.state == State.CONFIRMED and may(request.user, "orders.ship_order", order)
    may_receive = order.state == State.SHIPPED and may(request.user, "orders.receive_order", order)
    if form is None:
        form = ShippingForm(order=order) if may_ship else ArrivalForm(order=order)
    context = {
        "order": order,
        "lines": form.lines,
        "form": form,
        "value": queries.value_of(form.lines),
        "pieces": sum(line.quantity for line in form.lines),
        "may_ship": may_ship,
        "may_receive": may_receive,
        "is_done": order.state in {State.RECEIVED, State.REFUSED},
        "strains": queries.strains_of(order) if order.state == State.PLACED else [],
        "steps": steps_of(order),
    }
    return render(request, "orders/order.html", context, status=status)


def steps_of(order: Order) -> list[dict[str, Any]]:
    """The way from the order to the shop, for the timeline."""
    steps: list[dict[str, Any]] = [
        {"label": _("Dipesan"), "state": "done", "on": order.placed_at},
        {"label": _("Disanggupi UMKM"), "state": "waiting", "on": order.confirmed_at},
        {"label": _("Dikirim"), "state": "waiting", "on": order.shipped_at},
        {"label": _("Diterima toko"), "state": "waiting", "on": order.received_at},
    ]
    ended = {State.DECLINED, State.CANCELLED, State.REFUSED}
    if order.state in ended:
        done = [step for step in steps if step["on"] and step["label"] != _("Diterima toko")]
        return [{**step, "state": "done"} for step in done] + [
            {"label": order.get_state_display(), "state": "late", "on": order.received_at}
        ]
    current = next((step for step in steps if not step["on"]), None)
    for step in steps:
        if step["on"]:
            step["state"] = "done"
    if current:
        current["state"] = "now"
        if order.wanted_on and order.wanted_on < clock.today():
            current["state"] = "late"
    return steps


@require_POST
def confirm_order(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The maker promises to deliver it."""
    found = _order(request, pk)
    actions.confirm_order(found, by=request.user, at=clock.now())
    messages.success(request, _("Pesanan disanggupi. Catat di sini saat barang berangkat."))
    return redirect("orders:order", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_order(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The maker can't, and says why."""
    found = _order(request, pk)
    require(request.user, "orders.decline_order", found)
    return _with_reason(
        request,
        found,
        actions.decline_order,
        _("Tidak menyanggupi %s?") % found.number,
        _("Pembeli membaca alasan Anda dan bisa mencari jalan lain."),
        _("Tidak menyanggupi"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_order(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The buyer takes it back before it is shipped."""
    found = _order(request, pk)
    require(request.user, "orders.cancel_order", found)
    return _with_reason(
        request,
        found,
        actions.cancel_order,
        _("Batalkan %s?") % found.number,
        _("UMKM mungkin sudah mulai membuatnya. Tulis alasan Anda."),
        _("Batalkan pesanan"),
    )


def _with_reason(
    request: ProgrammeRequest, order: Order, action: Any, title: str, text: str, label: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            action(order, form.cleaned_data["reason"], by=request.user, at=clock.now())
            return redirect("orders:order", order.pk)
    context = {
        "title": title,
        "text": text,
        "submit_label": label,
        "cancel_url": reverse("orders:order", args=[order.pk]),
        "is_danger": True,
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def ship_order(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The goods leave the maker."""
    found = _order(request, pk)
    require(request.user, "orders.ship_order", found)
    form = ShippingForm(request.POST, order=found)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.ship_order(found, form.lots(), by=request.user, at=clock.now())
            messages.success(request, _("Pesanan dicatat berangkat."))
            return redirect("orders:order", pk)
    return _order_page(request, found, form, status=422)


@require_POST
def receive_order(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The shop takes the goods in: all by one tap, or line by line."""
    found = _order(request, pk)
    require(request.user, "orders.receive_order", found)
    takes_all = "semua" in request.POST
    form = ArrivalForm(request.POST, order=found)
    if takes_all or form.is_valid():
        with refusals_shown_in(form):
            received = None if takes_all else form.received()
            actions.receive_order(found, received, by=request.user, at=clock.now())
            messages.success(request, _("Penerimaan dicatat."))
            return redirect("orders:order", pk)
    return _order_page(request, found, form, status=422)


@require_safe
def agreement_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """An outright agreement's latest orders, for the agreement's page."""
    agreement = get_object_or_404(agreements_for(request.user), pk=pk)
    found = queries.orders_for(request.user).filter(agreement=agreement)
    is_running = agreement.state == AgreementState.SIGNED and not agreement.is_consignment
    context = {
        "agreement": agreement,
        "rows": list(found.annotate(pieces=Sum("lines__quantity"))[:PANEL_ROWS]),
        "may_order": is_running and may(request.user, "orders.place_order", _draft(agreement)),
    }
    return render(request, "orders/_orders_panel.html", context)


@require_safe
def outcome_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The first order of an outcome, or the one tap that places it."""
    outcome = get_object_or_404(outcomes_for(request.user), pk=pk)
    products = set(outcome.lines.filter(quantity__gt=0).values_list("product_id", flat=True))
    agreement = queries.agreement_to_order_under(outcome, products, clock.today())
    draft = Order(programme_id=outcome.programme_id, agreement=agreement) if agreement else None
    context = {
        "outcome": outcome,
        "order": outcome.orders.order_by("pk").first(),
        "may_order": draft is not None and may(request.user, "orders.place_first_order", draft),
    }
    return render(request, "orders/_outcome_panel.html", context)


@require_POST
def order_from_outcome(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """One tap: the first order with everything filled in."""
    outcome = get_object_or_404(outcomes_for(request.user), pk=pk)
    made = actions.order_from_outcome(outcome, by=request.user, at=clock.now())
    messages.success(request, _("Pesanan pertama dikirim ke UMKM."))
    return redirect("orders:order", made.pk)
