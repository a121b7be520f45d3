"""Tables are found by the meaning of their headings, wherever and however they stand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.intake.core import cells
from gandeng.intake.core.kinds import Column, Kind, fold_heading
from gandeng.intake.core.problems import Value
from gandeng.intake.core.tables import Table, TableRow, find_table
from gandeng.intake.core.workbook import Cell, Merge, Sheet
from gandeng.kernel.money import Money

MAKERS = Kind(
    "maker",
    "UMKM",
    (
        Column("name", "Nama Usaha / Merek", ("nama usaha", "merek", "business name"), True),
        Column("owner", "Nama Pemilik", ("pemilik", "owner")),
        Column("phone", "No. HP/WA", ("no hp", "hp", "wa", "telepon"), reader=cells.read_phone),
        Column("district", "Kecamatan", ("district",)),
        Column("workers", "Tenaga Kerja", ("jumlah tenaga kerja",), reader=cells.read_whole),
    ),
    ("umkm",),
)
PRODUCTS = Kind(
    "product",
    "Produk",
    (
        Column("maker", "Merek / UMKM", ("merek", "nama usaha", "umkm"), True),
        Column("name", "Nama Produk", ("produk", "product name"), True),
        Column("price", "Harga Titip", ("harga", "price"), True, cells.read_rupiah),
        Column("shelf", "Harga Jual", ("harga toko",), reader=cells.read_rupiah),
        Column("capacity", "Kapasitas / bln", ("kapasitas",), reader=cells.read_whole),
    ),
    ("produk",),
)
KINDS = (MAKERS, PRODUCTS)
HEADINGS = ["No", "Merek / UMKM", "Nama Produk", "Harga Titip", "Harga Jual", "Kapasitas / bln"]
DATA: list[list[Cell]] = [
    [1.0, "Mitra Barokah", "Serundeng", "Rp 18.000,-", 21500.0, 320.0],
    [2.0, "Gurih Sejati", "Stik Bawang", "Rp. 20.000", 25000.0, "1.200 pcs"],
    [3.0, "Dapur Rahayu", "Bandrek", 24000.0, None, 800.0],
]


def a_sheet(
    rows: Sequence[Sequence[Cell]], name: str = "Sheet1", merges: tuple[Merge, ...] = ()
) -> Sheet:
    return Sheet(name, lambda: iter([list(row) for row in rows]), merges)


def the_table(rows: Sequence[Sequence[Cell]], **kwargs: Any) -> Table:
    table = find_table(a_sheet(rows, **kwargs), KINDS)
    assert table is not None
    return table


def products(rows: list[TableRow]) -> list[tuple[Any, ...]]:
    return [
        tuple(row.get(key) for key in ("maker", "name", "price", "shelf", "capacity"))
        for row in rows
    ]


PLAIN = [
    ("Mitra Barokah", "Serundeng", Money(18000), Money(21500), 320),
    ("Gurih Sejati", "Stik Bawang", Money(20000), Money(25000), 1200),
    ("Dapur Rahayu", "Bandrek", Money(24000), None, 800),
]
TITLES: list[list[Cell]] = [
    ["PEMERINTAH KABUPATEN KARAWANG"],
    ["DATA PRODUK UMKM"],
    ["Per 24-11-2026"],
    [],
    [None, "Nama Dinas:", "Koperasi dan UKM"],
]
OTHER_WORDS = [
    ["NO.", "MEREK", "NAMA PRODUK", "HARGA TITIP", "HARGA JUAL", "KAPASITAS"],
    ["No", "Nama Usaha", "Produk", "Hrg Titip (Rp)", "Hrg. Jual", "Kap. / bulan"],
    ["#", "UMKM*", "Nama  Produk\n(sesuai label)", "Harga", "Harga toko", "Kapasitas"],
    ["nomor urut", "merek_umkm", "nama_produk", "harga_titip", "harga_jual", "kapasitas_bln"],
    ["No", "Merk / UMKM", "Nama Prodk", "Harga Titp", "Harga Juall", "Kapsitas"],
]


@given(
    order=st.permutations(range(6)),
    titles=st.lists(st.sampled_from(TITLES), max_size=6),
    words=st.sampled_from([HEADINGS, *OTHER_WORDS]),
    blanks=st.integers(0, 3),
    margin=st.integers(0, 3),
    strangers=st.integers(0, 3),
    numbered=st.booleans(),
    footed=st.booleans(),
)
def test_the_same_rows_come_out_however_the_sheet_is_laid_out(
    order: list[int],
    titles: list[list[Cell]],
    words: list[str],
    blanks: int,
    margin: int,
    strangers: int,
    numbered: bool,
    footed: bool,
) -> None:
    extra = ["Petugas", "Foto", "Tautan"][:strangers]
    pad: list[Cell] = [None] * margin
    rows: list[list[Cell]] = [list(title) for title in titles]
    rows.append([*pad, *(words[at] for at in order), *extra])
    if numbered:
        rows.append([*pad, *(float(at + 1) for at in range(6 + strangers))])
    for row in DATA:
        rows += [[] for _ in range(blanks)]
        rows.append([*pad, *(row[at] for at in order), *("x" for _ in extra)])
    if footed:
        rows += [
            [],
            [*pad, None, "Mengetahui,"],
            [*pad, None, "Kepala Bidang"],
            [],
            [*pad, None, "Drs. H. Ujang Sopandi"],
            [*pad, None, "NIP. 19700101 199503 1 001"],
        ]
    table = the_table(rows)
    assert table.kind.key == "product"
    assert products(list(table.rows())) == PLAIN
    assert set(table.header.unknown) >= set(extra)


def test_each_kind_of_sheet_is_told_from_the_other() -> None:
    makers = [["Nama Usaha", "Pemilik", "No HP", "Kecamatan"], ["Mitra", "Siti", "0812", "Klari"]]
    assert the_table(makers).kind.key == "maker"
    assert the_table([HEADINGS, *DATA]).kind.key == "product"
    assert find_table(a_sheet([["Tanggal", "Kegiatan"], ["1/1/2026", "Rapat"]]), KINDS) is None
    assert find_table(a_sheet([]), KINDS) is None


def test_two_heading_rows_with_merged_groups_are_read_as_one() -> None:
    rows: list[list[Cell]] = [
        ["DATA PRODUK"],
        ["No", "UMKM", "Nama Produk", "Harga", None, "Kapasitas"],
        ["No", "UMKM", "Nama Produk", "Titip", "Jual", "Kapasitas"],
        *DATA,
    ]
    merges = (Merge(1, 3, 1, 4), Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 2, 2))
    table = the_table(rows, merges=merges)
    assert table.header.row_number == 3
    assert products(list(table.rows())) == PLAIN


def test_headings_repeated_on_each_printed_page_are_not_data() -> None:
    table = the_table([HEADINGS, *DATA[:2], HEADINGS, DATA[2]])
    assert products(list(table.rows())) == PLAIN
    assert table.skipped == {4: "heading"}


def test_columns_that_move_under_a_repeated_heading_are_followed() -> None:
    turned = [HEADINGS[at] for at in (0, 2, 1, 4, 3, 5)]
    last = [DATA[2][at] for at in (0, 2, 1, 4, 3, 5)]
    table = the_table([HEADINGS, *DATA[:2], turned, last])
    assert products(list(table.rows())) == PLAIN


def test_sums_numbers_and_signatures_are_left_out_and_told() -> None:
    table = the_table(
        [
            HEADINGS,
            [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            *DATA,
            [4.0, None, None, None, None, None],
            ["Jumlah", None, None, 62000.0, 46500.0, 2320.0],
            [None, None, None, "Karawang, 24 November 2026"],
            [None, None, None, "Kepala Bidang"],
            [None, None, None, "Hj. Dedeh"],
            [None, None, None, "NIP. 1970"],
        ]
    )
    assert products(list(table.rows())) == PLAIN
    assert table.skipped == {
        2: "column_numbers",
        6: "only_number",
        7: "sum",
        8: "footer",
        9: "footer",
        10: "footer",
        11: "footer",
    }


def test_a_product_may_be_called_jumlah() -> None:
    rows = [HEADINGS, [1.0, "Total Rasa", "Jumlah", 9000.0, None, None]]
    assert [row.get("name") for row in the_table(rows).rows()] == ["Jumlah"]


def test_a_district_written_over_its_rows_counts_for_each() -> None:
    rows: list[list[Cell]] = [
        ["No", "Nama Usaha", "Pemilik", "Kecamatan"],
        ["KECAMATAN KLARI"],
        [1.0, "Mitra", "Siti", None],
        ["Kecamatan : Pedes"],
        [2.0, "Gurih", "Heni", None],
    ]
    found = list(the_table(rows).rows())
    assert [(row.get("name"), row.get("district")) for row in found] == [
        ("Mitra", "KLARI"),
        ("Gurih", "Pedes"),
    ]


def test_a_missing_required_cell_stops_its_row_and_an_optional_one_only_asks_for_a_look() -> None:
    rows = [HEADINGS, [1.0, "Mitra", "Abon", None, "minta", None], [2.0, "A", "B", 9000.0, -5.0]]
    first, second = the_table(rows).rows()
    assert [(key, p.code, p.severity) for key, p in first.problems] == [
        ("price", "missing", "stop"),
        ("shelf", "not_money", "look"),
    ]
    assert first.stops
    assert not second.stops
    assert second.get("shelf") is None


def test_a_heading_without_its_required_column_says_which_is_missing() -> None:
    table = the_table([["Merek / UMKM", "Nama Produk", "Kapasitas"], ["Mitra", "Abon", 3.0]])
    assert table.header.missing == ("price",)
    assert [row.stops for row in table.rows()] == [True]


def test_a_reader_is_given_the_column_it_depends_on() -> None:
    def within(cell: Cell, district: str | None) -> Value[str]:
        return Value(f"{cell} in {district}")

    kind = Kind(
        "place",
        "Tempat",
        (
            Column("village", "Desa", reader=within, given="district"),
            Column("district", "Kecamatan", is_required=True),
        ),
    )
    table = find_table(a_sheet([["Desa", "Kecamatan"], ["Duren", "Klari"]]), [kind])
    assert table is not None
    assert [row.get("village") for row in table.rows()] == ["Duren in Klari"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Jml. Karyawan (orang) *", "jumlah karyawan"),
        ("Berlaku s.d.", "berlaku sampai"),
        ("No. HP/WA", "no hp wa"),
        ("Produk yang ingin ditemui (kode, pisahkan koma)", "produk ingin ditemui"),
        ("(1)", "1"),
    ],
)
def test_headings_are_folded_to_their_meaning(written: str, folded: str) -> None:
    assert fold_heading(written) == folded


ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from([*HEADINGS, "Mengetahui,", "Jumlah", "Kec. Klari"]),
    st.floats(),
    st.booleans(),
    st.dates(),
)


@given(st.lists(st.lists(ANY_CELL, max_size=8), max_size=12), st.randoms())
def test_no_sheet_surprises_the_search(rows: list[list[Cell]], chance: random.Random) -> None:
    position = chance.randint(0, len(rows))
    for sheet_rows in (rows, [*rows[:position], HEADINGS, *rows[position:]]):
        table = find_table(a_sheet(sheet_rows), KINDS)
        if table is not None:
            for row in table.rows():
                assert row.number not in table.skipped
                assert all(problem.message for _, problem in row.problems)
