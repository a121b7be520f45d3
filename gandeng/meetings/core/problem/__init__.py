"""A day to be timetabled and its answer, as values and as the exchange format's JSON.

The format is stable: the command line and the page's job both speak it.
"""

from .reading import read_problem
from .values import (
    MOST_VALUE,
    OBJECTIVES,
    SIDES,
    Absence,
    BadProblem,
    BreakRule,
    Id,
    Meeting,
    Party,
    Problem,
    Side,
    Status,
    Table,
    Timetable,
    Wish,
)
from .writing import write_timetable

__all__ = [
    "MOST_VALUE",
    "OBJECTIVES",
    "SIDES",
    "Absence",
    "BadProblem",
    "BreakRule",
    "Id",
    "Meeting",
    "Party",
    "Problem",
    "Side",
    "Status",
    "Table",
    "Timetable",
    "Wish",
    "read_problem",
    "write_timetable",
]
