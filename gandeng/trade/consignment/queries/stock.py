"""Whose goods are where, which shops wait for a count, what runs out of time or of pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from gandeng.agreements.models import Agreement, Line
from gandeng.kernel.money import Money
from gandeng.organisations.models import Organisation, Outlet
from gandeng.organisations.queries import outlets_for
from gandeng.trade.consignment.core.shelf import suggest
from gandeng.trade.consignment.models import Count, CountLine
from gandeng.trade.ledger.models import Account, Kind

from .shelf import near_expiry_day

PACE_DAYS = 28
COVER_DAYS = 14


@dataclass(frozen=True)
class StockRow:
    """One product of a maker in one shop. ``sold`` is what was counted as sold in the last 28
    days."""

    line: Line
    outlet: Outlet
    on_shelf: int
    in_transit: int
    returning: int
    sold: int
    nearest_on: date | None
    is_near: bool
    last_counted_on: date | None
    suggested: int

    @property
    def value(self) -> Money:
        """What the maker gets if all of it sells."""
        return self.line.consignment_price * self.on_shelf


def stock_of(maker: Organisation, *, on: date) -> list[StockRow]:
    """A maker's goods in every shop, by product and shop; shops sold out stay in the list."""
    kinds = (Kind.SHELF, Kind.IN_TRANSIT, Kind.RETURNING)
    pieces: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    nearest: dict[tuple[int, int], date] = {}
    places: dict[tuple[int, int], tuple[Line, Outlet]] = {}
    accounts = (
        Account.objects.filter(agreement__maker=maker, kind__in=kinds, outlet__isnull=False)
        .filter(agreement__scheme="consignment")
        .select_related("line__product", "line__agreement", "lot", "outlet__organisation")
    )
    for account in accounts:
        line, outlet = account.line, account.outlet
        assert line is not None  # an account of goods names its line and its shop
        assert outlet is not None
        key = (line.pk, outlet.pk)
        places[key] = (line, outlet)
        pieces[key][account.kind] += account.balance
        day = account.lot.best_before_on if account.lot else None
        if account.kind == Kind.SHELF and account.balance and day:
            nearest[key] = min(day, nearest.get(key, day))
    sold, last = _sold_lately({key[0] for key in places}, on=on)
    near_until = near_expiry_day(maker.programme_id, on=on)
    rows = [
        StockRow(
            line=line,
            outlet=outlet,
            on_shelf=pieces[key][Kind.SHELF],
            in_transit=pieces[key][Kind.IN_TRANSIT],
            returning=pieces[key][Kind.RETURNING],
            sold=sold.get(key, 0),
            nearest_on=nearest.get(key),
            is_near=key in nearest and nearest[key] <= near_until,
            last_counted_on=last.get(key),
            suggested=suggest(
                sold.get(key, 0),
                PACE_DAYS,
                pieces[key][Kind.SHELF] + pieces[key][Kind.IN_TRANSIT],
                COVER_DAYS,
            ),
        )
        for key, (line, outlet) in places.items()
    ]
    return sorted(rows, key=lambda row: (row.line.product.name, str(row.outlet), row.line.pk))


def _sold_lately(
    line_ids: Iterable[int], *, on: date
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], date]]:
    """Pieces counted as sold in the last 28 days, and the day of the last count, by line and
    shop."""
    rows = (
        CountLine.objects.filter(line_id__in=list(line_ids))
        .order_by()
        .values_list("line_id", "count__outlet_id")
    )
    since = on - timedelta(days=PACE_DAYS)
    sold = rows.filter(count__counted_on__gt=since).annotate(pieces=Sum("sold_quantity"))
    last = rows.annotate(day=Max("count__counted_on"))
    return (
        {(line, shop): pieces for line, shop, pieces in sold},
        {(line, shop): day for line, shop, day in last},
    )


def suggestions_for(agreement: Agreement, outlet: Outlet, *, on: date) -> dict[int, int]:
    """How many pieces of each line to bring so that two weeks are covered, by line id."""
    line_ids = list(agreement.lines.values_list("pk", flat=True))
    sold, _last = _sold_lately(line_ids, on=on)
    held = dict(
        Account.objects.filter(
            outlet=outlet, line_id__in=line_ids, kind__in=(Kind.SHELF, Kind.IN_TRANSIT)
        )
        .order_by()
        .values_list("line_id")
        .annotate(pieces=Sum("balance"))
    )
    return {
        pk: suggest(sold.get((pk, outlet.pk), 0), PACE_DAYS, held.get(pk, 0), COVER_DAYS)
        for pk in line_ids
    }


def shops_to_count(person: Any) -> QuerySet[Outlet]:
    """The person's shops with goods on the shelf, the longest uncounted first. Each has
    ``pieces`` and ``last_counted_on``."""
    pieces = (
        Account.objects.filter(outlet=OuterRef("pk"), kind=Kind.SHELF)
        .order_by()
        .values("outlet")
        .annotate(pieces=Sum("balance"))
        .values("pieces")
    )
    last = Count.objects.filter(outlet=OuterRef("pk")).order_by("-counted_on").values("counted_on")
    return (
        outlets_for(person)
        .select_related("organisation")
        .annotate(
            pieces=Coalesce(Subquery(pieces, output_field=IntegerField()), 0),
            last_counted_on=Subquery(last[:1]),
        )
        .filter(pieces__gt=0)
        .order_by("last_counted_on", "pk")
    )


def expiring_in(outlet_ids: Iterable[int], *, on: date, programme_id: int) -> QuerySet[Account]:
    """Lots on these shelves that are near their end or past it, the nearest first."""
    return (
        Account.objects.filter(
            outlet_id__in=list(outlet_ids),
            kind=Kind.SHELF,
            balance__gt=0,
            lot__best_before_on__lte=near_expiry_day(programme_id, on=on),
        )
        .select_related("line__product__maker", "lot", "outlet")
        .order_by("lot__best_before_on", "pk")
    )
