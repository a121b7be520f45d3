"""Writing workbooks: an empty template with drop-downs and notes, and rows with their reasons."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gandeng.intake.core.cells.choices import Choices, read_yes_or_no
from gandeng.intake.core.cells.places import PlaceNames
from gandeng.intake.core.kinds import Column
from gandeng.intake.core.workbook import Formula

if TYPE_CHECKING:
    from gandeng.intake.queries.importers import Importer, Planned
    from gandeng.intake.queries.planning import Plan

TEMPLATE_ROWS = 1_000
CHOICES_SHEET = "Pilihan"
HEAD = {
    "bold": True,
    "bg_color": "#0F4C4A",
    "font_color": "#FFFFFF",
    "border": 1,
    "text_wrap": True,
}


def template_workbook(importers: Iterable[Importer]) -> bytes:
    """A workbook with one sheet for each kind that is taken in: headings, an example that intake
    skips, drop-downs where a column is a choice, notes on the headings, ready to print."""
    import xlsxwriter
    import xlsxwriter.utility

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    head = book.add_format(HEAD)
    must = book.add_format(HEAD | {"bg_color": "#A8511B"})
    example = book.add_format({"italic": True, "font_color": "#7A6A58", "bg_color": "#FBF3E4"})
    text = book.add_format({"num_format": "@"})
    lists: list[list[str]] = []
    for importer in importers:
        if not importer.is_taken_in:
            continue
        sheet = book.add_worksheet(str(importer.label)[:31])
        kind = importer.columns()
        for at, column in enumerate(kind.columns):
            sheet.write_string(0, at, column.label, must if column.is_required else head)
            sheet.write_comment(0, at, _note_on(column), {"x_scale": 2.2})
            sheet.set_column(
                at, at, max(12, len(column.label) + 4), text if _is_text(column) else None
            )
            if choices := _choices_of(column) or _places_of(column):
                lists.append(choices)
                letter = xlsxwriter.utility.xl_col_to_name(len(lists) - 1)
                source = f"={CHOICES_SHEET}!${letter}$1:${letter}${len(choices)}"
                sheet.data_validation(
                    1, at, TEMPLATE_ROWS, at,
                    {"validate": "list", "source": source, "error_type": "warning"},
                )  # fmt: skip
        for at, value in enumerate(importer.example[: len(kind.columns)]):
            sheet.write(1, at, value, example)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    # Drop-downs longer than 255 letters must stand in cells; intake leaves hidden sheets alone.
    hidden = book.add_worksheet(CHOICES_SHEET)
    for at, choices in enumerate(lists):
        hidden.write_column(0, at, choices)
    hidden.hide()
    book.close()
    return output.getvalue()


def corrections_workbook(plan: Plan) -> bytes:
    """The planned rows that still cannot be taken in, in their own columns, each reason in a
    column at the end and as a comment on the faulty cell. Correct it and send it again."""
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False})
    head, wrap = book.add_format(HEAD), book.add_format({"text_wrap": True})
    faulty = book.add_format({"bg_color": "#F8D7C9", "border": 1})
    dated = book.add_format({"num_format": "dd-mm-yyyy"})
    used = False
    for key, importer in plan.desk.importers.items():
        stopped = [row for row in plan.rows[key] if row.action == "stop"]
        if stopped:
            used = True
            _write_rows(book, importer, stopped, head, faulty, dated, wrap)
    if not used:
        sheet = book.add_worksheet("Kosong")
        sheet.write_string(0, 0, "Semua baris sudah masuk.")
    book.close()
    return output.getvalue()


def _write_rows(
    book: Any,
    importer: Importer,
    rows: Sequence[Planned],
    head: Any,
    faulty: Any,
    dated: Any,
    wrap: Any,
) -> None:
    sheet = book.add_worksheet(str(importer.label)[:31])
    columns = importer.columns().columns
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.label, head)
        sheet.set_column(at, at, max(12, len(column.label) + 2))
    sheet.write_string(0, len(columns), "Perbaiki", head)
    sheet.write_string(0, len(columns) + 1, "Asal", head)
    sheet.set_column(len(columns), len(columns), 60, wrap)
    for line, row in enumerate(rows, start=1):
        wrong = {trouble.column for trouble in row.troubles if trouble.severity == "stop"}
        for at, column in enumerate(columns):
            style = faulty if column.key in wrong else None
            _write_cell(sheet, line, at, row.cells.get(column.key), style, dated)
            said = [t.message for t in row.troubles if t.column == column.key]
            if said:
                sheet.write_comment(line, at, "\n".join(said), {"x_scale": 2.5})
        reasons = "\n".join(t.message for t in row.troubles if t.severity == "stop")
        sheet.write_string(line, len(columns), reasons, wrap)
        sheet.write_string(line, len(columns) + 1, f"{row.file} · {row.sheet} · {row.row}")
    sheet.freeze_panes(1, 1)


def _write_cell(sheet: Any, line: int, at: int, cell: Any, style: Any, dated: Any) -> None:
    """As it was: a number stays a number, a date a date; text is never read as a formula."""
    if cell is None:
        sheet.write_blank(line, at, None, style)
    elif isinstance(cell, dt.datetime | dt.date):
        sheet.write_datetime(line, at, cell, style or dated)
    elif isinstance(cell, bool | int | float) and not isinstance(cell, Formula):
        sheet.write(line, at, cell, style)
    else:
        sheet.write_string(line, at, str(cell)[:32_000], style)


def _note_on(column: Column) -> str:
    said = "Wajib diisi." if column.is_required else "Boleh kosong."
    choices = _choices_of(column)
    return f"{said}\nPilihan: {', '.join(choices)}" if choices else said


def _choices_of(column: Column) -> list[str]:
    if column.reader is read_yes_or_no:
        return ["ya", "tidak"]
    owner = getattr(column.reader, "__self__", None)
    return list(owner.labels.values()) if isinstance(owner, Choices) else []


def _places_of(column: Column) -> list[str]:
    """The programme's districts; villages are too many to choose from."""
    owner = getattr(column.reader, "__self__", None)
    if not isinstance(owner, PlaceNames) or column.reader != owner.read_district:
        return []
    return sorted(place.name for place in owner.by_code.values() if place.level == "district")


def _is_text(column: Column) -> bool:
    """Numbers that are names keep all their digits only as text."""
    return column.key in {"nik", "nib", "phone", "gtin", "cooperative_number", "number", "code"}
