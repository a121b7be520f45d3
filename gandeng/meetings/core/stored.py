"""Sentences kept in Indonesian, taken apart again: which sentence, with which names and figures.

What was proved of a timetable, why a calculation failed, what a proposal is for: such texts are
kept as they were said, and said to their readers in other languages by finding the sentences in
them. A text that is not made of known sentences from end to end is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import answers, reasons, repair
from .stored_words import BREAKS, CAUSES, CHANGES, NOTICES, SENTENCES, UNSETTLED

# a value in a sentence as the core writes it ({who}) and as an action does (%(who)s)
_VALUE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
# what is a number is nothing else, so that it is never part of a name
_NUMBERS = {
    "asked", "best", "bound", "breaks", "count", "figure", "have", "kept", "least", "loss", "low",
    "minutes", "most", "moved", "percent", "places", "times", "value", "version",
}  # fmt: skip
# between two sentences, between two clauses of one, and at the end; the stop is part of a sentence
# and no part of a clause
_BETWEEN = ("; ", ". ", " ")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of the text: its source text, the values in it, and what stands behind it."""

    source: str
    values: dict[str, str]
    after: str

    def said(self, words: str) -> str:
        """In the words of a translation of ``source``."""
        return (words % self.values if "%(" in words else words.format(**self.values)) + self.after


@dataclass(frozen=True, slots=True)
class _Pattern:
    source: str
    regex: re.Pattern[str]


def sources() -> Iterator[str]:
    """Every sentence and clause that is known."""
    yield from reasons.SENTENCES.values()
    yield from reasons.CONFLICTS.values()
    yield from answers.BEST.values()
    yield from answers.SHORT.values()
    yield from answers.SHAPE.values()
    yield from repair.CLAUSES.values()
    for table in (BREAKS, UNSETTLED, SENTENCES, CAUSES, CHANGES, NOTICES):
        yield from table.values()


def found_in(text: str) -> list[Found] | None:
    """The sentences a text is made of; None if there is anything else in it."""
    patterns = _patterns()
    ends = _ends_in(text)
    hopeless: set[int] = set()

    def further(start: int) -> list[Found] | None:
        if start == len(text):
            return []
        if start in hopeless:
            return None
        for end, after in ends:
            if end <= start:
                continue
            for pattern in patterns:
                match = pattern.regex.fullmatch(text, start, end)
                if match is None:
                    continue
                rest = further(after)
                if rest is not None:
                    one = Found(pattern.source, match.groupdict(), text[end:after])
                    return [one, *rest]
        hopeless.add(start)
        return None

    return further(0) if text else None


def _ends_in(text: str) -> list[tuple[int, int]]:
    """Where a sentence or clause may end and what follows begin, in order."""
    whole = len(text)
    found = [(whole, whole)]
    if text.endswith("."):
        found.append((whole - 1, whole))
    for mark in _BETWEEN:
        found += [(at.start(), at.end()) for at in re.finditer(re.escape(mark), text)]
    return sorted(found)


@cache
def _patterns() -> list[_Pattern]:
    """Those with the most words of their own first: a name may be any words, also theirs."""
    longest = sorted(dict.fromkeys(sources()), key=lambda source: -len(_VALUE.sub("", source)))
    return [_pattern(source) for source in longest]


@cache
def _pattern(source: str) -> _Pattern:
    written, at, seen = "", 0, set[str]()
    for value in _VALUE.finditer(source):
        written += re.escape(source[at : value.start()])
        name = value[1] or value[2]
        kind = r"-?\d+(?:\.\d+)?" if name in _NUMBERS else ".+?"
        # the same value twice is the same both times
        written += f"(?P={name})" if name in seen else f"(?P<{name}>{kind})"
        seen.add(name)
        at = value.end()
    return _Pattern(source, re.compile(written + re.escape(source[at:]), re.DOTALL))
