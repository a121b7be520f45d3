"""An office and the files it brings: everybody's do it otherwise."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from gandeng.intake.actions import carry_out
from gandeng.intake.queries.planning import File, Plan, plan_files
from gandeng.kernel import clock
from gandeng.organisations.models import Organisation
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme
from gandeng.programmes.samples import a_member, a_programme

PRODUCT_HEADS = ["Kode", "UMKM", "Nama Produk", "Kategori", "Harga Titip", "Harga Jual"]
CERTIFICATE_HEADS = ["Kode Produk", "Jenis", "Nomor", "Terbit", "Berlaku s.d."]


class Office:
    """A programme, its officer, and what they do with files."""

    def __init__(self, slug: str = "karawang") -> None:
        self.programme: Programme = a_programme(slug)
        self.officer: Person = a_member(self.programme)

    def look_at(self, *files: File) -> Plan:
        return plan_files(self.programme, files, on=clock.today())

    def take_in(self, *files: File) -> Plan:
        plan = self.look_at(*files)
        carry_out(plan, by=self.officer, at=clock.now())
        return plan


@pytest.fixture
def office() -> Office:
    return Office()


def a_file(name: str = "data.xlsx", **sheets: list[list[Any]]) -> File:
    """A workbook with these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return File(name, saved(book))


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def written(fill: Callable[[Any], None]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book)
    book.close()
    return target.getvalue()


def makers(*rows: list[Any], name: str = "umkm.xlsx") -> File:
    return a_file(name, UMKM=[["Nama Usaha", "NIK", "NIB", "No HP", "Desa", "Kecamatan"], *rows])


def counts(plan: Plan) -> dict[str, dict[str, int]]:
    """What would become of the rows, empty answers left out."""
    found = plan.as_json()
    words = ("created", "changed", "unchanged", "stopped", "held")
    return {word: found[word] for word in words if found[word]}


def problems(plan: Plan) -> list[tuple[str, int | None, str | None, str, str]]:
    return [
        (one["sheet"], one["row"], one["column"], one["severity"], one["code"])
        for one in plan.problems
    ]


def products_of(*rows: list[Any], name: str = "produk.xlsx") -> File:
    return a_file(name, Produk=[PRODUCT_HEADS, *rows])


@pytest.fixture
def sari(office: Office) -> Organisation:
    office.take_in(makers(["Dapur Sari", None, None, None, None, "Klari"]))
    return Organisation.objects.get()


def certificates_of(*rows: list[Any], name: str = "sertifikat.xlsx") -> File:
    return a_file(name, Sertifikat=[CERTIFICATE_HEADS, *rows])


@pytest.fixture
def keripik(office: Office, sari: Organisation) -> Product:
    office.take_in(products_of(["A1", "Dapur Sari", "Keripik Pisang", "Camilan", 1000, 1500]))
    return Product.objects.get()
