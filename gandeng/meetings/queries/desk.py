"""What a desk at the door needs to work without a signal."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Max

from gandeng.kernel import clock
from gandeng.meetings.models import Day, Invitation, Meeting, Proposal
from gandeng.meetings.states import InvitationState, ProposalState, TimetableState

from .links import badge_of, token_of
from .timetables import published

# of a SHA-256: enough to tell a day's guests apart, and no way back to a link
CODE_CHARACTERS = 16


def code_of(token: str) -> str:
    """How a device recognises a link it scanned, without holding anybody's link."""
    return hashlib.sha256(token.encode()).hexdigest()[:CODE_CHARACTERS]


def desk_pack(day: Day) -> dict[str, Any]:
    """Everybody invited with where they stand and where their day goes on; no phone numbers, for
    the page is kept on the device. Five queries; about 90 kB for 250 parties."""
    guests = list(
        day.invitations.select_related("organisation").order_by("organisation__name", "pk")
    )
    places = _places(day)
    return {
        "guests": [_guest(guest, places.get(guest.pk, [])) for guest in guests],
        "slots": {
            number: [_milliseconds(ends_at), _time(starts_at)]
            for number, starts_at, ends_at in day.slots.values_list(
                "number", "starts_at", "ends_at"
            )
        },
    } | desk_state(day, guests)


def desk_state(day: Day, guests: list[Invitation] | None = None) -> dict[str, Any]:
    """What changes while the desk works: where everybody stands, whether a change of the timetable
    waits, and by ``plan`` whether the places are still those of the timetable in force. Four
    queries."""
    rows: Any = guests if guests is not None else day.invitations.all()
    return {
        "beat": day.beat,
        "count": len(rows),
        "stands": {str(guest.pk): _stand(guest) for guest in rows},
        "proposal": Proposal.objects.filter(day=day, state=ProposalState.OPEN).exists(),
        "plan": _plan_of(day),
    }


def _plan_of(day: Day) -> str:
    """Another one when another version is in force, or the rest of the day is held later."""
    in_force = published(day)
    last = day.slots.aggregate(last=Max("ends_at"))["last"]
    return f"{in_force.pk if in_force else 0}-{_milliseconds(last) if last else 0}"


def _guest(guest: Invitation, places: list[list[Any]]) -> dict[str, Any]:
    return {
        "id": guest.pk,
        "name": guest.organisation.name,
        "side": guest.side,
        "who": guest.attendees or guest.person_name,
        "heads": guest.head_count,
        "code": code_of(token_of(guest)),
        "badge": badge_of(guest),
        "places": places,
        "coming": guest.state == InvitationState.COMING,
        "answer": str(guest.get_state_display()),
    }


def _stand(guest: Invitation) -> list[str]:
    """The presence, and the time that goes with it."""
    since = {
        "present": guest.arrived_at,
        "left": guest.left_at,
        "late": guest.expected_at,
    }.get(str(guest.presence))
    return [str(guest.presence), _time(since) if since else ""]


def _places(day: Day) -> dict[int, list[list[Any]]]:
    """By invitation: in which slots, by number, they sit at which table. Who comes late is sent to
    the next of them, not to the first."""
    found: dict[int, list[list[Any]]] = defaultdict(list)
    rows = (
        Meeting.objects.filter(timetable__day=day, timetable__state=TimetableState.PUBLISHED)
        .order_by("slot__number", "pk")
        .values_list("buyer_id", "maker_id", "slot__number", "table__label")
    )
    for buyer, maker, number, label in rows:
        for party in (buyer, maker):
            found[party].append([number, label])
    return found


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _time(instant: datetime) -> str:
    return f"{instant.astimezone(clock.JAKARTA):%H.%M}"
