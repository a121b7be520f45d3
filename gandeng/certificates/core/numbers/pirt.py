"""SPP-IRT: the number of a home industry's food permit, taken apart.

Source: Peraturan BPOM 4/2024 and its predecessors ask for at least 15 digits, ``P-IRT No.
1234567890123-45``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .places import regency_may_exist
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
from .reading import (
    gettext_noop as _,
)

PACKAGINGS: Final[Mapping[str, str]] = {
    "1": _("kaca"),
    "2": _("plastik"),
    "3": _("karton/kertas"),
    "4": _("kaleng"),
    "5": _("aluminium foil"),
    "6": _("lain-lain (misalnya daun)"),
    "7": _("komposit (misalnya plastik dan foil)"),
    "8": _("ganda (primer dan sekunder berbeda)"),
}

FOOD_TYPES: Final[Mapping[str, str]] = {
    "01": _("olahan daging kering"),
    "02": _("olahan ikan kering"),
    "03": _("olahan unggas kering dan telur"),
    "04": _("olahan sayur"),
    "05": _("olahan kelapa"),
    "06": _("tepung dan hasil olahannya"),
    "07": _("minyak dan lemak"),
    "08": _("selai, jeli"),
    "09": _("gula, kembang gula, madu, cokelat"),
    "10": _("kopi dan teh kering"),
    "11": _("bumbu"),
    "12": _("rempah"),
    "13": _("minuman serbuk"),
    "14": _("olahan buah"),
    "15": _("olahan biji-bijian, kacang, dan umbi"),
}

LENGTH: Final = 15
_BY_HAND = "Periksa dengan tangan di sppirt.pom.go.id."


def read_pirt(raw: object, *, home_regency: str | None = None) -> Reading:
    """Read a P-IRT number; ``normal`` is ``2053215010001-25`` (13 + 2 digits).

    Parts: packaging (digit 1), food_type (2–3), regency (4–7), nth_type (8–9: which of the
    producer's food types), producer_serial (10–13: the same on all products of one producer),
    expiry_year (20YY from 14–15). ``home_regency`` is the programme's ("3215"); another one is a
    warning. Odd parts of a 15-digit number are warnings, because printed numbers with another
    split exist; only a food type outside 01–15 is an error.
    """
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor P-IRT"):
        return Reading(Kind.PIRT, cell.text, "", {}, (problem,))
    # "P-IRT No. 2053215010001-25", "PIRT 205.3215…", "SPP-IRT: …", "P.IRT.": words go first.
    rest = re.sub(r"(?i)(spp\W*)?(\bp\W*)?irt", "", cell.text)
    rest = re.sub(r"(?i)\bno(mor)?\b\W*", "", rest)
    digits = cell.digits
    if re.search(r"[A-Za-z]", rest):
        return _unread(
            cell.text,
            "letters",
            "Nomor P-IRT hanya berisi angka. Periksa huruf yang ikut terketik "
            "(sering O untuk 0, l untuk 1).",
        )
    if all_the_same(digits):
        return _unread(
            cell.text, "all_same", "Nomor ini bukan nomor P-IRT sungguhan. Lihat sertifikatnya."
        )
    if len(digits) < LENGTH:
        return _unread(
            cell.text,
            "too_short",
            f"Nomor P-IRT harus {LENGTH} angka, ini baru {len(digits)}. Lengkapi dari sertifikat; "
            "bila di sertifikat memang sependek ini, sertifikatnya lama dan perlu diperbarui.",
        )
    if len(digits) > LENGTH:
        # The legal text says "at least 15": longer is odd, not impossible.
        if len(digits) > 20:
            return _unread(
                cell.text,
                "too_long",
                f"Ada {len(digits)} angka, nomor P-IRT {LENGTH}. Tulis satu nomor saja per baris.",
            )
        odd = a_warning(
            "longer_than_usual",
            f"Nomor ini {len(digits)} angka, biasanya {LENGTH}. {_BY_HAND}",
        )
        return Reading(Kind.PIRT, cell.text, digits, {}, (odd,))
    parts = {
        "packaging": digits[0],
        "food_type": digits[1:3],
        "regency": digits[3:7],
        "nth_type": digits[7:9],
        "producer_serial": digits[9:13],
        "expiry_year": f"20{digits[13:]}",
    }
    return Reading(
        Kind.PIRT,
        cell.text,
        f"{digits[:13]}-{digits[13:]}",
        parts,
        tuple(_odd_parts(parts, home_regency)),
    )


def _unread(text: str, code: str, message: str) -> Reading:
    return Reading(Kind.PIRT, text, "", {}, (an_error(code, message),))


def _odd_parts(parts: Mapping[str, str], home_regency: str | None) -> list[Problem]:
    problems = []
    if parts["packaging"] not in PACKAGINGS:
        problems.append(
            a_warning(
                "packaging_unknown",
                f"Angka pertama {parts['packaging']} bukan kode kemasan (1–8). {_BY_HAND}",
            )
        )
    if parts["food_type"] not in FOOD_TYPES:
        problems.append(
            an_error(
                "food_type_unknown",
                f"Angka ke-2 dan ke-3 ({parts['food_type']}) bukan kode jenis pangan (01–15). "
                "Cocokkan lagi dengan sertifikat.",
            )
        )
    if not regency_may_exist(parts["regency"]):
        problems.append(
            a_warning(
                "regency_unknown",
                f"Kode kabupaten {parts['regency']} tidak dikenal. {_BY_HAND}",
            )
        )
    elif home_regency and parts["regency"] != home_regency:
        problems.append(
            a_warning(
                "other_regency",
                f"Kode kabupaten {parts['regency']}, bukan {home_regency}: produsen terdaftar di "
                "luar kabupaten ini. Pastikan tempat produksinya.",
            )
        )
    if parts["nth_type"] == "00" or parts["producer_serial"] == "0000":
        problems.append(a_warning("serial_zero", f"Nomor urut di dalam nomor ini nol. {_BY_HAND}"))
    return problems
