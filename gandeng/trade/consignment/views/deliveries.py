"""A delivery is prepared, sent, printed, received."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gandeng.agreements.models import Agreement
from gandeng.agreements.queries import agreements_for
from gandeng.agreements.states import Scheme, State
from gandeng.kernel import clock
from gandeng.kernel.permissions import may, require
from gandeng.organisations.rules import seats_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.forms import DeliveryForm, ReasonForm, ReceiptForm
from gandeng.trade.consignment.gateways import qr_svg
from gandeng.trade.consignment.models import Delivery, DeliveryLine
from gandeng.trade.consignment.states import DeliveryState
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

PANEL_ROWS = 8
CHOICES = 60


@require_safe
def deliveries(request: ProgrammeRequest) -> HttpResponse:
    """The deliveries this person may see, by state."""
    state = request.GET.get("status", "")
    found = queries.deliveries_for(request.user).annotate(pieces=Sum("lines__sent_quantity"))
    if state in DeliveryState.values:
        found = found.filter(state=state)
    context = {
        "page": page_of(request, found),
        "tabs": [("", _("Semua")), *DeliveryState.choices],
        "state": state,
        "may_prepare": agreements_to_deliver(request.user).exists(),
    }
    return render(request, "consignment/delivery_list.html", context)


def agreements_to_deliver(person: Any) -> Any:
    """The signed consignments a person may send goods under today."""
    today = clock.today()
    found = agreements_for(person).filter(
        scheme=Scheme.CONSIGNMENT,
        state=State.SIGNED,
        starts_on__lte=today,
        ends_on__gt=today,
    )
    # a shop reads agreements too, but does not send; the action asks for each one again
    return found.exclude(buyer_id__in=seats_of(person).buyers)


@require_http_methods(["GET", "HEAD", "POST"])
def new_delivery(request: ProgrammeRequest) -> HttpResponse:
    """Choose the agreement, then type what goes into the box."""
    asked = request.GET.get("agreement", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        chosen = list(agreements_to_deliver(request.user)[:CHOICES])
        if len(chosen) == 1:
            return redirect(f"{request.path}?agreement={chosen[0].pk}")
        return render(request, "consignment/delivery_agreement.html", {"agreements": chosen})
    agreement = get_object_or_404(agreements_for(request.user), pk=int(asked))
    draft = Delivery(programme_id=agreement.programme_id, agreement=agreement)
    require(request.user, "consignment.prepare_delivery", draft)
    outlets = list(agreement.outlets.order_by("name"))
    outlet = next(
        (shop for shop in outlets if str(shop.pk) == request.GET.get("toko")),
        outlets[0] if outlets else None,
    )
    suggestions = (
        queries.suggestions_for(agreement, outlet, on=clock.today()) if outlet is not None else {}
    )
    initial = {"key": uuid4().hex, "outlet": outlet}
    form = DeliveryForm(
        request.POST or None, agreement=agreement, suggestions=suggestions, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            delivery = actions.prepare_delivery(
                agreement,
                form.cleaned_data["outlet"],
                form.packed(),
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
                driver_name=form.cleaned_data["driver_name"],
                note=form.cleaned_data["note"],
            )
            return redirect("consignment:delivery", delivery.pk)
    context = {"form": form, "agreement": agreement, "outlets": outlets, "outlet": outlet}
    return render(request, "consignment/delivery_form.html", context)


@require_safe
def delivery(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The delivery note, and what can be done with it now."""
    found = get_object_or_404(queries.deliveries_for(request.user), pk=pk)
    return _delivery_page(request, found, ReceiptForm(delivery=found))


def _delivery_page(
    request: ProgrammeRequest, delivery: Delivery, form: ReceiptForm, status: int = 200
) -> HttpResponse:
    near_until = queries.near_expiry_day(delivery.programme_id, on=clock.today())
    lines: list[DeliveryLine] = form.lines
    is_open = delivery.state in {DeliveryState.DRAFT, DeliveryState.SENT}
    context = {
        "delivery": delivery,
        "form": form,
        "lines": lines,
        "near_ids": [
            line.pk
            for line in lines
            if is_open and line.lot.best_before_on and line.lot.best_before_on <= near_until
        ],
        "sent": sum(line.sent_quantity for line in lines),
        "received": sum(line.received_quantity or 0 for line in lines),
        "steps": steps_of(delivery),
        "may_receive": delivery.state == DeliveryState.SENT
        and may(request.user, "consignment.receive_delivery", delivery),
        "is_done": delivery.state in {DeliveryState.RECEIVED, DeliveryState.REFUSED},
    }
    return render(request, "consignment/delivery.html", context, status=status)


def steps_of(delivery: Delivery) -> list[dict[str, Any]]:
    """The way from the maker to the shelf, for the timeline."""
    is_sent, is_done = bool(delivery.sent_at), bool(delivery.received_at)
    if delivery.state == DeliveryState.CANCELLED:
        return [
            {"label": _("Disiapkan"), "state": "done", "on": delivery.created_at},
            {"label": _("Dibatalkan"), "state": "late"},
        ]
    last: dict[str, Any] = {"label": _("Diterima toko"), "state": "waiting"}
    if is_done:
        is_refused = delivery.state == DeliveryState.REFUSED
        last = {
            "label": _("Ditolak toko") if is_refused else _("Diterima toko"),
            "state": "late" if is_refused else "done",
            "on": delivery.received_at,
            "note": delivery.receiver_name,
        }
    elif is_sent:
        late = delivery.sent_at and clock.now() - delivery.sent_at > timedelta(days=2)
        last["state"] = "late" if late else "now"
    return [
        {"label": _("Disiapkan"), "state": "done", "on": delivery.created_at},
        {
            "label": _("Dikirim"),
            "state": "done" if is_sent else "now",
            "on": delivery.sent_at,
            "note": delivery.driver_name,
        },
        last,
    ]


@require_POST
def send_delivery(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The goods leave."""
    found = get_object_or_404(queries.deliveries_for(request.user), pk=pk)
    actions.send_delivery(
        found,
        by=request.user,
        at=clock.now(),
        driver_name=request.POST.get("driver_name", "").replace("\0", "")[:100],
    )
    messages.success(request, _("Kiriman dicatat berangkat. Toko bisa menerimanya sekarang."))
    return redirect("consignment:delivery", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_delivery(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Cross a note out that was never sent."""
    found = get_object_or_404(queries.deliveries_for(request.user), pk=pk)
    require(request.user, "consignment.cancel_delivery", found)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            actions.cancel_delivery(
                found, by=request.user, at=clock.now(), note=form.cleaned_data["note"]
            )
            return redirect("consignment:delivery", pk)
    context = {
        "title": _("Batalkan %s?") % found.number,
        "text": _("Barang belum berangkat, jadi stok tidak berubah."),
        "submit_label": _("Batalkan kiriman"),
        "cancel_url": reverse("consignment:delivery", args=[pk]),
        "is_danger": True,
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def receive_delivery(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The shop takes the goods in: all by one tap, or line by line."""
    found = get_object_or_404(queries.deliveries_for(request.user), pk=pk)
    require(request.user, "consignment.receive_delivery", found)
    takes_all = "semua" in request.POST
    form = ReceiptForm(request.POST, delivery=found)
    if takes_all or form.is_valid():
        with refusals_shown_in(form):
            actions.receive_delivery(
                found,
                None if takes_all else form.received(),
                by=request.user,
                at=clock.now(),
                receiver_name=request.POST.get("receiver_name", "").replace("\0", "")[:100],
            )
            taken = sum(line.received_quantity or 0 for line in found.lines.all())
            messages.success(
                request,
                ngettext("%(count)d barang masuk rak.", "%(count)d barang masuk rak.", taken)
                % {"count": taken},
            )
            return redirect("consignment:delivery", pk)
    return _delivery_page(request, found, form, status=422)


@require_safe
def delivery_code(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """The note's square code: a phone that reads it opens the note."""
    get_object_or_404(queries.deliveries_for(request.user), pk=pk)
    url = request.build_absolute_uri(reverse("consignment:delivery", args=[pk]))
    return HttpResponse(qr_svg(url), content_type="image/svg+xml")


@require_safe
def agreement_panel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """A consignment's latest deliveries, for the agreement's page."""
    agreement = get_object_or_404(agreements_for(request.user), pk=pk)
    found = queries.deliveries_for(request.user).filter(agreement=agreement)
    rows = list(found.annotate(pieces=Sum("lines__sent_quantity"))[:PANEL_ROWS])
    is_running = agreement.state == State.SIGNED and agreement.scheme == Scheme.CONSIGNMENT
    draft = Delivery(programme_id=agreement.programme_id, agreement=agreement)
    context = {
        "agreement": agreement,
        "rows": rows,
        "may_prepare": is_running and may(request.user, "consignment.prepare_delivery", draft),
    }
    return render(request, "consignment/_deliveries_panel.html", context)


def agreement_of(request: ProgrammeRequest) -> Agreement:
    """The agreement ``?agreement=`` names, if this person may see it."""
    asked = request.GET.get("agreement", "")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 18 else 0
    return get_object_or_404(agreements_for(request.user), pk=pk)
