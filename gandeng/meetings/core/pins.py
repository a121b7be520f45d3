"""Meetings that must be held at a certain table are brought there, everybody else makes room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .problem import Meeting


def at_their_tables(meetings: Sequence[Meeting], tables: Mapping[int, int]) -> tuple[Meeting, ...]:
    """The same meetings in the same slots, those of ``tables`` (by wish) at the table named there.

    Two whole tables change places where that breaks no other pin, so that who sits there all day
    still does; else the two meetings of that slot alone do. The last word has the pin: of two pins
    for one place the first by wish wins.
    """
    placed = {meeting.wish: meeting for meeting in meetings}
    settled: dict[tuple[int, int], int] = {}
    for wish, table in sorted(tables.items()):
        meeting = placed.get(wish)
        if meeting is None or (meeting.slot, table) in settled:
            continue
        if meeting.table != table:
            both = {meeting.table, table}
            touched = {key for key in settled if key[1] in both}
            _swap(placed, both, None if not touched else meeting.slot)
        settled[meeting.slot, table] = wish
    return tuple(placed[meeting.wish] for meeting in meetings)


def _swap(placed: dict[int, Meeting], both: set[int], slot: int | None) -> None:
    """Exchange two tables, in one slot or all day."""
    for wish, meeting in list(placed.items()):
        if meeting.table in both and slot in (None, meeting.slot):
            (other,) = both - {meeting.table}
            placed[wish] = replace(meeting, table=other)
