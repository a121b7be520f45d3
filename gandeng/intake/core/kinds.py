"""What a table of an office may hold: its columns, the words that head them, their readers."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gandeng.intake.core.cells.text import read_text
from gandeng.intake.core.problems import Value

# Most readers take the cell alone; one with `given` also takes the value of that column.
Reader = Callable[..., Value[Any]]

ABBREVIATIONS = {
    "jml": "jumlah", "jmlh": "jumlah", "jlh": "jumlah", "jum": "jumlah", "nm": "nama",
    "nma": "nama", "kec": "kecamatan", "kel": "kelurahan", "ds": "desa", "tgl": "tanggal",
    "tg": "tanggal", "thn": "tahun", "th": "tahun", "bln": "bulan", "hr": "hari", "hrg": "harga",
    "brt": "berat", "min": "minimal", "minimum": "minimal", "maks": "maksimal", "kap": "kapasitas",
    "prod": "produk", "prdk": "produk", "kmsn": "kemasan", "sert": "sertifikat",
    "ket": "keterangan",
    "almt": "alamat", "tlp": "telepon", "telp": "telepon", "tel": "telepon", "phone": "telepon",
    "hp": "hp", "handphone": "hp", "whatsapp": "wa", "nomor": "no", "nomer": "no", "number": "no",
    "num": "no", "kategory": "kategori", "ktgr": "kategori", "stn": "satuan", "sat": "satuan",
    "ush": "usaha", "prsh": "perusahaan", "kop": "koperasi", "krywn": "karyawan",
    "tk": "tenaga kerja",
    "naker": "tenaga kerja", "s d": "sampai", "sd": "sampai", "exp": "kedaluwarsa", "pj": "pic",
}  # fmt: skip
STOP_WORDS = frozenset("dan atau yang di per dari anda bapak ibu silakan".split())
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
NOT_A_WORD = re.compile(r"[^\w]+")


def fold_heading(text: str) -> str:
    """ "Jml. Karyawan (orang) *" becomes "jumlah karyawan"; what is in brackets is explanation."""
    outside = BRACKETS.sub(" ", text.casefold())
    if not NOT_A_WORD.sub("", outside):
        outside = text.casefold()
    outside = re.sub(r"\bs\s*[./]\s*d\b\.?", " sampai ", outside.replace("&", " "))
    words = NOT_A_WORD.sub(" ", outside.replace("_", " ")).split()
    expanded = " ".join(ABBREVIATIONS.get(word, word) for word in words)
    return " ".join(word for word in expanded.split() if word not in STOP_WORDS)


def is_numbering(heading: str) -> bool:
    """Is this the heading of the column that only counts the rows ("No", "No. Urut")?"""
    return NOT_A_WORD.sub("", heading.casefold()) in ("no", "nourut", "nomorurut", "urut", "nr")


@dataclass(frozen=True)
class Column:
    """One column: its key in programs, its heading on the template, the words that mean it.

    An empty `is_required` column stops the row. What a `stops` column cannot read stops the row
    too; elsewhere it is a look and the value is left out; `stops` defaults to `is_required`.
    `given` names the column whose value the reader needs too (a village within its district).
    """

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    reader: Reader = read_text
    stops: bool | None = None
    given: str | None = None

    @property
    def stops_row(self) -> bool:
        return self.is_required if self.stops is None else self.stops

    @cached_property
    def folded_names(self) -> frozenset[str]:
        return frozenset(filter(None, map(fold_heading, (self.label, *self.synonyms))))


@dataclass(frozen=True)
class Kind:
    """One kind of table: key, what it is called, its columns, words its sheets are named with."""

    key: str
    label: str
    columns: tuple[Column, ...]
    sheet_words: tuple[str, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def required_keys(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns if column.is_required)
