"""Who is silent is called, and what came of it is written down."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Call, Invitation
from gandeng.meetings.states import CallResult, InvitationState
from gandeng.people.models import Person

from .beats import beat


@transaction.atomic
def note_call(
    invitation: Invitation,
    result: str,
    *,
    note: str = "",
    again_on: date | None = None,
    by: Person,
    at: datetime,
) -> Call:
    """Write down a call. That they said yes or no on the phone is an answer too: the page takes it
    with ``answering``; this is only the note.

    Refuses: ``unknown_result``, ``withdrawn``, ``again_in_past``, ``again_after_day``,
    ``again_missing``.
    """
    require(by, "meetings.note_call", invitation)
    if result not in CallResult.values:
        raise Refusal("unknown_result", _("Pilih apa hasil panggilannya."), field="result")
    if invitation.state == InvitationState.WITHDRAWN:
        raise Refusal("withdrawn", _("Undangan ini sudah ditarik."))
    if again_on is not None:
        if again_on < clock.day_of(at):
            raise Refusal("again_in_past", _("Hari itu sudah lewat."), field="again_on")
        if again_on > invitation.day.held_on:
            raise Refusal("again_after_day", _("Hari itu sesudah acara."), field="again_on")
    if result == CallResult.CALL_LATER and again_on is None:
        raise Refusal("again_missing", _("Isi kapan dihubungi lagi."), field="again_on")
    call = Call.objects.create(
        programme_id=invitation.programme_id,
        invitation=invitation,
        result=result,
        note=note.strip()[:300],
        again_on=again_on,
        by=by,
        at=at,
    )
    after = {"result": str(result), "again_on": str(again_on or "")}
    record(invitation, "note_call", by=by, at=at, after=after, note=note.strip()[:300])
    beat(invitation.day)
    return call
