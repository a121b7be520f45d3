"""The facts of a meeting day."""

from .guests import Call, Invitation, Need, Sending, Wish
from .outcomes import Outcome, OutcomeLine
from .the_day import CheckIn, Notice, Proposal
from .timetables import Meeting, Pairing, Run, Timetable
from .venues import Day, Slot, Table

__all__ = [
    "Call",
    "CheckIn",
    "Day",
    "Invitation",
    "Meeting",
    "Need",
    "Notice",
    "Outcome",
    "OutcomeLine",
    "Pairing",
    "Proposal",
    "Run",
    "Sending",
    "Slot",
    "Table",
    "Timetable",
    "Wish",
]
