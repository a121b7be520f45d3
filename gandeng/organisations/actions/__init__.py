"""The verbs of the register: organisations, their shops, the people in them, doubles."""

from .doubles import find_doubles, keep_apart, merge, note_double, undo_merge
from .outlets import describe_outlet, open_outlet
from .register import (
    describe_organisation,
    export_organisations,
    prepare,
    register_many,
    register_organisation,
    reinstate_organisation,
    suspend_organisation,
    unmask,
    verify_organisation,
)
from .seats import end_seat, give_seat, invite

__all__ = [
    "describe_organisation",
    "describe_outlet",
    "end_seat",
    "export_organisations",
    "find_doubles",
    "give_seat",
    "invite",
    "keep_apart",
    "merge",
    "note_double",
    "open_outlet",
    "prepare",
    "register_many",
    "register_organisation",
    "reinstate_organisation",
    "suspend_organisation",
    "undo_merge",
    "unmask",
    "verify_organisation",
]
