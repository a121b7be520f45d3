"""Names where there is little room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

# What kind of body it is, which many share and nobody is known by; the longer first.
_KINDS = (
    "koperasi karyawan", "koperasi konsumen", "koperasi pegawai", "koperasi", "kopkar", "kpri",
    "pt.", "pt", "cv.", "cv", "ud.", "ud", "pd.", "pd",
)  # fmt: skip


def short_names(names: Mapping[Key, str]) -> dict[Key, str]:
    """The names without what kind of body each is, where that still tells them apart."""
    short = {key: _without_kind(name) for key, name in names.items()}
    count = Counter(name.casefold() for name in short.values())
    return {key: short[key] if count[short[key].casefold()] == 1 else names[key] for key in names}


def _without_kind(name: str) -> str:
    for kind in _KINDS:
        if name.casefold().startswith(f"{kind} "):
            # "Koperasi Karyawan PT Maju": as far as kinds go on
            return _without_kind(name[len(kind) :].lstrip())
    return name
