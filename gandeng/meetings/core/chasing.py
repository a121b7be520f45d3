"""Whom to phone next: what depends on them, whether a call may move them, and whether it is time.

Pure arithmetic over plain facts; the caller puts the parts into words. Points are whole numbers, so
that an officer can add them up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_POINTS = 100
# whoever is invited is worth a call
EVERYBODY = 10


class Clue(StrEnum):
    """Why a party stands where it stands in the list."""

    INVITED = "invited"
    WISHED_FOR = "wished_for"
    OWN_WISHES = "own_wishes"
    PROMISED_BEFORE = "promised_before"
    EMPLOYEES = "employees"
    PRODUCTS = "products"
    NEWCOMER = "newcomer"
    CAME_BEFORE = "came_before"
    STAYED_AWAY_BEFORE = "stayed_away_before"
    OPENED = "opened"
    NO_PHONE = "no_phone"
    WRONG_NUMBER = "wrong_number"
    UNREACHED = "unreached"
    SPOKE = "spoke"
    CALL_DUE = "call_due"
    CALL_LATER = "call_later"
    JUST_SENT = "just_sent"
    HURRY = "hurry"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a silent party.

    ``wished_for``: how many of the other side wish for it. ``promised_before``: pairs that promised
    something on earlier days. ``waiting_days`` since it was last asked, None when never.
    ``again_in_days``: when it asked to be called, 0 today, negative overdue, None never.
    ``days_left`` until answers close.
    """

    is_buyer: bool
    chance: float
    wished_for: int = 0
    own_wishes: int = 0
    promised_before: int = 0
    employees: int = 0
    products: int = 0
    is_newcomer: bool = False
    came_before: int = 0
    invited_before: int = 0
    has_opened: bool = False
    has_phone: bool = True
    has_wrong_number: bool = False
    unreached_calls: int = 0
    spoken_calls: int = 0
    again_in_days: int | None = None
    waiting_days: int | None = None
    days_left: int = 14


@dataclass(frozen=True, slots=True)
class Part:
    """One clue: points of value, or a factor on the chance that a call moves them."""

    clue: Clue
    points: int = 0
    factor: float = 1.0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Priority:
    """``score`` = value × chance × urgency, of 1,000. ``is_now``: worth a call today."""

    score: int
    value: int
    chance: float
    urgency: float
    is_now: bool
    parts: tuple[Part, ...] = field(default=())


def priority_of(facts: Facts) -> Priority:
    """How dear a call to this party is."""
    parts = _value(facts)
    value = min(MOST_POINTS, sum(part.points for part in parts))
    likely = _likelihood(facts)
    chance = facts.chance
    for part in likely:
        chance *= part.factor
    chance = min(max(chance, 0.01), 0.99)
    urgent = _urgency(facts)
    urgency = 1.0
    for part in urgent:
        urgency *= part.factor
    return Priority(
        score=round(10 * value * chance * urgency),
        value=value,
        chance=chance,
        urgency=urgency,
        is_now=not any(part.clue in {Clue.CALL_LATER, Clue.NO_PHONE} for part in urgent + likely),
        parts=(*parts, *likely, *urgent),
    )


def in_order(priorities: Sequence[tuple[int, Priority]]) -> list[int]:
    """Keys, the dearest call first; those that must wait behind; ties by key."""
    ordered = sorted(priorities, key=lambda pair: (not pair[1].is_now, -pair[1].score, pair[0]))
    return [key for key, _priority in ordered]


def _value(facts: Facts) -> list[Part]:
    """Everybody is worth something; what hangs on them adds to it."""
    parts = [Part(Clue.INVITED, points=EVERYBODY)]

    def add(clue: Clue, points: float, number: int) -> None:
        if whole := round(points):
            parts.append(Part(clue, points=whole, number=number))

    # a wish counts less the more there are: a buyer has only so many slots
    if facts.wished_for:
        add(Clue.WISHED_FOR, 45 * (1 - 0.85**facts.wished_for), facts.wished_for)
    if facts.own_wishes:
        add(Clue.OWN_WISHES, 20 * (1 - 0.85**facts.own_wishes), facts.own_wishes)
    if facts.promised_before:
        add(Clue.PROMISED_BEFORE, 20 * (1 - 0.6**facts.promised_before), facts.promised_before)
    if facts.is_buyer and facts.employees:
        # 100 employees: 6, 1,000: 15, 10,000: 25
        points = min(25.0, max(0.0, 9.5 * (math.log10(facts.employees) - 1.4)))
        add(Clue.EMPLOYEES, points, facts.employees)
    if not facts.is_buyer and facts.products:
        add(Clue.PRODUCTS, min(15, 5 * facts.products), facts.products)
    if facts.is_newcomer:
        add(Clue.NEWCOMER, 10, 1)
    return parts


def _likelihood(facts: Facts) -> list[Part]:
    parts: list[Part] = []
    if facts.came_before:
        # their own record is in ``chance`` already; here it is only said
        parts.append(Part(Clue.CAME_BEFORE, number=facts.came_before))
    elif facts.invited_before:
        parts.append(Part(Clue.STAYED_AWAY_BEFORE, number=facts.invited_before))
    if facts.has_opened:
        parts.append(Part(Clue.OPENED, factor=1.5))
    if facts.spoken_calls:
        parts.append(Part(Clue.SPOKE, factor=1.2, number=facts.spoken_calls))
    if facts.unreached_calls:
        factor = 0.8**facts.unreached_calls
        parts.append(Part(Clue.UNREACHED, factor=factor, number=facts.unreached_calls))
    if facts.has_wrong_number:
        parts.append(Part(Clue.WRONG_NUMBER, factor=0.2))
    if not facts.has_phone:
        parts.append(Part(Clue.NO_PHONE, factor=0.3))
    return parts


def _urgency(facts: Facts) -> list[Part]:
    """Who was asked yesterday may still answer unasked, unless time runs out."""
    if facts.again_in_days is not None:
        if facts.again_in_days > 0:
            return [Part(Clue.CALL_LATER, factor=0.1, number=facts.again_in_days)]
        return [Part(Clue.CALL_DUE, factor=2.0, number=-facts.again_in_days)]
    if facts.days_left <= 3:
        return [Part(Clue.HURRY, factor=1.5, number=max(facts.days_left, 0))]
    if facts.waiting_days is None:
        return [Part(Clue.NOT_SENT)]
    patience = min(3, max(1, facts.days_left // 5))
    if facts.waiting_days < patience:
        return [Part(Clue.JUST_SENT, factor=0.4, number=facts.waiting_days)]
    return []
