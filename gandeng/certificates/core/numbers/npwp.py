"""NPWP: the tax number in its old (15), new (16) and place-of-business (NITKU, 22) forms.

Source: the published NPWP algorithm (as in python-stdnum): Luhn over the first 9 of the 15 digits
(8 and a check digit), then 3 for the tax office and 3 for the branch; 16 digits starting with 0
are an old number, otherwise a NIK.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .nik import read_nik
from .reading import (
    Kind,
    Problem,
    Reading,
    a_warning,
    all_the_same,
    an_error,
    look_at,
    nothing_there,
    rounded_by_spreadsheet,
)


def luhn_is_right(digits: str) -> bool:
    """Luhn: from the right every second digit doubled, digits of doubles added, divisible by 10."""
    total = 0
    for place, letter in enumerate(reversed(digits)):
        value = int(letter) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def read_npwp(raw: object, *, on: date) -> Reading:
    """Read an NPWP; ``normal`` is 16 digits (22 for a NITKU). Part ``form`` says which was given:
    npwp15, npwp16, nik, nitku; ``on`` is today, for the birthday inside a NIK."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "NPWP"):
        return Reading(Kind.NPWP, cell.text, "", {}, (problem,))
    digits = cell.digits
    if problem := rounded_by_spreadsheet(cell):
        return Reading(Kind.NPWP, cell.text, "", {}, (problem,))
    restored: tuple[Problem, ...] = ()
    if cell.was_number and len(digits) == 14:
        digits = f"0{digits}"
        restored = (
            a_warning(
                "leading_zero_restored",
                "Lembar kerja menghapus angka 0 di depan; kami kembalikan. Cocokkan kartu NPWP.",
            ),
        )
    if digits and all_the_same(digits):
        return _unread(cell.text, "all_same", "Nomor ini bukan NPWP sungguhan. Lihat kartu NPWP.")
    branch_tail = ""
    form = {15: "npwp15", 16: "npwp16", 22: "nitku"}.get(len(digits))
    if form is None:
        return _unread(
            cell.text,
            "wrong_length",
            f"NPWP harus 15 atau 16 angka (NITKU 22), ini {len(digits)}. Salin dari kartu NPWP.",
        )
    if form == "nitku":
        digits, branch_tail = digits[:16], digits[16:]
    if len(digits) == 16 and not digits.startswith("0"):
        person = read_nik(digits, on=on, is_owner=False)
        parts = {**person.parts, "form": form if branch_tail else "nik", "branch": branch_tail}
        normal = person.normal and person.normal + branch_tail
        return replace(person, kind=Kind.NPWP, raw=cell.text, normal=normal, parts=parts)
    old = digits[-15:]
    if not luhn_is_right(old[:9]):
        return _unread(
            cell.text,
            "check_digit_wrong",
            "Angka ke-9 tidak cocok dengan hitungan NPWP; ada angka yang salah ketik. "
            "Salin lagi dari kartu NPWP.",
        )
    parts = {
        "form": form,
        "registration": old[:9],
        "tax_office": old[9:12],
        "branch": branch_tail or old[12:],
    }
    return Reading(Kind.NPWP, cell.text, f"0{old}{branch_tail}", parts, restored)


def _unread(text: str, code: str, message: str) -> Reading:
    return Reading(Kind.NPWP, text, "", {}, (an_error(code, message),))
