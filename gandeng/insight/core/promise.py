"""One promise followed from its signatures to the money and the next delivery.

Pure: events and thresholds go in; out come the steps with the days between them, the step that is
waited for, whose move it is, and whether it is late. Nothing here is stored anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """The way of a promise, in order."""

    SIGNED = "signed"
    DELIVERED = "delivered"
    COUNTED = "counted"
    STATED = "stated"
    PAID = "paid"
    REORDERED = "reordered"


class Mover(StrEnum):
    """Whose move it is."""

    MAKER = "maker"
    BUYER = "buyer"
    OFFICE = "office"


class Status(StrEnum):
    """How a promise stands."""

    STUCK = "stuck"
    WAITING = "waiting"
    DONE = "done"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Events:
    """What happened to one promise, as first days. Whatever never happened is None.

    Goods bought outright are sold on the day they are received, so ``counted_on`` is that day.
    ``unpaid_due_on`` is the earliest due day among bills with something still owed.
    """

    signed_on: date
    is_outright: bool = False
    ordered_on: date | None = None
    is_order_confirmed: bool = False
    sent_on: date | None = None
    delivered_on: date | None = None
    counted_on: date | None = None
    stated_on: date | None = None
    paid_on: date | None = None
    reordered_on: date | None = None
    unpaid_due_on: date | None = None
    awaits_agreement: bool = False
    awaits_confirmation: bool = False
    is_disputed: bool = False
    ended_on: date | None = None

    def day_of(self, step: Step) -> date | None:
        """The day a step was first made."""
        days = {
            Step.SIGNED: self.signed_on,
            Step.DELIVERED: self.delivered_on,
            Step.COUNTED: self.counted_on,
            Step.STATED: self.stated_on,
            Step.PAID: self.paid_on,
            Step.REORDERED: self.reordered_on,
        }
        return days[step]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days each wait may take before the office should know. All handed in: the stall
    days are a dated parameter, the cycle and the due days stand in the agreement."""

    stall_days: int
    cycle_days: int
    due_days: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A step of one promise. ``gap_days`` is counted from the latest step before it that was made;
    None for the first, for a step not made, and for one made before the step it follows."""

    step: Step
    on: date | None
    gap_days: int | None
    is_passed: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise on a day. ``waits_for``, ``move``, ``mover`` and ``deadline_on`` are None when
    nothing is waited for; ``days_late`` is 0 until the deadline has passed."""

    steps: tuple[Reached, ...]
    status: Status
    waits_for: Step | None = None
    move: str | None = None
    mover: Mover | None = None
    since: date | None = None
    deadline_on: date | None = None
    days_late: int = 0

    def has_reached(self, step: Step) -> bool:
        """Whether the promise came as far as this step."""
        return next(one.is_passed for one in self.steps if one.step == step)


CHAIN = (Step.SIGNED, Step.DELIVERED, Step.COUNTED, Step.STATED, Step.PAID)


def follow(events: Events, limits: Limits, day: date) -> Promise:
    """Where a promise stands on a day.

    A step of the chain to the money counts as passed when a later one was made (a statement
    without a count still states). The next delivery stands apart: it may come before the money,
    and never stands in for it. An overdue bill brings even a finished promise back to "paid".
    """
    steps = _steps(events)
    passed = {one.step for one in steps if one.is_passed}
    waits_for = next((step for step in Step if step not in passed), None)
    owes_late = events.unpaid_due_on is not None and day > events.unpaid_due_on
    if owes_late and (waits_for is None or waits_for is Step.REORDERED):
        waits_for = Step.PAID
    if events.ended_on is not None and not (
        waits_for is Step.PAID and (events.unpaid_due_on is not None or events.awaits_confirmation)
    ):
        done = waits_for is None or waits_for is Step.REORDERED
        return Promise(steps, Status.DONE if done else Status.ENDED)
    if waits_for is None:
        return Promise(steps, Status.DONE)
    move, mover = _move(events, waits_for)
    since = max(
        (one.on for one in steps if one.on is not None and one.step is not Step.REORDERED),
        default=events.signed_on,
    )
    deadline = _deadline(events, limits, waits_for, move, since)
    late = max((day - deadline).days, 0)
    status = Status.STUCK if late else Status.WAITING
    return Promise(steps, status, waits_for, move, mover, since, deadline, late)


def _steps(events: Events) -> tuple[Reached, ...]:
    furthest = max(place for place, step in enumerate(CHAIN) if events.day_of(step) is not None)
    rows = []
    before: date | None = None
    for step in Step:
        on = events.day_of(step)
        gap = (on - before).days if on is not None and before is not None else None
        passed = on is not None or (step in CHAIN and CHAIN.index(step) <= furthest)
        rows.append(Reached(step, on, gap if gap is not None and gap >= 0 else None, passed))
        before = before if on is None else on
    return tuple(rows)


def _move(events: Events, step: Step) -> tuple[str, Mover]:
    """The next move and whose it is."""
    if step is Step.DELIVERED:
        if events.sent_on is not None:
            return "receive", Mover.BUYER
        if not events.is_outright:
            return "send_first", Mover.MAKER
        if events.ordered_on is None:
            return "order_first", Mover.BUYER
        return ("ship" if events.is_order_confirmed else "confirm_order"), Mover.MAKER
    if step is Step.COUNTED:
        return "count", Mover.BUYER
    if step is Step.STATED:
        return ("invoice", Mover.MAKER) if events.is_outright else ("state", Mover.BUYER)
    if step is Step.PAID:
        return _money_move(events)
    return ("order_again", Mover.BUYER) if events.is_outright else ("send_again", Mover.MAKER)


def _money_move(events: Events) -> tuple[str, Mover]:
    if events.is_disputed:
        return "settle_dispute", Mover.OFFICE
    if events.awaits_confirmation:
        return "confirm_payment", Mover.MAKER
    if events.unpaid_due_on is None:
        return "look_after", Mover.OFFICE
    return ("agree", Mover.MAKER) if events.awaits_agreement else ("pay", Mover.BUYER)


def _deadline(events: Events, limits: Limits, step: Step, move: str, since: date) -> date:
    """The last day on which the wait is still in time."""
    if step is Step.PAID and move != "look_after":
        if events.unpaid_due_on is not None:
            return events.unpaid_due_on
        return since + timedelta(days=limits.due_days)
    if step in {Step.COUNTED, Step.STATED} and not events.is_outright:
        return since + timedelta(days=limits.cycle_days)
    return since + timedelta(days=limits.stall_days)
