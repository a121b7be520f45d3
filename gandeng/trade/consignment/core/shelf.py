"""What a shop's shelf must hold of one product, and what a count says was sold. Pieces only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class ImpossibleCount(ValueError):
    """More was counted than can be there."""


@dataclass(frozen=True, slots=True)
class ShelfSum:
    """One product on one shelf since the last count: ``opening`` was left then, the rest moved
    since. Sources: domain.md 3.1, the formula of count-is-sale."""

    opening: int = 0
    received: int = 0
    returned: int = 0
    expired: int = 0
    damaged: int = 0
    lost: int = 0
    # reversals of earlier counts: pieces that turned out not to be sold (or more of them)
    corrected: int = 0

    @property
    def expected(self) -> int:
        """The most that can lie on the shelf: what is there if nothing was sold."""
        return (
            self.opening
            + self.received
            + self.corrected
            - self.returned
            - self.expired
            - self.damaged
            - self.lost
        )

    def sold(self, left: int) -> int:
        """The pieces sold when ``left`` are still there.

        Raises ImpossibleCount when more are there than can be, ValueError below zero.
        """
        if left < 0:
            raise ValueError("nothing is fewer than none")
        if left > self.expected:
            raise ImpossibleCount(f"{left} counted, at most {self.expected}")
        return self.expected - left


@dataclass(frozen=True, slots=True)
class LotOnShelf:
    """So many pieces of one lot."""

    lot_id: int
    best_before_on: date | None
    quantity: int


def first_expiring_first(lots: Iterable[LotOnShelf]) -> list[LotOnShelf]:
    """The order in which lots leave a shelf: nearest day first, lots without a day last."""
    return sorted(lots, key=lambda lot: (lot.best_before_on or date.max, lot.lot_id))


def allocate(quantity: int, lots: Iterable[LotOnShelf]) -> dict[int, int]:
    """Which lots so many sold pieces came from, first expiring first: pieces by lot id, none zero.

    Raises ValueError when the lots do not hold that many.
    """
    taken: dict[int, int] = {}
    open_quantity = quantity
    for lot in first_expiring_first(lots):
        if open_quantity <= 0:
            break
        piece = min(open_quantity, lot.quantity)
        if piece > 0:
            taken[lot.lot_id] = piece
            open_quantity -= piece
    if open_quantity > 0 or quantity < 0:
        raise ValueError(f"the lots cannot give {quantity}")
    return taken


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the pieces of one delivered lot go: onto the shelf, back to the maker, and what came
    without being on the note."""

    shelved: int
    back: int
    extra: int


def receive(sent: int, received: int) -> Receipt:
    """Split a receipt: ``sent = shelved + back`` and ``received = shelved + extra``, always."""
    if sent <= 0 or received < 0:
        raise ValueError("quantities are positive")
    shelved = min(sent, received)
    return Receipt(shelved, sent - shelved, received - shelved)


def suggest(sold: int, days: int, on_shelf: int, cover_days: int) -> int:
    """How many pieces to bring so that the shelf lasts ``cover_days`` at the pace it sold at,
    rounded up; none when it lasts already or nothing was seen to sell."""
    if days <= 0 or sold <= 0:
        return 0
    return max(0, -(-sold * cover_days // days) - on_shelf)
