"""Have the timetable's inner loops compiled: ``python -m tests.kernels``.

What numba makes of them it keeps beside the source for the next process. On a clean checkout
nothing is kept yet, and every process that reckons a timetable before the first is done compiles
for itself, ten seconds each; so one does it before the others begin.
"""

from __future__ import annotations

import random
from typing import Any

from gandeng.meetings.core.problem import read_problem
from gandeng.meetings.core.scheduler import timetable

BUYERS, MAKERS, SLOTS, TABLES, WISHES = 24, 36, 9, 12, 12


def a_crowded_day() -> dict[str, Any]:
    """Everybody comes for one window of the day, and more is wished for than can be held."""
    chance = random.Random(7)
    parties = []
    for side, many in (("buyer", BUYERS), ("maker", MAKERS)):
        for number in range(many):
            length = chance.randint(SLOTS // 3, SLOTS)
            first = chance.randint(0, SLOTS - length)
            there = list(range(first, first + length))
            parties.append({"id": f"{side}{number}", "side": side, "available": there})
    wishes = [
        {"id": f"{a} {b}", "a": f"buyer{a}", "b": f"maker{b}", "value": 100 - 3 * rank}
        for a in range(BUYERS)
        for rank, b in enumerate(chance.sample(range(MAKERS), k=WISHES))
    ]
    return {"slots": SLOTS, "tables": TABLES, "parties": parties, "wishes": wishes}


def main() -> None:
    day = a_crowded_day()
    figures = {"objective": ["value", "breaks", "idle"]}
    timetable(read_problem(day | figures), seconds=2)
    first, second, third = (wish["id"] for wish in day["wishes"][:3])
    order = {"precedences": [[first, second], [third, second]], "break_rule": "clock"}
    timetable(read_problem(day | figures | order), seconds=2)


if __name__ == "__main__":
    main()
