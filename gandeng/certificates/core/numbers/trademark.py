"""Merek (DJKI): a registration is not an application."""

from __future__ import annotations

import re

from .reading import Kind, Reading, a_warning, an_error, look_at, nothing_there


def read_trademark(raw: object) -> Reading:
    """Read a trademark number: ``IDM`` + 9 digits is registered; JID…, DID…, M00… and D00… are
    applications, a warning because nothing is protected yet. Part ``stage``."""
    cell = look_at(raw)
    if problem := nothing_there(cell, "Nomor merek"):
        return Reading(Kind.TRADEMARK, cell.text, "", {}, (problem,))
    text = re.sub(r"[^A-Z0-9]", "", cell.text.upper())
    if re.fullmatch(r"IDM[0-9]{9}", text):
        return Reading(Kind.TRADEMARK, cell.text, text, {"stage": "registered"}, ())
    if re.fullmatch(r"(JID|DID|M00|D00)[0-9]{6,12}", text):
        problem = a_warning(
            "application_only",
            "Ini nomor permohonan merek, belum terdaftar. Isi nomor IDM setelah sertifikat terbit.",
        )
        return Reading(Kind.TRADEMARK, cell.text, text, {"stage": "applied"}, (problem,))
    problem = an_error(
        "not_a_trademark_number",
        "Nomor merek terdaftar berbentuk IDM dan 9 angka. Salin dari sertifikat DJKI.",
    )
    return Reading(Kind.TRADEMARK, cell.text, "", {}, (problem,))
