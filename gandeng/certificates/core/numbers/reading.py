"""What a reader answers, and how a cell becomes the text a reader looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


def gettext_noop(text: str) -> str:
    """Mark words for `makemessages` without knowing Django; the page translates them."""
    return text


class Kind(StrEnum):
    """What a number proves or names; the values are stored."""

    PIRT = "pirt"
    HALAL = "halal"
    BPOM = "bpom"
    SLHS = "slhs"
    NIB = "nib"
    NIK = "nik"
    NPWP = "npwp"
    COOPERATIVE = "cooperative"
    GTIN = "gtin"
    KBLI = "kbli"
    TRADEMARK = "trademark"
    PHONE = "phone"
    SNI = "sni"
    HACCP = "haccp"
    OTHER = "other"


class Severity(StrEnum):
    """An error means the number cannot serve as it stands; a warning asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason: a code for programs, and an Indonesian sentence that says what to do."""

    code: str
    severity: Severity
    message: str


def an_error(code: str, message: str) -> Problem:
    """A reason that stops."""
    return Problem(code, Severity.ERROR, message)


def a_warning(code: str, message: str) -> Problem:
    """A reason to look."""
    return Problem(code, Severity.WARNING, message)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: ``normal`` is the one way the number is stored ('' if it has none), ``parts``
    name its pieces, ``problems`` say what is wrong and what to do."""

    kind: Kind
    raw: str
    normal: str
    parts: Mapping[str, str] = field(default_factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    @property
    def is_usable(self) -> bool:
        """No error: the number may be stored as proof (perhaps after a look)."""
        return bool(self.normal) and not self.errors

    def has(self, code: str) -> bool:
        """Is this one of the reasons?"""
        return any(problem.code == code for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stood in a cell: its text, and whether a spreadsheet held it as a number."""

    text: str
    was_number: bool

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.text) if self.text.isascii() else only_digits(self.text)


# Spreadsheets keep 15 significant digits of a number (IEEE 754 double as Excel writes it).
SPREADSHEET_DIGITS: Final = 15

_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?(?P<power>\d{1,2})")
_WHOLE_FLOAT = re.compile(r"(?P<whole>\d{4,})[.,]0")
_IN_PROCESS = re.compile(
    r"\b(proses|pengajuan|diajukan|mengajukan|menunggu|menyusul|on process|pending|belum terbit)\b"
)
# fmt: off
_NOTHING = frozenset((
    "-", "--", "---", ".", "0", "x", "n/a", "na", "nihil", "none", "null", "kosong", "tidak", "tdk",
    "belum", "blm", "ada", "tidak ada", "tdk ada", "belum ada", "blm ada", "tidak punya",
    "belum punya", "tidak tahu",
))
# fmt: on


def only_digits(text: str) -> str:
    """The ASCII digits of a text; other scripts' digits are not ours."""
    return "".join(letter for letter in text if letter in "0123456789")


def look_at(raw: object) -> Cell:
    """Bring a cell to text: 81234.0 and "81234.0" are the number 81234, NUL and odd spaces go."""
    if raw is None or isinstance(raw, bool):
        return Cell("", False)
    if isinstance(raw, int):
        return Cell(str(raw), True)
    if isinstance(raw, float):
        if raw != raw or raw in (float("inf"), float("-inf")):
            return Cell("", False)
        return Cell(f"{raw:.0f}" if raw.is_integer() else repr(raw), True)
    text = " ".join(str(raw).replace("\x00", "").replace("\u200b", "").split())
    text = text.lstrip("'`’").strip()
    if match := _WHOLE_FLOAT.fullmatch(text):
        return Cell(match["whole"], True)
    if match := _EXPONENT.fullmatch(text):
        mantissa = only_digits(re.split("[eE]", text)[0])
        return Cell(mantissa.ljust(int(match["power"]) + 1, "0"), True)
    return Cell(text, False)


def rounded_by_spreadsheet(cell: Cell) -> Problem | None:
    """A number of 16 or more digits that passed through a spreadsheet as a *number* has lost what
    stood after the 15th digit; the tell-tale is a tail of zeros. As text it is trusted."""
    if cell.was_number and len(cell.digits) > SPREADSHEET_DIGITS and cell.digits.endswith("0"):
        return an_error(
            "rounded_by_spreadsheet",
            "Lembar kerja mengubah nomor ini menjadi angka sehingga digit terakhirnya hilang. "
            "Ubah kolomnya menjadi Teks, lalu ketik ulang nomor dari dokumen aslinya.",
        )
    return None


def nothing_there(cell: Cell, name: str) -> Problem | None:
    """An empty cell, a dash, or "dalam proses" in the place of a number."""
    text = cell.text.lower().strip(" .")
    if _IN_PROCESS.search(text) and len(cell.digits) < 5:
        return an_error(
            "in_process", f"{name} masih dalam proses. Isi nomornya setelah dokumennya terbit."
        )
    if not text or text in _NOTHING:
        return an_error("empty", f"{name} belum diisi. Isi nomornya sesuai dokumen asli.")
    return None


def all_the_same(digits: str) -> bool:
    """0000… or 1111…: typed to get past a form."""
    return len(digits) > 3 and len(set(digits)) == 1
