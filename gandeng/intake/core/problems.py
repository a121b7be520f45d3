"""What can be wrong with a file or a cell, in words the person who typed it understands.

Every sentence is a template marked for translation; Django's side may translate the template and
fill in the facts, the core alone speaks Indonesian.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
# a row that is left: nothing is wrong with it, but another one counts
Severity = Literal["stop", "look", "left"]
STOP: Severity = "stop"
LOOK: Severity = "look"


def gettext_noop(text: str) -> str:
    """Mark a sentence for `makemessages` without knowing Django."""
    return text


_ = gettext_noop

SENTENCES: Mapping[str, str] = {
    # a value is missing or is not what the column holds
    "missing": _("“{label}” kosong. Isi kolom ini; tanpa isinya baris tidak dapat diterima."),
    "not_text": _("“{read}” bukan teks yang dapat dibaca. Ketik ulang isinya."),
    "control_characters": _("“{read}” memuat karakter tak tampak; karakter itu dibuang. Periksa."),
    "too_long": _("Isi sel terlalu panjang ({length} huruf, paling banyak {limit}). Persingkat."),
    "formula_error": _("Sel berisi galat rumus “{read}”. Ganti rumus dengan nilainya."),
    "formula_without_value": _(
        "Sel berisi rumus {read} tanpa hasil. Salin, tempel sebagai nilai, lalu simpan."
    ),
    "rounded_number": _(
        "Nomor {read} sudah dibulatkan oleh lembar kerja: angka terakhirnya hilang. "
        "Ketik ulang dari dokumen aslinya sebagai teks (awali dengan tanda ')."
    ),
    "wrong_length": _("“{read}” berisi {length} angka, seharusnya {expected}. Periksa ulang."),
    "leading_zero_lost": _(
        "“{read}” kehilangan angka 0 di depan; dibaca sebagai {value}. Periksa, lalu simpan "
        "sebagai teks."
    ),
    # rupiah
    "not_money": _("“{read}” bukan jumlah rupiah. Tulis angka saja, misalnya 14000."),
    "date_as_money": _(
        "“{read}” adalah tanggal, padahal kolom ini berisi rupiah. Ubah format sel menjadi angka "
        "dan ketik ulang harganya."
    ),
    "negative": _("“{read}” bernilai minus. Tulis jumlah yang positif."),
    "ambiguous_money": _(
        "“{read}” dibaca sebagai {value} rupiah, tetapi bisa berarti lain. Periksa, tulis tanpa "
        "singkatan."
    ),
    "suspicious_money": _("“{read}” dibaca sebagai {value} rupiah: tidak lazim. Periksa angkanya."),
    "fraction_dropped": _("“{read}” memuat pecahan rupiah; dibaca sebagai {value}. Periksa."),
    "money_range": _(
        "“{read}” berisi kisaran; yang dibaca nilai terendah, {value} rupiah. Tulis satu angka."
    ),
    "too_large": _("“{read}” terlalu besar untuk kolom ini. Periksa jumlah angkanya."),
    # days and spans
    "not_a_date": _("“{read}” bukan tanggal. Tulis hari-bulan-tahun, misalnya 15-12-2026."),
    "impossible_date": _("Tanggal “{read}” tidak ada di kalender. Periksa hari dan bulannya."),
    "date_order": _(
        "“{read}” hanya masuk akal sebagai bulan/hari; dibaca {value}. Tulis hari-bulan-tahun."
    ),
    "date_without_day": _("“{read}” tidak menyebut harinya; dibaca sebagai {value}. Lengkapi."),
    "date_from_serial": _("Angka {read} dibaca sebagai tanggal {value}. Periksa."),
    "unlikely_year": _("Tahun pada “{read}” tidak lazim. Periksa."),
    "not_a_duration": _("“{read}” bukan lama waktu. Tulis misalnya 90 hari atau 3 bulan."),
    "duration_converted": _("“{read}” dihitung sebagai {value} hari. Periksa bila perlu tepat."),
    "duration_range": _(
        "“{read}” berisi kisaran; yang dibaca paling singkat, {value} hari. Tulis satu angka."
    ),
    # numbers
    "not_a_number": _("“{read}” bukan angka. Tulis angka saja."),
    "not_whole": _("“{read}” bukan bilangan bulat; dibaca sebagai {value}. Periksa."),
    "number_range": _("“{read}” berisi kisaran; dibaca sebagai {value}. Tulis satu angka."),
    "ambiguous_number": _("“{read}” dibaca sebagai {value}, tetapi bisa berarti lain. Periksa."),
    "out_of_range": _("“{read}” di luar batas {low} sampai {high}. Periksa."),
    "not_a_percentage": _("“{read}” bukan persentase. Tulis misalnya 12,5%."),
    "fraction_as_percentage": _("“{read}” dibaca sebagai {value}. Tulis dengan tanda %."),
    # phones
    "phone_too_short": _(
        "Nomor telepon “{read}” kurang angka ({length}). Lengkapi; nomor ini tidak disimpan."
    ),
    "phone_unlikely": _(
        "Nomor telepon “{read}” tidak cocok dengan pola nomor Indonesia. Periksa angkanya."
    ),
    "not_a_phone": _("“{read}” bukan nomor telepon. Tulis misalnya 0812-3456-7890."),
    "several_phones": _("“{read}” memuat beberapa nomor; yang dipakai {value}. Periksa."),
    # places
    "place_corrected": _("“{read}” dibaca sebagai {value}. Periksa ejaannya."),
    "place_unknown": _("“{read}” tidak ada dalam daftar wilayah. Pilih nama yang benar."),
    "place_unknown_nearest": _(
        "“{read}” tidak ada dalam daftar wilayah. Barangkali maksudnya {nearest}?"
    ),
    "place_ambiguous": _("“{read}” ada di {places}. Isi kecamatannya supaya jelas."),
    "place_elsewhere": _(
        "“{read}” tidak ada di Kecamatan {district}; nama itu ada di {places}. Periksa keduanya."
    ),
    # choices
    "unknown_choice": _("“{read}” tidak dikenal. Pilih salah satu: {choices}."),
    "choice_corrected": _("“{read}” dibaca sebagai “{value}”. Periksa."),
    "not_yes_or_no": _("“{read}” bukan ya atau tidak. Tulis ya atau tidak."),
    "capitals_changed": _("“{read}” ditulis ulang menjadi “{value}”. Periksa huruf besarnya."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell: a code for programs, a sentence for a person."""

    code: str
    severity: Severity
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The sentence with its facts still open; what a translator sees."""
        return SENTENCES[self.code]

    @property
    def message(self) -> str:
        """The sentence in Indonesian."""
        return self.template.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """What a cell says: a value (or None), what is odd about it, and words worth keeping."""

    value: T | None
    problems: tuple[Problem, ...] = ()
    note: str = ""

    @property
    def stops(self) -> bool:
        return any(problem.severity == STOP for problem in self.problems)
