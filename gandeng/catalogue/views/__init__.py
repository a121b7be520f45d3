"""Pages: the public catalogue, and the page of those who keep it."""

from .keeping import keep, list_all, list_one, unlist_one
from .public import catalogue, maker, product, product_by_id, sitemap

__all__ = [
    "catalogue",
    "keep",
    "list_all",
    "list_one",
    "maker",
    "product",
    "product_by_id",
    "sitemap",
    "unlist_one",
]
