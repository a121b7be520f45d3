"""Money in whole rupiah and rates in basis points. Pure arithmetic, no floats anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering

FULL_RATE = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A share of something, in basis points: ``Rate(1250)`` is 12.5 %."""

    basis_points: int

    def __post_init__(self) -> None:
        if type(self.basis_points) is not int:
            raise TypeError(f"a rate is whole basis points, not {self.basis_points!r}")
        if not 0 <= self.basis_points <= FULL_RATE:
            raise ValueError(f"a rate lies between 0 and {FULL_RATE} basis points")

    @property
    def rest(self) -> Rate:
        """What is left of the whole."""
        return Rate(FULL_RATE - self.basis_points)

    def __str__(self) -> str:
        whole, part = divmod(self.basis_points, 100)
        return f"{whole}%" if not part else f"{whole},{part:02d}".rstrip("0") + "%"


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """Whole rupiah. May be negative (a correction); never a fraction, never a float."""

    rupiah: int

    def __post_init__(self) -> None:
        if type(self.rupiah) is not int:
            raise TypeError(f"money is whole rupiah, not {self.rupiah!r}")

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.rupiah + other.rupiah)

    def __radd__(self, other: object) -> Money:
        """Let ``sum()`` work; nothing but its 0 may be added from the left."""
        return self if other == 0 else NotImplemented

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.rupiah - other.rupiah)

    def __mul__(self, quantity: int) -> Money:
        if type(quantity) is not int:
            return NotImplemented
        return Money(self.rupiah * quantity)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.rupiah)

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.rupiah < other.rupiah

    def __bool__(self) -> bool:
        return self.rupiah != 0

    def share(self, rate: Rate) -> Money:
        """This rate of the amount, rounded half up (away from zero). The remainder belongs to
        whoever gets ``self - self.share(rate)``."""
        size = abs(self.rupiah) * rate.basis_points
        rounded = (2 * size + FULL_RATE) // (2 * FULL_RATE)
        return Money(rounded if self.rupiah >= 0 else -rounded)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Divide by whole-number weights so that the parts always add up to the amount.

        Largest remainders get the odd rupiah; of equals the earlier one.
        Raises ValueError when no weight is positive or one is negative.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights are whole numbers, not negative, and not all zero")
        sign = -1 if self.rupiah < 0 else 1
        size = abs(self.rupiah)
        parts = [size * weight // total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % total), i))
        for index in by_remainder[: size - sum(parts)]:
            parts[index] += 1
        return [Money(sign * part) for part in parts]

    def __str__(self) -> str:
        """As printed in Indonesia: ``Rp1.234.567`` (EYD: no space)."""
        sign = "-" if self.rupiah < 0 else ""
        return f"{sign}Rp{abs(self.rupiah):,}".replace(",", ".")


ZERO = Money(0)
