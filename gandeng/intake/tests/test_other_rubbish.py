"""Files that are no workbooks, and cells that are no cells."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from gandeng.intake.core.kinds import Kind
from gandeng.intake.queries.planning import File
from gandeng.intake.tests.test_core_workbook import encrypted_compound
from gandeng.products.models import Product

from .offices import Office, a_file, counts, makers, office, written

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def three_hundred_columns() -> bytes:
    return written(lambda book: book.add_worksheet().write_row(0, 0, range(300)))


def a_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * (40 * 1024 * 1024))
    return target.getvalue()


def a_letter() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (three_hundred_columns, "too_many_columns"),
        (a_bomb, "zip_bomb"),
        (a_letter, "other_kind_of_file"),
        (lambda: encrypted_compound("EncryptedPackage"), "password_protected"),
        (lambda: b"", "empty_file"),
        (lambda: b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (lambda: b"%PDF-1.7 ...", "other_kind_of_file"),
        (lambda: b"<html><table></table></html>", "web_page"),
        (lambda: bytes(range(256)) * 20, "not_a_workbook"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_other_file_goes_in(
    office: Office, make: Callable[[], bytes], code: str
) -> None:
    good = makers(["Dapur Sari", None, None, None, None, "Klari"])
    plan = office.take_in(File("aneh.xlsx", make()), good)
    assert not plan.is_readable
    assert [(one["file"], one["severity"], one["code"]) for one in plan.problems] == [
        ("aneh.xlsx", "stop", code)
    ]
    assert len(plan.problems[0]["message"]) > 20
    assert counts(plan) == {"created": {"maker": 1}}


def test_three_thousand_rows_of_rubbish_stop_each_and_nothing_falls_over(office: Office) -> None:
    junk = ["#REF!", "", "   ", "\u200b", "=", "<script>", -1, 1e300, True, "x" * 3000, "💥", "'"]
    heads = ["Kode", "UMKM", "Nama Produk", "Kategori", "Isi", "Harga Titip", "Harga Jual"]
    rows = [[junk[(line * 7 + at * 5) % len(junk)] for at in range(7)] for line in range(3_000)]
    content = written(lambda book: _fill(book.add_worksheet("Produk"), [heads, *rows]))
    plan = office.take_in(File("sampah.xlsx", content))
    assert set(counts(plan)) <= {"stopped"}
    assert Product.objects.count() == 0
    assert {one["severity"] for one in plan.problems} == {"stop", "look"}
    assert all(one["message"] and "{" not in one["message"] for one in plan.problems)
    json.dumps(plan.as_json(), default=str).encode()


def _fill(sheet: Any, rows: list[list[Any]]) -> None:
    for line, row in enumerate(rows):
        for at, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, at, value)
            else:
                sheet.write(line, at, value)


def test_every_kind_survives_any_cell(office: Office) -> None:
    """Each column of each kind of table, fed every sort of cell: problems, never a traceback."""
    cells = [
        "x", "dalam proses", 0, -5, 12.5, 1e20, True, dt.datetime(2026, 1, 2), dt.time(8, 30),
        "31-02-2026", "Rp. 14.000,-", "0812", "é" * 300, "1/2", "#N/A", "99999999999999999999",
    ]  # fmt: skip
    plan = office.look_at()
    for kind in plan.desk.kinds:
        rows = [_row_with(kind, at, cell) for at in range(len(kind.columns)) for cell in cells]
        heads = [column.label for column in kind.columns]
        found = office.take_in(a_file(**{kind.label: [heads, *rows]}))
        actions = Counter(row.action for row in found.rows[kind.key])
        assert sum(actions.values()) > 0
        assert all(one["severity"] in ("stop", "look", "left") for one in found.problems)


def _row_with(kind: Kind, at: int, cell: object) -> list[object]:
    """A believable row but for one cell."""
    row: list[object] = [
        {"name": f"Nama {at} {cell}"[:90], "judge": "Juri 1"}.get(column.key, "1000")
        for column in kind.columns
    ]
    row[at] = cell
    return row
