"""Who came, is late, left or will not come is noted, once, however often a desk sends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, record, record_many
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import CheckIn, Day, Invitation
from gandeng.meetings.rules import Actor, account_of
from gandeng.meetings.states import Channel, DayState, InvitationState, Presence

from .beats import beat

# a device's clock may be a little ahead of ours
CLOCK_TOLERANCE = timedelta(minutes=2)


@transaction.atomic
def note_presence(
    invitation: Invitation,
    presence: str,
    *,
    key: str,
    noted_at: datetime,
    by: Actor,
    at: datetime,
    head_count: int | None = None,
    expected_at: datetime | None = None,
    desk: str = "",
) -> CheckIn:
    """Note where a party is. Every note is kept; the latest by ``noted_at`` says where the party
    stands, so desks that were offline may arrive in any order. ``Presence.EXPECTED`` takes a
    mistaken note back.

    Whoever stands at the desk is coming, whatever was answered before. A note from a clock that
    runs ahead, or from before the day, counts as taken when it reached us.

    Refuses: ``day_not_open``, ``unknown_presence``, ``expected_at_missing``, ``bad_head_count``,
    ``key_of_another``.
    """
    require(by, "meetings.check_in", invitation)
    if done := CheckIn.objects.filter(key=key).first():
        if done.invitation_id != invitation.pk:
            raise Refusal("key_of_another", _("Catatan ini milik peserta lain. Catat ulang."))
        return done
    day = Day.objects.select_for_update().get(pk=invitation.day_id)
    _check(day, presence, expected_at, head_count)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    note = CheckIn.objects.create(
        programme_id=day.programme_id,
        day=day,
        invitation=invitation,
        presence=presence,
        head_count=head_count,
        expected_at=expected_at if presence == Presence.LATE else None,
        desk=desk.strip()[:40],
        key=key,
        noted_at=_bounded(noted_at, day, at),
        received_at=at,
        by=account_of(by),
    )
    if presence == Presence.PRESENT:
        _count_as_coming(invitation, by=by, at=at)
    before = invitation.presence
    _stand_where_last_noted(invitation)
    record(
        invitation,
        "check_in",
        by=by,
        at=at,
        before={"presence": before},
        after={"presence": str(presence), "noted_at": note.noted_at.isoformat(), "desk": note.desk},
    )
    beat(day)
    return note


@transaction.atomic
def note_absent(
    day: Day, invitations: Iterable[Invitation], *, key: str, by: Actor, at: datetime
) -> int:
    """Those of these who have not arrived are not coming any more, all in one go; whoever said how
    late they are is still awaited until then. How many it was; the same ``key`` again changes
    nothing. Refuses: ``day_not_open``."""
    require(by, "meetings.check_in", day)
    day = Day.objects.select_for_update().get(pk=day.pk)
    _check(day, Presence.ABSENT, None, None)
    if CheckIn.objects.filter(day=day, key__startswith=f"{key}:").exists():
        return 0
    named = [invitation.pk for invitation in invitations]
    missing = list(
        day.invitations.filter(
            Q(presence=Presence.EXPECTED) | Q(presence=Presence.LATE, expected_at__lte=at),
            pk__in=named,
            state=InvitationState.COMING,
        )
        .select_related("organisation")
        .order_by("pk")
    )
    CheckIn.objects.bulk_create(
        [
            CheckIn(
                programme_id=day.programme_id,
                day=day,
                invitation=invitation,
                presence=Presence.ABSENT,
                key=f"{key}:{invitation.pk}",
                noted_at=at,
                received_at=at,
                by=account_of(by),
            )
            for invitation in missing
        ]
    )
    Invitation.objects.filter(pk__in=[one.pk for one in missing]).update(
        presence=Presence.ABSENT, expected_at=None, arrived_at=None, left_at=None
    )
    for invitation in missing:
        invitation.presence = Presence.ABSENT
    record_many(missing, "check_in", by=by, at=at)
    if missing:
        beat(day)
    return len(missing)


def _check(day: Day, presence: str, expected_at: datetime | None, head_count: int | None) -> None:
    # what an offline desk kept may arrive after the day was closed
    if day.state not in {DayState.INVITING, DayState.RUNNING, DayState.ENDED}:
        raise Refusal("day_not_open", _("Acara ini belum dibuka atau sudah dibatalkan."))
    if presence not in Presence.values:
        raise Refusal("unknown_presence", _("Pilih sudah datang, terlambat, pulang, atau tidak."))
    if presence == Presence.LATE and expected_at is None:
        raise Refusal("expected_at_missing", _("Isi kira-kira jam berapa mereka datang."))
    if head_count is not None and not 1 <= head_count <= 99:
        raise Refusal("bad_head_count", _("Jumlah orang antara 1 dan 99."))


def _bounded(noted_at: datetime, day: Day, at: datetime) -> datetime:
    if noted_at > at + CLOCK_TOLERANCE or noted_at < clock.start_of(day.held_on):
        return at
    return min(noted_at, at)


def _count_as_coming(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    if invitation.state == InvitationState.WITHDRAWN:
        advance(invitation, "renew", by=by, at=at)
    if invitation.state != InvitationState.COMING:
        advance(
            invitation, "accept", by=by, at=at, answered_at=at, answered_by=Channel.DESK, why_not=""
        )


def _stand_where_last_noted(invitation: Invitation) -> None:
    notes = list(invitation.check_ins.order_by("noted_at", "pk"))
    last = notes[-1]
    was_here = last.presence in {Presence.PRESENT, Presence.LEFT}
    arrivals = [note.noted_at for note in notes if note.presence == Presence.PRESENT]
    invitation.presence = last.presence
    invitation.arrived_at = arrivals[0] if was_here and arrivals else None
    invitation.left_at = last.noted_at if last.presence == Presence.LEFT else None
    invitation.expected_at = last.expected_at
    invitation.save(update_fields=["presence", "arrived_at", "left_at", "expected_at"])
