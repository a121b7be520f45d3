"""A list of wishes that two phones changed at once: what each of them did is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

# how many wishes a party may have: more than any day has slots
MOST_WISHES = 30


def merged(base: Sequence[Item], mine: Sequence[Item], theirs: Sequence[Item]) -> list[Item]:
    """``mine`` was made from ``base`` while the list became ``theirs``. In my order: what I have
    and they did not take away; then what they added meanwhile, in theirs. Each item once."""
    taken_away = set(base) - set(theirs)
    added = [item for item in theirs if item not in set(base) | set(mine)]
    kept = [item for item in mine if item not in taken_away]
    return list(dict.fromkeys([*kept, *added]))
