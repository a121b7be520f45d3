"""A buyer orders outright; the maker says yes, ships; the shop receives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import State as AgreementState
from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Outcome
from gandeng.meetings.states import PROMISES
from gandeng.organisations.models import Outlet
from gandeng.people.models import Person
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.models import Kind, Lot

from . import queries
from .models import Order, OrderLine

MOST_PIECES = 100_000


@transaction.atomic
def place_order(
    agreement: Agreement,
    outlet: Outlet,
    quantities: Mapping[int, int],
    *,
    key: str,
    by: Person,
    at: datetime,
    wanted_on: date | None = None,
    note: str = "",
) -> Order:
    """Order pieces by agreement line id. ``key`` twice is once; prices are the agreement's.

    Raises Refusal ``not_outright``, ``agreement_not_signed``, ``agreement_out_of_term``,
    ``foreign_shop``, ``nothing_ordered``, ``foreign_goods``, ``below_minimum``,
    ``quantity_impossible``, ``wanted_in_past``, ``key_reused``.
    """
    order = Order(
        programme_id=agreement.programme_id,
        agreement=agreement,
        outlet=outlet,
        key=key,
        wanted_on=wanted_on,
        note=note.strip()[:300],
        placed_at=at,
    )
    require(by, "orders.place_order", order)
    return _place(order, quantities, by=by, at=at)


@transaction.atomic
def order_from_outcome(outcome: Outcome, *, by: Person, at: datetime) -> Order:
    """The first order a buyer and a maker agreed on at their table, under the signed outright
    agreement between them: every piece they named, for the agreement's first shop, wanted on the
    day they named. The same outcome orders once. The office may do it for the buyer, for it was
    said before them.

    Raises Refusal ``no_promise``, ``no_outright_agreement``, and all that place_order does.
    """
    if outcome.result not in PROMISES:
        raise Refusal("no_promise", _("Pertemuan ini belum berakhir dengan kesepakatan."))
    wanted = {line.product_id: line.quantity for line in outcome.lines.filter(quantity__gt=0)}
    agreement = queries.agreement_to_order_under(outcome, set(wanted), clock.day_of(at))
    if agreement is None:
        raise Refusal(
            "no_outright_agreement",
            _(
                "Belum ada perjanjian beli putus yang ditandatangani untuk semua produk ini. "
                "Buat dan tandatangani perjanjiannya dulu."
            ),
        )
    key = f"outcome-{outcome.pk}"
    outlet = agreement.outlets.order_by("name", "pk").first()
    assert outlet is not None, "a signed agreement names a shop"
    on = clock.day_of(at)
    order = Order(
        programme_id=agreement.programme_id,
        agreement=agreement,
        outcome=outcome,
        outlet=outlet,
        key=key,
        wanted_on=outcome.next_on if outcome.next_on and outcome.next_on >= on else None,
        note=outcome.note[:300],
        placed_at=at,
    )
    require(by, "orders.place_first_order", order)
    lines = {line.product_id: line.pk for line in agreement.lines.all()}
    quantities = {lines[product]: quantity for product, quantity in wanted.items()}
    return _place(order, quantities, by=by, at=at)


def _place(order: Order, quantities: Mapping[int, int], *, by: Person, at: datetime) -> Order:
    agreement, outlet, wanted_on = order.agreement, order.outlet, order.wanted_on
    held = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if done := Order.objects.filter(key=order.key).first():
        if done.agreement_id != agreement.pk:
            raise Refusal("key_reused", _("Formulir ini sudah dipakai. Buka halaman yang baru."))
        return done
    on = clock.day_of(at)
    _check_agreement(held, outlet, on)
    if wanted_on is not None and wanted_on < on:
        raise Refusal("wanted_in_past", _("Tanggal dibutuhkan sudah lewat."), field="wanted_on")
    lines = {line.pk: line for line in agreement.lines.select_related("product")}
    _check_quantities(lines, quantities)
    order.number = f"PSN-{agreement.pk:04d}-{agreement.orders.count() + 1:03d}"
    order.save()
    OrderLine.objects.bulk_create(
        [
            OrderLine(order=order, line=lines[pk], quantity=quantity)
            for pk, quantity in quantities.items()
        ]
    )
    after = {"pieces": sum(quantities.values()), "outlet": str(outlet)}
    record(order, "place_order", by=by, at=at, after=after)
    return order


def _check_agreement(agreement: Agreement, outlet: Outlet, on: date) -> None:
    if agreement.is_consignment:
        raise Refusal(
            "not_outright", _("Perjanjian ini titip jual: UMKM mengirim, toko tidak memesan.")
        )
    if agreement.state != AgreementState.SIGNED:
        raise Refusal("agreement_not_signed", _("Perjanjian belum ditandatangani kedua pihak."))
    if not agreement.starts_on <= on < agreement.ends_on:
        raise Refusal(
            "agreement_out_of_term", _("Hari ini di luar masa perjanjian. Perpanjang dulu.")
        )
    if not agreement.outlets.filter(pk=outlet.pk).exists():
        raise Refusal(
            "foreign_shop", _("Toko itu tidak termasuk dalam perjanjian ini."), field="outlet"
        )


def _check_quantities(lines: Mapping[int, Line], quantities: Mapping[int, int]) -> None:
    if not quantities:
        raise Refusal("nothing_ordered", _("Isi jumlah paling sedikit satu produk."))
    for pk, quantity in quantities.items():
        if pk not in lines:
            raise Refusal("foreign_goods", _("Ada produk yang tidak ada dalam perjanjian ini."))
        product = lines[pk].product
        if not 0 < quantity <= MOST_PIECES:
            raise Refusal(
                "quantity_impossible",
                _("Jumlah %(product)s harus 1 sampai 100.000.") % {"product": product.name},
            )
        if quantity < product.minimum_order:
            raise Refusal(
                "below_minimum",
                _("%(product)s paling sedikit %(least)d, Anda memesan %(quantity)d.")
                % {"product": product.name, "least": product.minimum_order, "quantity": quantity},
            )


def confirm_order(order: Order, *, by: Person, at: datetime, note: str = "") -> Order:
    """The maker promises to deliver it. Raises Refusal ``wrong_state``."""
    require(by, "orders.confirm_order", order)
    return advance(order, "confirm", by=by, at=at, note=note.strip(), confirmed_at=at)


def decline_order(order: Order, reason: str, *, by: Person, at: datetime) -> Order:
    """The maker can't. Raises Refusal ``reason_missing``, ``wrong_state``."""
    require(by, "orders.decline_order", order)
    if not reason.strip():
        raise Refusal(
            "reason_missing", _("Tulis alasannya, supaya pembeli bisa mencari jalan lain."),
            field="reason",
        )  # fmt: skip
    return advance(order, "decline", by=by, at=at, note=reason.strip())


def cancel_order(order: Order, reason: str, *, by: Person, at: datetime) -> Order:
    """The buyer takes an order back before it is shipped. Raises Refusal ``reason_missing``,
    ``wrong_state``."""
    require(by, "orders.cancel_order", order)
    if not reason.strip():
        raise Refusal("reason_missing", _("Tulis alasan pembatalan."), field="reason")
    return advance(order, "cancel", by=by, at=at, note=reason.strip())


@transaction.atomic
def ship_order(
    order: Order,
    lots: Mapping[int, tuple[str, date | None]] | None = None,
    *,
    by: Person,
    at: datetime,
) -> Order:
    """The goods leave the maker. ``lots`` gives, by order line id, the lot's code and best-before
    day; without a code the day names the lot.

    Raises Refusal ``wrong_state``, ``best_before_missing``, ``best_before_past``,
    ``lot_differs``.
    """
    require(by, "orders.ship_order", order)
    on = clock.day_of(at)
    lines = list(order.lines.select_related("line__product").order_by("pk"))
    for line in lines:
        code, best_before_on = (lots or {}).get(line.pk, ("", None))
        line.lot = _lot_of(line, code, best_before_on, on=on, at=at)
    advance(order, "ship", by=by, at=at, shipped_at=at)
    OrderLine.objects.bulk_update(lines, ["lot"])
    moves = [
        Move(
            credit=Spot(Kind.MAKER_STOCK, line.line, line.lot),
            debit=Spot(Kind.IN_TRANSIT, line.line, line.lot, order.outlet),
            amount=line.quantity,
        )
        for line in lines
    ]
    post(order.agreement, f"order/{order.pk}/ship", moves, on=on, at=at)
    return order


def _lot_of(
    line: OrderLine, code: str, best_before_on: date | None, *, on: date, at: datetime
) -> Lot:
    product = line.line.product
    words = {"product": product.name}
    if best_before_on is None and product.is_food:
        raise Refusal(
            "best_before_missing", _("Isi tanggal baik sebelum untuk %(product)s.") % words
        )
    if best_before_on is not None and best_before_on <= on:
        raise Refusal("best_before_past", _("%(product)s sudah melewati tanggal baiknya.") % words)
    lot, _made = Lot.objects.get_or_create(
        product=product,
        code=code.strip().upper()[:40] or f"{best_before_on or on:%y%m%d}",
        defaults={
            "programme_id": line.line.programme_id,
            "best_before_on": best_before_on,
            "created_at": at,
        },
    )
    if best_before_on not in (lot.best_before_on, None):
        raise Refusal(
            "lot_differs",
            _("Kode produksi %(code)s %(product)s sudah tercatat dengan tanggal lain.")
            % {**words, "code": lot.code},
        )
    return lot


@transaction.atomic
def receive_order(
    order: Order,
    received: Mapping[int, tuple[int, str]] | None = None,
    *,
    by: Person,
    at: datetime,
) -> Order:
    """The shop takes the goods in and owns them now. ``received`` gives, by order line id, the
    pieces and the reason where fewer came than were shipped; the rest goes back to the maker.
    When nothing at all is taken the order is refused.

    Raises Refusal ``wrong_state``, ``reason_missing``, ``more_than_ordered``, ``foreign_line``.
    """
    require(by, "orders.receive_order", order)
    lines = list(order.lines.select_related("line__product", "lot").order_by("pk"))
    told = received or {}
    if strangers := set(told) - {line.pk for line in lines}:
        raise Refusal("foreign_line", _("Baris %s bukan dari pesanan ini.") % min(strangers))
    for line in lines:
        quantity, reason = told.get(line.pk, (line.quantity, ""))
        _check_arrival(line, quantity, reason)
        line.received_quantity = quantity
        line.reason = reason.strip()[:200] if quantity != line.quantity else ""
    taken = sum(line.received_quantity or 0 for line in lines)
    advance(order, "receive" if taken else "refuse", by=by, at=at, received_at=at)
    OrderLine.objects.bulk_update(lines, ["received_quantity", "reason"])
    moves: list[Move] = []
    for line in lines:
        road = Spot(Kind.IN_TRANSIT, line.line, line.lot, order.outlet)
        kept = line.received_quantity or 0
        steps = (
            Move(road, Spot(Kind.BOUGHT, line.line, line.lot, order.outlet), kept),
            Move(road, Spot(Kind.MAKER_STOCK, line.line, line.lot), line.quantity - kept),
        )
        moves += [step for step in steps if step.amount]
    post(order.agreement, f"order/{order.pk}/receive", moves, on=clock.day_of(at), at=at)
    return order


def _check_arrival(line: OrderLine, quantity: int, reason: str) -> None:
    words = {"product": line.line.product.name, "sent": line.quantity, "got": quantity}
    if not 0 <= quantity <= line.quantity:
        raise Refusal(
            "more_than_ordered",
            _("%(product)s: dikirim %(sent)d, jadi terima 0 sampai %(sent)d. Kelebihannya "
              "kembalikan, atau pesan tambahan.") % words,
        )  # fmt: skip
    if quantity != line.quantity and not reason.strip():
        raise Refusal(
            "reason_missing",
            _("%(product)s: dikirim %(sent)d, diterima %(got)d. Tulis alasannya.") % words,
        )
