"""What a desk at the door needs to work without a signal."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from gandeng.kernel import clock
from gandeng.meetings.models import Day, Invitation, Meeting, Proposal
from gandeng.meetings.states import InvitationState, ProposalState, TimetableState

from .links import token_of

# of a SHA-256: enough to tell a day's guests apart, and no way back to a link
CODE_CHARACTERS = 16


def code_of(token: str) -> str:
    """How a device recognises a link it scanned, without holding anybody's link."""
    return hashlib.sha256(token.encode()).hexdigest()[:CODE_CHARACTERS]


def desk_pack(day: Day) -> dict[str, Any]:
    """Everybody invited with where they stand and where their day begins; no phone numbers, for
    the page is kept on the device. Three queries; about 60 kB for 250 parties."""
    guests = list(
        day.invitations.select_related("organisation").order_by("organisation__name", "pk")
    )
    first = _first_places(day)
    return {"guests": [_guest(guest, first.get(guest.pk, "")) for guest in guests]} | desk_state(
        day, guests
    )


def desk_state(day: Day, guests: list[Invitation] | None = None) -> dict[str, Any]:
    """What changes while the desk works: where everybody stands, and whether a change of the
    timetable waits. Two queries."""
    rows: Any = guests if guests is not None else day.invitations.all()
    return {
        "beat": day.beat,
        "count": len(rows),
        "stands": {str(guest.pk): _stand(guest) for guest in rows},
        "proposal": Proposal.objects.filter(day=day, state=ProposalState.OPEN).exists(),
    }


def _guest(guest: Invitation, first: str) -> dict[str, Any]:
    return {
        "id": guest.pk,
        "name": guest.organisation.name,
        "side": guest.side,
        "who": guest.attendees or guest.person_name,
        "heads": guest.head_count,
        "code": code_of(token_of(guest)),
        "first": first,
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


def _first_places(day: Day) -> dict[int, str]:
    """By invitation: when and at which table their first meeting is."""
    found: dict[int, str] = {}
    rows = (
        Meeting.objects.filter(timetable__day=day, timetable__state=TimetableState.PUBLISHED)
        .order_by("slot__number", "pk")
        .values_list("buyer_id", "maker_id", "slot__starts_at", "table__label")
    )
    for buyer, maker, starts_at, label in rows:
        for party in (buyer, maker):
            found.setdefault(party, f"{_time(starts_at)} · {label}")
    return found


def _time(instant: datetime) -> str:
    return f"{instant.astimezone(clock.JAKARTA):%H.%M}"
