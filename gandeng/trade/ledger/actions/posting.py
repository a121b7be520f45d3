"""Posting: the only way anything gets into the book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gandeng.agreements.models import Agreement
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import Money
from gandeng.trade.ledger.core.digests import digest_of
from gandeng.trade.ledger.models import FLOORED, GOODS, Account, Book, Entry, Kind, Transfer

from .books import lock_books
from .facts import Fact, Move, Spot, check_fact

CHUNK = 1000
CodedMoves = list[tuple[str, str, int]]
# an entry not yet in the book, what it is of, and its moves by account code
Fresh = tuple[Entry, Fact, CodedMoves]


def post(
    agreement: Agreement,
    reference: str,
    moves: Iterable[Move],
    *,
    on: date,
    at: datetime,
    because: str = "",
) -> Entry:
    """Write one fact into the agreement's book, once however often it is asked.

    ``on`` is the Jakarta day it happened. A fact of today counts for tomorrow where today is
    already stated (goods brought right after the books were closed on the spot).

    Raises Refusal ``reference_reused`` when the reference stands for something else,
    ``period_closed`` when that day is stated, ``day_in_future``, ``not_enough`` when a shelf,
    a transport or a debt would fall below zero, and those of ``check_fact``.
    """
    return post_many([Fact(agreement, reference, tuple(moves), on, because)], at=at)[0]


@transaction.atomic
def post_many(facts: Iterable[Fact], *, at: datetime) -> list[Entry]:
    """Write many facts, of one agreement or several, all or none, a few queries per thousand.

    Every guarantee of ``post`` holds for each of them, in their order. Books are locked in one
    order, so that two posts that touch the same agreements wait for each other and never
    deadlock: a thing that moves several agreements' goods at once calls this, not ``post`` often.
    """
    facts = list(facts)
    for fact in facts:
        check_fact(fact)
    books = lock_books(fact.agreement for fact in facts)
    shelf = _Balances()
    entries: list[Entry] = []
    for start in range(0, len(facts), CHUNK):
        entries += _post_chunk(facts[start : start + CHUNK], books, shelf, at)
    shelf.save()
    return entries


def _post_chunk(
    facts: Sequence[Fact], books: dict[int, Book], balances: _Balances, at: datetime
) -> list[Entry]:
    known = Entry.objects.in_bulk([fact.reference for fact in facts], field_name="reference")
    fresh: list[Fresh] = []
    found: list[Entry] = []
    for fact in facts:
        moves = fact.coded_moves()
        digest = digest_of(fact.agreement.pk, moves, fact.because)
        entry = known.get(fact.reference)
        if entry is not None:
            _check_same(entry, fact, digest)
        else:
            entry = Entry(
                programme_id=fact.agreement.programme_id,
                agreement=fact.agreement,
                reference=fact.reference,
                digest=digest,
                occurred_on=_counted_day(fact.on, books[fact.agreement.pk], at),
                posted_at=at,
                reverses=fact.reverses,
                because=fact.because,
            )
            known[fact.reference] = entry
            fresh.append((entry, fact, moves))
        found.append(entry)
    if fresh:
        balances.load(fresh)
        for _entry, fact, moves in fresh:
            balances.apply(fact, moves)
        _save([entry for entry, _fact, _moves in fresh])
        Transfer.objects.bulk_create(_transfers(fresh, balances), batch_size=CHUNK)
    return found


def _check_same(entry: Entry, fact: Fact, digest: str) -> None:
    same_day = entry.occurred_on == fact.on or (
        entry.occurred_on == fact.on + timedelta(days=1)
        and clock.day_of(entry.posted_at) == fact.on
    )
    if entry.digest != digest or not same_day or entry.agreement_id != fact.agreement.pk:
        raise _reference_reused(fact.reference)


def _reference_reused(reference: str) -> Refusal:
    return Refusal(
        "reference_reused",
        _("Rujukan %(reference)s sudah dipakai untuk catatan lain.") % {"reference": reference},
    )


def _counted_day(on: date, book: Book, at: datetime) -> date:
    """The day a fact counts for, or a Refusal."""
    today = clock.day_of(at)
    if on > today:
        raise Refusal("day_in_future", _("Tanggalnya belum tiba. Catat kejadian yang sudah ada."))
    if on >= book.closed_until:
        return on
    if on == today and book.closed_until == today + timedelta(days=1):
        return book.closed_until
    raise Refusal(
        "period_closed",
        _("Periode sampai %(day)s sudah direkap. Catat koreksinya dengan tanggal sesudahnya.")
        % {"day": date_format(book.closed_until - timedelta(days=1), "j F Y")},
    )


def _save(entries: list[Entry]) -> None:
    try:
        with transaction.atomic():
            Entry.objects.bulk_create(entries, batch_size=CHUNK)
    except IntegrityError as error:
        # Somebody used the reference for another agreement at this very moment.
        if "reference" not in str(error):
            raise
        raise _reference_reused(entries[0].reference) from error


def _transfers(fresh: list[Fresh], balances: _Balances) -> Iterator[Transfer]:
    for entry, _fact, moves in fresh:
        for credit, debit, amount in moves:
            yield Transfer(
                entry_id=entry.pk,
                credit_id=balances.ids[credit],
                debit_id=balances.ids[debit],
                amount=amount,
                occurred_on=entry.occurred_on,
            )


class _Balances:
    """The accounts a posting touches: read once under the book's lock, written once at the end."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.balances: dict[str, int] = {}
        self.changes: dict[str, int] = defaultdict(int)

    def load(self, fresh: Iterable[Fresh]) -> None:
        """Know every account of these facts; open those that do not exist."""
        spots: dict[str, tuple[Agreement, Spot]] = {}
        for _entry, fact, moves in fresh:
            for move, (credit, debit, _amount) in zip(fact.moves, moves, strict=True):
                if credit not in self.ids:
                    spots[credit] = (fact.agreement, move.credit)
                if debit not in self.ids:
                    spots[debit] = (fact.agreement, move.debit)
        unknown = list(spots)
        if not unknown:
            return
        self._read(unknown)
        missing = [code for code in unknown if code not in self.ids]
        if missing:
            Account.objects.bulk_create(
                [_account(code, *spots[code]) for code in missing],
                batch_size=CHUNK,
                ignore_conflicts=True,
            )
            self._read(missing)

    def _read(self, codes: list[str]) -> None:
        for start in range(0, len(codes), CHUNK):
            rows = Account.objects.filter(code__in=codes[start : start + CHUNK])
            for pk, code, balance in rows.values_list("pk", "code", "balance"):
                self.ids[code], self.balances[code] = pk, balance

    def apply(self, fact: Fact, moves: CodedMoves) -> None:
        """Move one fact's amounts. Raises Refusal ``not_enough``."""
        changes: dict[str, int] = defaultdict(int)
        spots: dict[str, Spot] = {}
        for move, (credit, debit, amount) in zip(fact.moves, moves, strict=True):
            changes[credit] -= amount
            changes[debit] += amount
            spots[credit] = move.credit
        for code, change in changes.items():
            after = self.balances[code] + change
            if after < 0 and code in spots and spots[code].kind in FLOORED:
                raise _not_enough(spots[code], self.balances[code], -change)
            self.balances[code] = after
            self.changes[code] += change

    def save(self) -> None:
        """Write the balances in one order. The database's own CHECK has the last word."""
        changed = sorted(
            (self.ids[code], change) for code, change in self.changes.items() if change
        )
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(
                    "UPDATE ledger_account SET balance = balance + %s WHERE id = %s",
                    [(change, pk) for pk, change in changed],
                )
        except IntegrityError as error:
            if "account_is_not_below_zero" not in str(error):
                raise
            raise Refusal(
                "not_enough", _("Jumlahnya melebihi yang ada. Muat ulang, lalu periksa lagi.")
            ) from error


def _account(code: str, agreement: Agreement, spot: Spot) -> Account:
    return Account(
        programme_id=agreement.programme_id,
        kind=spot.kind,
        agreement=agreement,
        line=spot.line,
        lot=spot.lot,
        outlet=spot.outlet,
        code=code,
        is_floored=spot.kind in FLOORED,
    )


def _not_enough(spot: Spot, there: int, wanted: int) -> Refusal:
    """Say what is there and what was asked, in pieces or rupiah."""
    is_goods = spot.kind in GOODS
    words = {
        "there": str(there) if is_goods else str(Money(there)),
        "wanted": str(wanted) if is_goods else str(Money(wanted)),
        "place": str(Kind(spot.kind).label),
        "goods": f"{spot.line} ({spot.lot})" if is_goods else "",
    }
    if not is_goods:
        message = _("Yang terutang tinggal %(there)s, tidak bisa dikurangi %(wanted)s.")
    else:
        message = _("%(place)s: %(goods)s hanya %(there)s, diminta %(wanted)s.")
    return Refusal("not_enough", message % words)
