"""Products and certificates in other offices' workbooks."""

from __future__ import annotations

import datetime as dt

import pytest

from gandeng.certificates.models import Certificate
from gandeng.organisations.models import Double, Organisation
from gandeng.products.models import Product

from .offices import (
    CERTIFICATE_HEADS,
    PRODUCT_HEADS,
    Office,
    a_file,
    certificates_of,
    counts,
    keripik,
    makers,
    office,
    problems,
    products_of,
    sari,
)

__all__ = ["keripik", "office", "sari"]
pytestmark = pytest.mark.django_db


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
