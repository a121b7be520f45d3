"""A list as a workbook: every cell is text or a number, never a formula somebody typed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

Cell = str | int | None


def workbook_of(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An XLSX file with one sheet: bold headings that stay in view, filters, readable widths."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bg_color": "#E8E2D0"})
    widths = [len(heading) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(last, column, cell)
            else:
                sheet.write_number(last, column, cell)
            widths[column] = max(widths[column], min(len(str(cell)), 40))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 1)
    if headings:
        sheet.autofilter(0, 0, last, len(headings) - 1)
    book.close()
    return out.getvalue()
