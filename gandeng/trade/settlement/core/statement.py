"""How one period's movements become what the shop owes. Pure arithmetic that must close.

In pieces: opening + received = sold + returned + expired + damaged + lost + left.
In rupiah: gross − margin + losses = net, where the losses are the share of goods not sold that the
shop bears. Prices are whole rupiah per piece, frozen when the agreement was signed, so the only
rounding is the share of a loss, half up, once per product and cause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gandeng.kernel.money import ZERO, Money, Rate

# Why goods left the shelf unsold, by the field that counts them.
CAUSES = {"returned": "unsold", "expired": "expired", "damaged": "damaged", "lost": "lost"}


class DoesNotClose(ValueError):
    """The pieces do not add up: a fault in the book, never something to round away."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """One product's pieces in a period."""

    opening: int = 0
    received: int = 0
    sold: int = 0
    returned: int = 0
    expired: int = 0
    damaged: int = 0
    lost: int = 0
    left: int = 0

    def __post_init__(self) -> None:
        # What moved may be negative: a reversal of something stated before. What lies there not.
        if self.opening < 0 or self.left < 0:
            raise DoesNotClose(f"less than nothing on the shelf: {self}")
        gone = self.sold + self.returned + self.expired + self.damaged + self.lost
        if self.opening + self.received != gone + self.left:
            raise DoesNotClose(f"opening and received are not what left and what stayed: {self}")

    @property
    def written_off(self) -> int:
        """Expired, damaged and lost together."""
        return self.expired + self.damaged + self.lost

    @property
    def is_empty(self) -> bool:
        """Nothing lay there and nothing moved."""
        return not any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class LineSum:
    """One product of a statement in rupiah."""

    pieces: Pieces
    shelf_price: Money
    consignment_price: Money
    gross: Money
    margin: Money
    losses: Money

    @property
    def net(self) -> Money:
        return self.gross - self.margin + self.losses


@dataclass(frozen=True, slots=True)
class Totals:
    """A statement in rupiah."""

    gross: Money
    margin: Money
    losses: Money

    @property
    def net(self) -> Money:
        return self.gross - self.margin + self.losses


def sum_line(
    pieces: Pieces, shelf_price: Money, consignment_price: Money, buyer_rates: Mapping[str, Rate]
) -> LineSum:
    """What one product comes to. ``buyer_rates``: the buyer's share of a loss by cause (``unsold``,
    ``expired``, ``damaged``, ``lost``). Raises ValueError when the shop would sell at a loss."""
    if shelf_price < consignment_price:
        raise ValueError("the shelf price covers the consignment price")
    losses = ZERO
    for field, cause in CAUSES.items():
        worth = consignment_price * int(getattr(pieces, field))
        losses += worth.share(buyer_rates[cause])
    return LineSum(
        pieces=pieces,
        shelf_price=shelf_price,
        consignment_price=consignment_price,
        gross=shelf_price * pieces.sold,
        margin=(shelf_price - consignment_price) * pieces.sold,
        losses=losses,
    )


def add_up(lines: Sequence[LineSum]) -> Totals:
    """The statement's sums."""
    return Totals(
        gross=sum((line.gross for line in lines), ZERO),
        margin=sum((line.margin for line in lines), ZERO),
        losses=sum((line.losses for line in lines), ZERO),
    )
