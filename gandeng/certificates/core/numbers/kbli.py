"""KBLI: the five digits of a line of business, in the edition it was given in."""

from __future__ import annotations

from typing import Final

from .reading import Kind, Problem, Reading, a_warning, an_error, look_at, nothing_there

EDITIONS: Final = (2020, 2025)

# Permenkes 14/2021: lines that go with a P-IRT, in KBLI 2020 codes.
# fmt: off
PIRT_KBLI: Final = frozenset((
    "10211", "10212", "10213", "10214", "10291", "10311", "10312", "10313", "10330", "10413",
    "10422", "10424", "10611", "10612", "10621", "10622", "10629", "10633", "10710", "10722",
    "10729", "10732", "10733", "10739", "10740", "10750", "10761", "10763", "10771", "10772",
    "10773", "10779", "10792", "10793", "10794", "10799",
))
# fmt: on


def read_kbli(raw: object, *, edition: int = 2020) -> Reading:
    """Read a KBLI code; parts: edition, and goes_with_pirt (yes, no, unknown for 2025).

    Codes of an older edition are not refused: BPS Reg. 7/2025 split and merged them. Raises
    ValueError for an edition that does not exist.
    """
    if edition not in EDITIONS:
        raise ValueError(f"KBLI has the editions {EDITIONS}, not {edition}")
    cell = look_at(raw)
    if problem := nothing_there(cell, "KBLI"):
        return Reading(Kind.KBLI, cell.text, "", {}, (problem,))
    # "10794 - Industri kerupuk, keripik" is how OSS prints it.
    code = cell.text.upper().removeprefix("KBLI").strip(" :.").split(" ")[0].strip("-.,")
    problems: tuple[Problem, ...] = ()
    if cell.was_number and len(code) == 4:
        code = f"0{code}"
        problems = (
            a_warning("leading_zero_restored", "Angka 0 di depan hilang; kami kembalikan."),
        )
    if not (code.isascii() and code.isdigit() and len(code) == 5):
        problem = an_error("wrong_length", "KBLI terdiri dari 5 angka. Salin dari dokumen NIB.")
        return Reading(Kind.KBLI, cell.text, "", {}, (problem,))
    goes = "unknown" if edition != 2020 else "yes" if code in PIRT_KBLI else "no"
    parts = {"edition": str(edition), "goes_with_pirt": goes}
    return Reading(Kind.KBLI, cell.text, code, parts, problems)
