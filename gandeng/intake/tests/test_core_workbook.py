"""Opening what offices send: workbooks of every make, and clear answers to everything else."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from gandeng.intake.core.workbook import Formula, Unreadable, open_workbook
from gandeng.intake.core.workbook import compound as compound_module


def a_workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def a_table(*rows: list[Any]) -> bytes:
    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)

    return a_workbook(fill)


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target.getvalue()


def refusal_of(content: bytes, name: str = "umkm.xlsx") -> str:
    with pytest.raises(Unreadable) as refused:
        open_workbook(name, content)
    assert "{" not in str(refused.value)
    return refused.value.code


def rows_of(content: bytes, name: str = "umkm.xlsx") -> list[list[Any]]:
    return [row.cells for row in open_workbook(name, content).sheets[0].rows()]


def test_a_table_that_starts_at_c3_keeps_its_addresses() -> None:
    def fill(book: Any) -> None:
        book.active["C3"] = "Nama"
        book.active["D3"] = dt.date(2026, 11, 24)

    rows = rows_of(a_workbook(fill))
    assert rows[:2] == [[None] * 4, [None] * 4]
    assert rows[2] == [None, None, "Nama", dt.date(2026, 11, 24)]


def test_what_is_merged_downwards_is_said_in_each_row() -> None:
    def fill(book: Any) -> None:
        book.active.append(["Mitra", "Serundeng"])
        book.active.append([None, "Abon"])
        book.active.append([None, "Sambal"])
        book.active.merge_cells("A1:A2")

    rows = rows_of(a_workbook(fill))
    assert rows == [["Mitra", "Serundeng"], ["Mitra", "Abon"], [None, "Sambal"]]


def test_hidden_sheets_are_skipped_and_mentioned() -> None:
    def fill(book: Any) -> None:
        book.active.append(["terlihat"])
        hidden = book.create_sheet("Rahasia")
        hidden.append(["jangan dibaca"])
        hidden.sheet_state = "hidden"

    book = open_workbook("a.xlsx", a_workbook(fill))
    assert [sheet.name for sheet in book.sheets] == ["Sheet"]
    assert [note.code for note in book.notes] == ["hidden_sheet"]
    assert "Rahasia" in book.notes[0].message


def test_a_workbook_of_formulas_without_results_is_refused() -> None:
    content = a_table(["Nama", "Harga"], ["=A1", "=B1*2"], ["=A2", "=B2*2"])
    assert refusal_of(content) == "formulas_without_values"


def test_placeholder_zeros_of_a_library_are_not_results() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nama", "Harga"])
    for row in range(1, 9):
        sheet.write_row(row, 0, ["Keripik", 14000])
    sheet.write_formula(9, 1, "=SUM(B2:B9)")
    book.close()
    opened = open_workbook("a.xlsx", target.getvalue())
    assert [note.code for note in opened.notes] == ["formulas_without_values"]
    assert list(opened.sheets[0].rows())[9].cells[1] == Formula("=SUM(B2:B9)")


def test_a_formula_with_its_result_is_read_and_noted() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Harga")
    sheet.write_formula(1, 0, "=7000*2", None, 14000)
    book.close()
    opened = open_workbook("a.xlsx", target.getvalue())
    assert [row.cells for row in opened.sheets[0].rows()] == [["Harga"], [14000.0]]
    assert [note.code for note in opened.notes] == ["formulas"]


def test_macros_are_ignored_and_mentioned() -> None:
    target = io.BytesIO(a_table(["Nama"], ["Keripik"]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert [note.code for note in open_workbook("a.xlsm", target.getvalue()).notes] == ["macros"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\0" * 500, "empty_file"),
        (b"%PDF-1.7 x", "other_kind_of_file"),
        (b"\x89PNG\r\n\x1a\n", "other_kind_of_file"),
        (b"<html><table><tr><td>Nama</td></tr></table></html>", "web_page"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\x00\x01\x02\x03" * 200, "not_a_workbook"),
        (compound_module.MAGIC + b"\xff" * 2000, "not_a_workbook"),
    ],
)
def test_what_is_not_a_workbook_gets_its_own_answer(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_a_word_document_is_called_a_word_document() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(Unreadable, match="dokumen Word"):
        open_workbook("a.xlsx", target.getvalue())


def test_a_file_over_25_megabytes_is_refused_by_its_size() -> None:
    assert refusal_of(b"a,b\n" * 7_000_000, "a.csv") == "file_too_large"


def encrypted_compound(stream: str) -> bytes:
    """The smallest compound file that has one named stream."""
    header = bytearray(512)
    header[:8] = compound_module.MAGIC
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<IIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for at, name in ((0, "Root Entry"), (128, stream)):
        encoded = name.encode("utf-16-le") + b"\0\0"
        directory[at : at + len(encoded)] = encoded
        struct.pack_into("<H", directory, at + 64, len(encoded))
        struct.pack_into("<II", directory, at + 116, 0xFFFFFFFE, 0)
    return bytes(header) + fat + bytes(directory)


def test_a_password_protected_workbook_says_so() -> None:
    assert refusal_of(encrypted_compound("EncryptedPackage")) == "password_protected"


def test_three_hundred_columns_are_too_many() -> None:
    assert refusal_of(a_table([f"k{n}" for n in range(300)])) == "too_many_columns"


def test_one_cell_in_the_farthest_corner_does_not_fill_the_memory() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "Nama"
        book.active["A1048576"] = "x"

    assert refusal_of(a_workbook(fill)) == "too_many_rows"


def test_a_styled_but_empty_far_column_does_no_harm() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "Nama"
        book.active["XFD1"].number_format = "0.00"

    assert rows_of(a_workbook(fill)) == [["Nama"]]


def test_a_zip_bomb_is_recognised_by_what_it_holds_not_by_what_it_says() -> None:
    padding = b"<!--" + b" " * 60_000_000 + b"-->"
    honest = repacked(
        a_table(["Nama"], ["Keripik"]),
        lambda name, old: padding + old if name == "xl/styles.xml" else old,
    )
    assert refusal_of(honest) == "zip_bomb"
    lying = bytearray(honest)
    size = struct.pack("<I", zipfile.ZipFile(io.BytesIO(honest)).getinfo("xl/styles.xml").file_size)
    while (at := lying.find(size)) >= 0:
        lying[at : at + 4] = struct.pack("<I", 4321)
    assert refusal_of(bytes(lying)) == "zip_bomb"


def test_external_entities_are_never_fetched() -> None:
    doctype = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

    def attack(name: str, old: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return old
        return doctype + old.replace(b"Keripik", b"&e;")

    content = repacked(a_table(["Nama"], ["Keripik"]), attack)
    assert refusal_of(content) == "damaged"


def test_a_sheet_that_never_ends_is_refused_instead_of_waited_for() -> None:
    endless = repacked(
        an_ods(ods_row(("Nama", 1))),
        lambda name, old: old.replace(b"</table:table>", b"") if name == "content.xml" else old,
    )
    assert refusal_of(endless, "a.ods") == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimited_text_is_read_in_every_dress(encoding: str, delimiter: str) -> None:
    lines = [["Nama", "Harga", "Ket"], ["Café “Enak”", "Rp 14.000", "-"], ["Abon", "9.500", "x"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert rows_of(text.encode(encoding), "a.csv") == lines


def test_a_comma_in_quotes_does_not_cut_a_cell() -> None:
    rows = rows_of(b'Nama,Kode\r\n"Kopkar, Bakti","A-1, B-2"\r\nX,"a\nb"\r\n', "a.csv")
    assert rows == [["Nama", "Kode"], ["Kopkar, Bakti", "A-1, B-2"], ["X", "a\nb"]]


def an_ods(*rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{"".join(rows)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def ods_row(*cells: tuple[str, int], repeated: int = 1) -> str:
    inside = "".join(
        f'<table:table-cell table:number-columns-repeated="{count}"'
        + (
            f' office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            if text
            else "/>"
        )
        for text, count in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def test_an_ods_with_its_usual_endless_empty_margin_is_read() -> None:
    content = an_ods(
        ods_row(("Nama", 1), ("Harga", 1), ("", 16_000)),
        ods_row(("Abon", 1), ("9.500", 1)),
        ods_row(("", 16_384), repeated=1_048_000),
    )
    assert rows_of(content, "a.ods") == [["Nama", "Harga"], ["Abon", "9.500"]]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([ods_row(("x", 5_000))], "too_many_columns"),
        ([ods_row(("", 16_000), ("x", 1))], "too_many_columns"),
        ([ods_row(("x", 1), repeated=1_000_000)], "too_many_rows"),
        ([ods_row(("", 3), repeated=900_000), ods_row(("x", 1))], "too_many_rows"),
    ],
)
def test_an_ods_that_unfolds_without_end_is_refused(rows: list[str], code: str) -> None:
    assert refusal_of(an_ods(*rows), "a.ods") == code


@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", compound_module.MAGIC]))
def test_random_bytes_are_read_or_refused_and_nothing_else(content: bytes, start: bytes) -> None:
    try:
        book = open_workbook("a.xlsx", start + content)
        for sheet in book.sheets:
            list(sheet.rows())
    except Unreadable:
        pass


WHOLE = a_table(["Nama", "Harga"], ["Keripik", 14000], ["Abon", "=B2"])


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(at: int, damage: bytes) -> None:
    content = WHOLE[:at] + damage + WHOLE[at + len(damage) :]
    try:
        for sheet in open_workbook("a.xlsx", content).sheets:
            list(sheet.rows())
    except Unreadable:
        pass


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=12))
def test_a_sheet_damaged_inside_an_intact_zip_is_read_or_refused(at: int, damage: bytes) -> None:
    def change(name: str, old: bytes) -> bytes:
        if not name.endswith(("sheet1.xml", "workbook.xml")):
            return old
        place = at % len(old)
        return old[:place] + damage + old[place + len(damage) :]

    try:
        for sheet in open_workbook("a.xlsx", repacked(WHOLE, change)).sheets:
            list(sheet.rows())
    except Unreadable:
        pass
