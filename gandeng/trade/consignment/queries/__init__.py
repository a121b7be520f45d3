"""What lies where, which papers a person may see, and what is to be done next."""

from .papers import counts_for, deliveries_for, returns_for, write_offs_for
from .shelf import LotRow, ShelfRow, near_expiry_day, shelf_of, sum_in_words
from .stock import StockRow, expiring_in, shops_to_count, stock_of, suggestions_for

__all__ = [
    "LotRow",
    "ShelfRow",
    "StockRow",
    "counts_for",
    "deliveries_for",
    "expiring_in",
    "near_expiry_day",
    "returns_for",
    "shelf_of",
    "shops_to_count",
    "stock_of",
    "suggestions_for",
    "sum_in_words",
    "write_offs_for",
]
