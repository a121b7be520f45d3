"""The clear answers to a file that cannot be read at all, and the limits behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from gandeng.intake.core.problems import gettext_noop as _
from gandeng.kernel.errors import Refusal

MEBIBYTE = 1024 * 1024
FILE_LIMIT_BYTES = 25 * MEBIBYTE
UNPACKED_LIMIT_BYTES = 300 * MEBIBYTE
# An honest sheet of zeros shrinks about 100 times; a bomb 1000 times and more.
SHRINK_LIMIT = 250
SHRINK_MATTERS_FROM_BYTES = 4 * MEBIBYTE
PART_LIMIT = 3_000
COLUMN_LIMIT = 256
ROW_LIMIT = 200_000
CELL_LIMIT = 6_000_000
SHEET_LIMIT = 100
NAME_LIMIT = 200

SENTENCES: Mapping[str, str] = {
    "empty_file": _("File kosong. Pilih file lain, lalu unggah lagi."),
    "file_too_large": _(
        "File berukuran {size} MB; paling besar {limit} MB. Hapus gambar atau pecah menjadi "
        "beberapa file."
    ),
    "bad_name": _("Nama file tidak dapat dipakai. Beri nama yang pendek, misalnya umkm.xlsx."),
    "not_a_workbook": _(
        "File ini bukan lembar kerja. Unggah file Excel (.xlsx, .xls, .xlsb), .ods atau .csv."
    ),
    "other_kind_of_file": _(
        "File ini {kind}, bukan lembar kerja. Salin tabelnya ke Excel, simpan sebagai .xlsx, "
        "lalu unggah lagi."
    ),
    "web_page": _(
        "File ini halaman web yang diberi nama lembar kerja. Buka dengan Excel, pilih Simpan "
        "Sebagai .xlsx, lalu unggah lagi."
    ),
    "damaged": _(
        "Lembar kerja ini rusak dan tidak dapat dibuka. Buka di Excel, simpan ulang sebagai "
        ".xlsx, lalu unggah lagi."
    ),
    "password_protected": _(
        "Lembar kerja ini dilindungi kata sandi. Buka dengan kata sandinya, hapus "
        "perlindungannya, simpan, lalu unggah lagi."
    ),
    "zip_bomb": _(
        "Isi file ini mengembang secara tidak wajar ketika dibuka, jadi tidak dibaca. Salin "
        "datanya ke lembar kerja baru, lalu unggah lagi."
    ),
    "too_many_columns": _(
        "Lembar “{sheet}” berisi {columns} kolom; paling banyak {limit}. Hapus kolom yang "
        "tidak dipakai."
    ),
    "too_many_rows": _(
        "Lembar “{sheet}” berisi {rows} baris; paling banyak {limit}. Pecah menjadi beberapa file."
    ),
    "too_many_cells": _("Lembar “{sheet}” terlalu besar. Pecah menjadi beberapa file."),
    "too_many_sheets": _(
        "File berisi {sheets} lembar; paling banyak {limit}. Pecah menjadi beberapa file."
    ),
    "no_sheets": _("Tidak ada lembar yang berisi data dan terlihat. Isi lembar kerja lebih dulu."),
    "formulas_without_values": _(
        "Lembar “{sheet}” berisi rumus tanpa hasil ({count} sel, mulai {cell}). Buka di Excel, "
        "salin, tempel sebagai nilai, simpan, lalu unggah lagi."
    ),
    "unreadable_text": _(
        "Teks dalam file ini tidak dapat dibaca. Simpan ulang sebagai CSV UTF-8 atau .xlsx."
    ),
}

NOTES: Mapping[str, str] = {
    "hidden_sheet": _("Lembar tersembunyi “{sheet}” dilewati."),
    "not_a_table_sheet": _("Lembar “{sheet}” bukan lembar data (grafik atau makro); dilewati."),
    "empty_sheet": _("Lembar “{sheet}” kosong; dilewati."),
    "macros": _("File berisi makro; makro tidak dijalankan dan diabaikan."),
    "formulas": _("Lembar “{sheet}” berisi {count} rumus; yang dibaca hasil yang tersimpan."),
    "formulas_without_values": _(
        "Lembar “{sheet}” berisi {count} rumus tanpa hasil, mulai {cell}; baris terkait diperiksa."
    ),
    "merged_cells": _("Lembar “{sheet}” memuat {count} sel gabungan; nilainya disalin ke bawah."),
    "encoding": _("Teks dibaca sebagai {encoding}, pemisah kolom {delimiter}."),
}


class Unreadable(Refusal):
    """This file cannot be read: a code for programs, an Indonesian sentence with what to do.

    ``template`` and ``facts`` let a translator say the same in another language.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.template = SENTENCES[code]
        self.facts = facts
        super().__init__(code, self.template.format(**facts))


def refuse(code: str, **facts: object) -> NoReturn:
    raise Unreadable(code, **facts)


def check_extent(sheet: str, *, rows: int, columns: int) -> None:
    """Raise Unreadable when a sheet, laid out in full, is larger than we read."""
    if columns > COLUMN_LIMIT:
        refuse("too_many_columns", sheet=sheet, columns=columns, limit=COLUMN_LIMIT)
    if rows > ROW_LIMIT:
        refuse("too_many_rows", sheet=sheet, rows=rows, limit=ROW_LIMIT)
    if rows * columns > CELL_LIMIT:
        refuse("too_many_cells", sheet=sheet)
