"""Days and numbers as an Indonesian paper writes them out."""

from __future__ import annotations

from datetime import date

from num2words import num2words

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def number_in_words(number: int) -> str:
    """``seribu dua ratus lima puluh``."""
    return str(num2words(number, lang="id"))


def day_in_words(day: date) -> str:
    """``Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam``."""
    return (
        f"{DAYS[day.weekday()]} tanggal {number_in_words(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {number_in_words(day.year)}"
    )


def day_in_figures(day: date) -> str:
    """``24 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def count_in_words(number: int, unit: str) -> str:
    """``7 (tujuh) hari``."""
    return f"{number} ({number_in_words(number)}) {unit}"


def percent_in_words(basis_points: int) -> str:
    """``12,5% (dua belas koma lima persen)``."""
    whole, part = divmod(basis_points, 100)
    if not part:
        return f"{whole}% ({number_in_words(whole)} persen)"
    digits = f"{part:02d}".rstrip("0")
    said = " ".join(number_in_words(int(digit)) for digit in digits)
    return f"{whole},{digits}% ({number_in_words(whole)} koma {said} persen)"
