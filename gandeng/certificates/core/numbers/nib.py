"""NIB: one business, thirteen digits, no public check digit (OSS, PP 28/2025)."""

from __future__ import annotations

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

LENGTH = 13


def read_nib(raw: object) -> Reading:
    """Read a NIB; ``normal`` is its 13 digits.

    A spreadsheet number of 12 digits lost its leading zero: it is put back, with a warning.
    """
    cell = look_at(raw)
    if problem := nothing_there(cell, "NIB"):
        return Reading(Kind.NIB, cell.text, "", {}, (problem,))
    digits = cell.digits
    problems: tuple[Problem, ...] = ()
    if cell.was_number and len(digits) == LENGTH - 1:
        digits = f"0{digits}"
        problems = (
            a_warning(
                "leading_zero_restored",
                "Lembar kerja menghapus angka 0 di depan; kami kembalikan. Cocokkan dengan OSS.",
            ),
        )
    if len(digits) != LENGTH:
        problem = an_error(
            "wrong_length",
            f"NIB harus {LENGTH} angka, ini {len(digits)}. Salin dari dokumen NIB di oss.go.id.",
        )
        return Reading(Kind.NIB, cell.text, "", {}, (problem,))
    if all_the_same(digits):
        problem = an_error("all_same", "Nomor ini bukan NIB sungguhan. Lihat dokumen NIB.")
        return Reading(Kind.NIB, cell.text, "", {}, (problem,))
    return Reading(Kind.NIB, cell.text, digits, {}, problems)
