"""The cheapest row of a party that has a break, for the bound on breaks."""

from __future__ import annotations

from typing import Any

import numpy as np

from .compiled import kernel

_NEVER = 1e18


@kernel
def cheapest_broken(cost: Any, may: Any, meetings: Any, busy: Any) -> Any:
    """The least of breaks plus cost over rows of ``meetings`` busy places with one break or more.

    ``busy`` is filled with such a row. ``_NEVER`` if there is none. A state is how many are busy so
    far, whether the place before is, and whether there was a break already.
    """
    places = len(cost)
    value = np.full((places + 1, meetings + 1, 2, 2), _NEVER)
    came = np.zeros((places + 1, meetings + 1, 2, 2), dtype=np.uint8)
    value[0, 0, 0, 0] = 0.0
    for place in range(places):
        for many in range(meetings + 1):
            for was in range(2):
                for had in range(2):
                    so_far = value[place, many, was, had]
                    if so_far >= _NEVER:
                        continue
                    mark = 2 * was + had
                    if so_far < value[place + 1, many, 0, had]:
                        value[place + 1, many, 0, had] = so_far
                        came[place + 1, many, 0, had] = mark
                    if many == meetings or not may[place]:
                        continue
                    starts_again = many > 0 and was == 0
                    now = 1 if starts_again or had == 1 else 0
                    spent = so_far + cost[place] + (1.0 if starts_again else 0.0)
                    if spent < value[place + 1, many + 1, 1, now]:
                        value[place + 1, many + 1, 1, now] = spent
                        came[place + 1, many + 1, 1, now] = mark
    busy[:] = 0
    was = 0 if value[places, meetings, 0, 1] <= value[places, meetings, 1, 1] else 1
    least = value[places, meetings, was, 1]
    if least >= _NEVER:
        return least
    many, had = meetings, 1
    for place in range(places, 0, -1):
        mark = came[place, many, was, had]
        if was == 1:
            busy[place - 1] = 1
            many -= 1
        was, had = mark // 2, mark % 2
    return least
