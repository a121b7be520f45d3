"""The questions: what may be seen, what a product can prove on a day, what asks for action."""

from .examining import (
    Measures,
    Surroundings,
    examine,
    kinds_needed,
    measures_of,
    surroundings_of,
)
from .register import (
    Want,
    certificates_for,
    current,
    lapsing,
    missing_kinds,
    noted_status,
    recorded,
    serials_of_makers,
    shared_serials,
    wanted,
    wanted_counts,
)
from .standing import (
    Held,
    carried_until,
    carried_until_of,
    examination_of,
    status_of,
    statuses_of,
    until_of,
)

__all__ = [
    "Held",
    "Measures",
    "Surroundings",
    "Want",
    "carried_until",
    "carried_until_of",
    "certificates_for",
    "current",
    "examination_of",
    "examine",
    "kinds_needed",
    "lapsing",
    "measures_of",
    "missing_kinds",
    "noted_status",
    "recorded",
    "serials_of_makers",
    "shared_serials",
    "status_of",
    "statuses_of",
    "surroundings_of",
    "until_of",
    "wanted",
    "wanted_counts",
]
