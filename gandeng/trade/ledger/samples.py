"""Sample lots, and goods brought to a shelf straight through the book."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from gandeng.agreements.models import Line
from gandeng.kernel import clock
from gandeng.organisations.models import Outlet

from .actions import Move, Spot, post
from .models import Kind, Lot

_numbers = count(1)


def a_lot(line: Line, code: str = "", best_before_on: date | None = None) -> Lot:
    """A batch of the line's product."""
    return Lot.objects.create(
        programme_id=line.programme_id,
        product_id=line.product_id,
        code=code or f"L{next(_numbers):04}",
        best_before_on=best_before_on,
        created_at=clock.now(),
    )


def moved(
    line: Line,
    lot: Lot,
    outlet: Outlet,
    way: tuple[str, str],
    quantity: int,
    *,
    on: date,
    at: datetime | None = None,
) -> None:
    """Move pieces from one kind of place to another: ``(Kind.SHELF, Kind.SOLD)``."""
    there, here = (Spot(kind, line, lot, outlet) for kind in way)
    reference = f"sample/{next(_numbers)}/{line.pk}"
    post(
        line.agreement,
        reference,
        [Move(there, here, quantity)],
        on=on,
        at=at or clock.now(),
    )


def on_shelf(
    line: Line, outlet: Outlet, quantity: int, *, on: date, at: datetime | None = None
) -> Lot:
    """A new lot of so many pieces, delivered to the shop's shelf."""
    lot = a_lot(line)
    moved(line, lot, outlet, (Kind.MAKER_STOCK, Kind.SHELF), quantity, on=on, at=at)
    return lot
