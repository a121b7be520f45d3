"""The questions: what is shown on a day, what stands in a product's way, what people look for."""

from .finding import PAGE_SIZE, Asked, Found, find
from .listings import (
    Obstacle,
    Standing,
    counts_in,
    listings_open_on,
    obstacles_of,
    standings,
)
from .shelf import Card, Proven, Shelf
from .shelves import forget_shelves, shelf_at, shelf_of

__all__ = [
    "PAGE_SIZE",
    "Asked",
    "Card",
    "Found",
    "Obstacle",
    "Proven",
    "Shelf",
    "Standing",
    "counts_in",
    "find",
    "forget_shelves",
    "listings_open_on",
    "obstacles_of",
    "shelf_at",
    "shelf_of",
    "standings",
]
