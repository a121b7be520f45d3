"""The verbs of products: describe, change, reprice, withdraw; photos."""

from .describe import change_product, describe_many, describe_product
from .offer import declare_capacity, offer_product_again, reprice, withdraw_product
from .photos import add_photo, remove_photo

__all__ = [
    "add_photo",
    "change_product",
    "declare_capacity",
    "describe_many",
    "describe_product",
    "offer_product_again",
    "remove_photo",
    "reprice",
    "withdraw_product",
]
