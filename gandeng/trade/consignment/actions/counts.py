"""A clerk counts what is left on the shelf; what is gone was sold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement
from gandeng.audit.actions import record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Outlet
from gandeng.people.models import Person
from gandeng.trade.consignment.core.shelf import ImpossibleCount, LotOnShelf, allocate
from gandeng.trade.consignment.models import Count, CountLine
from gandeng.trade.consignment.queries import ShelfRow, shelf_of, sum_in_words
from gandeng.trade.ledger.actions import Fact, Move, Spot, post_many
from gandeng.trade.ledger.actions.books import lock_books
from gandeng.trade.ledger.models import Kind, Lot

# Older than this is a slip of the finger, not a sheet of paper that waited.
MOST_DAYS_BACK = 60


@transaction.atomic
def count_shelf(
    outlet: Outlet,
    left: Mapping[int, int],
    *,
    key: str,
    on: date,
    by: Person,
    at: datetime,
    seen: Mapping[int, int] | None = None,
    counted_by: str = "",
) -> Count:
    """Write down what is left of each product, all or nothing; ``key`` twice is once.

    ``left`` is pieces by agreement line id: products not in it are not counted. ``seen`` is what
    the counter's page said must be there, by line id: when goods moved meanwhile, the count is
    refused and the page shows the new sums. ``counted_by`` names who stood at the shelf when
    another person types it in (from a printed sheet). ``on`` may be an earlier day, as long as
    nothing was counted or stated since.

    Raises Refusal ``nothing_counted``, ``quantity_impossible``, ``foreign_goods``,
    ``impossible_count``, ``shelf_changed``, ``counted_later``, ``day_in_future``,
    ``day_too_old``,
    ``key_reused`` and the ledger's ``period_closed``.
    """
    require(by, "consignment.count_shelf", outlet)
    if not left:
        raise Refusal("nothing_counted", _("Isi sisa paling sedikit satu produk."))
    if not key or len(key) > 64:
        raise Refusal("key_missing", _("Formulir tidak lengkap. Buka halaman hitung yang baru."))
    today = clock.day_of(at)
    if on > today:
        raise Refusal("day_in_future", _("Tanggal hitung belum tiba."), field="on")
    if on < today - timedelta(days=MOST_DAYS_BACK):
        raise Refusal("day_too_old", _("Tanggal hitung terlalu lama. Periksa lagi."), field="on")
    # Everything that moves these goods holds the same books: what is read here stays true.
    lock_books(Agreement.objects.filter(lines__in=list(left)).distinct().order_by("pk"))
    if done := Count.objects.filter(key=key).first():
        return _same(done, outlet, left)
    rows = {row.line.pk: row for row in shelf_of(outlet, on=on, today=today, line_ids=left)}
    _check_lines(outlet, rows, left)
    _check_day(outlet, left, on)
    if seen is not None:
        _check_seen(rows, left, seen)
    sold = _sold(rows, left)
    count = Count.objects.create(
        programme_id=outlet.programme_id,
        outlet=outlet,
        key=key,
        counted_on=on,
        counted_by=(counted_by.strip() or str(by))[:150],
        created_at=at,
    )
    CountLine.objects.bulk_create(
        [
            CountLine(
                count=count,
                line=rows[pk].line,
                expected_quantity=rows[pk].expected,
                left_quantity=quantity,
                sold_quantity=sold[pk],
            )
            for pk, quantity in left.items()
        ]
    )
    if facts := _facts(count, outlet, rows, sold, on):
        post_many(facts, at=at)
    after = {"products": len(left), "sold": sum(sold.values()), "left": sum(left.values())}
    record(count, "count_shelf", by=by, at=at, after=after)
    return count


def _same(done: Count, outlet: Outlet, left: Mapping[int, int]) -> Count:
    """The count this key stands for, if it says the same."""
    counted = dict(done.lines.values_list("line_id", "left_quantity"))
    if done.outlet_id != outlet.pk or counted != dict(left):
        raise Refusal(
            "key_reused",
            _("Hitungan ini sudah tersimpan dengan angka lain. Buka hitungan baru untuk koreksi."),
        )
    return done


def _check_lines(outlet: Outlet, rows: Mapping[int, ShelfRow], left: Mapping[int, int]) -> None:
    for pk, quantity in left.items():
        row = rows.get(pk)
        if row is None or row.line.agreement.buyer_id != outlet.organisation_id:
            raise Refusal("foreign_goods", _("Ada produk yang bukan titipan di toko ini."))
        if type(quantity) is not int or not 0 <= quantity <= 100_000:
            raise Refusal(
                "quantity_impossible",
                _("Sisa %(product)s harus 0 sampai 100.000.") % {"product": row.line.product.name},
            )


def _check_day(outlet: Outlet, left: Mapping[int, int], on: date) -> None:
    later = (
        CountLine.objects.filter(
            count__outlet=outlet, line_id__in=list(left), count__counted_on__gt=on
        )
        .select_related("count", "line__product")
        .order_by("-count__counted_on")
        .first()
    )
    if later is not None:
        raise Refusal(
            "counted_later",
            _("%(product)s sudah dihitung lagi pada %(day)s. Hitungan yang lebih lama tidak bisa "
              "disisipkan.")
            % {
                "product": later.line.product.name,
                "day": date_format(later.count.counted_on, "j F Y"),
            },
            field="on",
        )  # fmt: skip


def _check_seen(
    rows: Mapping[int, ShelfRow], left: Mapping[int, int], seen: Mapping[int, int]
) -> None:
    changed = [row for pk, row in rows.items() if pk in seen and seen[pk] != row.expected]
    if changed:
        raise Refusal(
            "shelf_changed",
            _("Rak berubah sejak halaman ini dibuka: %(products)s. Jumlah di bawah sudah "
              "diperbarui; periksa sekali lagi, lalu simpan.")
            % {
                "products": ", ".join(
                    _("%(product)s dari %(old)d menjadi %(new)d")
                    % {
                        "product": row.line.product.name,
                        "old": seen[row.line.pk],
                        "new": row.expected,
                    }
                    for row in changed[:3]
                )
            },
        )  # fmt: skip


def _sold(rows: Mapping[int, ShelfRow], left: Mapping[int, int]) -> dict[int, int]:
    """Pieces sold of each line, or one refusal that names every impossible count."""
    sold: dict[int, int] = {}
    impossible: list[str] = []
    for pk, quantity in left.items():
        row = rows[pk]
        try:
            sold[pk] = row.sum.sold(quantity)
        except ImpossibleCount:
            impossible.append(impossible_in_words(row, quantity))
    if impossible:
        raise Refusal(
            "impossible_count",
            " ".join(impossible) + " " + _("Hitung ulang, atau catat kiriman yang belum diterima."),
        )
    return sold


def impossible_in_words(row: ShelfRow, quantity: int) -> str:
    """``Keripik Pisang: dihitung 18, padahal paling banyak 15 (awal 10 + masuk 8 − …).``"""
    return _("%(product)s: dihitung %(counted)d, padahal paling banyak %(most)d (%(sum)s).") % {
        "product": row.line.product.name,
        "counted": quantity,
        "most": row.expected,
        "sum": sum_in_words(row.sum),
    }


def _facts(
    count: Count, outlet: Outlet, rows: Mapping[int, ShelfRow], sold: Mapping[int, int], on: date
) -> list[Fact]:
    """One fact for each agreement whose goods were sold, lots first expiring first."""
    moves: dict[int, list[Move]] = defaultdict(list)
    agreements: dict[int, Agreement] = {}
    for pk, pieces in sold.items():
        row = rows[pk]
        agreements[row.line.agreement_id] = row.line.agreement
        lots = {lot.lot.pk: lot.lot for lot in row.lots}
        for lot_id, quantity in _allocated(row, pieces).items():
            moves[row.line.agreement_id].append(_sale(outlet, row, lots[lot_id], quantity))
    return [
        Fact(agreements[pk], f"count/{count.pk}/{pk}", tuple(found), on)
        for pk, found in moves.items()
    ]


def _allocated(row: ShelfRow, pieces: int) -> dict[int, int]:
    lots: Sequence[LotOnShelf] = row.lots_now
    try:
        return allocate(pieces, lots)
    except ValueError:
        raise Refusal(
            "shelf_changed",
            _("%(product)s sudah bergerak sesudah tanggal itu. Hitung per hari ini saja.")
            % {"product": row.line.product.name},
            field="on",
        ) from None


def _sale(outlet: Outlet, row: ShelfRow, lot: Lot, quantity: int) -> Move:
    return Move(
        credit=Spot(Kind.SHELF, row.line, lot, outlet),
        debit=Spot(Kind.SOLD, row.line, lot, outlet),
        amount=quantity,
    )
