"""Workbooks of offices that do everything otherwise: what becomes of each row, exactly."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gandeng.certificates.models import Certificate
from gandeng.intake.actions import carry_out, check_files, decide_held, take_in
from gandeng.intake.core.kinds import Kind
from gandeng.intake.models import HeldRow, TakenRow
from gandeng.intake.queries.planning import File, Plan, plan_files
from gandeng.intake.tests.test_core_workbook import encrypted_compound
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations import actions as organisations
from gandeng.organisations.models import Double, Organisation
from gandeng.people.models import Person
from gandeng.products import actions as products
from gandeng.products.models import Product
from gandeng.programmes.models import Programme
from gandeng.programmes.samples import a_member, a_programme

pytestmark = pytest.mark.django_db

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


# ── tables that look otherwise ───────────────────────────────────────────────────────────────────


def test_headings_in_english_and_in_another_order(office: Office) -> None:
    rows = [
        ["District", "Phone Number", "Owner", "Business Name", "Workers"],
        ["Klari", "+62 812 3456 7890", "Siti Aminah", "Dapur Sari", "3 orang"],
    ]
    plan = office.take_in(a_file(Sheet1=rows))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == []
    maker = Organisation.objects.get()
    assert (maker.name, maker.owner_name, maker.worker_count) == ("Dapur Sari", "Siti Aminah", 3)
    assert maker.district.name == "Klari"


def test_two_rows_of_headings_and_column_numbers_below(office: Office) -> None:
    rows = [
        ["REKAPITULASI DATA IKM", None, None, None, None],
        ["No", "Identitas", None, "Lokasi", None],
        [None, "Nama Usaha", "Pemilik", "Desa", "Kecamatan"],
        [1, 2, 3, 4, 5],
        [1, "Dapur Sari", "Siti Aminah", "Adiarsa Barat", "Karawang Barat"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("B2:C2")
    book.active.merge_cells("D2:E2")
    plan = office.take_in(File("rekap.xlsx", saved(book)))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == []
    assert Organisation.objects.get().village.name == "Adiarsa Barat"


def test_a_table_that_starts_at_c5_tells_true_row_numbers(office: Office) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Binaan"
    for line, row in enumerate(
        [["Nama UMKM", "Telp."], ["Dapur Sari", "08123"], [None, "0812-3456-7890"]], start=5
    ):
        for at, value in enumerate(row, start=3):
            sheet.cell(line, at, value)
    plan = office.look_at(File("binaan.xlsx", saved(book)))
    assert counts(plan) == {"created": {"maker": 1}, "stopped": {"maker": 1}}
    assert problems(plan) == [
        ("Binaan", 6, "Telp.", "look", "phone_too_short"),
        ("Binaan", 7, "Nama UMKM", "stop", "missing"),
    ]


def test_a_section_for_each_district_repeated_headings_sums_and_signatures(office: Office) -> None:
    heads = ["No", "Nama UMKM", "Pemilik", "Desa"]
    rows = [
        ["DAFTAR UMKM PER KECAMATAN"],
        heads,
        ["KECAMATAN KLARI"],
        [1, "Dapur Sari", "Siti", None],
        [2, "Dapur Lela", "Lela", None],
        [None, "Jumlah", "2 UMKM", None],
        [None, None, "Mengetahui,", None],
        [None, None, "Kepala Desa", None],
        [None, None, "( Asep Sunandar )", None],
        [],
        ["KECAMATAN PURWASARI"],
        heads,
        [1, "Pawon Ijah", "Ijah", None],
        ["TOTAL", None, None, 3],
        [None, None, "Karawang, 24 November 2026"],
        [None, None, "Kepala Bidang UMKM"],
        [None, None, "NIP. 19700101 199003 1 001"],
    ]
    plan = office.take_in(a_file(Data=rows))
    assert counts(plan) == {"created": {"maker": 3}}
    assert problems(plan) == []
    assert set(Organisation.objects.values_list("name", "district__name")) == {
        ("Dapur Sari", "Klari"),
        ("Dapur Lela", "Klari"),
        ("Pawon Ijah", "Purwasari"),
    }


def test_hidden_sheets_are_left_alone_and_unknown_ones_told(office: Office) -> None:
    book = openpyxl.Workbook()
    book.active.title = "UMKM"
    book.active.append(["Nama Usaha", "Kecamatan"])
    book.active.append(["Dapur Sari", "Klari"])
    hidden = book.create_sheet("Lama")
    hidden.sheet_state = "hidden"
    hidden.append(["Nama Usaha", "Kecamatan"])
    hidden.append(["Jangan Dibaca", "Klari"])
    book.create_sheet("Kas").append(["Debet", "Kredit", "Saldo"])
    plan = office.look_at(File("campur.xlsx", saved(book)))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == [("Kas", None, None, "look", "unknown_table")]
    assert plan.files[0]["notes"] == ["Lembar tersembunyi “Lama” dilewati."]


def test_a_csv_of_semicolons_in_windows_letters(office: Office) -> None:
    text = "Nama Usaha;Pemilik;Kecamatan\r\nCafé Sari;“Ibu” Siti;Klari\r\n"
    plan = office.take_in(File("umkm.csv", text.encode("cp1252")))
    assert counts(plan) == {"created": {"maker": 1}}
    assert Organisation.objects.get().name == "Café Sari"


def test_a_csv_in_utf_16_with_tabs(office: Office) -> None:
    target = io.StringIO()
    table = csv.writer(target, delimiter="\t")
    table.writerows([["Nama Usaha", "Kecamatan"], ["Dapur Sari", "Klari"]])
    plan = office.look_at(File("umkm.txt", target.getvalue().encode("utf-16")))
    assert counts(plan) == {"created": {"maker": 1}}


def test_only_headings_is_no_row_and_no_problem(office: Office) -> None:
    plan = office.take_in(a_file(UMKM=[["Nama Usaha", "Kecamatan"]]))
    assert counts(plan) == {}
    assert problems(plan) == []
    assert plan.is_readable


def test_a_sheet_without_a_column_it_needs_names_the_column(office: Office) -> None:
    rows = [["Nama Produk", "Harga Titip", "Harga Jual", "Kategori"], ["Keripik", 1000, 1500, "x"]]
    plan = office.look_at(a_file(Produk=rows))
    assert counts(plan) == {}
    assert problems(plan) == [("Produk", 1, "Merek / UMKM", "stop", "column_missing")]


# ── makers ───────────────────────────────────────────────────────────────────────────────────────


def test_a_nik_that_is_a_number_was_rounded_and_is_left_out(office: Office) -> None:
    plan = office.take_in(makers(["Dapur Sari", 3215014505800001.0, None, None, None, "Klari"]))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == [("UMKM", 2, "NIK", "look", "rounded_number")]
    assert Organisation.objects.get().nik == ""


def test_a_district_misspelt_is_read_and_one_unknown_left_out(office: Office) -> None:
    plan = office.take_in(
        makers(
            ["Dapur Sari", None, None, None, None, "Kec. Tlk Jambe Tmr"],
            ["Dapur Lela", None, None, None, None, "Zzzz"],
        )
    )
    assert counts(plan) == {"created": {"maker": 2}}
    assert problems(plan) == [("UMKM", 3, "Kecamatan", "look", "place_unknown")]
    sari = Organisation.objects.get(name="Dapur Sari")
    assert sari.district.name == "Telukjambe Timur"


def test_one_nik_under_two_names_is_held_until_somebody_decides(office: Office) -> None:
    nik = "3215014505800001"
    file = makers(
        ["Dapur Sari", nik, None, None, None, "Klari"],
        ["Keripik Lestari", nik, None, None, None, "Klari"],
    )
    plan = office.take_in(file)
    assert counts(plan) == {"created": {"maker": 1}, "held": {"maker": 1}}
    assert problems(plan) == [("UMKM", 3, "NIK", "look", "double_held")]
    (double,) = plan.doubles
    assert double["is_held"]
    assert double["left"]["name"] == "Dapur Sari"
    assert double["right"] == {
        "id": None,
        "name": "Keripik Lestari", "file": "umkm.xlsx", "sheet": "UMKM", "row": 3,
    }  # fmt: skip
    assert [reason["code"] for reason in double["evidence"]] == ["nik"]
    assert nik not in json.dumps(plan.as_json())
    assert counts(office.take_in(file)) == {"unchanged": {"maker": 1}, "held": {"maker": 1}}
    decide_held(HeldRow.objects.get(), is_same=False, by=office.officer, at=clock.now())
    assert Organisation.objects.count() == 2
    assert counts(office.take_in(file)) == {"unchanged": {"maker": 2}}


def test_a_held_row_that_is_the_same_fills_in_what_was_not_known(office: Office) -> None:
    nib = "1234567890123"
    file = makers(
        ["Dapur Sari", None, nib, None, None, "Klari"],
        ["Keripik Lestari", None, nib, "0812-3456-7890", None, None],
    )
    office.take_in(file)
    decide_held(HeldRow.objects.get(), is_same=True, by=office.officer, at=clock.now())
    maker = Organisation.objects.get()
    assert (maker.name, maker.phone) == ("Dapur Sari", "+6281234567890")
    assert counts(office.take_in(file)) == {"unchanged": {"maker": 2}}


def test_one_phone_for_two_businesses_makes_both_and_shows_the_pair(office: Office) -> None:
    plan = office.take_in(
        makers(
            ["Dapur Sari", None, None, "0812-3456-7890", None, "Klari"],
            ["Konveksi Budi", None, None, "+62 812 3456 7890", None, "Purwasari"],
        )
    )
    assert counts(plan) == {"created": {"maker": 2}}
    (double,) = plan.doubles
    assert {double["left"]["name"], double["right"]["name"]} == {"Dapur Sari", "Konveksi Budi"}
    assert [reason["code"] for reason in double["evidence"]] == ["phone"]
    assert {double["left"]["row"], double["right"]["row"]} == {2, 3}
    assert {double["left"]["sheet"], double["right"]["sheet"]} == {"UMKM"}
    assert Double.objects.count() == 1


def test_similar_names_in_one_village_are_a_pair_and_elsewhere_are_not(office: Office) -> None:
    plan = office.take_in(
        makers(
            ["Dapur Sari Rasa", None, None, None, "Adiarsa Barat", "Karawang Barat"],
            ["Dapur Sari Rassa", None, None, None, "Adiarsa Barat", "Karawang Barat"],
            ["Dapur Sari Rasa", None, None, None, "Duren", "Klari"],
        )
    )
    assert counts(plan) == {"created": {"maker": 3}}
    (double,) = plan.doubles
    assert {double["left"]["row"], double["right"]["row"]} == {2, 3}
    assert [reason["code"] for reason in double["evidence"]] == ["name"]
    assert Double.objects.count() == 1


def test_the_same_row_twice_is_one_maker(office: Office) -> None:
    row = ["Dapur Sari", None, None, None, "Adiarsa Barat", "Karawang Barat"]
    plan = office.take_in(makers(row, row))
    assert Organisation.objects.count() == 1
    assert sum(plan.count("create").values()) == 1
    assert len(problems(plan)) == 1


# ── products ─────────────────────────────────────────────────────────────────────────────────────


def products_of(*rows: list[Any], name: str = "produk.xlsx") -> File:
    return a_file(name, Produk=[PRODUCT_HEADS, *rows])


@pytest.fixture
def sari(office: Office) -> Organisation:
    office.take_in(makers(["Dapur Sari", None, None, None, None, "Klari"]))
    return Organisation.objects.get()


def test_products_without_a_code_column_are_found_again_by_name_and_size(
    office: Office, sari: Organisation
) -> None:
    heads = ["UMKM", "Produk", "Netto", "Harga Titip", "Harga Jual"]
    first = a_file(Produk=[heads, ["Dapur Sari", "Keripik Pisang", "250 gr", 12000, 15000]])
    later = a_file(Produk=[heads, ["DAPUR SARI", "Keripik Pisang", "250 gr", 12500, 16000]])
    assert counts(office.take_in(first)) == {"created": {"product": 1}}
    assert counts(office.take_in(later)) == {"changed": {"product": 1}}
    product = Product.objects.get()
    assert (product.consignment_price.rupiah, product.shelf_price.rupiah) == (12500, 16000)
    assert product.code


def test_a_maker_misspelt_is_understood_and_a_stranger_stops_the_row(
    office: Office, sari: Organisation
) -> None:
    plan = office.take_in(
        products_of(
            ["A1", "DAPUR  SARI ", "Keripik", "Camilan", 1000, 1500],
            ["A2", "Dapur Sary", "Dodol", "permen", 1000, 1500],
            ["A3", "Warung Jauh", "Sambal", "sambal", 1000, 1500],
        )
    )
    assert counts(plan) == {"created": {"product": 2}, "stopped": {"product": 1}}
    assert problems(plan) == [
        ("Produk", 3, "UMKM", "look", "maker_corrected"),
        ("Produk", 4, "UMKM", "stop", "unknown_maker"),
    ]


def test_two_makers_of_one_name_are_asked_about_and_told_apart_by_place(office: Office) -> None:
    office.take_in(
        makers(
            ["Dapur Sari", None, None, None, None, "Klari"],
            ["Dapur Sari", None, None, None, None, "Purwasari"],
        )
    )
    plan = office.take_in(
        products_of(
            ["A1", "Dapur Sari", "Keripik", "Camilan", 1000, 1500],
            ["A2", "Dapur Sari (Purwasari)", "Dodol", "permen", 1000, 1500],
        )
    )
    assert counts(plan) == {"created": {"product": 1}, "stopped": {"product": 1}}
    assert problems(plan) == [("Produk", 2, "UMKM", "stop", "maker_ambiguous")]
    assert "Dapur Sari (Klari) atau Dapur Sari (Purwasari)" in plan.problems[0]["message"]
    assert Product.objects.get().maker.district.name == "Purwasari"


def test_prices_swapped_stop_the_row_and_say_so(office: Office, sari: Organisation) -> None:
    plan = office.look_at(products_of(["A1", "Dapur Sari", "Keripik", "Camilan", 15000, 12000]))
    assert counts(plan) == {"stopped": {"product": 1}}
    assert problems(plan) == [("Produk", 2, "Harga Jual", "stop", "price_below_cost")]
    assert "Rp15.000" in plan.problems[0]["message"]


def test_a_category_nobody_knows_is_other(office: Office, sari: Organisation) -> None:
    plan = office.take_in(products_of(["A1", "Dapur Sari", "Kursi", "mebelair", 1000, 1500]))
    assert counts(plan) == {"created": {"product": 1}}
    assert ("Produk", 2, "Kategori", "look", "unknown_choice") in problems(plan)
    assert len(problems(plan)) == 1
    assert Product.objects.get().category == "other"


def test_formulas_without_values_are_asked_for_as_values(office: Office) -> None:
    rows = [["=A1", "=B1"], ["=A2", "=B2"], ["=A3", "=B3"]]
    plan = office.look_at(a_file(UMKM=[["Nama Usaha", "Kecamatan"], *rows]))
    assert [one["code"] for one in plan.problems] == ["formulas_without_values"]
    assert not plan.is_readable


def test_one_formula_without_a_value_stops_its_row_only(office: Office, sari: Organisation) -> None:
    plan = office.look_at(
        products_of(
            ["A1", "Dapur Sari", "Keripik", "Camilan", 1000, "=E2*1.2"],
            ["A2", "Dapur Sari", "Dodol", "permen", 1000, 1500],
        )
    )
    assert counts(plan) == {"created": {"product": 1}, "stopped": {"product": 1}}
    assert problems(plan) == [("Produk", 2, "Harga Jual", "stop", "formula_without_value")]


# ── certificates ─────────────────────────────────────────────────────────────────────────────────


def certificates_of(*rows: list[Any], name: str = "sertifikat.xlsx") -> File:
    return a_file(name, Sertifikat=[CERTIFICATE_HEADS, *rows])


@pytest.fixture
def keripik(office: Office, sari: Organisation) -> Product:
    office.take_in(products_of(["A1", "Dapur Sari", "Keripik Pisang", "Camilan", 1000, 1500]))
    return Product.objects.get()


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        (dt.date(2031, 3, 2), dt.date(2031, 3, 2)),
        (dt.datetime(2031, 3, 2), dt.date(2031, 3, 2)),
        ("2/3/2031", dt.date(2031, 3, 2)),
        ("02.03.31", dt.date(2031, 3, 2)),
        ("2 Maret 2031", dt.date(2031, 3, 2)),
        ("2031-03-02", dt.date(2031, 3, 2)),
        ("02-Mar-2031", dt.date(2031, 3, 2)),
    ],
)
def test_a_date_in_any_dress(
    office: Office, keripik: Product, written_as: object, meant: dt.date
) -> None:
    plan = office.take_in(certificates_of(["A1", "SNI", "SNI 01-2345", None, written_as]))
    assert counts(plan) == {"created": {"certificate": 1}}
    assert problems(plan) == []
    assert Certificate.objects.get().expires_on == meant


def test_impossible_dates_and_numbers_that_are_not_there(office: Office, keripik: Product) -> None:
    plan = office.take_in(
        certificates_of(
            ["A1", "SNI", "SNI 01-2345", None, "31-02-2031"],
            ["A1", "HACCP", "H-77", "1-1-2031", "1-1-2030"],
            ["A1", "HALAL", "dalam proses", None, None],
            ["A1", "PIRT", None, None, None],
            ["A1", "PIRT", "P-IRT 205321501000", None, None],
            ["ZZ", "PIRT", "P-IRT 2053215010001-31", None, None],
            ["A1", "akta kelahiran", "77", None, None],
        )
    )
    assert counts(plan) == {"created": {"certificate": 2}, "stopped": {"certificate": 3}}
    assert problems(plan) == [
        ("Sertifikat", 2, "Berlaku s.d.", "look", "impossible_date"),
        ("Sertifikat", 3, "Berlaku s.d.", "stop", "ends_before_issue"),
        ("Sertifikat", 4, "Nomor", "look", "number_missing"),
        ("Sertifikat", 5, "Nomor", "look", "number_missing"),
        ("Sertifikat", 6, "Nomor", "look", "too_short"),
        ("Sertifikat", 7, "Kode Produk", "stop", "unknown_product"),
        ("Sertifikat", 8, "Jenis", "stop", "unknown_choice"),
    ]


def test_a_certificate_by_the_products_name(office: Office, keripik: Product) -> None:
    rows = [
        ["Nama UMKM", "Nama Produk", "Jenis Izin", "Nomor Izin"],
        ["Dapur Sari", "keripik pisang", "PIRT", "P-IRT 2053215010001-31"],
        ["Dapur Sari", "Keripik Singkong", "PIRT", "P-IRT 2053215010001-31"],
    ]
    plan = office.take_in(a_file(Perizinan=rows))
    assert counts(plan) == {"created": {"certificate": 1}, "stopped": {"certificate": 1}}
    assert Certificate.objects.get().product == keripik
    assert problems(plan)[-1] == ("Perizinan", 3, "Nama Produk", "stop", "unknown_product")


def test_a_products_name_that_two_makers_use_needs_the_code(office: Office) -> None:
    office.take_in(
        makers(
            ["Dapur Sari", None, None, None, None, "Klari"],
            ["Pawon Ijah", None, None, None, None, "Klari"],
        ),
        products_of(
            ["A1", "Dapur Sari", "Keripik", "Camilan", 1000, 1500],
            ["B1", "Pawon Ijah", "Keripik", "Camilan", 1000, 1500],
        ),
    )
    plan = office.look_at(certificates_of(["Keripik", "PIRT", "P-IRT 2053215010001-31"]))
    assert counts(plan) == {"stopped": {"certificate": 1}}
    assert problems(plan) == [("Sertifikat", 2, "Kode Produk", "stop", "product_ambiguous")]
    assert "A1" in plan.problems[0]["message"]
    assert "B1" in plan.problems[0]["message"]


def test_a_producer_serial_of_two_makers_is_a_pair_with_the_serial(office: Office) -> None:
    book = {
        "UMKM": [["Nama Usaha", "Kecamatan"], ["Dapur Sari", "Klari"], ["Pawon Ijah", "Purwasari"]],
        "Produk": [
            PRODUCT_HEADS,
            ["A1", "Dapur Sari", "Keripik", "Camilan", 1000, 1500],
            ["B1", "Pawon Ijah", "Dodol", "permen", 1000, 1500],
        ],
        "Sertifikat": [
            CERTIFICATE_HEADS,
            ["A1", "PIRT", "P-IRT 2063215010077-31"],
            ["B1", "PIRT", "P-IRT 2093215010077-31"],
        ],
    }
    plan = office.look_at(a_file(**book))
    (double,) = plan.doubles
    assert {double["left"]["name"], double["right"]["name"]} == {"Dapur Sari", "Pawon Ijah"}
    assert [(r["code"], r["facts"]["value"]) for r in double["evidence"]] == [("serial", "0077")]
    office.take_in(a_file(**book))
    noted = Double.objects.get()
    assert [reason["code"] for reason in noted.evidence] == ["serial"]


# ── everything at once, twice, and broken off ────────────────────────────────────────────────────


def whole_book(**changed: Any) -> dict[str, list[list[Any]]]:
    return {
        "Sertifikat": [CERTIFICATE_HEADS, ["A1", "PIRT", "P-IRT 2063215010077-31"]],
        "Produk": [
            PRODUCT_HEADS,
            ["A1", "Dapur Sari", "Keripik", "Camilan", 1000, changed.get("price", 1500)],
            ["A2", "Dapur Sari", "Dodol", "permen", 2000, 2500],
        ],
        "UMKM": [
            ["Nama Usaha", "Pemilik", "No HP", "Kecamatan"],
            ["Dapur Sari", "Siti", changed.get("phone", "0812-3456-7890"), "Klari"],
        ],
    }


def test_sheets_in_any_order_follow_the_chain_and_twice_is_once(office: Office) -> None:
    file = a_file(**whole_book())
    made = {"maker": 1, "product": 2, "certificate": 1}
    assert counts(office.take_in(file)) == {"created": made}
    assert counts(office.take_in(file)) == {"unchanged": made}
    assert counts(office.look_at(file, file)) == {"unchanged": made}
    assert [one["code"] for one in office.look_at(file, file).problems] == ["file_twice"]


def test_a_corrected_file_changes_what_was_corrected_and_nothing_else(office: Office) -> None:
    office.take_in(a_file(**whole_book()))
    dodol = Product.objects.get(code="A2")
    plan = office.take_in(a_file(**whole_book(price=1750)))
    assert counts(plan) == {
        "changed": {"product": 1},
        "unchanged": {"maker": 1, "product": 1, "certificate": 1},
    }
    assert Product.objects.get(code="A1").shelf_price.rupiah == 1750
    again = Product.objects.get(code="A2")
    assert (again.shelf_price, again.consignment_price) == (
        dodol.shelf_price,
        dodol.consignment_price,
    )


def test_an_older_file_sent_again_does_not_undo_what_was_mended_on_screen(office: Office) -> None:
    file = a_file(**whole_book())
    office.take_in(file)
    maker, at = Organisation.objects.get(), clock.now()
    organisations.describe_organisation(maker, by=office.officer, at=at, owner_name="Siti Aminah")
    product = Product.objects.get(code="A1")
    products.change_product(product, by=office.officer, at=at, name="Keripik Pisang")
    assert set(counts(office.take_in(file))) == {"unchanged"}
    assert Organisation.objects.get().owner_name == "Siti Aminah"
    assert Product.objects.get(code="A1").name == "Keripik Pisang"


def test_an_empty_cell_takes_nothing_away(office: Office) -> None:
    office.take_in(a_file(**whole_book()))
    plan = office.take_in(a_file(**whole_book(phone=None)))
    assert set(counts(plan)) == {"unchanged"}
    assert Organisation.objects.get().phone == "+6281234567890"


def test_two_programmes_stay_apart(office: Office) -> None:
    other = Office("bekasi")
    file = a_file(**whole_book())
    office.take_in(file)
    assert counts(other.look_at(file)) == {"created": {"maker": 1, "product": 2, "certificate": 1}}
    only_products = a_file(Produk=whole_book()["Produk"])
    assert counts(other.look_at(only_products)) == {"stopped": {"product": 2}}
    other.take_in(file)
    assert Organisation.objects.filter(programme=office.programme).count() == 1
    assert Double.objects.count() == 0


def test_a_failure_in_the_middle_leaves_nothing_half_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gandeng.certificates import actions as certificates

    def fall_over(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    file = a_file(**whole_book())
    with monkeypatch.context() as broken:
        broken.setattr(certificates, "add_many", fall_over)
        with pytest.raises(RuntimeError):
            office.take_in(file)
    for noun in (Organisation, Product, Certificate, TakenRow, HeldRow, Double):
        assert noun.objects.count() == 0
    assert set(counts(office.take_in(file))) == {"created"}


def test_what_a_room_refuses_at_the_last_moment_is_told_and_can_be_corrected(
    office: Office, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_all(_programme: Any, _kind: str, rows: list[Any], **_by: Any) -> list[Refusal]:
        return [Refusal("field_wrong", "Nama ini tidak boleh.", field="name") for _ in rows]

    with monkeypatch.context() as strict:
        strict.setattr(organisations, "register_many", refuse_all)
        upload = check_files(
            office.programme, [a_file(**whole_book())], key="k", by=office.officer, at=clock.now()
        )
        plan = take_in(upload, by=office.officer, at=clock.now())
    assert counts(plan) == {"stopped": {"maker": 1, "product": 2, "certificate": 1}}
    assert problems(plan) == [
        ("UMKM", 2, "Nama Usaha", "stop", "field_wrong"),
        ("Produk", 2, "UMKM", "stop", "maker_stopped"),
        ("Produk", 3, "UMKM", "stop", "maker_stopped"),
        ("Sertifikat", 2, "Kode Produk", "stop", "product_stopped"),
    ]
    client.force_login(office.officer)
    answer = client.get(reverse("intake:corrections", args=[upload.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == {
        "UMKM": 1,
        "Produk": 2,
        "Sertifikat": 1,
    }
    said = [cell.value for cell in book["UMKM"][2]]
    assert "Nama ini tidak boleh." in said
    corrected = office.take_in(File("perbaikan.xlsx", answer.content))
    assert counts(corrected) == {"created": {"maker": 1, "product": 2, "certificate": 1}}


def test_a_second_click_on_a_decision_changes_nothing(office: Office, client: Any) -> None:
    nib = "1234567890123"
    office.take_in(
        makers(
            ["Dapur Sari", None, nib, None, None, "Klari"],
            ["Keripik Lestari", None, nib, None, None, None],
        )
    )
    client.force_login(office.officer)
    address = reverse("intake:decide", args=[HeldRow.objects.get().pk])
    assert client.post(address, {"answer": "other"}).status_code == 302
    page = client.post(address, {"answer": "same"}, follow=True)
    assert page.status_code == 200
    assert "sudah diputuskan: berbeda" in page.content.decode()
    assert Organisation.objects.count() == 2


def test_the_counts_of_a_wall_of_problems_are_exact_and_each_sort_is_listed(
    office: Office, client: Any
) -> None:
    rows = [["Nama Usaha", "No HP"], *([None, "081"] for _ in range(400)), ["Dapur Sari", "081"]]
    upload = check_files(
        office.programme, [a_file(UMKM=rows)], key="k", by=office.officer, at=clock.now()
    )
    found = upload.found
    assert found["problem_count"] == 801
    assert found["severities"] == {"stop": 400, "look": 401}
    assert len(found["problems"]) == 400
    assert [(sort["code"], sort["count"]) for sort in found["sorts"]] == [
        ("phone_too_short", 401),
        ("missing", 400),
    ]
    client.force_login(office.officer)
    page = client.get(reverse("intake:upload", args=[upload.pk]), {"code": "missing", "from": "50"})
    assert "51–100 dari 200" in " ".join(page.content.decode().split())
    strange = {"from": "9" * 30, "severity": "\0", "sheet": "x", "code": "zz"}
    assert client.get(reverse("intake:upload", args=[upload.pk]), strange).status_code == 200


def test_the_list_of_uploads_costs_the_same_for_one_and_three(office: Office, client: Any) -> None:
    client.force_login(office.officer)

    def send(name: str) -> None:
        file = makers([name, None, None, None, None, "Klari"])
        check_files(office.programme, [file], key=name, by=office.officer, at=clock.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("intake:uploads")).status_code == 200
        return len(queries)

    send("Dapur Sari")
    asked()
    one = asked()
    send("Dapur Lela")
    send("Pawon Ijah")
    assert asked() == one


def test_the_template_offers_categories_and_districts_and_comes_back_clean(
    office: Office, client: Any
) -> None:
    client.force_login(office.officer)
    content = client.get(reverse("intake:template")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = {column[0].value: [c.value for c in column] for column in book["Pilihan"].columns}
    offered = [words for words in lists.values() if "camilan" in words]
    assert len(offered) == 1
    assert any({"Klari", "Telukjambe Timur"} <= set(words) for words in lists.values())
    validations = book["Produk"].data_validations.dataValidation
    assert [str(one.sqref) for one in validations] == ["D2:D1001", "H2:H1001"]
    sheet = book["UMKM"]
    filled = ["Dapur Sari", "Siti Aminah", None, None, "0812-3456-7890", None, None, "Klari"]
    for at, value in enumerate(filled, start=1):
        sheet.cell(3, at, value)
    plan = office.look_at(File("templat.xlsx", saved(book)))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == []


# ── files that are no workbooks ──────────────────────────────────────────────────────────────────


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
