"""Correcting the book: the opposite of an entry, as a new entry."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.trade.ledger.models import GOODS, Account, Entry

from .books import lock_books
from .facts import Fact, Move, Spot
from .posting import post_many


@transaction.atomic
def reverse(
    entry: Entry, *, because: str, by: Person, at: datetime, on: date | None = None
) -> Entry:
    """Post the opposite of an entry; asked twice, it is done once.

    Counts for ``on`` (today if not given): where the entry is stated already, the correction
    shows in the next statement. Money is corrected through its statement or payment, so that
    papers and book never part. Raises Refusal ``because_missing``, ``is_a_reversal``,
    ``is_money`` and those of ``post``.
    """
    require(by, "ledger.reverse", entry)
    lock_books([entry.agreement])
    if done := Entry.objects.filter(reverses=entry).first():
        return done
    if not because.strip():
        raise Refusal("because_missing", _("Tulis alasan pembatalan."), field="because")
    if entry.reverses_id is not None:
        raise Refusal("is_a_reversal", _("Ini sudah pembatalan. Catat ulang kejadiannya."))
    transfers = entry.transfers.select_related(
        "credit__line", "credit__lot", "credit__outlet", "debit__line", "debit__lot",
        "debit__outlet",
    ).order_by("pk")  # fmt: skip
    moves = tuple(
        Move(credit=_spot(transfer.debit), debit=_spot(transfer.credit), amount=transfer.amount)
        for transfer in transfers
    )
    if any(move.credit.kind not in GOODS for move in moves):
        raise Refusal("is_money", _("Uang dikoreksi lewat rekap atau pembayarannya."))
    fact = Fact(
        entry.agreement,
        f"reverse/{entry.pk}",
        moves,
        on or clock.day_of(at),
        because.strip()[:300],
        reverses=entry,
    )
    (reversal,) = post_many([fact], at=at)
    record(entry, "reverse", by=by, at=at, note=because.strip())
    return reversal


def _spot(account: Account) -> Spot:
    return Spot(account.kind, account.line, account.lot, account.outlet)
