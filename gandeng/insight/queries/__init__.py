"""The promises a person may see, followed; the figures over them; the tasks about them."""

from .figures import Figures, days_to_money, figures_of
from .follow_ups import follow_ups_for, people_to_own
from .promises import Row, narrowed, promises_for
from .summary import curated_makers, listed_products

__all__ = [
    "Figures",
    "Row",
    "curated_makers",
    "days_to_money",
    "figures_of",
    "follow_ups_for",
    "listed_products",
    "narrowed",
    "people_to_own",
    "promises_for",
]
