"""The promises a person may see, followed; the figures over them; the tasks about them."""

from .days import DayFigures, day_figures
from .fairness import Fairness, fairness_of
from .figures import Figures, days_to_money, figures_of
from .follow_ups import follow_ups_for, people_to_own
from .promises import Row, narrowed, promises_for
from .summary import curated_makers, listed_products
from .tables import TableRow, table_rows

__all__ = [
    "DayFigures",
    "Fairness",
    "Figures",
    "Row",
    "TableRow",
    "curated_makers",
    "day_figures",
    "days_to_money",
    "fairness_of",
    "figures_of",
    "follow_ups_for",
    "listed_products",
    "narrowed",
    "people_to_own",
    "promises_for",
    "table_rows",
]
