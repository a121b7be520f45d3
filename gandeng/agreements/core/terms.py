"""What a margin means for the two prices of a piece. Pure arithmetic, rounded once per piece."""

from __future__ import annotations

from dataclasses import dataclass

from gandeng.kernel.money import ZERO, Money, Rate

SELLING_PRICE = "selling_price"
COST = "cost"


class PricesDisagree(ValueError):
    """Both prices were given and the margin leads from neither to the other."""

    def __init__(self, given: Prices, due: Prices) -> None:
        super().__init__(given, due)
        self.given = given
        self.due = due


@dataclass(frozen=True, slots=True)
class Prices:
    """What one piece costs: ``consignment`` goes to the maker, ``shelf`` is what the customer pays.

    Both are frozen in whole rupiah when an agreement is made. The shop's margin on a piece is
    their difference, so a statement of any number of pieces multiplies and never rounds.
    """

    consignment: Money
    shelf: Money

    @property
    def margin(self) -> Money:
        """What the shop keeps of a sold piece."""
        return self.shelf - self.consignment


def freeze_prices(
    basis: str, rate: Rate, *, consignment: Money | None = None, shelf: Money | None = None
) -> Prices:
    """The two prices of a piece under a margin.

    Of the selling price: the shop keeps ``shelf.share(rate)`` and the rest is the consignment
    price. On cost: that share of the consignment price is put on top of it. 10 % on cost is not
    10 % of the selling price, which is why the basis is always said.

    Raises ValueError when the price the basis starts from is missing or a price is not positive;
    PricesDisagree when the other price was given too and differs.
    """
    if basis == SELLING_PRICE:
        if shelf is None:
            raise ValueError("a margin of the selling price starts from the shelf price")
        prices = Prices(shelf - shelf.share(rate), shelf)
    elif basis == COST:
        if consignment is None:
            raise ValueError("a margin on cost starts from the consignment price")
        prices = Prices(consignment, consignment + consignment.share(rate))
    else:
        raise ValueError(f"no margin basis {basis!r}")
    if prices.consignment <= ZERO:
        raise ValueError("nothing would be left for the maker")
    given = Prices(
        prices.consignment if consignment is None else consignment,
        prices.shelf if shelf is None else shelf,
    )
    if given != prices:
        raise PricesDisagree(given, prices)
    return prices


def share_of_selling_price(prices: Prices) -> Rate:
    """The margin said as a share of the selling price, rounded to a basis point: the one number in
    which margins of either basis can be compared."""
    shelf = prices.shelf.rupiah
    return Rate((2 * prices.margin.rupiah * 10_000 + shelf) // (2 * shelf))
