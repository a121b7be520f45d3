"""Goods are delivered, received, counted, returned and written off: all by the book."""

from .counts import MOST_DAYS_BACK, count_shelf, impossible_in_words
from .deliveries import Packed, cancel_delivery, prepare_delivery, send_delivery
from .receipts import Arrived, receive_delivery
from .returns import GoingBack, announce_return, confirm_return, withdraw_return
from .write_offs import write_off

__all__ = [
    "MOST_DAYS_BACK",
    "Arrived",
    "GoingBack",
    "Packed",
    "announce_return",
    "cancel_delivery",
    "confirm_return",
    "count_shelf",
    "impossible_in_words",
    "prepare_delivery",
    "receive_delivery",
    "send_delivery",
    "withdraw_return",
    "write_off",
]
