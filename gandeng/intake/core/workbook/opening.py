"""Open a file someone sent, safely, whatever it turns out to be."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gandeng.intake.core.workbook import compound, delimited, extents
from gandeng.intake.core.workbook.archives import open_archive, read_small
from gandeng.intake.core.workbook.refusals import (
    FILE_LIMIT_BYTES,
    MEBIBYTE,
    NAME_LIMIT,
    NOTES,
    SHEET_LIMIT,
    check_extent,
    refuse,
)
from gandeng.intake.core.workbook.sheets import Cell, Merge, Note, Sheet, Workbook
from gandeng.intake.core.workbook.wellformed import check_xml_parts

OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF8", "gambar"),
    (b"{\\rtf", "dokumen teks"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"\x1f\x8b", "arsip gzip"),
)
WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<table|<meta|<\?xml|<head|<style)", re.I)
TAG = re.compile(rb"<(?:\w+:)?(sheet|Relationship)\s([^>]*)>")
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
RECALCULATE = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*fullCalcOnLoad\s*=\s*[\"'](?:1|true)")


def open_workbook(name: str, content: bytes) -> Workbook:
    """The visible sheets of a file, by what is in it and not by how it is called.

    Reads xlsx, xlsm, xlsb, xls, ods and delimited text. Raises Unreadable, and nothing else,
    with a sentence that says what to do.
    """
    if not name.strip() or len(name) > NAME_LIMIT or "\0" in name:
        refuse("bad_name")
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        refuse("empty_file")
    if len(content) > FILE_LIMIT_BYTES:
        refuse(
            "file_too_large",
            size=-(-len(content) // MEBIBYTE),
            limit=FILE_LIMIT_BYTES // MEBIBYTE,
        )
    for magic, kind in OTHER_KINDS:
        if content.startswith(magic):
            refuse("other_kind_of_file", kind=kind)
    base = Path(name.replace("\\", "/")).name
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _open_zip(base, content)
    if content.startswith(compound.MAGIC):
        compound.check_compound(content)
        return _open_with_calamine(base, content, [], {})
    if WEB_PAGE.match(content.lstrip(b"\xef\xbb\xbf")[:500]):
        refuse("web_page")
    return _open_text(base, content)


def _note(code: str, **facts: object) -> Note:
    return Note(code, NOTES[code], facts)


def _open_text(name: str, content: bytes) -> Workbook:
    text, encoding = delimited.decode(content)
    delimiter = delimited.find_delimiter(text)
    rows = columns = 0
    for rows, record in enumerate(delimited.read_rows(text, delimiter), start=1):
        columns = max(columns, len(record))
        check_extent(name, rows=rows, columns=columns)
    if not rows:
        refuse("empty_file")

    def read() -> Iterator[list[Cell]]:
        for record in delimited.read_rows(text, delimiter):
            yield [field or None for field in record]

    shown = {"\t": "tab"}.get(delimiter, delimiter)
    note = _note("encoding", encoding=encoding.removesuffix("-sig"), delimiter=shown)
    return Workbook(name, (Sheet(Path(name).stem, read),), (note,))


def _open_zip(name: str, content: bytes) -> Workbook:
    archive = open_archive(content)
    parts = set(archive.namelist())
    check_xml_parts(archive)
    notes = [_note("macros")] if any(p.endswith("vbaProject.bin") for p in parts) else []
    if "xl/workbook.xml" in parts or any(part.startswith("xl/") for part in parts):
        return _open_with_calamine(name, content, notes, _measure_sheets(archive))
    if "content.xml" in parts:
        manifest = read_small(archive, "META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            refuse("password_protected")
        if b"opendocument.spreadsheet" not in read_small(archive, "mimetype") + manifest:
            refuse("not_a_workbook")
        extents.check_ods(archive)
        return _open_with_calamine(name, content, notes, {})
    for folder, kind in (("word/", "dokumen Word"), ("ppt/", "presentasi PowerPoint")):
        if any(part.startswith(folder) for part in parts):
            refuse("other_kind_of_file", kind=kind)
    refuse("not_a_workbook")


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("ascii", "replace").rpartition(":")[2].lower(): html.unescape(
            (double or single).decode("utf-8", "replace")
        )
        for name, double, single in ATTRIBUTE.findall(tag)
    }


def _measure_sheets(archive: zipfile.ZipFile) -> dict[str, extents.Extent]:
    """Each sheet's extent by name; parts no sheet is known to use are measured just the same."""
    book = read_small(archive, "xl/workbook.xml")
    recalculated = RECALCULATE.search(book) is not None
    names = {
        tag.get("id", ""): tag.get("name", "?")
        for kind, found in TAG.findall(book)
        if kind == b"sheet"
        for tag in [_attributes(found)]
    }
    sheet_of_part: dict[str, str] = {}
    for rels in ("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels"):
        for kind, found in TAG.findall(read_small(archive, rels)):
            if kind != b"Relationship":
                continue
            tag = _attributes(found)
            target = tag.get("target", "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            sheet_of_part[part] = names.get(tag.get("id", ""), Path(part).stem)
    measured: dict[str, extents.Extent] = {}
    for part in archive.namelist():
        lowered = part.lower()
        sheet = sheet_of_part.get(part, Path(part).stem)
        if lowered.endswith(".bin") and "worksheets" in lowered:
            extents.check_xlsb(archive, part, sheet)
        elif part in sheet_of_part or (
            lowered.endswith(".xml") and b"sheetData" in read_small(archive, part, MEBIBYTE)
        ):
            found_extent = extents.measure_xlsx(archive, part, sheet, distrust_zero=recalculated)
            if part in sheet_of_part:
                measured[sheet] = found_extent
    return measured


def _guarded(call: Callable[[], Any]) -> Any:
    """Ask the Rust reader; whatever it answers to broken bytes becomes our refusal."""
    try:
        return call()
    except PasswordError:
        refuse("password_protected")
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001 -- a Rust panic is a BaseException
        if "password" in str(error).lower():
            refuse("password_protected")
        refuse("damaged")


def _open_with_calamine(
    name: str, content: bytes, notes: list[Note], measured: dict[str, extents.Extent]
) -> Workbook:
    book: CalamineWorkbook = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))
    if len(book.sheet_names) > SHEET_LIMIT:
        refuse("too_many_sheets", sheets=len(book.sheet_names), limit=SHEET_LIMIT)
    sheets: list[Sheet] = []
    for index, metadata in enumerate(book.sheets_metadata):
        if metadata.typ != SheetTypeEnum.WorkSheet:
            notes.append(_note("not_a_table_sheet", sheet=metadata.name))
        elif metadata.visible != SheetVisibleEnum.Visible:
            notes.append(_note("hidden_sheet", sheet=metadata.name))
        else:
            sheet = _read_sheet(book, index, metadata.name, notes, measured.get(metadata.name))
            if sheet is not None:
                sheets.append(sheet)
    if not sheets:
        refuse("no_sheets")
    return Workbook(name, tuple(sheets), tuple(notes))


def _read_sheet(
    book: CalamineWorkbook,
    index: int,
    name: str,
    notes: list[Note],
    extent: extents.Extent | None,
) -> Sheet | None:
    source = _guarded(lambda: book.get_sheet_by_index(index))
    start = source.start
    uncomputed = extent.uncomputed if extent else {}
    if start is None and not uncomputed:
        notes.append(_note("empty_sheet", sheet=name))
        return None
    if extent and extent.formulas:
        _judge_formulas(name, extent, notes)
    merges = tuple(
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in (source.merged_cell_ranges or ())
    )
    downward = sum(merge.bottom > merge.top for merge in merges)
    if downward:
        notes.append(_note("merged_cells", sheet=name, count=downward))
    margin: list[Cell] = [None] * (start[1] if start else 0)
    last_uncomputed = max((row for row, _ in uncomputed), default=0)

    def read() -> Iterator[list[Cell]]:
        seen = 0
        for cells in source.iter_rows():
            seen += 1
            yield margin + [None if cell == "" else cell for cell in cells]
        for _ in range(seen, last_uncomputed):
            yield []

    return Sheet(name, read, merges, uncomputed)


def _judge_formulas(name: str, extent: extents.Extent, notes: list[Note]) -> None:
    """Mostly formulas without results: refuse. A few: the rows concerned will say so."""
    missing = len(extent.uncomputed)
    if not missing:
        notes.append(_note("formulas", sheet=name, count=extent.formulas))
        return
    row, column = min(extent.uncomputed)
    cell = f"{extents.column_letters(column)}{row}"
    if missing * 2 >= extent.cells:
        refuse("formulas_without_values", sheet=name, count=missing, cell=cell)
    notes.append(_note("formulas_without_values", sheet=name, count=missing, cell=cell))
