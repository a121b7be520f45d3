"""Hours as people write them: "09.00–12.00 dan 13.00–15.00", "seharian", "habis dzuhur"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a day; the end is no longer part of it."""

    start: time
    end: time


class Unreadable(ValueError):
    """What was written names no hours. ``code``: ``no_hours``, ``ends_before_start``, ``overlap``,
    ``bad_clock``; ``words`` is the piece that did it."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


# the parts of an Indonesian working day; noon prayer is around twelve the whole year in West Java
MORNING = Span(time(7), time(12))
AFTERNOON = Span(time(13), time(17))
AFTER_NOON_PRAYER = Span(time(13), time(17))
LATE_AFTERNOON = Span(time(15), time(18))

# the longer words first: "habis dzuhur" must not be read as something else with "dzuhur" in it
WORDS: tuple[tuple[str, Span | None], ...] = (
    (r"se ?hari(?: ?an)?(?: penuh)?|sehari(?:an)?|full ?(?:day|time)|satu hari|bebas"
     r"|kapan ?(?:saja|aja)|semua(?: jam| sesi)?|all ?day|dari pagi (?:sampai|s/?d|-) sore", None),
    (r"(?:habis|abis|ba ?'?da|sesudah|setelah|selepas) (?:d?zh?uh?ur|dhuhur|lohor|jumatan"
     r"|istirahat|makan siang|ishoma)", AFTER_NOON_PRAYER),
    (r"sebelum (?:d?zh?uh?ur|dhuhur|lohor|jumatan|istirahat|makan siang|siang)", MORNING),
    (r"pagi(?: ?saja| aja)?|sesi (?:1|i|satu|pagi)", MORNING),
    (r"siang(?: ?saja| aja)?|sesi (?:2|ii|dua|siang)", AFTERNOON),
    (r"sore(?: ?saja| aja)?", LATE_AFTERNOON),
)  # fmt: skip

_CLOCK = r"(\d{1,2})(?:[.:h](\d{2}))?(?:[.:]\d{2})?(?: ?wib)?(?: (pagi|siang|sore))?"
_SEPARATOR = r" ?(?:-|–|—|s/d|sd|s\.d\.?|sampai(?: dengan)?|hingga|ke|to) ?"
_FROM_TO = re.compile(rf"(?:jam |pukul |pkl\.? )?{_CLOCK}{_SEPARATOR}(?:jam |pukul )?{_CLOCK}")
_FROM = re.compile(rf"(?:mulai|dari|sejak|setelah|di atas)(?: dari)? (?:jam |pukul )?{_CLOCK}")
_UNTIL = re.compile(
    rf"(?:sampai|hingga|sebelum|maks(?:imal)?|paling lambat) (?:jam |pukul )?{_CLOCK}"
)
_EARLIEST, _LATEST = time(0), time(23, 59)


def read_spans(text: str) -> list[Span]:
    """The stretches named, in order. An empty list is the whole day.

    Raises Unreadable where nothing can be made of it, an end is not after its start, or two
    stretches overlap.
    """
    said = _folded(text)
    if not said:
        raise Unreadable("no_hours")
    spans, rest = _by_the_clock(said)
    is_whole_day = False
    for pattern, span in WORDS:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", rest):
            rest = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", " ", rest)
            if span is None:
                is_whole_day = True
            else:
                spans.append(span)
    if not spans and not is_whole_day:
        raise Unreadable("no_hours", text.strip()[:60])
    if re.search(r"\d", rest):
        raise Unreadable("no_hours", text.strip()[:60])
    return [] if is_whole_day and not spans else in_order(spans)


def in_order(spans: Sequence[Span]) -> list[Span]:
    """The stretches sorted. Raises Unreadable where one ends too early or two overlap."""
    ordered = sorted(set(spans))
    for span in ordered:
        if span.end <= span.start:
            raise Unreadable("ends_before_start", said_span(span))
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise Unreadable("overlap", f"{said_span(one)} / {said_span(other)}")
    return ordered


def said_time(moment: time) -> str:
    """As Indonesian writes it: 09.00."""
    return f"{moment.hour:02}.{moment.minute:02}"


def said_span(span: Span) -> str:
    return f"{said_time(span.start)}–{said_time(span.end)}"


def said_spans(spans: Sequence[Span]) -> str:
    """Stretches as one phrase that ``read_spans`` reads back."""
    said = [said_span(span) for span in spans]
    return " dan ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def as_hours(spans: Sequence[Span]) -> list[list[str]]:
    """As an invitation keeps its hours: ``[["09:00", "12:00"]]``."""
    return [[f"{span.start:%H:%M}", f"{span.end:%H:%M}"] for span in spans]


def _folded(text: str) -> str:
    said = re.sub(r"[‘’`´]", "'", text.casefold())
    return re.sub(r"\s+", " ", said).strip(" .;,")


def _by_the_clock(said: str) -> tuple[list[Span], str]:
    """The stretches written in figures, and what remains of the sentence."""
    spans: list[Span] = []

    def take(span: Span) -> str:
        spans.append(span)
        return " "

    def from_to(found: re.Match[str]) -> str:
        first = found[1], found[2], found[3] or ""
        last = found[4], found[5], found[6] or ""
        start, end = _clock(*first), _clock(*last)
        # "1 - 3" in the afternoon; "9 - 3" from the morning into it
        if end <= start and not last[2] and end.hour <= 6:
            end = end.replace(hour=end.hour + 12)
        if not first[2] and start.hour in range(1, 6) and start < end:
            later = start.replace(hour=start.hour + 12)
            if end.hour <= 6:
                start, end = later, end.replace(hour=end.hour + 12)
            elif later < end:
                start = later
        return take(Span(start, end))

    rest = _FROM_TO.sub(from_to, said)
    rest = _FROM.sub(lambda found: take(Span(_guessed(found), _LATEST)), rest)
    rest = _UNTIL.sub(lambda found: take(Span(_EARLIEST, _guessed(found))), rest)
    return spans, rest


def _guessed(found: re.Match[str]) -> time:
    moment = _clock(found[1], found[2], found[3] or "")
    # nobody comes to a meeting at one at night
    return moment.replace(hour=moment.hour + 12) if 1 <= moment.hour <= 5 else moment


def _clock(hour: str, minute: str | None, part: str) -> time:
    number = int(hour)
    if part in {"siang", "sore"} and number <= 6:
        number += 12
    if number == 24 and not int(minute or 0):
        return _LATEST
    try:
        return time(number, int(minute or 0))
    except ValueError as error:
        raise Unreadable("bad_clock", f"{hour}.{minute or '00'}") from error
