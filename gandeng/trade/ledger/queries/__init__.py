"""What lies where, what moved, and whether the book agrees with itself."""

from .differences import Difference, differences
from .movements import (
    Movement,
    balances_of,
    closed_until,
    movements_between,
    shelf_balances,
    shelf_by_line,
)

__all__ = [
    "Difference",
    "Movement",
    "balances_of",
    "closed_until",
    "differences",
    "movements_between",
    "shelf_balances",
    "shelf_by_line",
]
