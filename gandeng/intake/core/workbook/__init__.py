"""From bytes someone sent to sheets of rows, or a clear answer why not."""

from gandeng.intake.core.workbook.opening import open_workbook
from gandeng.intake.core.workbook.refusals import Unreadable
from gandeng.intake.core.workbook.sheets import Cell, Formula, Merge, Note, Row, Sheet, Workbook

__all__ = [
    "Cell",
    "Formula",
    "Merge",
    "Note",
    "Row",
    "Sheet",
    "Unreadable",
    "Workbook",
    "open_workbook",
]
