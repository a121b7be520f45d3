"""NIK Koperasi: the cooperative's own number, not the citizen's."""

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


def read_cooperative_number(raw: object) -> Reading:
    """Read a Nomor Induk Koperasi. Thirteen digits are expected but not confirmed by any source,
    so another length is only a warning; sixteen are a citizen's NIK in the wrong field."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "NIK Koperasi (ODS)"):
        return Reading(Kind.COOPERATIVE, cell.text, "", {}, (problem,))
    digits = cell.digits
    if len(digits) == 16:
        problem = an_error(
            "looks_like_ktp",
            "Ini tampaknya NIK KTP seseorang. Isi Nomor Induk Koperasi dari sertifikat ODS.",
        )
        return Reading(Kind.COOPERATIVE, cell.text, "", {}, (problem,))
    if len(digits) < 6 or all_the_same(digits):
        problem = an_error(
            "not_a_number", "Nomor Induk Koperasi belum lengkap. Salin dari sertifikat ODS."
        )
        return Reading(Kind.COOPERATIVE, cell.text, "", {}, (problem,))
    problems: tuple[Problem, ...] = ()
    if len(digits) != LENGTH:
        problems = (
            a_warning(
                "unusual_length",
                f"Nomor ini {len(digits)} angka, biasanya {LENGTH}. Cocokkan sertifikat ODS.",
            ),
        )
    return Reading(Kind.COOPERATIVE, cell.text, digits, {}, problems)
