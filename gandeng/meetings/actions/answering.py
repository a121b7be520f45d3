"""An invitation is answered: coming or not. The answer may change until the day's term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import may, require
from gandeng.meetings.core import hours as clock_hours
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries.answers import takes_answers
from gandeng.meetings.rules import Actor
from gandeng.meetings.states import Channel, InvitationState, WhyNotComing

from .beats import beat

MOST_PEOPLE = 20


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    by: Actor,
    at: datetime,
    channel: str,
    attendees: str = "",
    head_count: int = 1,
    hours: Sequence[Sequence[str]] = (),
    note: str = "",
) -> Invitation:
    """They are coming: ``attendees`` by name as typed, ``head_count`` people, in ``hours`` (a list
    of ``["09:00", "12:00"]`` in Jakarta; empty is all day). The same answer again leaves no trace.

    Returns the invitation as it is now. Refuses: ``day_not_open``, ``answers_closed``,
    ``wrong_state``, ``bad_head_count``, ``bad_hours``, ``no_slot_in_hours``.
    """
    require(by, "meetings.answer_invitation", invitation)
    if not 1 <= head_count <= MOST_PEOPLE:
        raise Refusal(
            "bad_head_count",
            _("Jumlah orang 1 sampai %(most)s.") % {"most": MOST_PEOPLE},
            field="head_count",
        )
    day, invitation = _locked(invitation, by, at)
    values = {
        "attendees": " ".join(attendees.split())[:300],
        "head_count": head_count,
        "hours": _hours(day, hours),
        "note": note.strip()[:500],
        "why_not": "",
    }
    return _answered(day, invitation, "accept", InvitationState.COMING, channel, by, at, values)


@transaction.atomic
def decline_invitation(
    invitation: Invitation,
    *,
    by: Actor,
    at: datetime,
    channel: str,
    why_not: str = "",
    note: str = "",
) -> Invitation:
    """They are not coming; ``why_not`` is one of WhyNotComing or empty. Their wishes stay, in case
    they change their mind.

    Returns the invitation as it is now. Refuses: ``day_not_open``, ``answers_closed``,
    ``wrong_state``, ``unknown_reason``.
    """
    require(by, "meetings.answer_invitation", invitation)
    if why_not and why_not not in WhyNotComing.values:
        raise Refusal("unknown_reason", _("Pilih alasan dari daftar."), field="why_not")
    day, invitation = _locked(invitation, by, at)
    values = {"why_not": why_not, "note": note.strip()[:500]}
    return _answered(
        day, invitation, "decline", InvitationState.NOT_COMING, channel, by, at, values
    )


@transaction.atomic
def note_opened(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """A person looked at the invitation, for the first time. No trace: nothing was decided."""
    require(by, "meetings.answer_invitation", invitation)
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=at)


def check_open(day: Day, by: Actor, at: datetime, invitation: Invitation) -> None:
    """Guests keep to the day's term, the office may write down later calls. Refuses
    ``day_not_open``, ``answers_closed``, ``wrong_state``."""
    if not day.is_open:
        raise Refusal("day_not_open", _("Acara ini sudah selesai atau dibatalkan."))
    if invitation.state == InvitationState.WITHDRAWN:
        raise Refusal("wrong_state", _("Undangan ini sudah ditarik."))
    if not takes_answers(day, at) and not may(by, "meetings.invite", invitation):
        raise Refusal("answers_closed", _("Waktu menjawab sudah lewat. Hubungi panitia."))


def _locked(invitation: Invitation, by: Actor, at: datetime) -> tuple[Day, Invitation]:
    """The invitation as it stands, kept from other writers until the transaction ends: of two
    phones that answer at once the later one counts, and both are in the book."""
    fresh = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("day", "organisation", "programme")
        .get(pk=invitation.pk)
    )
    check_open(fresh.day, by, at, fresh)
    return fresh.day, fresh


def _answered(
    day: Day,
    invitation: Invitation,
    move: str,
    state: str,
    channel: str,
    by: Actor,
    at: datetime,
    values: dict[str, Any],
) -> Invitation:
    if invitation.state == state and all(
        getattr(invitation, name) == value for name, value in values.items()
    ):
        return invitation
    # a trace has a note of its own, so the field is set by hand
    note = invitation.note = values.pop("note")
    invitation.save(update_fields=["note"])
    values |= {"answered_at": at, "answered_by": Channel(channel)}
    if invitation.opened_at is None and channel == Channel.LINK:
        values["opened_at"] = at
    advance(invitation, move, by=by, at=at, note=note[:300], **values)
    beat(day)
    return invitation


def _hours(day: Day, hours: Sequence[Sequence[str]]) -> list[list[str]]:
    try:
        kept = clock_hours.checked(hours)
    except clock_hours.BadHours as error:
        raise Refusal(
            "bad_hours", _("Jam selesai harus sesudah jam mulai."), field="hours"
        ) from error
    slots = list(day.slots.all())
    within = clock_hours.slots_within(kept, slots)
    if slots and not within:
        spans = {"hours": clock_hours.in_figures([_span_of_day(slots)])}
        raise Refusal(
            "no_slot_in_hours",
            _("Di jam itu tidak ada pertemuan. Pertemuan berlangsung %(hours)s.") % spans,
            field="hours",
        )
    # there from the first slot to the last is all day, however it was said
    return [] if len(within) == len(slots) else kept


def _span_of_day(slots: Sequence[Any]) -> list[str]:
    starts, ends = clock_hours.clock_times(slots)
    return [starts[0], ends[-1]]
