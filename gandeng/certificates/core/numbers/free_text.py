"""Numbers without a form of their own (SNI, HACCP and others): kept as written."""

from __future__ import annotations

from .reading import Kind, Reading, an_error, look_at, nothing_there

LONGEST = 60


def read_free_text(kind: Kind, raw: object) -> Reading:
    """Keep the text, spaces tidied and in capitals. Empty, or too long, is an error."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor sertifikat"):
        return Reading(kind, cell.text, "", {}, (problem,))
    if len(cell.text) > LONGEST:
        problem = an_error("too_long", "Tulis nomornya saja, keterangan lain di kolom catatan.")
        return Reading(kind, cell.text, "", {}, (problem,))
    return Reading(kind, cell.text, cell.text.upper(), {}, ())
