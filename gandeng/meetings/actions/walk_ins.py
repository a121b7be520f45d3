"""Somebody nobody had invited stands at the desk, and gets a place in the day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import CheckIn, Day, Invitation
from gandeng.meetings.states import DayState, Presence, Side
from gandeng.organisations.actions.register import register_organisation
from gandeng.organisations.core.names import fold_name
from gandeng.organisations.models import Organisation
from gandeng.organisations.states import BUYER_KINDS, Kind
from gandeng.people.models import Person

from .attending import note_presence
from .inviting import invite


@transaction.atomic
def walk_in(
    day: Day,
    name: str,
    side: str,
    *,
    key: str,
    noted_at: datetime,
    by: Person,
    at: datetime,
    person_name: str = "",
    phone: str = "",
    head_count: int | None = None,
    desk: str = "",
) -> CheckIn:
    """Take in who came without an invitation: known by name to the register (spelt as it may be)
    or new in it. Who turns out to be invited is simply noted as present. The same ``key`` again
    changes nothing.

    Refuses: ``day_not_open``, ``name_missing``, ``unknown_side``, and what registering refuses.
    """
    require(by, "meetings.check_in", day)
    if done := CheckIn.objects.filter(key=key, day=day).first():
        return done
    if day.state not in {DayState.INVITING, DayState.RUNNING, DayState.ENDED}:
        raise Refusal("day_not_open", _("Acara ini belum dibuka atau sudah dibatalkan."))
    if side not in Side.values:
        raise Refusal("unknown_side", _("Pilih pembeli atau UMKM."))
    organisation = _known(day, name, side) or register_organisation(
        day.programme,
        Kind.MAKER if side == Side.MAKER else Kind.COOPERATIVE,
        name,
        by=by,
        at=at,
        key=f"desk-{key}"[:32],
        pic_name=person_name,
        phone=phone,
    )
    invitation = Invitation.objects.filter(day=day, organisation=organisation).first()
    if invitation is None:
        invitation = invite(day, organisation, by=by, at=at, person_name=person_name, phone=phone)
        invitation.is_walk_in = True
        invitation.save(update_fields=["is_walk_in"])
        record(invitation, "walk_in", by=by, at=at, after={"name": organisation.name})
    return note_presence(
        invitation,
        Presence.PRESENT,
        key=key,
        noted_at=noted_at,
        by=by,
        at=at,
        head_count=head_count,
        desk=desk,
    )


def _known(day: Day, name: str, side: str) -> Organisation | None:
    """The one of that name in the register; of several the one that is invited, else the oldest."""
    kinds = [Kind.MAKER] if side == Side.MAKER else list(BUYER_KINDS)
    found = list(
        Organisation.objects.standing()
        .filter(programme=day.programme, kind__in=kinds, folded_name=fold_name(name)[:150])
        .order_by("pk")
    )
    invited = set(
        Invitation.objects.filter(day=day, organisation__in=found).values_list(
            "organisation_id", flat=True
        )
    )
    return min(found, key=lambda one: (one.pk not in invited, one.pk), default=None)
