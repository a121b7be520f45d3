"""From a sheet to rows of values: repeated headings, footers and empty rows left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gandeng.intake.core.cells.text import settle
from gandeng.intake.core.headers import (
    SECTION,
    Header,
    find_header,
    heading_text,
    match_columns,
)
from gandeng.intake.core.kinds import Column, Kind, fold_heading
from gandeng.intake.core.problems import LOOK, STOP, Problem, Severity, Value
from gandeng.intake.core.workbook.sheets import Cell, Formula, Row, Sheet

CLOSING = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|diperiksa|dibuat|disusun|diketahui|kepala\s+(?:bidang|dinas|"
    r"seksi|uptd?|badan|bagian)|kabid|kadis|kasi|sekretaris|ketua\b|bendahara|petugas|penanggung"
    r"\s*jawab|pembina|penata|nip\b|nik\s*:|ttd|tertanda|a\.?n\.?\s|plt\b|plh\b|catatan\b|"
    r"keterangan\b|ket\b|sumber\b|\*|nb\b|note\b|dicetak|halaman|page\s|hal\.|"
    r"[a-z ]+,\s*(?:\d{1,2}|\.{2,})\s*[a-z.]*\s*(?:\d{4}|20…)|total halaman)",
    re.I,
)
SUM = re.compile(
    r"(?:grand\s+|sub\s*-?\s*)?(?:jumlah|total|rata\s*-?\s*rata|jml|average|sum)\b.*", re.I
)
SUM_ALONE = re.compile(
    r"(?:grand\s+|sub\s*-?\s*)?(?:jumlah|total|rata\s*-?\s*rata|jml|average|sum)"
    r"(?:\s+(?:total|keseluruhan|seluruhnya|umkm|produk|semua|data|akhir))?\s*[:.=]?",
    re.I,
)
COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*\)?(?:\s*=.*)?")
FOOTER_CELLS = 3


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of data: its number in the spreadsheet, what each cell held and what it says."""

    number: int
    cells: Mapping[str, Cell]
    values: Mapping[str, Value[Any]]

    @property
    def problems(self) -> list[tuple[str, Problem]]:
        """(column key, problem) in column order."""
        return [(key, found) for key, value in self.values.items() for found in value.problems]

    @property
    def stops(self) -> bool:
        return any(value.stops for value in self.values.values())

    def get(self, key: str) -> Any:
        """The value of a column, or None."""
        found = self.values.get(key)
        return None if found is None else found.value


@dataclass(slots=True)
class Table:
    """A sheet whose headings were understood. `rows()` reads it; `skipped` tells what was not
    data (row number → reason) once the rows were read."""

    sheet: Sheet
    header: Header
    skipped: dict[int, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return self.header.kind

    def rows(self) -> Iterator[TableRow]:
        self.skipped = {}
        columns = dict(self.header.columns)
        headings = _folded_headings(self.header)
        section: dict[str, Cell] = {}
        is_below = False
        for row in self.sheet.rows():
            if row.number <= self.header.row_number:
                continue
            filled: list[tuple[int, Cell]] = [
                (at, cell)
                for at, cell in enumerate(row.cells)
                if cell is not None and not _is_blank(cell)
            ]
            if not filled:
                continue
            moved = _repeated_heading(row, self.kind, headings)
            if moved is not None:
                # the section goes on: "KECAMATAN KLARI" stands above the headings as often as below
                columns, is_below = {**columns, **moved}, False
                self.skipped[row.number] = "heading"
                continue
            reason = self._why_not_data(row, filled, columns, is_below)
            if reason is None:
                is_below = False
                cells = {key: _cell(row, at) for key, at in columns.items()}
                for key, carried in section.items():
                    if cells.get(key) is None:
                        cells[key] = carried
                yield read_row(self.kind, row.number, cells)
                continue
            self.skipped[row.number] = reason
            if reason == "section":
                section = _section_of(filled, self.kind)
            elif reason == "footer":
                is_below = True

    def _why_not_data(
        self,
        row: Row,
        filled: list[tuple[int, Cell]],
        columns: Mapping[str, int],
        is_below: bool,
    ) -> str | None:
        if row.number <= self.header.row_number + 2 and _numbers_columns(filled):
            return "column_numbers"
        if len(filled) == 1 and _section_of(filled, self.kind):
            return "section"
        known = set(columns.values())
        ours = [cell for at, cell in filled if at in known]
        if not ours:
            only_numbers = all(not isinstance(cell, str) or _is_number(cell) for _, cell in filled)
            return "only_number" if only_numbers else "footer"
        texts = [cell.strip() for _, cell in filled if isinstance(cell, str)]
        required = [columns[key] for key in self.kind.required_keys if key in columns]
        has_required = all(_cell(row, at) is not None for at in required)
        if any(SUM_ALONE.fullmatch(text) for text in texts) and (
            len(texts) == 1 or not has_required
        ):
            return "sum"
        is_short = len(filled) <= FOOTER_CELLS
        named = [str(_cell(row, at)).strip() for at in required]
        if is_short and any(SUM_ALONE.fullmatch(name) for name in named):
            # "Jumlah" in the column of names, "2 UMKM" beside it
            return "sum"
        if has_required and len(required) > 1:
            return None
        if is_short and any(CLOSING.match(text) for text in texts):
            return "footer"
        if is_short and any(SUM.fullmatch(text) for text in texts) and not has_required:
            return "sum"
        if is_below and len(ours) <= max(2, len(known) // 4):
            return "footer"
        return None


def find_table(sheet: Sheet, kinds: Sequence[Kind]) -> Table | None:
    """The table on a sheet, or None when its headings are those of no kind we know."""
    header = find_header(sheet, kinds)
    return None if header is None else Table(sheet, header)


def read_row(kind: Kind, number: int, cells: Mapping[str, Cell]) -> TableRow:
    """Read each cell by its column's reader; required columns that are missing stop the row."""
    wanted = [column for column in kind.columns if column.key in cells or column.is_required]
    values = {column.key: _read_cell(column, cells) for column in wanted if column.given is None}
    for column in wanted:
        if column.given is not None:
            given = values.get(column.given)
            values[column.key] = _read_cell(column, cells, given.value if given else None)
    return TableRow(number, cells, {column.key: values[column.key] for column in wanted})


def _read_cell(column: Column, cells: Mapping[str, Cell], *given: Any) -> Value[Any]:
    found = column.reader(cells.get(column.key), *given)
    problems = found.problems
    if problems:
        problems = tuple(_weighed(problem, column) for problem in problems)
    if found.value is None and column.is_required and not any(p.severity == STOP for p in problems):
        missing = Problem("missing", STOP, {"label": column.label, "read": found.note})
        return Value(None, (*problems, missing), found.note)
    return found if problems is found.problems else Value(found.value, problems, found.note)


def _weighed(problem: Problem, column: Column) -> Problem:
    """What cannot be read stops the row only in a column that matters that much."""
    severity: Severity = problem.severity if column.stops_row else LOOK
    if severity == problem.severity:
        return problem
    return Problem(problem.code, severity, problem.facts)


def _cell(row: Row, at: int) -> Cell:
    return row.cells[at] if at < len(row.cells) else None


def _is_blank(cell: Cell) -> bool:
    if isinstance(cell, str) and len(cell) > 3 and cell.isalpha() and cell.isascii():
        return False
    return isinstance(cell, str) and settle(cell).cell is None and not settle(cell).note


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(re.fullmatch(r"\(?\d{1,6}[.)]{0,2}", cell.strip()))
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _numbers_columns(filled: list[tuple[int, Cell]]) -> bool:
    """ "1 2 3 4 …" or "(1) (2) (3) …" under the headings."""
    numbers = []
    for _, cell in filled:
        if isinstance(cell, (dt.date, dt.time, dt.timedelta, Formula, bool)):
            return False
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        found = COLUMN_NUMBER.fullmatch(text.strip())
        if not found:
            return False
        numbers.append(int(found[1]))
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _folded_headings(header: Header) -> frozenset[str]:
    return frozenset(fold_heading(text) for text in header.headings.values())


def _repeated_heading(row: Row, kind: Kind, headings: frozenset[str]) -> dict[str, int] | None:
    """The columns as headed anew, when this row is headings again (perhaps moved)."""
    texts = [cell for cell in row.cells if isinstance(cell, str)]
    if len(texts) < 2:
        return None
    wanted, alike = max(2, -(-len(texts) // 2)), 0
    for left, text in zip(range(len(texts), 0, -1), texts, strict=True):
        # Data is far more common than headings: stop as soon as it cannot be headings any more.
        if len(text) > 120 or alike + left < wanted:
            return None
        if text.casefold().strip() in headings or fold_heading(heading_text(text)) in headings:
            alike += 1
    if alike < wanted:
        return None
    matched = match_columns([heading_text(cell) for cell in row.cells], kind)
    return {key: position for key, (position, _) in matched.items()}


def _section_of(filled: list[tuple[int, Cell]], kind: Kind) -> dict[str, Cell]:
    """ "KECAMATAN KLARI" alone in a row stands for that column in the rows below."""
    cell = filled[0][1]
    found = SECTION.match(cell.strip()) if isinstance(cell, str) else None
    if not found:
        return {}
    word = fold_heading(found[1])
    for column in kind.columns:
        if word in column.folded_names:
            return {column.key: found[2].strip()}
    return {}
