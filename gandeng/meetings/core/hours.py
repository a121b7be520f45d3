"""When a party is there: stretches of the day, the slots that lie in them, and their words.

Hours are kept as lists of ``["09:00", "12:00"]`` in Jakarta time; an empty list is all day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from gandeng.kernel.clock import JAKARTA

Hours = Sequence[Sequence[str]]
NOON = time(12)
MOST_STRETCHES = 6


class BadHours(ValueError):
    """The hours cannot be kept: no clock times, or an end that is not after its start."""


class HasTimes(Protocol):
    """A slot: counted over the day, from one instant to another (both aware)."""

    @property
    def number(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """Hours one can pick with a tap. ``kind`` is ``all``, ``morning``, ``afternoon``, or ``late``;
    ``hours`` is what is kept."""

    kind: str
    hours: tuple[tuple[str, str], ...]
    slot_count: int


def checked(hours: Hours) -> list[list[str]]:
    """The same hours in order, stretches that touch joined into one. Raises BadHours."""
    joined: list[list[time]] = []
    for start, end in sorted(_stretch(pair) for pair in hours):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    if len(joined) > MOST_STRETCHES:
        raise BadHours("too many stretches")
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in joined]


def slots_within(hours: Hours, slots: Iterable[HasTimes]) -> set[int]:
    """The numbers of the slots that lie wholly within these hours; all of them without any."""
    stretches = [_stretch(pair) for pair in checked(hours)]
    if not stretches:
        return {slot.number for slot in slots}
    return {
        slot.number
        for slot in slots
        if any(
            start <= _clock(slot.starts_at) and _clock(slot.ends_at) <= end
            for start, end in stretches
        )
    }


def choices_for(slots: Iterable[HasTimes]) -> list[Choice]:
    """What to offer on a day with these slots: all day, then the morning and the afternoon as far
    as there are slots in both."""
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    morning = [slot for slot in ordered if _clock(slot.starts_at) < NOON]
    afternoon = [slot for slot in ordered if _clock(slot.starts_at) >= NOON]
    choices = [Choice("all", (), len(ordered))]
    if morning and afternoon:
        for kind, part in (("morning", morning), ("afternoon", afternoon)):
            span = (f"{_clock(part[0].starts_at):%H:%M}", f"{_clock(part[-1].ends_at):%H:%M}")
            choices.append(Choice(kind, (span,), len(part)))
    return choices


def clock_times(slots: Iterable[HasTimes]) -> tuple[list[str], list[str]]:
    """When slots begin and when they end, each in order: what "from" and "to" may be."""
    slots = list(slots)
    starts = sorted({f"{_clock(slot.starts_at):%H:%M}" for slot in slots})
    return starts, sorted({f"{_clock(slot.ends_at):%H:%M}" for slot in slots})


def in_figures(hours: Hours) -> str:
    """``09.00–12.00, 13.00–15.00``; empty for all day."""
    return ", ".join(f"{start}–{end}".replace(":", ".") for start, end in hours)


def _stretch(pair: Sequence[str]) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(text) for text in pair)
    except (TypeError, ValueError) as error:
        raise BadHours(f"no stretch of a day: {pair!r}") from error
    if start.tzinfo or end.tzinfo or end <= start:
        raise BadHours(f"the end is not after the start: {pair!r}")
    return start, end


def _clock(instant: datetime) -> time:
    return instant.astimezone(JAKARTA).time()
