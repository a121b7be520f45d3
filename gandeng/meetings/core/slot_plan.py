"""Opening hours of a day cut into slots, and tables into rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import time
from typing import NamedTuple

from .spans import Span

MOST_SLOTS = 60
MOST_TABLES = 400


class SlotTime(NamedTuple):
    """One slot: which stretch of the day it belongs to, and from when to when."""

    session: int
    start: time
    end: time


class Impossible(ValueError):
    """``code``: ``too_short`` (a stretch holds no slot), ``too_many``, ``no_slots``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def lay_out(spans: Sequence[Span], *, minutes: int, gap_minutes: int = 0) -> list[SlotTime]:
    """Slots of so many minutes, ``gap_minutes`` between two of a stretch, none past its end. A
    stretch is a session. Raises Impossible."""
    slots: list[SlotTime] = []
    for session, span in enumerate(spans):
        begins, ends = _minutes(span.start), _minutes(span.end)
        count = (ends - begins + gap_minutes) // (minutes + gap_minutes) if minutes > 0 else 0
        if count < 1:
            raise Impossible("too_short")
        if len(slots) + count > MOST_SLOTS:
            raise Impossible("too_many")
        for number in range(count):
            start = begins + number * (minutes + gap_minutes)
            slots.append(SlotTime(session, _time(start), _time(start + minutes)))
    if not slots:
        raise Impossible("no_slots")
    return slots


class TablePlace(NamedTuple):
    """A table: its label, its row and place in it, and centimetres on the room's plan."""

    label: str
    row: int
    place: int
    x: int
    y: int


# a table with chairs on both sides and room to pass, in centimetres
TABLE_WIDTH, ROW_DEPTH = 250, 300
# the table itself, as it is drawn
TOP_WIDTH, TOP_DEPTH = 160, 120
MOST_CENTIMETRES = 10_000


def set_out(count: int, *, per_row: int, prefix: str = "", first: int = 1) -> list[TablePlace]:
    """So many tables in rows of ``per_row``. Without a prefix rows are lettered (A1, A2, … B1);
    with one they are numbered through (M1, M2, …) from ``first``."""
    if count > MOST_TABLES:
        raise Impossible("too_many")
    return [
        TablePlace(
            f"{prefix}{first + number}" if prefix else f"{_letters(row)}{place + 1}",
            row,
            place,
            place * TABLE_WIDTH,
            row * ROW_DEPTH,
        )
        for number in range(count)
        for row, place in [divmod(number, max(per_row, 1))]
    ]


def overlapping(
    places: Sequence[tuple[str, int, int]], among: Collection[str]
) -> tuple[str, str] | None:
    """Two tables (label, x, y) whose tops lie over each other, one of them ``among`` these."""
    for label, x, y in places:
        if label not in among:
            continue
        for other, across, down in places:
            if other != label and abs(across - x) < TOP_WIDTH and abs(down - y) < TOP_DEPTH:
                return label, other
    return None


def _letters(row: int) -> str:
    """A, B, … Z, AA, AB as columns of a sheet are called."""
    name = ""
    row += 1
    while row:
        row, letter = divmod(row - 1, 26)
        name = chr(65 + letter) + name
    return name


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
