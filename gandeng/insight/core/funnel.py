"""How many promises came how far. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .promise import Promise, Status, Step


@dataclass(frozen=True, slots=True)
class Level:
    """One bar: how many reached the step, and how many wait for it, in time and late."""

    step: Step
    reached: int
    waiting: int
    stuck: int


def funnel_of(promises: Sequence[Promise]) -> list[Level]:
    """The bars in order."""
    return [
        Level(
            step,
            reached=sum(promise.has_reached(step) for promise in promises),
            waiting=sum(is_at(promise, step, Status.WAITING) for promise in promises),
            stuck=sum(is_at(promise, step, Status.STUCK) for promise in promises),
        )
        for step in Step
    ]


def is_at(promise: Promise, step: Step | None, status: Status | None) -> bool:
    """Whether a promise belongs to the list behind a number: with a status, those that wait for
    the step so; without one, those that reached it."""
    if status is None:
        return step is None or promise.has_reached(step)
    if promise.status is not status:
        return False
    return step is None or promise.waits_for is step


def weighted_median(days: Sequence[tuple[int, int]]) -> int | None:
    """Of (days, weight) pairs, the fewest days within which at least half of the weight lies; None
    when there is no weight. With rupiah as weight: half of the money came within so many days."""
    whole = sum(weight for _, weight in days)
    if whole <= 0:
        return None
    seen = 0
    for day, weight in sorted(days):
        seen += weight
        if 2 * seen >= whole:
            return day
    raise AssertionError("the weights add up to the whole")
