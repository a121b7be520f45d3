"""What lies on a shop's shelf, by product and lot, and the sum that leads there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from gandeng.agreements.models import Line
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.organisations.models import Outlet
from gandeng.parameters.queries import value_of
from gandeng.programmes.models import Programme
from gandeng.trade.consignment.core.shelf import LotOnShelf, ShelfSum, first_expiring_first
from gandeng.trade.consignment.models import Count, CountLine
from gandeng.trade.ledger.models import Account, Kind, Lot, Transfer

# What a movement into or out of the shelf is called in the sum. Goods of a withdrawn return come
# in again as received, in statements too.
TERM = {
    Kind.IN_TRANSIT: "received",
    Kind.MAKER_STOCK: "received",
    Kind.EXPIRED: "expired",
    Kind.DAMAGED: "damaged",
    Kind.LOST: "lost",
    Kind.SOLD: "corrected",
}


@dataclass(frozen=True)
class LotRow:
    """Pieces of one lot on the shelf. ``days_left`` is None for goods without a day."""

    lot: Lot
    quantity: int
    days_left: int | None
    is_near: bool

    @property
    def is_expired(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class ShelfRow:
    """One product of one agreement on the shelf."""

    line: Line
    sum: ShelfSum
    lots: tuple[LotRow, ...]
    last_counted_on: date | None
    # what the lots hold now, where the sum is of an earlier day
    lots_now: tuple[LotOnShelf, ...] = field(repr=False, default=())

    @property
    def expected(self) -> int:
        return self.sum.expected

    @property
    def shelf_price(self) -> Money:
        return self.line.shelf_price

    @property
    def nearest(self) -> LotRow | None:
        """The lot to sell first."""
        return self.lots[0] if self.lots else None

    @property
    def is_near(self) -> bool:
        return any(lot.is_near for lot in self.lots)

    @property
    def is_expired(self) -> bool:
        return any(lot.is_expired for lot in self.lots)

    @property
    def words(self) -> str:
        return sum_in_words(self.sum)


def near_expiry_day(programme: Programme | int, *, on: date) -> date:
    """Goods best before this day or earlier are near their end."""
    return on + timedelta(days=value_of("near_expiry_days", on=on, programme=programme))


def sum_in_words(total: ShelfSum) -> str:
    """``awal 10 + masuk 8 − retur 2 − rusak 1``: the terms that are not zero."""
    terms = [
        (total.received, _("masuk")),
        (total.corrected, _("koreksi")),
        (-total.returned, _("retur")),
        (-total.expired, _("kedaluwarsa")),
        (-total.damaged, _("rusak")),
        (-total.lost, _("hilang")),
    ]
    words = [_("awal %(count)d") % {"count": total.opening}]
    words += [f"{'+' if count > 0 else '−'} {name} {abs(count)}" for count, name in terms if count]
    return " ".join(words)


def shelf_of(
    outlet: Outlet,
    *,
    on: date | None = None,
    today: date | None = None,
    line_ids: Collection[int] | None = None,
) -> list[ShelfRow]:
    """What lies on the shelf, by maker and product: now, or as it was at the end of an earlier day
    ``on`` (seen from ``today``).

    Only what is there, unless ``line_ids`` names the lines to tell about, there or not.
    """
    today = today or clock.today()
    on = on or today
    # of an earlier day only what counts for that day; now means now, whatever day it counts for
    until = on if on < today else None
    accounts = {account.pk: account for account in _accounts(outlet, until, line_ids)}
    quantities = {pk: account.balance for pk, account in accounts.items()}
    if until:
        for pk, amount in _later_movements(outlet, until):
            if pk in quantities:
                quantities[pk] -= amount
    by_line: dict[int, list[Account]] = defaultdict(list)
    for account in accounts.values():
        assert account.line_id is not None  # a shelf names its line
        by_line[account.line_id].append(account)
    lines = {pk: rows[0].line for pk, rows in by_line.items() if rows[0].line is not None}
    if line_ids is not None and (missing := set(line_ids) - set(lines)):
        lines |= {line.pk: line for line in _lines(missing)}
    last = _last_counts(outlet, lines, until)
    moved = _movements_since(outlet, lines, last, until)
    near_until = near_expiry_day(outlet.programme_id, on=on)
    found = []
    for pk, line in lines.items():
        held = [(account, quantities[account.pk]) for account in by_line.get(pk, [])]
        expected = sum(quantity for _account, quantity in held)
        if line_ids is None and not expected:
            continue
        terms = moved[pk]
        opening = expected - ShelfSum(**terms).expected
        lots = {account.lot_id: account.lot for account, _quantity in held}
        order = first_expiring_first(
            LotOnShelf(account.lot_id, account.lot.best_before_on, quantity)  # type: ignore[arg-type,union-attr]
            for account, quantity in held
            if quantity
        )
        found.append(
            ShelfRow(
                line=line,
                sum=ShelfSum(opening=opening, **terms),
                lots=tuple(
                    _lot_row(lots[item.lot_id], item.quantity, on, near_until)  # type: ignore[arg-type]
                    for item in order
                ),
                last_counted_on=last[pk].count.counted_on if pk in last else None,
                lots_now=tuple(
                    LotOnShelf(
                        account.lot_id,  # type: ignore[arg-type]
                        account.lot.best_before_on,  # type: ignore[union-attr]
                        max(0, min(quantity, account.balance)),
                    )
                    for account, quantity in held
                ),
            )
        )
    return sorted(
        found, key=lambda row: (row.line.product.maker.name, row.line.product.name, row.line.pk)
    )


def _lot_row(lot: Lot, quantity: int, on: date, near_until: date) -> LotRow:
    day = lot.best_before_on
    return LotRow(
        lot,
        quantity,
        days_left=(day - on).days if day else None,
        is_near=day is not None and day <= near_until,
    )


def _accounts(
    outlet: Outlet, until: date | None, line_ids: Collection[int] | None
) -> list[Account]:
    found = Account.objects.filter(outlet=outlet, kind=Kind.SHELF)
    if line_ids is not None:
        found = found.filter(line_id__in=line_ids)
    there = Q(balance__gt=0)
    if until:
        later = Transfer.objects.filter(occurred_on__gt=until, credit__outlet=outlet)
        there |= Q(pk__in=later.values("credit_id"))
    return list(
        found.filter(there)
        .select_related("line__product__maker", "line__agreement", "lot")
        .order_by("pk")
    )


def _lines(pks: Collection[int]) -> list[Line]:
    return list(
        Line.objects.filter(pk__in=pks).select_related("product__maker", "agreement").order_by("pk")
    )


def _later_movements(outlet: Outlet, until: date) -> list[tuple[int, int]]:
    """What came onto (positive) and left each shelf account after a day."""
    found = []
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Transfer.objects.filter(
            **{f"{side}__outlet": outlet, f"{side}__kind": Kind.SHELF}, occurred_on__gt=until
        ).values_list(f"{side}_id", "amount")
        found += [(pk, sign * amount) for pk, amount in rows]
    return found


def _last_counts(
    outlet: Outlet, lines: Collection[int], until: date | None
) -> dict[int, CountLine]:
    """Each line's latest count in this shop, until a day."""
    counted = CountLine.objects.filter(count__outlet=outlet, line_id__in=lines)
    if until:
        counted = counted.filter(count__counted_on__lte=until)
    latest = counted.order_by().values("line_id").annotate(latest=Max("pk")).values("latest")
    rows = CountLine.objects.filter(pk__in=latest).select_related("count")
    return {row.line_id: row for row in rows}


def _movements_since(
    outlet: Outlet, lines: Collection[int], last: dict[int, CountLine], until: date | None
) -> dict[int, dict[str, int]]:
    """The terms of each line's sum, from what moved after its last count."""
    moved: dict[int, dict[str, int]] = {pk: defaultdict(int) for pk in lines}
    if not moved:
        return moved
    never = [pk for pk in lines if pk not in last]
    for side, other, sign in (("debit", "credit", 1), ("credit", "debit", -1)):
        since = Q(**{f"{side}__line_id__in": never})
        if last:
            oldest = min(row.count.created_at for row in last.values())
            counted_on = min(row.count.counted_on for row in last.values())
            since |= Q(
                Q(entry__posted_at__gt=oldest) | Q(occurred_on__gt=counted_on),
                **{f"{side}__line_id__in": list(last)},
            )
        found = Transfer.objects.filter(
            since, **{f"{side}__outlet": outlet, f"{side}__kind": Kind.SHELF}
        )
        if until:
            found = found.filter(occurred_on__lte=until)
        rows = found.values_list(
            f"{side}__line_id", f"{other}__kind", "amount", "entry__posted_at", "occurred_on"
        )
        for pk, kind, amount, posted_at, occurred_on in rows:
            if pk in last and _was_counted(last[pk].count, posted_at, occurred_on):
                continue
            term = TERM.get(kind, "received" if sign > 0 else "returned")
            # received and corrected grow with what comes in, the others with what goes out
            gain = sign if term in {"received", "corrected"} else -sign
            moved[pk][term] += gain * amount
    return moved


def _was_counted(count: Count, posted_at: datetime, occurred_on: date) -> bool:
    """Whether a count already knew of a movement. A sheet typed in on a later day knew nothing of
    what moved between that day and its typing, apart from its own sales."""
    if posted_at >= count.created_at:
        return posted_at == count.created_at
    is_typed_later = clock.day_of(count.created_at) > count.counted_on
    return not is_typed_later or occurred_on <= count.counted_on
