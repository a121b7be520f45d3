"""What is read off fixed meetings before anything is searched, and off slots afterwards."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gandeng.meetings.core.problem import Problem


def only(problem: Problem, held: Sequence[int]) -> Problem:
    """The same day with just these wishes, in their order, each to be held."""
    number_of = {wish: number for number, wish in enumerate(held)}
    return replace(
        problem,
        wishes=tuple(replace(problem.wishes[wish], required=True) for wish in held),
        precedences=tuple(
            (number_of[early], number_of[late])
            for early, late in problem.precedences
            if early in number_of and late in number_of
        ),
        parties=tuple(replace(party, minimum=0) for party in problem.parties),
        previous=None,
    )


def meetings_of(problem: Problem) -> dict[int, list[int]]:
    """The meetings of each party that has any."""
    found: dict[int, list[int]] = defaultdict(list)
    for meeting, wish in enumerate(problem.wishes):
        found[wish.a].append(meeting)
        found[wish.b].append(meeting)
    return dict(sorted(found.items()))


def bundles_of(meetings: dict[int, list[int]], count: int) -> list[tuple[int, list[int]]]:
    """Every meeting in one bundle, the meetings of a bundle with a party in common: as few bundles
    as taking the largest first comes to."""
    left = set(range(count))
    bundles = []
    while left:
        party = max(meetings, key=lambda party: len(left.intersection(meetings[party])))
        bundle = [meeting for meeting in meetings[party] if meeting in left]
        bundles.append((party, bundle))
        left.difference_update(bundle)
    return bundles


def shares_of(problem: Problem, meetings: Sequence[int]) -> list[tuple[frozenset[int], int]]:
    """How many of these meetings must lie within which slots, where that says more than that they
    are held."""
    within = Counter(problem.wishes[meeting].slots for meeting in meetings)
    whole = frozenset().union(*within)
    return [
        (slots, sum(number for other, number in within.items() if other <= slots))
        for slots in sorted(within, key=sorted)
        if slots != whole
    ]


def rows_of(problem: Problem, party: int) -> list[int]:
    """The slots that follow each other for a party: all by the clock, else only its own."""
    if problem.break_rule == "clock":
        return list(range(problem.slots))
    return sorted(problem.parties[party].available)


def breaks_of(problem: Problem, slots: Mapping[int, int]) -> dict[int, int]:
    """How many breaks each party with meetings has."""
    found = {}
    for party, meetings in meetings_of(problem).items():
        place = {slot: number for number, slot in enumerate(rows_of(problem, party))}
        held = sorted(place[slots[meeting]] for meeting in meetings)
        found[party] = sum(late - early > 1 for early, late in itertools.pairwise(held))
    return found
