"""What is shown on a day, and finding it."""

from .listings import (
    Filters,
    listing_on,
    listings_filtered,
    listings_for_office,
    listings_open_on,
    why_not_shown,
)
from .search import Found, search

__all__ = [
    "Filters",
    "Found",
    "listing_on",
    "listings_filtered",
    "listings_for_office",
    "listings_open_on",
    "search",
    "why_not_shown",
]
