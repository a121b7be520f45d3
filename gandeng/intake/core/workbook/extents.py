"""How far a sheet really reaches, before a reader lays it out as a full rectangle in memory.

Regular expressions on bounded pieces, never an XML parser: there are no entities to expand.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from gandeng.intake.core.workbook.archives import read_pieces
from gandeng.intake.core.workbook.refusals import check_extent, refuse

LONGEST_ROW_BYTES = 16 * 1024 * 1024
ROW_END = re.compile(rb"</(?:\w+:)?row\s*>|</(?:\w+:)?sheetData\s*>")
TOKEN = re.compile(
    rb"<(?:\w+:)?(?:row\b([^>]*)>"
    rb"|c(?=[\s>])(?:[^>]*?\sr\s*=\s*[\"']([A-Za-z]{1,7})(\d{1,9})[\"'])?[^>]*(?<!/)>"
    rb"\s*<(?:\w+:)?(f|v|is)\b)"
)
ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,9})[\"']")
CACHED = re.compile(rb"<(?:\w+:)?v\b[^>]*(?<!/)>([^<]*)<")
FORMULA_TEXT = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?<!/)>([^<]*)<")
CELL_END = re.compile(rb"</(?:\w+:)?c\s*>")


@dataclass(slots=True)
class Extent:
    """Rows and columns used, and where formulas stand (1-based row, 0-based column)."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    formulas: int = 0
    uncomputed: dict[tuple[int, int], str] = field(default_factory=dict)


def column_index(letters: bytes) -> int:
    """ "A" is 0, "AA" is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 is "A"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Regroup pieces so that no row is cut in two."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        ends = [match.end() for match in ROW_END.finditer(piece)]
        if ends:
            cut = len(rest) - len(piece) + ends[-1]
            yield bytes(rest[:cut])
            del rest[:cut]
        elif len(rest) > LONGEST_ROW_BYTES:
            refuse("zip_bomb")
    yield bytes(rest)


def measure_xlsx(archive: zipfile.ZipFile, part: str, sheet: str, *, distrust_zero: bool) -> Extent:
    """The extent of one xlsx sheet. Raises Unreadable when it is beyond the limits.

    `distrust_zero`: the workbook asks to be recalculated on opening, which is how libraries that
    cannot calculate say that a formula's 0 is a placeholder.
    """
    extent = Extent()
    row, column = 0, -1
    for block in _whole_rows(read_pieces(archive, part)):
        for token in TOKEN.finditer(block):
            attributes, letters, digits, content = token.groups()
            if content is None:
                number = ROW_NUMBER.search(attributes)
                row, column = (int(number[1]) if number else row + 1), -1
                continue
            if letters is not None:
                row, column = int(digits), column_index(letters)
            else:
                column += 1
            if row > extent.rows or column >= extent.columns:
                extent.rows = max(extent.rows, row)
                extent.columns = max(extent.columns, column + 1)
                check_extent(sheet, rows=extent.rows, columns=extent.columns)
            extent.cells += 1
            if content == b"f":
                _note_formula(extent, block, token, (row, column), distrust_zero)
    return extent


def _note_formula(
    extent: Extent,
    block: bytes,
    token: re.Match[bytes],
    position: tuple[int, int],
    distrust_zero: bool,
) -> None:
    extent.formulas += 1
    end = CELL_END.search(block, token.end())
    cell = block[token.start() : end.start() if end else token.end() + 2000]
    cached = CACHED.search(cell)
    value = cached[1].strip() if cached else b""
    if value and not (distrust_zero and value == b"0"):
        return
    written = FORMULA_TEXT.search(cell)
    text = written[1][:60].decode("utf-8", "replace") if written else ""
    extent.uncomputed[position] = f"={text}"


ODS_TOKEN = re.compile(
    rb"<table:table\s([^>]*)>|<table:table-row\b([^>]*)>|<(?:table:table-cell|"
    rb"table:covered-table-cell)\b([^>]*)>|(<text:p\b)|(</table:table-row>)"
)
ODS_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d+)[\"']")
ODS_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d+)[\"']")
ODS_NAME = re.compile(rb"table:name\s*=\s*[\"']([^\"']*)[\"']")


def check_ods(archive: zipfile.ZipFile) -> None:
    """Refuse an ods whose repeated rows and cells unfold beyond the limits."""
    sheet = "?"
    rows = widest = column = width = 0  # rows counts empty ones too: they lie above what follows
    repeat_cell = repeat_row = 1
    rest = b""
    for piece in read_pieces(archive, "content.xml"):
        block = rest + piece
        cut = block.rfind(b"<")
        block, rest = block[:cut], block[cut:]
        if len(rest) > LONGEST_ROW_BYTES:
            refuse("zip_bomb")
        for token in ODS_TOKEN.finditer(block):
            table, row, cell, text, row_end = token.groups()
            if table is not None:
                name = ODS_NAME.search(table)
                sheet = name[1].decode("utf-8", "replace") if name else "?"
                rows = widest = 0
            elif row is not None:
                found = ODS_ROWS.search(row)
                repeat_row, column, width = int(found[1]) if found else 1, 0, 0
            elif cell is not None:
                found = ODS_COLUMNS.search(cell)
                repeat_cell = int(found[1]) if found else 1
                column += repeat_cell
                if b"office:value" in cell or b"formula" in cell:
                    width = column
            elif text is not None:
                width = column
            elif row_end is not None:
                rows += repeat_row
                if width:
                    widest = max(widest, width)
                    check_extent(sheet, rows=rows, columns=widest)


def check_xlsb(archive: zipfile.ZipFile, part: str, sheet: str) -> None:
    """Refuse an xlsb sheet that reaches beyond the limits (records of MS-XLSB 2.1.4)."""
    content = b"".join(read_pieces(archive, part))
    at = row = rows = columns = 0
    size = len(content)
    while at < size:
        kind = content[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = (kind & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        for _ in range(4):
            if at >= size:
                return
            byte = content[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if kind == 0:
            row = int.from_bytes(content[at : at + 4], "little") + 1
        elif 2 <= kind <= 11:
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(content[at : at + 4], "little") + 1)
            check_extent(sheet, rows=rows, columns=columns)
        at += length
