"""What makers have promised already, what of it was said at a table, and who trades with whom:
later rooms know, and say so here.

A later room registers its reader when Django has started (its ``apps.py``); without any, nothing is
promised and nobody trades.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date

# product ids and a day → pieces promised a month, by product id
PromisedReader = Callable[[Collection[int], date], Mapping[int, int]]
# organisation ids → the (buyer id, maker id) among them that have or had an agreement
TradesReader = Callable[[Collection[int]], Collection[tuple[int, int]]]
# outcome ids → those among them whose promise has been signed
SignedReader = Callable[[Collection[int]], Collection[int]]

_promised: list[PromisedReader] = []
_signed: list[SignedReader] = []
_trades: list[TradesReader] = []


def register(reader: PromisedReader) -> PromisedReader:
    """Ask this reader, too, what is promised. Registering twice is once."""
    if reader not in _promised:
        _promised.append(reader)
    return reader


def register_trades(reader: TradesReader) -> TradesReader:
    """Ask this reader, too, who trades with whom."""
    if reader not in _trades:
        _trades.append(reader)
    return reader


def register_signed(reader: SignedReader) -> SignedReader:
    """Ask this reader, too, what was signed of what was said. Registering twice is once."""
    if reader not in _signed:
        _signed.append(reader)
    return reader


def promised_monthly(products: Collection[int], *, on: date) -> dict[int, int]:
    """Pieces a month that are promised on a day, by product id; products without are left out."""
    total: Counter[int] = Counter()
    for reader in _promised:
        total.update(reader(products, on))
    return dict(total)


def signed_among(outcomes: Collection[int]) -> set[int]:
    """The ids of outcomes that are signed promises by now: ``promised_monthly`` counts those."""
    return {outcome for reader in _signed for outcome in reader(outcomes)}


def trades_with(organisations: Collection[int]) -> set[tuple[int, int]]:
    """The (buyer id, maker id) among these organisations that have or had an agreement."""
    return {pair for reader in _trades for pair in reader(organisations)}
