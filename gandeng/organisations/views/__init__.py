"""The register's pages."""

from .doubles import (
    decide_apart,
    double,
    doubles,
    look_for_doubles,
    merge_double,
    undo_merged,
)
from .outlets import change_outlet, new_outlet
from .register import (
    buyer,
    buyers,
    edit_organisation,
    export,
    maker,
    makers,
    new_buyer,
    new_maker,
    reinstate,
    suspend,
    unmask,
    verify,
)
from .seats import end_seat, new_seat

__all__ = [
    "buyer",
    "buyers",
    "change_outlet",
    "decide_apart",
    "double",
    "doubles",
    "edit_organisation",
    "end_seat",
    "export",
    "look_for_doubles",
    "maker",
    "makers",
    "merge_double",
    "new_buyer",
    "new_maker",
    "new_outlet",
    "new_seat",
    "reinstate",
    "suspend",
    "undo_merged",
    "unmask",
    "verify",
]
