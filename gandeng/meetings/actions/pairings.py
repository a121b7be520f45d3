"""The office decides over a pair: they must meet, perhaps then and there, or must not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Day, Invitation, Pairing, Slot, Table
from gandeng.meetings.states import Order, Side
from gandeng.people.models import Person

from .beats import beat


@transaction.atomic
def require_pair(
    buyer: Invitation,
    maker: Invitation,
    *,
    reason: str,
    by: Person,
    at: datetime,
    slot: Slot | None = None,
    table: Table | None = None,
) -> Pairing:
    """This pair must meet: in this slot, at this table, where they are named. A former decision
    over the pair is replaced.

    Refuses: ``day_not_open``, ``not_of_this_day``, ``reason_missing``, ``slot_taken``,
    ``table_taken``.
    """
    require(by, "meetings.order_pairing", buyer)
    return _order(buyer, maker, Order.REQUIRE, reason, by, at, slot, table)


@transaction.atomic
def forbid_pair(
    buyer: Invitation, maker: Invitation, *, reason: str, by: Person, at: datetime
) -> Pairing:
    """This pair must not meet, whoever wishes for it. Refuses as ``require_pair`` does."""
    require(by, "meetings.order_pairing", buyer)
    return _order(buyer, maker, Order.FORBID, reason, by, at, None, None)


@transaction.atomic
def free_pair(pairing: Pairing, *, by: Person, at: datetime) -> None:
    """Take the decision back: the pair is as its wishes make it. Doing it twice is once."""
    require(by, "meetings.order_pairing", pairing)
    gone, _by_kind = Pairing.objects.filter(pk=pairing.pk).delete()
    if gone:
        record(pairing, "free_pair", by=by, at=at, before=_said(pairing))
        beat(pairing.day)


def _order(
    buyer: Invitation,
    maker: Invitation,
    order: Order,
    reason: str,
    by: Person,
    at: datetime,
    slot: Slot | None,
    table: Table | None,
) -> Pairing:
    day = Day.objects.select_for_update().get(pk=buyer.day_id)
    _check(day, buyer, maker, slot, table)
    reason = reason.strip()[:300]
    if not reason:
        raise Refusal("reason_missing", _("Tulis alasannya."), field="reason")
    known = Pairing.objects.filter(buyer=buyer, maker=maker).first()
    pairing = known or Pairing(
        programme_id=day.programme_id, day=day, buyer=buyer, maker=maker, created_at=at
    )
    before = _said(known) if known else {}
    pairing.order, pairing.reason, pairing.by = order, reason, by
    pairing.slot, pairing.table = slot, table
    _check_pins(pairing)
    if known and _said(pairing) == before:
        return pairing
    pairing.save()
    verb = "require_pair" if order == Order.REQUIRE else "forbid_pair"
    record(pairing, verb, by=by, at=at, before=before, after=_said(pairing))
    beat(day)
    return pairing


def _check(
    day: Day, buyer: Invitation, maker: Invitation, slot: Slot | None, table: Table | None
) -> None:
    if not day.is_open:
        raise Refusal("day_not_open", _("Acara ini sudah selesai atau dibatalkan."))
    places = {one.day_id for one in (buyer, maker, slot, table) if one is not None}
    if places != {day.pk} or (buyer.side, maker.side) != (Side.BUYER, Side.MAKER):
        raise Refusal(
            "not_of_this_day", _("Pilih satu pembeli dan satu UMKM yang diundang ke acara ini.")
        )


def _check_pins(pairing: Pairing) -> None:
    """Two pinned meetings must not meet in a party or at a table in the same slot."""
    if pairing.slot is None:
        return
    others = Pairing.objects.filter(slot=pairing.slot).exclude(pk=pairing.pk)
    if other := others.filter(Q(buyer=pairing.buyer) | Q(maker=pairing.maker)).first():
        raise Refusal(
            "slot_taken",
            _("Slot itu sudah dipakai: %(pair)s wajib bertemu di sana.")
            % {"pair": f"{other.buyer} – {other.maker}"},
            field="slot",
        )
    if pairing.table and (other := others.filter(table=pairing.table).first()):
        raise Refusal(
            "table_taken",
            _("Meja itu di slot itu sudah untuk %(pair)s.")
            % {"pair": f"{other.buyer} – {other.maker}"},
            field="table",
        )


def _said(pairing: Pairing) -> dict[str, object]:
    return {
        "order": str(pairing.order),
        "reason": pairing.reason,
        "slot": pairing.slot_id,
        "table": pairing.table_id,
    }
