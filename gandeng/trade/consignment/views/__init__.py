"""The pages of goods on consignment."""

from .counting import count_sheet, count_shelf, counted, counts
from .deliveries import (
    agreement_panel,
    cancel_delivery,
    deliveries,
    delivery,
    delivery_code,
    new_delivery,
    receive_delivery,
    send_delivery,
)
from .returns import back, confirm_return, new_return, returns, withdraw_return
from .shelves import shelf, shelf_code, shop, stock, write_off

__all__ = [
    "agreement_panel",
    "back",
    "cancel_delivery",
    "confirm_return",
    "count_sheet",
    "count_shelf",
    "counted",
    "counts",
    "deliveries",
    "delivery",
    "delivery_code",
    "new_delivery",
    "new_return",
    "receive_delivery",
    "returns",
    "send_delivery",
    "shelf",
    "shelf_code",
    "shop",
    "stock",
    "withdraw_return",
    "write_off",
]
