"""Breaks shared out: nobody has many more than anybody else, or some meetings are not held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from .problem import Problem

# What proving may take where no time is given; then fewer meetings are held instead.
_SECONDS = 20.0


def spread_out(
    problem: Problem, slots: Mapping[int, int], *, seconds: float | None, seed: int
) -> dict[int, int]:
    """Slots whose breaks keep ``problem.break_spread``: of the same wishes if the prover of least
    breaks finds them, otherwise without the least valued meetings of who has most breaks."""
    kept = dict(slots)
    if _excess(problem, kept) <= 0:
        return kept
    from .breaks import least_breaks

    held = sorted(kept)
    same = replace(
        problem,
        wishes=tuple(replace(problem.wishes[wish], required=True) for wish in held),
        precedences=tuple(
            (held.index(early), held.index(late))
            for early, late in problem.precedences
            if early in kept and late in kept
        ),
        parties=tuple(replace(party, minimum=0) for party in problem.parties),
        previous=None,
    )
    proven = least_breaks(same, seconds=seconds or _SECONDS, seed=seed)
    if proven.meetings:
        return {held[meeting.wish]: meeting.slot for meeting in proven.meetings}
    while _excess(problem, kept) > 0:
        breaks = _breaks(problem, kept)
        worst = max(range(len(breaks)), key=lambda party: breaks[party])
        own = [w for w in kept if worst in (problem.wishes[w].a, problem.wishes[w].b)]
        del kept[min(own, key=lambda w: (problem.wishes[w].required, problem.wishes[w].value, w))]
    return kept


def _excess(problem: Problem, slots: Mapping[int, int]) -> int:
    """By how much the most and the fewest breaks are further apart than they may be."""
    breaks = _breaks(problem, slots)
    allowed = problem.break_spread or 0
    return max(breaks, default=0) - min(breaks, default=0) - allowed


def _breaks(problem: Problem, slots: Mapping[int, int]) -> list[int]:
    own: list[list[int]] = [[] for _ in problem.parties]
    for wish, slot in slots.items():
        own[problem.wishes[wish].a].append(slot)
        own[problem.wishes[wish].b].append(slot)

    def is_break(party: int, early: int, late: int) -> bool:
        between = range(early + 1, late)
        if problem.break_rule == "clock":
            return bool(between)
        return any(slot in problem.parties[party].available for slot in between)

    return [
        sum(is_break(party, early, late) for early, late in pairwise(sorted(taken)))
        for party, taken in enumerate(own)
    ]
