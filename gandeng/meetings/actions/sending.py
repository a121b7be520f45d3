"""Invitations and reminders go out: by e-mail, by WhatsApp, on paper. Sending twice sends once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gandeng.audit.actions import advance, record, record_many
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.gateways.mail import NotSent, Outbox
from gandeng.meetings.models import Day, Invitation, Sending
from gandeng.meetings.queries.messages import as_text, day_in_words, message_for
from gandeng.meetings.queries.sending import UNDER_WAY, already, to_mail
from gandeng.meetings.states import ANSWERABLE, Channel, InvitationState
from gandeng.people.models import Person

from .beats import beat
from .planning import open_invitations, require_open

# so many mails for each request of a page: a server needs about a tenth of a second for one
MAILS_AT_ONCE = 40
# kept in Indonesian, said to its readers in their language
FAILURES = {
    "refused": gettext_noop(
        "Alamat ini ditolak server tujuan. Periksa e-mailnya, lalu kirim lagi."
    ),
    "malformed": gettext_noop("Alamat atau namanya tidak bisa dibaca server surat. Perbaiki dulu."),
    "unreachable": gettext_noop("Server surat tidak bisa dihubungi. Coba lagi nanti."),
}


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a round of mails: how many went, how many failed, how many still wait.
    ``is_server_down``: no use to go on now."""

    sent: int
    failed: int
    waiting: int
    is_server_down: bool = False


def send_mails(
    day: Day,
    *,
    base_url: str,
    is_reminder: bool = False,
    chosen: Sequence[int] | None = None,
    since: datetime | None = None,
    most: int = MAILS_AT_ONCE,
    by: Person,
    at: datetime,
) -> Posted:
    """Mail the next ``most`` invitations (or reminders) of a day that have an address and none on
    its way; of ``chosen`` invitation ids, if any are named. A page that sends in several rounds
    says ``since`` when it began: what failed from then on is not tried again.

    Each is claimed before it is sent and settled right after, each on its own: two clicks at once
    send once, a failure hinders nobody else, and what a crash cut off is seen as not arrived.

    Refuses: ``day_over``, ``no_slots_yet``.
    """
    require(by, "meetings.invite", day)
    require_open(day)
    open_invitations(day, by=by, at=at)
    since = since or at
    ready = _ready(day, is_reminder=is_reminder, chosen=chosen, since=since, at=at)
    claimed = _claim(day, ready[:most], is_reminder=is_reminder, by=by, at=at)
    words = day_in_words(day)
    sent = failed = 0
    is_down = False
    with Outbox() as outbox:
        for place, sending in enumerate(claimed):
            invitation = sending.invitation
            message = message_for(invitation, words, base_url, is_reminder=is_reminder)
            try:
                outbox.send(sending.address, message, as_text(message), sender=words.sender)
            except NotSent as error:
                failed += 1
                sending.failure = FAILURES[error.code]
                sending.save(update_fields=["failure"])
                if error.code == "unreachable":
                    is_down = True
                    # never tried, so nothing to show for them
                    rest = [one.pk for one in claimed[place + 1 :]]
                    Sending.objects.filter(pk__in=rest).delete()
                    break
            else:
                sent += 1
                _settle(sending, by=by, at=at)
    if claimed:
        beat(day)
    return Posted(sent, failed, ready.count(), is_down)


@transaction.atomic
def note_sent(
    invitations: Iterable[Invitation],
    channel: str,
    *,
    is_reminder: bool = False,
    by: Person,
    at: datetime,
) -> int:
    """Write down that these went out by hand: a WhatsApp message was opened, a letter was posted.
    All of one day. How many are new; those noted before stay noted once.

    Refuses: ``day_over``, ``no_slots_yet``, ``unknown_channel``.
    """
    invitations = list(invitations)
    if not invitations:
        return 0
    day = invitations[0].day
    require(by, "meetings.invite", day)
    if channel not in {Channel.WHATSAPP, Channel.LETTER, Channel.PHONE}:
        raise Refusal("unknown_channel", _("Pilih WhatsApp atau surat."))
    require_open(day)
    open_invitations(day, by=by, at=at)
    Day.objects.select_for_update().get(pk=day.pk)
    ids = [invitation.pk for invitation in invitations]
    done = set(
        Sending.objects.filter(
            already(channel, is_reminder=is_reminder, at=at), invitation__in=ids
        ).values_list("invitation_id", flat=True)
    )
    fresh = list(
        day.invitations.filter(pk__in=set(ids) - done, state__in=ANSWERABLE)
        .select_related("organisation")
        .order_by("pk")
    )
    Sending.objects.bulk_create(
        [
            Sending(
                programme_id=day.programme_id,
                invitation=invitation,
                channel=channel,
                address=invitation.phone if channel != Channel.LETTER else "",
                is_reminder=is_reminder,
                by=by,
                at=at,
            )
            for invitation in fresh
        ],
        batch_size=500,
    )
    first = [one for one in fresh if one.state == InvitationState.LISTED]
    again = [one for one in fresh if one.state != InvitationState.LISTED]
    Invitation.objects.filter(
        pk__in=[one.pk for one in first], state=InvitationState.LISTED
    ).update(state=InvitationState.SENT, sent_at=at)
    for invitation in first:
        invitation.state, invitation.sent_at = InvitationState.SENT, at
    record_many(first, "send", by=by, at=at)
    record_many(again, "send_again", by=by, at=at)
    if fresh:
        beat(day)
    return len(fresh)


def _ready(
    day: Day, *, is_reminder: bool, chosen: Sequence[int] | None, since: datetime, at: datetime
) -> QuerySet[Invitation]:
    failed = Sending.objects.filter(
        invitation=OuterRef("pk"), channel=Channel.EMAIL, at__gte=since
    ).exclude(failure="")
    found = to_mail(day, is_reminder=is_reminder, at=at).exclude(Exists(failed))
    return found if chosen is None else found.filter(pk__in=chosen)


@transaction.atomic
def _claim(
    day: Day, ready: QuerySet[Invitation], *, is_reminder: bool, by: Person, at: datetime
) -> list[Sending]:
    # whoever presses second waits here and then finds these claimed
    Day.objects.select_for_update().get(pk=day.pk)
    return [
        Sending.objects.create(
            programme_id=day.programme_id,
            invitation=invitation,
            channel=Channel.EMAIL,
            address=invitation.email,
            is_reminder=is_reminder,
            failure=UNDER_WAY,
            by=by,
            at=at,
        )
        for invitation in ready
    ]


@transaction.atomic
def _settle(sending: Sending, *, by: Person, at: datetime) -> None:
    sending.failure = ""
    sending.save(update_fields=["failure"])
    invitation = Invitation.objects.select_related("organisation").get(pk=sending.invitation_id)
    note = sending.address
    if invitation.state == InvitationState.LISTED:
        advance(invitation, "send", by=by, at=at, note=note, sent_at=at)
    else:
        record(invitation, "send_again", by=by, at=at, note=note)
