"""After somebody is late, gone, absent or unexpected: what to change is worked out and proposed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from gandeng.audit.actions import advance, record
from gandeng.kernel.permissions import require
from gandeng.meetings.core import problem as core
from gandeng.meetings.core import seating, shape
from gandeng.meetings.core.changes import Change, Seat, changes_between, needs
from gandeng.meetings.core.repair import repair
from gandeng.meetings.core.stored_words import CAUSES
from gandeng.meetings.models import CheckIn, Day, Proposal, Timetable
from gandeng.meetings.queries.presence import absences, first_open_slot, slots_of
from gandeng.meetings.queries.problems import pair_of, problem_of
from gandeng.meetings.queries.timetables import published, seats_of
from gandeng.meetings.rules import Actor
from gandeng.meetings.states import Channel, DayState, Presence, ProposalState

from .beats import beat

MOST_NAMES = 3


@cache
def warm_up() -> None:
    """Load the solver in the background, once in a process: the first shop that stays away should
    not wait for it. Called where the day is opened, not where it changes."""
    threading.Thread(target=repair, args=(_TINY,), daemon=True, name="warm-up").start()


# two who meet in the only slot there is
_TINY = core.Problem(
    slots=1,
    sessions=(),
    tables=(core.Table(0, 0, 0),),
    seated=None,
    parties=(
        core.Party(1, "buyer", frozenset({0}), 0, 1),
        core.Party(2, "maker", frozenset({0}), 0, 1),
    ),
    wishes=(core.Wish("1-2", 0, 1, 1, required=False, slots=frozenset({0})),),
    previous=(),
    now=0,
)


def propose_after_desk(
    day: Day, notes: Iterable[CheckIn], *, by: Actor, at: datetime
) -> Proposal | None:
    """What the desk's notes call for. Somebody awaited who arrives changes nothing; every other
    news does, as far as there is a timetable in force and a slot left."""
    require(by, "meetings.check_in", day)
    if all(note.presence == Presence.PRESENT and _was_awaited(note) for note in notes):
        return None
    return propose(day, by=by, at=at)


def propose(day: Day, *, by: Actor, at: datetime) -> Proposal | None:
    """Work out what to change for everybody who is away by now, and lay it before the office in
    place of the proposal that was open. None where nothing is to change.

    The calculation runs outside of a transaction; of two at once the one that had seen more of
    the desks' notes stands.
    """
    require(by, "meetings.check_in", day)
    base = published(day)
    slots = slots_of(day)
    first = first_open_slot(day, at, slots)
    if (
        base is None
        or first >= len(slots)
        or day.state not in {DayState.INVITING, DayState.RUNNING}
    ):
        return None
    seen = CheckIn.objects.filter(day=day).aggregate(last=Max("pk"))["last"] or 0
    away = absences(day, at)
    problem = problem_of(day, settings=base.settings, previous=base, now=first, absences=away)
    answer = repair(problem)
    before = seats_of(base)
    changes = changes_between(before, seats_in(problem, answer))
    figures = _figures(before, changes, problem, answer, first) | {"seen": seen, "first": first}
    cause = _cause(day, away, base)
    return _lay_open(day, base, before, changes, figures, cause, by=by, at=at)


def seats_in(problem: core.Problem, answer: core.Timetable) -> list[Seat]:
    """An answer's meetings as values, the buyer first."""
    return [
        Seat(
            *pair_of(problem, problem.wishes[meeting.wish]),
            meeting.slot,
            problem.tables[meeting.table].id,
            problem.wishes[meeting.wish].value,
        )
        for meeting in answer.meetings
    ]


def _figures(
    before: list[Seat],
    changes: list[Change],
    problem: core.Problem,
    answer: core.Timetable,
    first: int,
) -> dict[str, Any]:
    """What a person weighs: kept, lost, won, what no plan could better, and how the day lies
    before and after."""
    touched = {(change.buyer, change.maker) for change in changes if change.kind != "added"}
    lost = sum(change.value for change in changes if change.kind == "cancelled")
    won = sum(change.value for change in changes if change.kind == "added")
    value = sum(problem.wishes[meeting.wish].value for meeting in answer.meetings)
    return {
        "kept": sum(seat.pair not in touched for seat in before),
        "kept_to_come": sum(seat.pair not in touched and seat.slot >= first for seat in before),
        "lost": lost,
        "won": won,
        "value_before": sum(seat.value for seat in before),
        "value_after": value,
        "bound": answer.bounds.get("value"),
        "status": answer.status,
        "seconds": round(answer.seconds, 4),
        "before": _comfort(problem, problem.previous or ()),
        "after": _comfort(problem, answer.meetings),
    }


def _comfort(problem: core.Problem, meetings: Sequence[core.Meeting]) -> dict[str, int | float]:
    """Breaks, idle slots, table changes and metres, as a version's own page counts them: with
    everybody there when they said they would be."""
    whole = replace(problem, absent=())
    return {
        **shape.count(whole, {meeting.wish: meeting.slot for meeting in meetings}),
        **seating.count(whole, meetings),
    }


@transaction.atomic
def _lay_open(
    day: Day,
    base: Timetable,
    before: list[Seat],
    changes: list[Change],
    figures: dict[str, Any],
    cause: str,
    *,
    by: Actor,
    at: datetime,
) -> Proposal | None:
    Day.objects.select_for_update().get(pk=day.pk)
    open_now = Proposal.objects.filter(day=day, state=ProposalState.OPEN).first()
    if open_now is not None and open_now.figures.get("seen", 0) > figures["seen"]:
        return open_now
    rows = _rows(changes, needs(before, changes))
    if open_now is not None and open_now.changes == rows and open_now.base_id == base.pk:
        return open_now
    if open_now is not None:
        advance(open_now, "outdate", by=by, at=at)
        beat(day)
    last = Proposal.objects.filter(day=day, base=base, state=ProposalState.DECLINED).first()
    is_declined = last is not None and rows == [row | {"taken": None} for row in last.changes]
    if not rows or is_declined:
        return None
    made = Proposal.objects.create(
        programme_id=day.programme_id,
        day=day,
        base=base,
        cause=cause[:500],
        changes=rows,
        figures=figures,
        created_at=at,
    )
    record(made, "propose", by=by, at=at, after={"changes": len(rows)}, note=made.cause)
    beat(day)
    return made


def _rows(changes: list[Change], needed: dict[int, list[int]]) -> list[dict[str, Any]]:
    return [
        {
            "kind": change.kind,
            "buyer": change.buyer,
            "maker": change.maker,
            "from": list(change.source) if change.source else None,
            "to": list(change.target) if change.target else None,
            "value": change.value,
            "needs": needed.get(index, []),
            "taken": None,
        }
        for index, change in enumerate(changes)
    ]


def _cause(day: Day, away: list[tuple[int, int, int]], base: Timetable) -> str:
    """Who is away or walked in, in a sentence: names for a few, a number for many."""
    guests = {
        guest.pk: guest
        for guest in day.invitations.filter(pk__in=[pk for pk, _f, _l in away]).select_related(
            "organisation"
        )
    }
    walked_in = day.invitations.filter(is_walk_in=True, presence=Presence.PRESENT).exclude(
        Q(buyer_meetings__timetable=base) | Q(maker_meetings__timetable=base)
    )
    named = {
        presence: sorted(str(one) for one in guests.values() if one.presence == presence)
        for presence in (Presence.ABSENT, Presence.LEFT, Presence.LATE)
    } | {Presence.PRESENT: sorted(map(str, walked_in.select_related("organisation")))}
    parts = []
    for presence in (Presence.ABSENT, Presence.LEFT, Presence.LATE, Presence.PRESENT):
        if len(named[presence]) > MOST_NAMES:
            parts.append(CAUSES[f"many_{presence}"] % {"count": len(named[presence])})
        elif named[presence]:
            parts.append(CAUSES[presence] % {"names": ", ".join(named[presence])})
    return "; ".join(parts) + "." if parts else CAUSES["back"]


def _was_awaited(note: CheckIn) -> bool:
    """Had said they come, and was never noted as away: nothing was ever planned without them."""
    guest = note.invitation
    if guest.is_walk_in or guest.answered_by == Channel.DESK:
        return False
    earlier = guest.check_ins.exclude(pk=note.pk)
    return not earlier.filter(presence__in=[Presence.ABSENT, Presence.LEFT, Presence.LATE]).exists()
