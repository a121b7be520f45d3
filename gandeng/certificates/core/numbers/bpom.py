"""BPOM registration numbers: MD and ML for food, and the other series told apart.

Source: numbers printed on packages: 12 digits (classic) or 15 (newer); the inside is not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .reading import Kind, Problem, Reading, all_the_same, an_error, look_at, nothing_there

# prefix -> (regime, what it is called)
SERIES: Final[Mapping[str, tuple[str, str]]] = {
    "MD": ("food", "pangan dalam negeri"),
    "ML": ("food", "pangan impor"),
    "NA": ("cosmetics", "kosmetik"),
    "TR": ("traditional_medicine", "obat tradisional"),
    "TI": ("traditional_medicine", "obat tradisional impor"),
    "SD": ("supplement", "suplemen kesehatan"),
    "SI": ("supplement", "suplemen kesehatan impor"),
}


def read_bpom(raw: object, *, is_food: bool = True) -> Reading:
    """Read an izin edar number; ``normal`` is ``MD 123456789012``. Parts: prefix, regime, digits.

    A series that is not for food on a food product is an error; SP (Sertifikat Penyuluhan) is no
    permit today.
    """
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor izin edar BPOM"):
        return Reading(Kind.BPOM, cell.text, "", {}, (problem,))
    text = re.sub(r"[^A-Z0-9]", "", cell.text.upper())
    text = re.sub(r"^(NOMOR|NO|IZIN|EDAR|BADAN|POM|BPOM|RI|REG)+(?=[A-Z0-9])", "", text)
    match = re.fullmatch(r"(?P<prefix>[A-Z]{2})(?P<digits>[0-9]+)", text)
    if match is None:
        message = (
            "Awalan nomor tidak ada. Tulis lengkap seperti di kemasan, misalnya MD 123456789012."
            if text.isdigit()
            else "Nomor izin edar terdiri dari dua huruf (MD atau ML) dan 12 atau 15 angka. "
            "Salin lagi dari kemasan."
        )
        code = "prefix_missing" if text.isdigit() else "not_a_bpom_number"
        return Reading(Kind.BPOM, cell.text, "", {}, (an_error(code, message),))
    prefix, digits = match["prefix"], match["digits"]
    if prefix == "SP":
        return _unread(
            cell.text,
            "sp_is_no_permit",
            "Nomor SP (Sertifikat Penyuluhan) bukan izin edar lagi. Urus P-IRT atau MD.",
        )
    if prefix not in SERIES:
        return _unread(
            cell.text,
            "prefix_unknown",
            f"Awalan {prefix} tidak dikenal. Untuk pangan awalannya MD atau ML.",
        )
    regime, called = SERIES[prefix]
    parts = {"prefix": prefix, "regime": regime, "digits": digits}
    normal = f"{prefix} {digits}"
    if all_the_same(digits):
        return _unread(cell.text, "all_same", "Nomor ini bukan nomor sungguhan. Lihat kemasannya.")
    if regime == "food" and len(digits) not in (12, 15):
        return _unread(
            cell.text,
            "wrong_length",
            f"Nomor {prefix} harus 12 atau 15 angka, ini {len(digits)}. "
            "Cocokkan di cekbpom.pom.go.id.",
        )
    problems: tuple[Problem, ...] = ()
    if is_food and regime != "food":
        problems = (
            an_error(
                "not_for_food",
                f"{prefix} adalah nomor {called}, bukan pangan. Pindahkan produk ke kategori yang "
                "benar atau isi nomor MD.",
            ),
        )
    return Reading(Kind.BPOM, cell.text, normal, parts, problems)


def _unread(text: str, code: str, message: str) -> Reading:
    return Reading(Kind.BPOM, text, "", {}, (an_error(code, message),))
