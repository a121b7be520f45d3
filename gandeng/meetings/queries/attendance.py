"""How many will come: what the programme's own days taught, and what this day's guests said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gandeng.meetings.core.attendance import (
    Belief,
    Expectation,
    Record,
    Said,
    chance_of,
    expect,
    learn,
)
from gandeng.meetings.models import Call, Day, Invitation
from gandeng.meetings.states import (
    CallResult,
    Channel,
    DayState,
    InvitationState,
    Presence,
    Side,
)

# Indonesian words for the groups are the pages' own; states read as one of these
_SAID = {
    InvitationState.SENT: Said.SILENT,
    InvitationState.COMING: Said.COMING,
    InvitationState.NOT_COMING: Said.NOT_COMING,
}
_ARRIVED = {Presence.PRESENT, Presence.LEFT}


@dataclass(frozen=True, slots=True)
class Past:
    """What one organisation did on earlier days: how often it said what, and then came."""

    said: Counter[Said]
    came: Counter[Said]

    @property
    def invited(self) -> int:
        return sum(self.said.values())

    @property
    def attended(self) -> int:
        return sum(self.came.values())


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything about who will come to a day: by side, and each invitation's own chance."""

    sides: Mapping[str, Expectation]
    chances: Mapping[int, float]
    pasts: Mapping[int, Past]
    past_days: int
    past_invited: int
    past_came: int
    beliefs: Mapping[str, Mapping[Said, Belief]]


def outlook_of(day: Day) -> Outlook:
    """What to expect of a day. Four queries, whatever the size."""
    pasts, history, past_days = _history(day)
    beliefs = {side: learn(history.get(side, ())) for side in Side.values}
    by_phone = _said_on_the_phone(day)
    records: dict[str, list[Record]] = {side: [] for side in Side.values}
    chances: dict[int, float] = {}
    rows = day.invitations.exclude(
        state__in=[InvitationState.LISTED, InvitationState.WITHDRAWN]
    ).values_list("pk", "organisation_id", "side", "state", "presence")
    for pk, organisation_id, side, state, presence in rows:
        said = by_phone.get(pk, _SAID[InvitationState(state)])
        past = pasts.get(organisation_id)
        record = Record(
            _on_the_day(said, presence),
            past.said[said] if past else 0,
            past.came[said] if past else 0,
        )
        records[side].append(record)
        chances[pk] = chance_of(record, beliefs[side])
    seen = [came for rows in history.values() for _said, came in rows]
    return Outlook(
        sides={side: expect(records[side], beliefs[side]) for side in Side.values},
        chances=chances,
        pasts=pasts,
        past_days=past_days,
        past_invited=len(seen),
        past_came=sum(seen),
        beliefs=beliefs,
    )


def _on_the_day(said: Said, presence: str) -> Said:
    if presence in _ARRIVED:
        return Said.CAME
    return Said.STAYED_AWAY if presence == Presence.ABSENT else said


def _history(day: Day) -> tuple[dict[int, Past], dict[str, list[tuple[Said, bool]]], int]:
    """By organisation and by side, what was said and what happened on the programme's days before
    this one."""
    pasts: dict[int, Past] = {}
    history: dict[str, list[tuple[Said, bool]]] = {}
    days: set[int] = set()
    rows = (
        Invitation.objects.filter(
            programme_id=day.programme_id,
            day__state=DayState.ENDED,
            day__held_on__lt=day.held_on,
            is_walk_in=False,
        )
        .exclude(state__in=[InvitationState.LISTED, InvitationState.WITHDRAWN])
        .values_list("day_id", "organisation_id", "side", "state", "presence", "answered_by")
    )
    for day_id, organisation_id, side, state, presence, answered_by in rows:
        said = _SAID[InvitationState(state)]
        if answered_by == Channel.DESK:
            # they never answered; that they came was noted at the desk
            said = Said.SILENT
        came = presence in _ARRIVED
        days.add(day_id)
        history.setdefault(side, []).append((said, came))
        past = pasts.setdefault(organisation_id, Past(Counter(), Counter()))
        past.said[said] += 1
        past.came[said] += came
    return pasts, history, len(days)


def _said_on_the_phone(day: Day) -> dict[int, Said]:
    """Of those without an answer in the book, what they last said on the phone."""
    meant = {CallResult.WILL_COME: Said.COMING, CallResult.WILL_NOT: Said.NOT_COMING}
    rows = (
        Call.objects.filter(invitation__day=day, invitation__state=InvitationState.SENT)
        .order_by("at", "pk")
        .values_list("invitation_id", "result")
    )
    latest = {pk: CallResult(result) for pk, result in rows}
    return {pk: meant[result] for pk, result in latest.items() if result in meant}
