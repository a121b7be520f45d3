"""A maker packs goods for a shop and sends them off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import State as AgreementState
from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Outlet
from gandeng.people.models import Person
from gandeng.trade.consignment.models import Delivery, DeliveryLine
from gandeng.trade.consignment.queries.proofs import as_kept, held_by, lapsed
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.models import Kind, Lot

MOST_PIECES = 100_000


class Packed(NamedTuple):
    """So many pieces of one lot. Without a code the best-before day names the lot."""

    line: Line
    lot_code: str
    best_before_on: date | None
    quantity: int


@transaction.atomic
def prepare_delivery(
    agreement: Agreement,
    outlet: Outlet,
    lines: Sequence[Packed | tuple[Line, str, date | None, int]],
    *,
    by: Person,
    at: datetime,
    key: str = "",
    driver_name: str = "",
    note: str = "",
) -> Delivery:
    """Write a delivery note. Nothing moves until it is sent. The same ``key`` twice is once.

    Raises Refusal ``agreement_not_signed``, ``agreement_out_of_term``, ``not_consignment``,
    ``foreign_shop``, ``nothing_packed``, ``foreign_goods``, ``quantity_impossible``,
    ``best_before_missing``, ``best_before_past``, ``lot_differs``, ``certificate_lapsed``.
    """
    delivery = Delivery(
        programme_id=agreement.programme_id,
        agreement=agreement,
        outlet=outlet,
        key=key or uuid4().hex,
        driver_name=driver_name.strip(),
        note=note.strip(),
        created_at=at,
    )
    require(by, "consignment.prepare_delivery", delivery)
    held = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if done := Delivery.objects.filter(key=delivery.key).first():
        return _same(done, agreement)
    on = clock.day_of(at)
    packed = [Packed(*item) for item in lines]
    check_agreement(held, outlet, on)
    _check_packed(agreement, packed, on)
    _check_certificates([item.line for item in packed], on)
    delivery.number = next_number("SJ", Delivery, agreement)
    delivery.save()
    lots = lots_of(packed, on=on, at=at)
    DeliveryLine.objects.bulk_create(
        [
            DeliveryLine(delivery=delivery, line=item.line, lot=lot, sent_quantity=item.quantity)
            for item, lot in zip(packed, lots, strict=True)
        ]
    )
    after = {"pieces": sum(item.quantity for item in packed), "outlet": str(outlet)}
    record(delivery, "prepare_delivery", by=by, at=at, after=after)
    return delivery


@transaction.atomic
def send_delivery(
    delivery: Delivery, *, by: Person, at: datetime, driver_name: str = ""
) -> Delivery:
    """The goods leave the maker; the certificates are kept as they stand now.

    Raises Refusal ``wrong_state`` and what ``prepare_delivery`` raises about the agreement and the
    certificates, since days may have passed.
    """
    require(by, "consignment.send_delivery", delivery)
    on = clock.day_of(at)
    check_agreement(delivery.agreement, delivery.outlet, on)
    lines = list(delivery.lines.select_related("line__product", "lot").order_by("pk"))
    then = _check_certificates([line.line for line in lines], on)
    advance(
        delivery,
        "send",
        by=by,
        at=at,
        sent_at=at,
        driver_name=driver_name.strip() or delivery.driver_name,
        certificates_then=then,
    )
    outlet = delivery.outlet
    moves = [
        Move(
            credit=Spot(Kind.MAKER_STOCK, line.line, line.lot),
            debit=Spot(Kind.IN_TRANSIT, line.line, line.lot, outlet),
            amount=line.sent_quantity,
        )
        for line in lines
    ]
    post(delivery.agreement, f"delivery/{delivery.pk}/send", moves, on=on, at=at)
    return delivery


def cancel_delivery(delivery: Delivery, *, by: Person, at: datetime, note: str = "") -> Delivery:
    """A note that was never sent is crossed out. Raises Refusal ``wrong_state``."""
    require(by, "consignment.cancel_delivery", delivery)
    return advance(delivery, "cancel", by=by, at=at, note=note.strip())


def check_agreement(agreement: Agreement, outlet: Outlet, on: date) -> None:
    """Raise Refusal unless goods may go to that shop under this agreement on that day."""
    if not agreement.is_consignment:
        raise Refusal(
            "not_consignment",
            _("Perjanjian ini beli putus: barang dikirim lewat pesanan, bukan titipan."),
        )
    if agreement.state != AgreementState.SIGNED:
        raise Refusal(
            "agreement_not_signed",
            _("Perjanjian belum ditandatangani kedua pihak, jadi barang belum boleh dikirim."),
        )
    if not agreement.starts_on <= on < agreement.ends_on:
        raise Refusal(
            "agreement_out_of_term",
            _("Perjanjian berlaku %(start)s sampai %(end)s. Perpanjang dulu sebelum mengirim.")
            % {
                "start": date_format(agreement.starts_on, "j F Y"),
                "end": date_format(agreement.last_day, "j F Y"),
            },
        )
    if not agreement.outlets.filter(pk=outlet.pk).exists():
        raise Refusal(
            "foreign_shop", _("Toko itu tidak termasuk dalam perjanjian ini."), field="outlet"
        )


def _check_packed(agreement: Agreement, packed: Sequence[Packed], on: date) -> None:
    if not packed:
        raise Refusal("nothing_packed", _("Isi jumlah paling sedikit satu produk."))
    for item in packed:
        name = {"product": item.line.product.name}
        if item.line.agreement_id != agreement.pk:
            raise Refusal("foreign_goods", _("%(product)s tidak ada dalam perjanjian ini.") % name)
        if not 0 < item.quantity <= MOST_PIECES:
            raise Refusal(
                "quantity_impossible", _("Jumlah %(product)s harus 1 sampai 100.000.") % name
            )
        if item.best_before_on is None and item.line.product.is_food:
            raise Refusal(
                "best_before_missing",
                _("Isi tanggal baik sebelum untuk %(product)s, seperti di kemasannya.") % name,
            )
        if item.best_before_on is not None and item.best_before_on <= on:
            raise Refusal(
                "best_before_past",
                _("%(product)s sudah melewati tanggal baiknya. Kirim produksi yang lebih baru.")
                % name,
            )


def _check_certificates(lines: Iterable[Line], on: date) -> dict[str, list[dict[str, Any]]]:
    """The certificates as they stand, ready to be kept, or a Refusal where one has lapsed."""
    products = {line.product_id: line.product for line in lines}
    held = held_by(products.values(), on=on)
    for pk, product in products.items():
        if gone := lapsed(held[pk]):
            raise Refusal(
                "certificate_lapsed",
                _("%(kind)s %(product)s sudah habis masa berlakunya. Perbarui dulu.")
                % {"kind": " & ".join(one.label for one in gone), "product": product.name},
            )
    return as_kept(held)


def lots_of(packed: Sequence[Packed], *, on: date, at: datetime) -> list[Lot]:
    """The lots of what was packed, in its order; new ones are written down.

    Raises Refusal ``lot_differs`` when a known code has another best-before day.
    """
    codes = [_lot_code(item, on) for item in packed]
    products = [item.line.product_id for item in packed]
    known = {
        (lot.product_id, lot.code): lot
        for lot in Lot.objects.filter(product_id__in=products, code__in=codes)
    }
    fresh: dict[tuple[int, str], Lot] = {}
    for item, code in zip(packed, codes, strict=True):
        key = (item.line.product_id, code)
        lot = known.get(key) or fresh.get(key)
        if lot is None:
            fresh[key] = Lot(
                programme_id=item.line.programme_id,
                product_id=item.line.product_id,
                code=code,
                best_before_on=item.best_before_on,
                created_at=at,
            )
        elif item.best_before_on not in (lot.best_before_on, None):
            raise Refusal(
                "lot_differs",
                _("Kode produksi %(code)s %(product)s sudah tercatat baik sebelum %(day)s.")
                % {
                    "code": code,
                    "product": item.line.product.name,
                    "day": date_format(lot.best_before_on, "j F Y") if lot.best_before_on else "–",
                },
            )
    Lot.objects.bulk_create(fresh.values())
    found = known | fresh
    return [found[pk, code] for pk, code in zip(products, codes, strict=True)]


def _lot_code(item: Packed, on: date) -> str:
    code = item.lot_code.strip().upper()[:40]
    return code or f"{item.best_before_on or on:%y%m%d}"


def next_number(prefix: str, model: type, agreement: Agreement) -> str:
    """``SJ-0012-003``: the third of its kind under agreement 12, whose row the caller holds."""
    count = model._default_manager.filter(agreement=agreement).count()  # type: ignore[attr-defined]
    return f"{prefix}-{agreement.pk:04d}-{count + 1:03d}"


def _same(done: Delivery, agreement: Agreement) -> Delivery:
    if done.agreement_id != agreement.pk:
        raise Refusal("key_reused", _("Formulir ini sudah dipakai. Buka halaman yang baru."))
    return done
