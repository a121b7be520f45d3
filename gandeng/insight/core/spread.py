"""How evenly something is spread over makers. Pure, in whole numbers and exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def gini(amounts: Sequence[int]) -> Fraction:
    """The Gini coefficient of non-negative amounts: 0 when everybody has the same, towards 1 when
    one has everything. Nobody, or nothing to spread, is 0.

    Source: the mean difference form, G = Σᵢ (2i − n − 1) xᵢ / (n Σ x) over amounts in rising order
    (Gini 1912; Dorfman, "A Formula for the Gini Coefficient", Rev. Econ. Stat. 61, 1979).

    Raises ValueError on a negative amount.
    """
    if any(amount < 0 for amount in amounts):
        raise ValueError("amounts are not negative")
    count, whole = len(amounts), sum(amounts)
    if not count or not whole:
        return Fraction(0)
    ranked = sorted(amounts)
    return Fraction(
        sum((2 * place - count - 1) * amount for place, amount in enumerate(ranked, start=1)),
        count * whole,
    )


def top_share(amounts: Sequence[int], count: int = 10) -> Fraction:
    """What share of everything the ``count`` with the most have."""
    whole = sum(amounts)
    return Fraction(sum(sorted(amounts, reverse=True)[:count]), whole) if whole else Fraction(0)


def reached(amounts: Sequence[int]) -> int:
    """How many have anything at all."""
    return sum(amount > 0 for amount in amounts)
