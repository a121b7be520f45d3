"""Opening an agreement's book, and closing it up to a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from gandeng.agreements.models import Agreement
from gandeng.kernel.errors import Refusal
from gandeng.trade.ledger.models import Book


def open_book(agreement: Agreement, starts_on: date) -> Book:
    """The agreement's book; opened on that day if it was not yet."""
    book, _made = Book.objects.get_or_create(
        agreement=agreement,
        defaults={"programme_id": agreement.programme_id, "closed_until": starts_on},
    )
    return book


def lock_books(agreements: Iterable[Agreement]) -> dict[int, Book]:
    """The books by agreement id, held until the transaction ends, always in the same order.

    Whoever posts or states holds the book first: posts of one agreement follow each other, and a
    period can't close between a post's check and its write. A book not yet opened is opened on
    the agreement's first day.
    """
    wanted = {agreement.pk: agreement for agreement in agreements}
    books = _locked(wanted)
    missing = [agreement for pk, agreement in wanted.items() if pk not in books]
    if missing:
        Book.objects.bulk_create(
            [
                Book(
                    programme_id=agreement.programme_id,
                    agreement=agreement,
                    closed_until=agreement.starts_on,
                )
                for agreement in missing
            ],
            ignore_conflicts=True,
        )
        books = _locked(wanted)
    return books


def _locked(wanted: Iterable[int]) -> dict[int, Book]:
    books = Book.objects.select_for_update().filter(agreement_id__in=list(wanted))
    return {book.agreement_id: book for book in books.order_by("agreement_id")}


def close_book(agreement: Agreement, starts_on: date, ends_on: date) -> None:
    """Move the book's closing day from ``starts_on`` to ``ends_on``, once.

    Compares and sets, so of two people who state the same period one is refused.
    Raises Refusal ``period_stated`` when the book is not closed exactly until ``starts_on``.
    """
    if ends_on <= starts_on:
        raise Refusal("period_empty", _("Akhir periode harus sesudah awalnya."))
    moved = Book.objects.filter(agreement=agreement, closed_until=starts_on).update(
        closed_until=ends_on
    )
    if not moved:
        raise Refusal(
            "period_stated",
            _("Periode ini sudah direkap, mungkin baru saja oleh orang lain. Muat ulang halaman."),
        )
