"""How a period is worked out from the book, for a statement and for a look before there is one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Cause, Side
from gandeng.organisations.rules import seats_of
from gandeng.trade.ledger.models import Kind
from gandeng.trade.ledger.queries import movements_between, shelf_by_line
from gandeng.trade.settlement.core.statement import LineSum, Pieces, sum_line

# Where goods that left the shelf went, by the field of a statement's line that counts them. What
# is on its way back has left the shelf: it counts as returned.
WENT = {
    Kind.SOLD: "sold",
    Kind.RETURNING: "returned",
    Kind.RETURNED: "returned",
    Kind.EXPIRED: "expired",
    Kind.DAMAGED: "damaged",
    Kind.LOST: "lost",
}
CAME = {Kind.IN_TRANSIT, Kind.MAKER_STOCK}


def sums_of(agreement: Agreement, starts_on: date, ends_on: date) -> dict[int, LineSum]:
    """The period's sums by agreement line; products that were never there are left out.

    What lay there at the start is what lies there now less everything since: no query ever reads
    further back than the period. Raises DoesNotClose when the book is at fault.
    """
    now = shelf_by_line(agreement)
    inside: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    since: dict[int, int] = defaultdict(int)
    for movement in movements_between(agreement, starts_on, ends_on):
        since[movement.line_id] += movement.amount_since
        if movement.kind in CAME:
            inside[movement.line_id]["received"] += movement.amount
        elif movement.kind in WENT:
            inside[movement.line_id][WENT[Kind(movement.kind)]] -= movement.amount
    rates = {cause.value: agreement.buyer_rate(cause.value) for cause in Cause}
    sums = {}
    for line in agreement.lines.order_by("pk"):
        moved = inside[line.pk]
        opening = now.get(line.pk, 0) - since[line.pk]
        gone = sum(moved[field] for field in set(WENT.values()))
        pieces = Pieces(
            opening=opening,
            received=moved["received"],
            sold=moved["sold"],
            returned=moved["returned"],
            expired=moved["expired"],
            damaged=moved["damaged"],
            lost=moved["lost"],
            left=opening + moved["received"] - gone,
        )
        if not pieces.is_empty:
            sums[line.pk] = sum_line(pieces, line.shelf_price, line.consignment_price, rates)
    return sums


def side_of(person: Any, agreement: Agreement) -> str:
    """Which side a person speaks for; nobody's for the office."""
    seats = seats_of(person)
    if agreement.maker_id in seats.owned:
        return Side.MAKER.value
    if agreement.buyer_id in seats.managed:
        return Side.BUYER.value
    return ""
