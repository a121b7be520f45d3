"""Goods that are gone leave the shelf: expired, damaged or lost."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Cause
from gandeng.audit.actions import record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Outlet
from gandeng.people.models import Person
from gandeng.trade.consignment.models import WriteOff
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.models import Kind, Lot

ACCOUNT = {Cause.EXPIRED: Kind.EXPIRED, Cause.DAMAGED: Kind.DAMAGED, Cause.LOST: Kind.LOST}


@transaction.atomic
def write_off(
    outlet: Outlet,
    line: Line,
    lot: Lot,
    cause: str,
    quantity: int,
    *,
    key: str,
    by: Person,
    at: datetime,
    on: date | None = None,
    note: str = "",
) -> WriteOff:
    """Take pieces of a lot off the shelf; who bears the loss stands in the agreement. ``key`` twice
    is once.

    Raises Refusal ``cause_unknown``, ``quantity_impossible``, ``not_expired_yet``,
    ``key_reused`` and the ledger's ``not_enough``, ``foreign_goods``, ``period_closed``.
    """
    require(by, "consignment.write_off", outlet)
    on = on or clock.day_of(at)
    if cause not in ACCOUNT:
        raise Refusal(
            "cause_unknown",
            _("Pilih sebab: kedaluwarsa, rusak, atau hilang. Yang tidak laku diretur."),
            field="cause",
        )
    if quantity <= 0:
        raise Refusal("quantity_impossible", _("Jumlah harus lebih dari nol."), field="quantity")
    if cause == Cause.EXPIRED and (lot.best_before_on is None or lot.best_before_on > on):
        raise Refusal(
            "not_expired_yet",
            _("Kode %(code)s belum kedaluwarsa. Bila mutunya turun, pilih rusak atau retur.")
            % {"code": lot.code},
            field="cause",
        )
    Agreement.objects.select_for_update().get(pk=line.agreement_id)
    if done := WriteOff.objects.filter(key=key).first():
        if (done.line_id, done.lot_id, done.quantity) != (line.pk, lot.pk, quantity):
            raise Refusal("key_reused", _("Formulir ini sudah dipakai. Buka halaman yang baru."))
        return done
    gone = WriteOff.objects.create(
        programme_id=outlet.programme_id,
        agreement=line.agreement,
        outlet=outlet,
        key=key,
        line=line,
        lot=lot,
        cause=cause,
        quantity=quantity,
        note=note.strip()[:300],
        written_on=on,
        created_at=at,
    )
    move = Move(
        credit=Spot(Kind.SHELF, line, lot, outlet),
        debit=Spot(ACCOUNT[Cause(cause)], line, lot, outlet),
        amount=quantity,
    )
    post(line.agreement, f"write-off/{gone.pk}", [move], on=on, at=at, because=gone.note)
    after = {"cause": cause, "quantity": quantity, "product": line.product.name}
    record(gone, "write_off", by=by, at=at, after=after)
    return gone
