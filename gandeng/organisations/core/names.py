"""When two business names are the same name."""

from __future__ import annotations

import re

LEGAL_FORMS = re.compile(
    r"\b(pt|cv|ud|pd|fa|koperasi|kopkar|karyawan|umkm|toko)\b\.?", re.IGNORECASE
)
NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def fold_name(name: str) -> str:
    """``"KOPKAR Bakti  Prima"`` and ``"Koperasi Karyawan Bakti Prima"`` fold to ``"bakti prima"``.
    A name that is nothing but legal forms keeps its letters."""
    lowered = name.casefold()
    kept = NOT_LETTERS.sub(" ", LEGAL_FORMS.sub(" ", lowered)).strip()
    return kept or NOT_LETTERS.sub(" ", lowered).strip()
