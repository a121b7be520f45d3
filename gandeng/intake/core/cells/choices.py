"""One of a few words, however it is said."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from gandeng.intake.core.cells.text import look, settle, shown, stop, unread
from gandeng.intake.core.problems import Value
from gandeng.intake.core.workbook.sheets import Cell

LIKE_ENOUGH = 84
NOT_A_WORD = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Words only, small letters, "dan" and "&" alike."""
    folded = NOT_A_WORD.sub(" ", text.casefold().replace("&", " dan ")).strip()
    return " ".join(word for word in folded.split() if word != "dan")


class Choices:
    """The values a column may hold, each with the words that mean it."""

    def __init__(
        self, synonyms: Mapping[str, Sequence[str]], labels: Mapping[str, str] | None = None
    ) -> None:
        self.synonyms = synonyms
        self.labels = labels or {value: value for value in synonyms}
        self._known: dict[str, Value[str]] = {}

    @cached_property
    def _value_of(self) -> dict[str, str]:
        return {
            fold(word): value
            for value, words in self.synonyms.items()
            for word in (value, self.labels.get(value, value), *words)
        }

    def read(self, cell: Cell) -> Value[str]:
        """The value meant; a near miss is corrected with a look, anything else stops."""
        settled = settle(cell)
        if settled.cell is None:
            return unread(settled)
        written = shown(settled.cell)
        found = self._known.get(written)
        if found is None:
            found = self._find(written)
            if len(self._known) < 10_000:
                self._known[written] = found
        if not settled.problems:
            return found
        return Value(found.value, settled.problems + found.problems, found.note)

    def _find(self, written: str) -> Value[str]:
        folded = fold(written)
        exact = self._value_of.get(folded)
        if exact is not None:
            return Value(exact)
        words = set(folded.split())
        inside = {
            value
            for name, value in self._value_of.items()
            if len(name) > 2 and words and set(name.split()) <= words
        }
        near = process.extractOne(
            folded, list(self._value_of), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
        )
        meant = inside.pop() if len(inside) == 1 else self._value_of[near[0]] if near else None
        if meant is None:
            choices = ", ".join(self.labels.values())
            return Value(None, (stop("unknown_choice", written, choices=choices),), written)
        label = self.labels.get(meant, meant)
        return Value(meant, (look("choice_corrected", written, value=label),), written)


YES = frozenset(
    ("ya y yes ada sudah punya iya true benar 1 v ✓ ✔ √ betul aktif sdh oke ok").split()
)
NO = frozenset(
    (
        "tidak t n no tdk belum tidakada tidakpunya blm false salah 0 x ✗ ✘ - – bukan "
        "nonaktif enggak ga gak ngga nggak tidaksudah belumada belumpunya tanpa"
    ).split()
)


def read_yes_or_no(cell: Cell) -> Value[bool]:
    """Yes or no in words, signs or ticks; "belum" and "-" are no, an empty cell is neither."""
    if isinstance(cell, bool):
        return Value(cell)
    written = shown(cell).casefold()
    compact = NOT_A_WORD.sub("", written) or written
    if compact in YES:
        return Value(True)
    if compact in NO:
        return Value(False, note=shown(cell) if len(compact) > 5 else "")
    first = NOT_A_WORD.split(written.strip())[0] if written else ""
    settled = settle(cell)
    if settled.cell is None:
        return unread(settled)
    if first in YES or first in NO:
        return Value(first in YES, settled.problems, shown(cell))
    return unread(settled, stop("not_yes_or_no", cell))
