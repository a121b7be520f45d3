"""Goods go back to the maker: one side announces, the other confirms.

What the shop announces leaves the shelf at once (it is put aside). What the maker asks back stays
on the shelf, and may still sell, until the shop confirms that it was handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Side
from gandeng.audit.actions import advance, record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Outlet
from gandeng.organisations.rules import is_owner
from gandeng.people.models import Person
from gandeng.trade.consignment.models import Return, ReturnLine
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.models import Account, Kind, Lot

from .deliveries import next_number


class GoingBack(NamedTuple):
    """So many pieces of one lot."""

    line: Line
    lot: Lot
    quantity: int


@transaction.atomic
def announce_return(
    agreement: Agreement,
    outlet: Outlet,
    lines: Sequence[GoingBack | tuple[Line, Lot, int]],
    *,
    by: Person,
    at: datetime,
    key: str = "",
    note: str = "",
) -> Return:
    """Say which goods go back. ``by`` decides the side: the maker's owner, else the shop.

    Raises Refusal ``nothing_returned``, ``foreign_goods``, ``quantity_impossible``,
    ``not_enough``, ``key_reused``.
    """
    back = Return(
        programme_id=agreement.programme_id,
        agreement=agreement,
        outlet=outlet,
        key=key or uuid4().hex,
        announced_by=Side.MAKER if is_owner(by, agreement) else Side.BUYER,
        note=note.strip()[:300],
        announced_at=at,
    )
    require(by, "consignment.announce_return", back)
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if done := Return.objects.filter(key=back.key).first():
        if (done.agreement_id, done.outlet_id) != (agreement.pk, outlet.pk):
            raise Refusal("key_reused", _("Formulir ini sudah dipakai. Buka halaman yang baru."))
        return done
    goods = [GoingBack(*item) for item in lines]
    _check_goods(agreement, outlet, goods)
    back.number = next_number("RT", Return, agreement)
    back.save()
    rows = ReturnLine.objects.bulk_create(
        [ReturnLine(back=back, line=line, lot=lot, quantity=pieces) for line, lot, pieces in goods]
    )
    if back.announced_by == Side.BUYER:
        moves = _moves(rows, outlet, Kind.SHELF, Kind.RETURNING)
        post(agreement, f"return/{back.pk}/announce", moves, on=clock.day_of(at), at=at)
    after = {"pieces": sum(item.quantity for item in goods), "outlet": str(outlet)}
    record(back, "announce_return", by=by, at=at, after=after)
    return back


@transaction.atomic
def confirm_return(back: Return, *, by: Person, at: datetime) -> Return:
    """The other side says: it is so. The goods are the maker's again.

    Raises Refusal ``wrong_state``; ``not_enough`` when what the maker asked back has sold
    meanwhile.
    """
    require(by, "consignment.confirm_return", back)
    advance(back, "confirm", by=by, at=at, confirmed_at=at)
    rows = _rows(back)
    moves = _moves(rows, back.outlet, Kind.RETURNING, Kind.RETURNED)
    if back.announced_by == Side.MAKER:
        moves = _moves(rows, back.outlet, Kind.SHELF, Kind.RETURNING) + moves
    post(back.agreement, f"return/{back.pk}/confirm", moves, on=clock.day_of(at), at=at)
    return back


@transaction.atomic
def withdraw_return(back: Return, *, by: Person, at: datetime, note: str = "") -> Return:
    """The side that announced takes it back; goods put aside return to the shelf.

    Raises Refusal ``wrong_state``.
    """
    require(by, "consignment.withdraw_return", back)
    advance(back, "withdraw", by=by, at=at, note=note.strip())
    if back.announced_by == Side.BUYER:
        moves = _moves(_rows(back), back.outlet, Kind.RETURNING, Kind.SHELF)
        post(back.agreement, f"return/{back.pk}/withdraw", moves, on=clock.day_of(at), at=at)
    return back


def _rows(back: Return) -> list[ReturnLine]:
    return list(back.lines.select_related("line__product", "lot").order_by("pk"))


def _moves(rows: Iterable[ReturnLine], outlet: Outlet, source: Kind, target: Kind) -> list[Move]:
    return [
        Move(
            credit=Spot(source, row.line, row.lot, outlet),
            debit=Spot(target, row.line, row.lot, outlet),
            amount=row.quantity,
        )
        for row in rows
    ]


def _check_goods(agreement: Agreement, outlet: Outlet, goods: Sequence[GoingBack]) -> None:
    if not goods:
        raise Refusal("nothing_returned", _("Isi jumlah retur paling sedikit satu produk."))
    there = dict(
        Account.objects.filter(
            outlet=outlet, kind=Kind.SHELF, lot_id__in=[item.lot.pk for item in goods]
        ).values_list("code", "balance")
    )
    for item in goods:
        if item.line.agreement_id != agreement.pk:
            raise Refusal("foreign_goods", _("Ada barang yang tidak ada dalam perjanjian ini."))
        shelf = Spot(Kind.SHELF, item.line, item.lot, outlet).code_in(agreement.pk)
        words = {"product": item.line.product.name, "there": there.get(shelf, 0)}
        if item.quantity <= 0:
            raise Refusal("quantity_impossible", _("Jumlah retur harus lebih dari nol."))
        if item.quantity > there.get(shelf, 0):
            raise Refusal(
                "not_enough",
                _("%(product)s: di rak tinggal %(there)d, diminta retur %(asked)d.")
                % {**words, "asked": item.quantity},
            )
