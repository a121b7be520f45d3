"""SLHS: the hygiene certificate of ready-to-eat food; its number has no national form
(Permenkes 14/2021 and 2/2023), so it is kept as written."""

from __future__ import annotations

from .reading import Kind, Reading, an_error, look_at, nothing_there

LONGEST = 80


def read_slhs(raw: object) -> Reading:
    """Keep the text, spaces tidied. Only an empty or a digitless text is an error."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor SLHS"):
        return Reading(Kind.SLHS, cell.text, "", {}, (problem,))
    if not cell.digits:
        problem = an_error("no_digits", "Nomor SLHS belum tampak. Salin dari sertifikatnya.")
        return Reading(Kind.SLHS, cell.text, "", {}, (problem,))
    if len(cell.text) > LONGEST:
        problem = an_error("too_long", "Tulis nomornya saja, keterangan lain di kolom catatan.")
        return Reading(Kind.SLHS, cell.text, "", {}, (problem,))
    return Reading(Kind.SLHS, cell.text, cell.text.upper(), {}, ())
