"""Workbooks of offices that do everything otherwise: tables that look otherwise."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from gandeng.intake.queries.planning import File
from gandeng.organisations.models import Organisation

from .offices import Office, a_file, counts, office, problems, saved

__all__ = ["office"]
pytestmark = pytest.mark.django_db


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
