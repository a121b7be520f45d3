"""How a certificate stands on a day, what a product needs, and what contradicts itself.

Sources: Peraturan BPOM 4/2024 (P-IRT, 5 years), UU 6/2023 (halal without end), Permenkes 14/2021
(SLHS, 3 years). Days, spans and dates of law come in as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .numbers.reading import Kind, Problem, Reading, a_warning, an_error


class Status(StrEnum):
    """Berlaku, segera habis, habis, belum ada, meragukan."""

    VALID = "valid"
    LAPSES_SOON = "lapses_soon"
    LAPSED = "lapsed"
    MISSING = "missing"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate on a day: its status, the last day it holds (None: no end, or unknown), why,
    and for halal the day from which the maker is asked "nothing changed?"."""

    status: Status
    holds_until: date | None = None
    reasons: tuple[Problem, ...] = ()
    confirm_from: date | None = None

    @property
    def is_in_force(self) -> bool:
        """May a product rest on it today?"""
        return self.status in {Status.VALID, Status.LAPSES_SOON}


def standing_of(
    reading: Reading | None,
    *,
    on: date,
    soon_days: int,
    expires_on: date | None = None,
    issued_on: date | None = None,
    confirmed_on: date | None = None,
    confirm_every_months: int = 12,
    validity_years: int | None = None,
) -> Standing:
    """How the certificate of this reading stands on ``on``.

    ``expires_on`` is the last day it holds; within ``soon_days`` of it the certificate lapses soon.
    P-IRT: without that day 31 December of the number's year serves, said as a reason; when the
    two years differ it is doubtful, unless both are past. Halal of BPJPH never lapses (UU 6/2023),
    but ``confirm_from`` (our rule) lies ``confirm_every_months`` after issue or the last
    confirmation; an old MUI number has lapsed. A NIB holds as long as the business runs. Others
    without an expiry day fall back on ``issued_on`` and ``validity_years`` (a dated parameter:
    P-IRT 5, MD/ML 5, SLHS 3), else they are doubtful. Raises ValueError for negative spans.
    """
    if soon_days < 0 or confirm_every_months < 1 or (validity_years or 1) < 1:
        raise ValueError("spans of time are positive")
    if reading is None or reading.has("empty") or reading.has("in_process"):
        return Standing(Status.MISSING, None, reading.problems if reading else ())
    if reading.has("old_mui"):
        return Standing(Status.LAPSED, expires_on, reading.errors)
    if not reading.is_usable:
        return Standing(Status.DOUBTFUL, expires_on, reading.errors)
    if issued_on is not None and issued_on > on:
        return Standing(Status.DOUBTFUL, expires_on, (_ISSUED_LATER,))
    if reading.kind is Kind.NIB:
        return Standing(Status.VALID, None, reading.problems)
    if reading.kind is Kind.HALAL:
        return _halal_standing(reading, on, issued_on, confirmed_on, confirm_every_months)
    return _dated_standing(reading, on, soon_days, expires_on, issued_on, validity_years)


_ISSUED_LATER = an_error(
    "issued_later", "Tanggal terbit belum terjadi. Periksa tanggal di sertifikat."
)


def _halal_standing(
    reading: Reading,
    on: date,
    issued_on: date | None,
    confirmed_on: date | None,
    confirm_every_months: int,
) -> Standing:
    if reading.has("issued_in_future"):
        return Standing(Status.DOUBTFUL, None, reading.problems)
    known = [day for day in (issued_on, confirmed_on) if day is not None]
    if not known and (month := reading.parts.get("issued_month")):
        known = [date.fromisoformat(f"{month}-01")]
    confirm_from = months_after(max(known), confirm_every_months) if known else None
    reasons: tuple[Problem, ...] = reading.problems
    if confirm_from is None or confirm_from <= on:
        ask = a_warning(
            "confirm_unchanged",
            "Berlaku sepanjang komposisi dan proses tidak berubah. Minta UMKM menegaskan bahwa "
            "tidak ada yang berubah.",
        )
        reasons = (*reasons, ask)
    return Standing(Status.VALID, None, reasons, confirm_from or on)


def _dated_standing(
    reading: Reading,
    on: date,
    soon_days: int,
    expires_on: date | None,
    issued_on: date | None,
    validity_years: int | None,
) -> Standing:
    reasons = list(reading.problems)
    in_number = reading.parts.get("expiry_year") if reading.kind is Kind.PIRT else None
    number_ends_on = date(int(in_number), 12, 31) if in_number else None
    if expires_on is None and number_ends_on is not None:
        expires_on = number_ends_on
        reasons.append(
            a_warning(
                "expiry_from_number",
                f"Tanggal habis belum diisi; dianggap 31 Desember {in_number} menurut nomornya. "
                "Isi tanggal dari sertifikat.",
            )
        )
    elif expires_on is None and issued_on is not None and validity_years is not None:
        expires_on = months_after(issued_on, 12 * validity_years) - timedelta(days=1)
        reasons.append(
            a_warning(
                "expiry_from_issue",
                f"Tanggal habis belum diisi; dihitung {validity_years} tahun sejak terbit. "
                "Isi tanggal dari sertifikat.",
            )
        )
    if expires_on is None:
        unknown = an_error(
            "expiry_unknown", "Tanggal habis berlaku belum diisi. Isi dari sertifikat."
        )
        return Standing(Status.DOUBTFUL, None, (*reasons, unknown))
    if number_ends_on is not None and number_ends_on.year != expires_on.year:
        reasons.append(
            an_error(
                "expiry_disagrees",
                f"Tanggal habis {expires_on:%d-%m-%Y} tidak cocok dengan nomornya ({in_number}). "
                "Perbaiki salah satu dari sertifikat.",
            )
        )
        # Whichever is right, the certificate is over: no doubt about that.
        is_over = max(number_ends_on, expires_on) < on
        return Standing(Status.LAPSED if is_over else Status.DOUBTFUL, expires_on, tuple(reasons))
    if issued_on is not None and expires_on < issued_on:
        wrong = an_error(
            "ends_before_issue", "Tanggal habis lebih awal dari tanggal terbit. Periksa keduanya."
        )
        return Standing(Status.DOUBTFUL, expires_on, (*reasons, wrong))
    # A certificate got on this very day ends at most so much later; the fallback of a P-IRT
    # number may reach to that year's end.
    longest = date(on.year + validity_years, 12, 31) if validity_years is not None else None
    if longest is not None and expires_on > longest:
        far = an_error(
            "expiry_too_far",
            f"Masa berlaku paling lama {validity_years} tahun, jadi {expires_on:%d-%m-%Y} tidak "
            "mungkin. Periksa tahunnya.",
        )
        return Standing(Status.DOUBTFUL, expires_on, (*reasons, far))
    return Standing(_status_by_day(expires_on, on, soon_days), expires_on, tuple(reasons))


def _status_by_day(expires_on: date, on: date, soon_days: int) -> Status:
    if expires_on < on:
        return Status.LAPSED
    return Status.LAPSES_SOON if (expires_on - on).days <= soon_days else Status.VALID


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("the calendar ends before that day")  # pragma: no cover
