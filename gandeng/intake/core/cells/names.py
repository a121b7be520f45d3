"""Names of people and businesses, given back their capitals."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import re
from functools import lru_cache

from gandeng.intake.core.cells.text import stop, text_reader
from gandeng.intake.core.problems import Value
from gandeng.intake.core.workbook.sheets import Cell

NAME_LIMIT = 200
# Written as they stand here whatever the typist's capitals.
FIXED = {
    word.casefold(): word
    for word in (
        "CV UD PT PD RM KUD KWT TB BUMDes BUMDesa UPPKA UMKM IKM PIRT P2L PKK KSU KPRI KSP "
        "TNI SMK SMA SMP SD II III IV VI VII VIII IX H. Hj. Hj Hjh. Dr. dr. Drs. Dra. Ir. "
        "Prof. S.E. SE S.Pd. S.Pd S.H. SH S.T. ST S.Kom. S.Sos. S.Ag. S.P. S.Si. M.M. MM "
        "M.Pd. M.Si. A.Md. Amd. Spd R. Rd. KH. K.H. Tn. Ny. Sdr. Sdri. Kopkar BIC KIIC"
    ).split()
}
SMALL = frozenset("dan di ke dari yang untuk bin binti".split())
WORD = re.compile(r"[^\s/&()\"“”-]+")

_read = text_reader(NAME_LIMIT)


def read_person_name(cell: Cell) -> Value[str]:
    """A person's name; "HJ.DEDEH SUKAESIH" becomes "Hj. Dedeh Sukaesih"."""
    return _read_name(cell, person=True)


def read_business_name(cell: Cell) -> Value[str]:
    """A business name; "MITRA BAROKAH " becomes "Mitra Barokah", "CV"/"UD"/"RM" stay."""
    return _read_name(cell, person=False)


def _read_name(cell: Cell, *, person: bool) -> Value[str]:
    found = _read(cell)
    if found.value is None:
        return found
    name = write_name(found.value, person)
    if not any(character.isalnum() for character in name):
        return Value(None, (*found.problems, stop("not_text", cell)))
    return Value(name, found.problems, found.note)


@lru_cache(maxsize=16384)
def write_name(name: str, person: bool = False) -> str:
    """The name with capitals as they should be; mixed capitals were meant and are kept."""
    name = name.strip(" ,;:.\"'") if not name.endswith(".") else name.strip(" ,;:\"'")
    if person:
        name = re.sub(r"^((?:hj?|ir|drs?|dra)\.)(?=\w)", r"\1 ", name, flags=re.I)
        name = re.sub(r",(?=\S)", ", ", name)
    letters = [character for character in name if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if len(letters) < 3 or 0 < capitals < len(letters):
        return name
    is_capitals = bool(capitals)
    words = WORD.findall(name)
    if is_capitals and len(words) == 1 and len(letters) <= 4:
        return name  # "KIIC" is an abbreviation, not a shouted name

    def rewrite(match: re.Match[str]) -> str:
        word = match[0]
        core = word.strip(",")
        known = FIXED.get(core.casefold()) or FIXED.get(core.rstrip(".").casefold())
        if known:
            dotted = "." if core.endswith(".") and not known.endswith(".") else ""
            return word.replace(core, known + dotted)
        if core.casefold() in SMALL and match.start():
            return word.casefold()
        if re.search(r"\d", word):
            return word
        # Not str.title(): it would write "Mi'Un".
        return word[:1].upper() + word[1:].casefold()

    return WORD.sub(rewrite, name)
