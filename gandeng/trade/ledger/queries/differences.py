"""The book checked against itself: every balance and every entry recomputed from the transfers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Sum

from gandeng.trade.ledger.core.digests import digest_of
from gandeng.trade.ledger.models import FLOORED, GOODS, Account, Entry, Transfer

CHUNK = 5000


class Difference(NamedTuple):
    """Something that should agree and does not."""

    code: str
    thing: str
    message: str


def differences() -> list[Difference]:
    """Everything in the book that does not agree with the transfers; empty when all is well."""
    return [*_accounts(), *_transfers(), *_entries()]


def _accounts() -> Iterator[Difference]:
    """Balances against the sum of debits less credits, and what an account says of itself."""
    into = dict(Transfer.objects.order_by().values_list("debit").annotate(sum=Sum("amount")))
    out_of = dict(Transfer.objects.order_by().values_list("credit").annotate(sum=Sum("amount")))
    for account in Account.objects.order_by("pk").iterator(CHUNK):
        computed = into.get(account.pk, 0) - out_of.get(account.pk, 0)
        if account.balance != computed:
            yield Difference(
                "balance", account.code, f"balance {account.balance}, transfers say {computed}"
            )
        floored = account.kind in FLOORED
        if account.is_floored != floored or (floored and computed < 0):
            yield Difference("floor", account.code, f"below zero or without its floor: {computed}")
        if (account.kind in GOODS) != (account.line_id is not None):
            yield Difference("commodity", account.code, "goods without a product or money with one")


def _transfers() -> Iterator[Difference]:
    """Transfers whose two sides, entry and day do not belong together."""
    wrong = (
        ~Q(debit__agreement=F("entry__agreement"))
        | ~Q(credit__agreement=F("entry__agreement"))
        | ~Q(occurred_on=F("entry__occurred_on"))
        | Q(amount__lte=0)
    )
    apart = (
        Q(debit__line__isnull=True, credit__line__isnull=False)
        | Q(debit__line__isnull=False, credit__line__isnull=True)
        | Q(debit__line__lt=F("credit__line"))
        | Q(debit__line__gt=F("credit__line"))
        | Q(debit__lot__lt=F("credit__lot"))
        | Q(debit__lot__gt=F("credit__lot"))
    )
    found = Transfer.objects.filter(wrong | apart).select_related("entry")
    for transfer in found.order_by("pk").iterator(CHUNK):
        yield Difference(
            "transfer", f"{transfer.entry}#{transfer.pk}", "its sides, entry or day do not agree"
        )


def _entries() -> Iterator[Difference]:
    """Entries against their transfers: the digest, and that a reversal is the exact opposite."""
    empty = Entry.objects.filter(~Exists(Transfer.objects.filter(entry=OuterRef("pk"))))
    for entry in empty.order_by("pk").iterator(CHUNK):
        yield Difference("entry", entry.reference, "has no transfers")
    rows = (
        Transfer.objects.order_by("entry_id")
        .values_list(
            "entry_id",
            "credit__code",
            "debit__code",
            "amount",
            "entry__agreement_id",
            "entry__because",
            "entry__digest",
            "entry__reference",
        )
        .iterator(CHUNK)
    )
    for _pk, group in groupby(rows, key=itemgetter(0)):
        transfers = list(group)
        agreement_id, because, digest, reference = transfers[0][4:]
        if digest_of(agreement_id, [row[1:4] for row in transfers], because) != digest:
            yield Difference("entry", reference, "its transfers are not what was posted")
    yield from _reversals()


def _reversals() -> Iterator[Difference]:
    pairs = Entry.objects.filter(reverses__isnull=False).order_by("pk")
    pairs = pairs.prefetch_related("transfers", "reverses__transfers")
    for reversal in pairs.iterator(500):
        original = reversal.reverses
        if original is None:
            continue
        there = Counter((t.debit_id, t.credit_id, t.amount) for t in original.transfers.all())
        back = Counter((t.credit_id, t.debit_id, t.amount) for t in reversal.transfers.all())
        if there != back or original.agreement_id != reversal.agreement_id:
            yield Difference("reversal", reversal.reference, f"is not the opposite of {original}")
