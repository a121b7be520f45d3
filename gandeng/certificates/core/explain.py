"""A number taken apart for people: which digits say what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .numbers.pirt import FOOD_TYPES, PACKAGINGS
from .numbers.reading import Kind, Reading
from .numbers.reading import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Part:
    """Some digits and what they say. Joined, the parts are the number without its separators."""

    digits: str
    name: str
    meaning: str


def explain(reading: Reading, places: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """The parts of a P-IRT, halal or BPOM number; () for numbers without an inside, or unread.

    ``places``: names of provinces (two digits) and regencies (four digits).
    """
    names = places or {}
    if reading.kind is Kind.PIRT and "producer_serial" in reading.parts:
        return _pirt(reading.parts, names)
    if reading.kind is Kind.HALAL and len(reading.normal) == len("ID") + 17:
        return _halal(reading, names)
    if reading.kind is Kind.BPOM and "digits" in reading.parts:
        return _bpom(reading.parts)
    return ()


def _pirt(parts: Mapping[str, str], places: Mapping[str, str]) -> tuple[Part, ...]:
    packaging, food_type, regency = parts["packaging"], parts["food_type"], parts["regency"]
    return (
        Part(packaging, _("Kemasan"), PACKAGINGS.get(packaging, _("tidak dikenal"))),
        Part(food_type, _("Jenis pangan"), FOOD_TYPES.get(food_type, _("tidak dikenal"))),
        Part(regency, _("Kabupaten"), places.get(regency, _("tidak dikenal"))),
        Part(
            parts["nth_type"],
            _("Urutan jenis"),
            f"jenis pangan ke-{int(parts['nth_type'])} dari produsen ini",
        ),
        Part(
            parts["producer_serial"],
            _("Nomor produsen"),
            _("sama pada semua produk satu produsen"),
        ),
        Part(parts["expiry_year"][2:], _("Tahun habis"), parts["expiry_year"]),
    )


def _halal(reading: Reading, places: Mapping[str, str]) -> tuple[Part, ...]:
    digits = reading.normal[2:]
    month, year = digits[13:15], f"20{digits[15:]}"
    return (
        Part("ID", _("Awalan"), _("diterbitkan BPJPH")),
        Part(digits[:2], _("Provinsi"), places.get(digits[:2], _("tidak dikenal"))),
        Part(digits[2:4], _("Kode"), _("artinya tidak diumumkan")),
        Part(digits[4:13], _("Nomor urut"), _("nomor sertifikat")),
        Part(digits[13:], _("Bulan terbit"), f"{month}/{year}"),
    )


def _bpom(parts: Mapping[str, str]) -> tuple[Part, ...]:
    said = {"MD": _("pangan dalam negeri"), "ML": _("pangan impor")}
    return (
        Part(parts["prefix"], _("Jenis"), said.get(parts["prefix"], _("bukan pangan"))),
        Part(parts["digits"], _("Nomor pendaftaran"), _("dicari di cekbpom.pom.go.id")),
    )
