"""Cheap rules that show a P-IRT number cannot belong to the product it stands beside.

Source: the conditions of Peraturan BPOM 4/2024 (dry, more than 7 days, no claims). An error
rejects the evidence; a warning asks a curator to look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from .needs import LONGEST_FRESH_DAYS, Storage
from .numbers.pirt import FOOD_TYPES, PACKAGINGS
from .numbers.reading import Kind, Problem, Reading, a_warning, an_error


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What is known of the product beside the number; None or '' where nothing is."""

    name: str
    category: str
    storage: Storage = Storage.ROOM
    shelf_life_days: int | None = None
    packaging_code: int | None = None
    is_sterile: bool = False
    is_liquid_drink: bool = False
    label_text: str = ""


# Claims a P-IRT label may not make. Whole words; the list is ours and editable.
_CLAIM = re.compile(
    r"(?i)\b(menyembuhkan|mengobati|obat\s+\w+|anti\s?(kanker|kolesterol|diabetes)|"
    r"(rendah|bebas|tanpa)\s+(gula|kolesterol|lemak|garam)|(menurunkan|mencegah)\s+\w+|"
    r"tinggi\s+(serat|protein|kalsium)|menyehatkan|melangsingkan|pelangsing|low\s+sugar|"
    r"sugar\s+free|non\s+kolesterol)\b"
)

# Examples of the 2012/2018 list that decide the food type by the product's own word; the first
# match wins, so the more particular word stands first. Ours, editable.
_TYPE_BY_WORD: Final[tuple[tuple[str, frozenset[str]], ...]] = tuple(
    (words, frozenset(codes.split()))
    for words, codes in (
        (r"keripik usus|telur asin|abon ayam", "03"),
        (r"kerupuk kulit|dendeng|abon sapi|abon daging", "01"),
        (r"sambal|kecap|bawang goreng|saus|bumbu", "11"),
        (r"(keripik|kripik) tempe|emping|(keripik|kripik) (bayam|jamur|daun)", "04 15"),
        (r"(keripik|kripik) (singkong|talas|ubi|kentang)", "15 06"),
        (r"rengginang|rangginang|opak|kacang|rempeyek|peyek", "15 06"),
        (r"abon ikan|ikan asin|kerupuk (ikan|udang)|rumput laut", "02"),
        (r"terasi|petis|teri|bandeng", "02 11"),
        (r"serundeng|kelapa", "05 11"),
        (r"pisang|manisan|(keripik|kripik) (buah|nangka|salak|apel)", "14"),
        (r"minuman serbuk|bandrek|jahe|wedang|bajigur", "13 12"),
        (r"kopi|teh", "10"),
        (r"madu|gula|permen|cokelat batang", "09"),
        (r"selai|jeli", "08"),
        (r"minyak", "07"),
        (r"dodol|wajit|moci|mochi|bolu|brownies|roti|kue|bagelen|nastar|stik|makaroni", "06 09"),
        (r"kerupuk|krupuk|basreng|seblak|semprong|simping|kembang goyang", "06 02"),
    )
)

_TYPE_BY_CATEGORY: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(codes.split())
    for name, codes in {
        "kopi & teh": "10",
        "gula & madu": "09",
        "minuman serbuk": "13 12 10",
        "olahan ikan": "02",
        "olahan daging": "01 03",
        "sambal & bumbu": "11 12 02 05",
        "kue kering": "06",
        "permen & manisan": "09 14 06",
    }.items()
}


def food_types_for(name: str, category: str) -> frozenset[str]:
    """The food-type codes a product of this name (else of this category) may carry; empty when
    nothing is known, which contradicts nothing."""
    lowered = name.lower()
    for words, codes in _TYPE_BY_WORD:
        if re.search(rf"\b({words})\b", lowered):
            return codes
    return _TYPE_BY_CATEGORY.get(category.strip().lower(), frozenset())


def contradictions(
    pirt: Reading,
    facts: ProductFacts,
    *,
    other_serials: Set[str] = frozenset(),
    maker_regency: str | None = None,
) -> tuple[Problem, ...]:
    """Every contradiction between a P-IRT number and its product; () for other certificates.

    ``other_serials`` are digits 10–13 of the maker's other P-IRT numbers; ``maker_regency`` is the
    four-digit code of where the maker works.
    """
    if pirt.kind is not Kind.PIRT or not pirt.normal:
        return ()
    found = [*_against_the_conditions(facts), *_against_the_digits(pirt.parts, facts)]
    serial = pirt.parts.get("producer_serial")
    if serial and other_serials and serial not in other_serials:
        others = ", ".join(sorted(other_serials))
        found.append(
            a_warning(
                "serial_differs",
                f"Nomor urut produsen {serial} berbeda dari produk lain usaha ini ({others}). "
                "Pastikan sertifikat milik usaha yang sama.",
            )
        )
    regency = pirt.parts.get("regency")
    if regency and maker_regency and regency != maker_regency:
        found.append(
            a_warning(
                "regency_differs",
                f"Nomor terbit untuk kabupaten {regency}, usahanya di {maker_regency}. "
                "Pastikan tempat produksinya.",
            )
        )
    return tuple(found)


def _against_the_conditions(facts: ProductFacts) -> list[Problem]:
    found = []
    if facts.storage in {Storage.FROZEN, Storage.CHILLED}:
        how = "beku" if facts.storage is Storage.FROZEN else "dingin (chiller)"
        found.append(
            an_error(
                "pirt_but_cold",
                f"Produk disimpan {how}, P-IRT hanya untuk pangan kering suhu ruang. Urus izin MD.",
            )
        )
    if facts.shelf_life_days is not None and facts.shelf_life_days <= LONGEST_FRESH_DAYS:
        found.append(
            an_error(
                "pirt_but_fresh",
                f"Masa simpan {facts.shelf_life_days} hari, P-IRT untuk yang lebih dari "
                f"{LONGEST_FRESH_DAYS} hari. Gunakan SLHS atau perbaiki masa simpannya.",
            )
        )
    if facts.is_sterile:
        found.append(
            an_error(
                "pirt_but_sterile",
                "Produk disterilkan (kaleng atau retort), jadi tidak boleh P-IRT. Urus izin MD.",
            )
        )
    if facts.is_liquid_drink:
        found.append(
            a_warning(
                "pirt_but_liquid",
                "Minuman cair biasanya tidak bisa P-IRT sejak 2018, hanya minuman serbuk. "
                "Periksa sertifikatnya.",
            )
        )
    if claim := _CLAIM.search(facts.label_text):
        found.append(
            a_warning(
                "pirt_but_claim",
                f"Label memuat klaim “{claim[0]}”; pangan P-IRT tidak boleh berklaim. "
                "Hapus klaimnya dari label.",
            )
        )
    return found


def _against_the_digits(parts: Mapping[str, str], facts: ProductFacts) -> list[Problem]:
    found = []
    packaging, food_type = parts.get("packaging", ""), parts.get("food_type", "")
    if packaging in PACKAGINGS and facts.packaging_code not in {None, int(packaging)}:
        entered = PACKAGINGS.get(str(facts.packaging_code), "tidak dikenal")
        found.append(
            a_warning(
                "packaging_differs",
                f"Nomor menyebut kemasan {PACKAGINGS[packaging]}, produk tercatat {entered}. "
                "Kemasan yang diganti memerlukan nomor baru.",
            )
        )
    expected = food_types_for(facts.name, facts.category)
    if food_type in FOOD_TYPES and expected and food_type not in expected:
        may_be = " atau ".join(f"{code} {FOOD_TYPES[code]}" for code in sorted(expected))
        found.append(
            a_warning(
                "food_type_differs",
                f"Nomor menyebut jenis {food_type} ({FOOD_TYPES[food_type]}), sedangkan "
                f"{facts.name} biasanya {may_be}. Pastikan nomornya milik produk ini.",
            )
        )
    return found
