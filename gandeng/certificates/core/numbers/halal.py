"""Halal certificates of BPJPH: ``ID`` and 17 digits, and what people type instead.

Source: UU 33/2014, UU 6/2023; the form by induction from printed numbers (province, …, MMYY of
issue; the third and fourth digit have no known meaning and get none here).
"""

from __future__ import annotations

import re
from datetime import date

from .places import PROVINCES
from .reading import (
    Kind,
    Problem,
    Reading,
    a_warning,
    all_the_same,
    an_error,
    look_at,
    nothing_there,
)

_BY_HAND = "Cocokkan di halal.go.id, lalu catat siapa yang memeriksa."


def read_halal(raw: object, *, on: date) -> Reading:
    """Read a halal number; ``normal`` is ``ID`` and its digits. ``on`` is today: an issue month
    after it is a warning.

    ``ID`` + 17 digits is right; 15, 16 or 18 digits are a warning (one of 18 was seen printed).
    KH/KF numbers are the MUI's fatwa, not the certificate: an error. Digits alone in the old
    MUI series (14 or so) are the error ``old_mui``: those were limited in time and have ended.
    """
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor sertifikat halal"):
        return Reading(Kind.HALAL, cell.text, "", {}, (problem,))
    text = re.sub(r"[^A-Z0-9]", "", cell.text.upper())
    text = re.sub(r"^(NO(MOR)?|SERTIFIKAT|HALAL|BPJPH)+", "", text)
    if re.match(r"(KH|KF|KEPUTUSAN|KETETAPAN|FATWA)", text):
        return _unread(
            cell.text,
            "fatwa_number",
            "Ini nomor ketetapan halal (fatwa MUI), bukan nomor sertifikat. Isi nomor yang diawali "
            "ID dari sertifikat BPJPH.",
        )
    if text.startswith("LPPOM") or (text.isdigit() and 11 <= len(text) <= 15):
        return _unread(
            cell.text,
            "old_mui",
            "Ini nomor sertifikat halal MUI lama yang masa berlakunya terbatas. Ajukan sertifikat "
            "BPJPH yang baru (nomornya diawali ID).",
        )
    problems: list[Problem] = []
    if text.isdigit() and len(text) in (16, 17, 18):
        problems.append(
            a_warning("prefix_missing", "Huruf ID di depan nomor tidak ditulis; kami tambahkan.")
        )
        text = f"ID{text}"
    # The letter O among digits is a slip of the hand, not another number.
    if re.fullmatch(r"ID[0-9OIL]{15,18}", text) and not text[2:].isdigit():
        text = "ID" + text[2:].translate(str.maketrans("OIL", "011"))
        problems.append(
            a_warning("letters_read_as_digits", f"Huruf di tengah nomor dibaca angka. {_BY_HAND}")
        )
    if not re.fullmatch(r"ID[0-9]{15,18}", text):
        return _unread(
            cell.text,
            "not_a_halal_number",
            "Nomor sertifikat halal terdiri dari ID dan 17 angka. Salin dari sertifikat BPJPH.",
        )
    digits = text[2:]
    if all_the_same(digits):
        return _unread(
            cell.text, "all_same", "Nomor ini bukan nomor sungguhan. Lihat sertifikat BPJPH."
        )
    if len(digits) != 17:
        problems.append(
            a_warning(
                "unusual_length",
                f"Ada {len(digits)} angka setelah ID, biasanya 17. {_BY_HAND}",
            )
        )
        return Reading(Kind.HALAL, cell.text, text, {"series": "bpjph"}, tuple(problems))
    parts = {
        "series": "bpjph",
        "province": digits[:2],
        "serial": digits[4:13],
        "issued_month": f"20{digits[15:]}-{digits[13:15]}",
    }
    # 00 seems to stand for national or many-province applicants (not confirmed by any source).
    if digits[:2] not in PROVINCES | {"00"}:
        problems.append(
            a_warning("province_unknown", f"Kode provinsi {digits[:2]} tidak dikenal. {_BY_HAND}")
        )
    month, year = int(digits[13:15]), 2000 + int(digits[15:])
    if not 1 <= month <= 12:
        problems.append(
            a_warning("month_impossible", f"Bulan terbit {month:02d} tidak ada. {_BY_HAND}")
        )
        del parts["issued_month"]
    elif (year, month) > (on.year, on.month):
        problems.append(
            a_warning(
                "issued_in_future", f"Bulan terbit {month:02d}/{year} belum terjadi. {_BY_HAND}"
            )
        )
    return Reading(Kind.HALAL, cell.text, text, parts, tuple(problems))


def _unread(text: str, code: str, message: str) -> Reading:
    series = {"series": "mui"} if code == "old_mui" else {}
    return Reading(Kind.HALAL, text, "", series, (an_error(code, message),))
