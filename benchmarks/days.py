"""Invented meeting days in the exchange format, for benchmarks: seeded, so repeatable.

Buyers rank makers, some makers being far better known than others; a maker who knows the buyer
adds a little. Values fall by rank, as in the office's own form.
"""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any, Literal

Kind = Literal["full", "sessions", "windows", "absence"]
KINDS: tuple[Kind, ...] = ("full", "sessions", "windows", "absence")
RANKS = 18
BEST, STEP, MUTUAL = 100, 3, 12


def day(
    buyers: int,
    makers: int,
    slots: int,
    tables: int,
    kind: Kind = "full",
    seed: int = 0,
    *,
    ranks: int = RANKS,
    is_tight: bool = False,
) -> dict[str, Any]:
    """A day of ``kind``: everybody always there; whole sessions missed; arriving late and leaving
    early; or away now and then.

    ``is_tight`` is the day under stress: nobody leaves a slot free by choice (caps are the slots).
    """
    chance = random.Random(f"{kind} {buyers} {makers} {slots} {tables} {seed}")
    sessions = _sessions(slots)
    parties = []
    for side, count in (("buyer", buyers), ("maker", makers)):
        for number in range(count):
            present = _present(kind, slots, sessions, chance)
            most = slots if is_tight else chance.randint(max(slots * 2 // 3, 1), slots)
            parties.append(
                {
                    "id": f"{side[0]}{number}",
                    "side": side,
                    "available": None if len(present) == slots else present,
                    "min": 0,
                    "max": most,
                }
            )
    fame = [chance.lognormvariate(0, 0.8) for _ in range(makers)]
    wishes = []
    for buyer in range(buyers):
        count = min(ranks if is_tight else chance.randint(ranks // 2, ranks), makers)
        # the best known first, but everybody by own taste
        liked = sorted(range(makers), key=lambda maker: chance.expovariate(fame[maker]))
        for rank, maker in enumerate(liked[:count]):
            bonus = MUTUAL if chance.random() < 0.3 else 0
            wishes.append(
                {
                    "id": len(wishes),
                    "a": f"b{buyer}",
                    "b": f"m{maker}",
                    "value": max(BEST - STEP * rank + bonus, 1),
                }
            )
    return {
        "slots": slots,
        "sessions": [list(span) for span in sessions],
        "tables": tables,
        "seated": "maker",
        "parties": parties,
        "wishes": wishes,
        "objective": ["value", "breaks"],
        "break_rule": "own_time",
    }


def _sessions(slots: int) -> list[tuple[int, int]]:
    """Three sessions as even as can be; one if there are too few slots."""
    if slots < 6:
        return [(0, slots - 1)]
    cuts = [slots * part // 3 for part in range(4)]
    return [(first, after - 1) for first, after in pairwise(cuts)]


def _present(
    kind: Kind, slots: int, sessions: list[tuple[int, int]], chance: random.Random
) -> list[int]:
    if kind == "sessions" and chance.random() < 0.4:
        missed = chance.sample(range(len(sessions)), k=chance.randint(1, len(sessions) - 1))
        return [
            slot
            for index, (first, last) in enumerate(sessions)
            if index not in missed
            for slot in range(first, last + 1)
        ]
    if kind == "windows" and chance.random() < 0.5:
        length = chance.randint((slots + 1) // 2, slots)
        first = chance.randint(0, slots - length)
        return list(range(first, first + length))
    if kind == "absence":
        return [slot for slot in range(slots) if chance.random() < 0.9] or [0]
    return list(range(slots))
