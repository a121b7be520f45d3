"""Whose a scanned page is: by the code on it, or by the pages around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

MARK_CHARACTERS = 16


def mark_of(document_hash: str) -> str:
    """What the small code at the foot of every page says of a paper: the beginning of its hash."""
    return document_hash[:MARK_CHARACTERS].lower()


def owners_of(marks: Sequence[str]) -> list[str]:
    """Whose the pages of one file are, by the marks read off them (empty where none could be read).

    A page without one belongs to a paper where the nearest marks before and behind it agree, or
    where the file holds a single paper; else nobody can tell, and it stays empty. A guess would
    put one paper's page under another's signatures.
    """
    found = {mark for mark in marks if mark}
    if len(found) == 1:
        return [next(iter(found))] * len(marks)
    return [mark or _between(marks, place) for place, mark in enumerate(marks)]


def _between(marks: Sequence[str], place: int) -> str:
    before = next((mark for mark in reversed(marks[:place]) if mark), "")
    behind = next((mark for mark in marks[place + 1 :] if mark), "")
    return before if before == behind else ""
