"""A shop's day at a glance, its shelf, what is gone from it, and a maker's goods everywhere."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gandeng.agreements.states import Side
from gandeng.kernel import clock
from gandeng.kernel.money import ZERO
from gandeng.kernel.permissions import may, require
from gandeng.organisations.queries import makers_for
from gandeng.organisations.rules import seats_of
from gandeng.programmes.middleware import ProgrammeRequest
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.forms import WriteOffForm
from gandeng.trade.consignment.gateways import qr_svg
from gandeng.trade.consignment.models import WriteOff
from gandeng.trade.consignment.states import DeliveryState, ReturnState
from gandeng.trade.ledger.models import Account, Kind
from gandeng.ui.htmx import refusals_shown_in
from gandeng.ui.pages import page_of

from .counting import shop_at

ROWS = 20
COUNT_EVERY_DAYS = 7


@require_safe
def shop(request: ProgrammeRequest) -> HttpResponse:
    """What to receive, what to count, what runs out of time, what to hand over."""
    today = clock.today()
    shops = list(queries.shops_to_count(request.user)[:ROWS])
    for one in shops:
        last = one.last_counted_on  # type: ignore[attr-defined]
        one.days_since = (today - last).days if last else None  # type: ignore[attr-defined]
        one.is_due = last is None or one.days_since >= COUNT_EVERY_DAYS  # type: ignore[attr-defined]
    programme = shops[0].programme_id if shops else 0
    expiring = (
        queries.expiring_in([one.pk for one in shops], on=today, programme_id=programme)[:ROWS]
        if shops
        else []
    )
    context = {
        "deliveries": queries.deliveries_for(request.user)
        .filter(state=DeliveryState.SENT)
        .annotate(pieces=Sum("lines__sent_quantity"))
        .order_by("sent_at", "pk")[:ROWS],
        "shops": shops,
        "expiring": list(expiring),
        "returns": queries.returns_for(request.user)
        .filter(state=ReturnState.ANNOUNCED, announced_by=Side.MAKER)
        .annotate(pieces=Sum("lines__quantity"))[:ROWS],
        "today": today,
    }
    return render(request, "consignment/shop.html", context)


@require_safe
def shelf(request: ProgrammeRequest, outlet_pk: int) -> HttpResponse:
    """What lies on one shop's shelf."""
    outlet = shop_at(request, outlet_pk)
    rows = queries.shelf_of(outlet)
    context = {
        "outlet": outlet,
        "rows": rows,
        "pieces": sum(row.expected for row in rows),
        "value": sum((row.shelf_price * row.expected for row in rows), ZERO),
        "near": sum(1 for row in rows if row.is_near),
        "may_return": may(request.user, "consignment.count_shelf", outlet),
    }
    return render(request, "consignment/shelf.html", context)


@require_safe
def shelf_code(request: ProgrammeRequest, outlet_pk: int) -> HttpResponse:
    """The square code on the printed sheet: it opens the count."""
    outlet = shop_at(request, outlet_pk)
    url = request.build_absolute_uri(reverse("consignment:count-shelf", args=[outlet.pk]))
    return HttpResponse(qr_svg(url), content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
def write_off(request: ProgrammeRequest, outlet_pk: int) -> HttpResponse:
    """Take goods off the shelf that are expired, damaged or lost (``?akun=`` chooses the lot)."""
    outlet = shop_at(request, outlet_pk)
    require(request.user, "consignment.write_off", outlet)
    choosable = Q(balance__gt=0)
    key = request.POST.get("key", "").replace("\0", "")[:64]
    if done := WriteOff.objects.filter(outlet=outlet, key=key).first():
        # The second tap of two still names the lot, which may be gone.
        choosable |= Q(line=done.line_id, lot=done.lot_id)
    accounts = (
        Account.objects.filter(choosable, outlet=outlet, kind=Kind.SHELF)
        .select_related("line__product", "line__agreement", "lot")
        .order_by("line__product__name", "lot__best_before_on", "pk")
    )
    initial = {"key": uuid4().hex, "account": request.GET.get("akun")}
    form = WriteOffForm(request.POST or None, accounts=accounts, initial=initial)
    if request.method == "POST" and form.is_valid():
        account = form.cleaned_data["account"]
        with refusals_shown_in(form):
            gone = actions.write_off(
                outlet,
                account.line,
                account.lot,
                form.cleaned_data["cause"],
                form.cleaned_data["quantity"],
                key=form.cleaned_data["key"],
                by=request.user,
                at=clock.now(),
                note=form.cleaned_data["note"],
            )
            messages.success(
                request,
                _("%(count)d %(product)s dicatat %(cause)s.")
                % {
                    "count": gone.quantity,
                    "product": gone.line.product.name,
                    "cause": gone.get_cause_display().lower(),
                },
            )
            return redirect("consignment:shelf", outlet.pk)
    status = 422 if request.method == "POST" else 200
    context = {"outlet": outlet, "form": form}
    return render(request, "consignment/write_off.html", context, status=status)


@require_safe
def stock(request: ProgrammeRequest) -> HttpResponse:
    """A maker's goods in every shop; the office chooses the maker (``?umkm=``)."""
    makers = makers_for(request.user)
    asked = request.GET.get("umkm", "")
    if asked.isascii() and asked.isdigit() and len(asked) <= 18:
        maker = get_object_or_404(makers, pk=int(asked))
    else:
        owned = list(makers.filter(pk__in=seats_of(request.user).owned)[:2])
        if len(owned) != 1:
            makers_page = {"page": page_of(request, makers)}
            return render(request, "consignment/stock_makers.html", makers_page)
        maker = owned[0]
    rows = queries.stock_of(maker, on=clock.today())
    context = {
        "maker": maker,
        "page": page_of(request, rows, size=200),
        "pieces": sum(row.on_shelf for row in rows),
        "sold": sum(row.sold for row in rows),
        "shops": len({row.outlet.pk for row in rows if row.on_shelf}),
        "value": sum((row.value for row in rows), ZERO),
    }
    return render(request, "consignment/stock.html", context)
