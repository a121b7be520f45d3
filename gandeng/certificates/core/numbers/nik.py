"""NIK: the number on a citizen's card, ``PPKKCC DDMMYY SSSS``."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from .places import PROVINCES
from .reading import (
    Kind,
    Problem,
    Reading,
    a_warning,
    an_error,
    look_at,
    nothing_there,
    rounded_by_spreadsheet,
)

LENGTH = 16
OWNER_AGE = 17


def read_nik(
    raw: object,
    *,
    on: date,
    known_districts: Set[str] | None = None,
    is_owner: bool = True,
) -> Reading:
    """Read a NIK; ``normal`` is its 16 digits. Parts: regency, district, born_on, sex, serial.

    Women carry day + 40. There is no check digit; the century is guessed: a year up to this
    year's is 20YY, else 19YY. An owner of a business is at least 17 on ``on``.
    ``known_districts`` are six-digit codes; a code missing among those of a regency the set knows
    is only a warning, because the NIK keeps the district of its first issue.
    """
    cell = look_at(raw)
    if problem := nothing_there(cell, "NIK (KTP)"):
        return Reading(Kind.NIK, cell.text, "", {}, (problem,))
    digits = cell.digits
    if len(digits) != LENGTH:
        return _unread(
            cell.text,
            "wrong_length",
            f"NIK (KTP) harus {LENGTH} angka, ini {len(digits)}. Salin lagi dari KTP.",
        )
    if problem := rounded_by_spreadsheet(cell):
        return Reading(Kind.NIK, cell.text, "", {}, (problem,))
    born_on = _birthday(digits[6:12], on)
    if born_on is None:
        return _unread(
            cell.text,
            "birthday_impossible",
            f"Tanggal lahir di dalam NIK ({digits[6:12]}) tidak ada. Salin lagi dari KTP.",
        )
    if digits[12:] == "0000":
        return _unread(
            cell.text,
            "serial_zero",
            "Empat angka terakhir NIK tidak boleh 0000. Salin lagi dari KTP.",
        )
    parts = {
        "regency": digits[:4],
        "district": digits[:6],
        "born_on": born_on.isoformat(),
        "sex": "female" if int(digits[6:8]) > 40 else "male",
        "serial": digits[12:],
    }
    problems: list[Problem] = []
    if digits[:2] not in PROVINCES:
        problems.append(
            a_warning("province_unknown", f"Kode provinsi {digits[:2]} tidak dikenal. Periksa KTP.")
        )
    elif (
        known_districts is not None
        and digits[:6] not in known_districts
        and any(code.startswith(digits[:4]) for code in known_districts)
    ):
        problems.append(
            a_warning(
                "district_unknown",
                f"Kode kecamatan {digits[:6]} tidak dikenal; bisa karena pemekaran. Cocokkan KTP.",
            )
        )
    if is_owner and _age(born_on, on) < OWNER_AGE:
        problems.append(
            an_error(
                "owner_too_young",
                f"Menurut NIK pemilik belum {OWNER_AGE} tahun. Periksa apakah ini NIK pemilik.",
            )
        )
    return Reading(Kind.NIK, cell.text, digits, parts, tuple(problems))


def _birthday(six: str, on: date) -> date | None:
    day, month, two = int(six[:2]), int(six[2:4]), int(six[4:])
    year = 2000 + two if two <= on.year % 100 else 1900 + two
    try:
        return date(year, month, day - 40 if day > 40 else day)
    except ValueError:
        return None


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _unread(text: str, code: str, message: str) -> Reading:
    return Reading(Kind.NIK, text, "", {}, (an_error(code, message),))
