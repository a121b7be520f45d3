"""The shop takes delivered goods in: all, short, over, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from gandeng.audit.actions import advance
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.trade.consignment.core.shelf import receive
from gandeng.trade.consignment.models import Delivery, DeliveryLine
from gandeng.trade.consignment.states import ShortReason
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.models import Kind

from .deliveries import MOST_PIECES


class Arrived(NamedTuple):
    """How many pieces of a delivery line the shop took in, and why not as sent."""

    quantity: int
    reason: str = ""
    note: str = ""


@transaction.atomic
def receive_delivery(
    delivery: Delivery,
    received: Mapping[int, Arrived | tuple[int, str] | int] | None = None,
    *,
    by: Person,
    at: datetime,
    receiver_name: str = "",
) -> Delivery:
    """Take a delivery in. ``received`` tells, by delivery line id, the lines that differ from what
    was sent; None takes everything. When nothing at all is taken the delivery is refused.

    What arrived lies on the shelf and stays the maker's; what did not goes back to the maker; what
    came without being on the note is taken from the maker's stock. Raises Refusal
    ``wrong_state``, ``reason_missing``, ``quantity_impossible``, ``foreign_line``.
    """
    require(by, "consignment.receive_delivery", delivery)
    lines = list(delivery.lines.select_related("line__product", "lot").order_by("pk"))
    _note_arrivals(lines, received or {})
    taken = sum(line.received_quantity or 0 for line in lines)
    name = receiver_name.strip() or str(by)
    move = "receive" if taken else "refuse"
    advance(delivery, move, by=by, at=at, received_at=at, receiver_name=name[:100])
    DeliveryLine.objects.bulk_update(lines, ["received_quantity", "reason", "note"])
    moves: list[Move] = []
    for line in lines:
        stock = Spot(Kind.MAKER_STOCK, line.line, line.lot)
        road = Spot(Kind.IN_TRANSIT, line.line, line.lot, delivery.outlet)
        shelf = Spot(Kind.SHELF, line.line, line.lot, delivery.outlet)
        split = receive(line.sent_quantity, line.received_quantity or 0)
        steps = (
            (road, shelf, split.shelved),
            (road, stock, split.back),
            (stock, shelf, split.extra),
        )
        moves += [Move(source, target, pieces) for source, target, pieces in steps if pieces]
    reference = f"delivery/{delivery.pk}/receive"
    post(delivery.agreement, reference, moves, on=clock.day_of(at), at=at)
    return delivery


def _note_arrivals(
    lines: list[DeliveryLine], received: Mapping[int, Arrived | tuple[int, str] | int]
) -> None:
    """Write onto the lines what arrived of each, or refuse."""
    if strangers := set(received) - {line.pk for line in lines}:
        raise Refusal("foreign_line", _("Baris %s bukan dari kiriman ini.") % min(strangers))
    for line in lines:
        told = received.get(line.pk, line.sent_quantity)
        arrived = Arrived(told) if isinstance(told, int) else Arrived(*told)
        name = {"product": line.line.product.name}
        if not 0 <= arrived.quantity <= MOST_PIECES:
            raise Refusal(
                "quantity_impossible", _("Jumlah %(product)s harus 0 sampai 100.000.") % name
            )
        differs = arrived.quantity != line.sent_quantity
        if differs and arrived.reason not in ShortReason.values:
            raise Refusal(
                "reason_missing",
                _("%(product)s: dikirim %(sent)d, diterima %(got)d. Pilih alasannya.")
                % {**name, "sent": line.sent_quantity, "got": arrived.quantity},
            )
        line.received_quantity = arrived.quantity
        line.reason = arrived.reason if differs else ""
        line.note = arrived.note.strip()[:200]
