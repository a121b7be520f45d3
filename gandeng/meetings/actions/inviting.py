"""Organisations are invited to a day, by name, one or three hundred at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change, record_many
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Day, Invitation
from gandeng.meetings.queries.links import new_link_key
from gandeng.meetings.states import InvitationState, Side
from gandeng.organisations.models import Organisation
from gandeng.organisations.states import State as OrganisationState
from gandeng.people.models import Person

from .beats import beat

ADDRESS = ("person_name", "person_title", "phone", "email")


def invite(
    day: Day,
    organisation: Organisation,
    *,
    by: Person,
    at: datetime,
    person_name: str = "",
    person_title: str = "",
    phone: str = "",
    email: str = "",
) -> Invitation:
    """Invite one organisation; whom it is addressed to comes from the register unless said.
    Inviting twice is once; a withdrawn invitation is renewed.

    Refuses: ``day_over``, ``not_of_this_programme``, ``organisation_suspended``.
    """
    require(by, "meetings.invite", day)
    said = {"person_name": person_name, "person_title": person_title, "phone": phone,
            "email": email}  # fmt: skip
    said = {name: value.strip() for name, value in said.items() if value.strip()}
    made = invite_many(day, [organisation], by=by, at=at)
    invitation = made[0] if made else day.invitations.get(organisation=organisation)
    if invitation.state == InvitationState.WITHDRAWN:
        invitation = renew(invitation, by=by, at=at)
    if said:
        change(invitation, "address_invitation", by=by, at=at, **said)
    return invitation


@transaction.atomic
def invite_many(
    day: Day, organisations: Iterable[Organisation], *, by: Person, at: datetime
) -> list[Invitation]:
    """Put organisations on the list, in few queries. Those made; who is on it already stays as it
    is. Nothing goes out yet: that is for the actions in ``sending``.

    Refuses: ``day_over``, ``not_of_this_programme``, ``organisation_suspended``.
    """
    require(by, "meetings.invite", day)
    if not day.is_open:
        raise Refusal("day_over", _("Acara ini sudah selesai atau dibatalkan."))
    chosen = {organisation.pk: organisation for organisation in organisations}
    for organisation in chosen.values():
        if organisation.programme_id != day.programme_id:
            raise Refusal("not_of_this_programme", _("Organisasi ini milik program lain."))
        if organisation.state in {OrganisationState.SUSPENDED, OrganisationState.MERGED}:
            raise Refusal(
                "organisation_suspended",
                _("%(name)s ditangguhkan atau sudah digabung, jadi tidak bisa diundang.")
                % {"name": organisation.name},
            )
    Day.objects.select_for_update().get(pk=day.pk)
    known = set(
        day.invitations.filter(organisation__in=chosen).values_list("organisation_id", flat=True)
    )
    made = Invitation.objects.bulk_create(
        [
            Invitation(
                programme_id=day.programme_id,
                day=day,
                organisation=organisation,
                side=Side.MAKER if organisation.is_maker else Side.BUYER,
                link_key=new_link_key(),
                created_at=at,
                **addressee_of(organisation),
            )
            for pk, organisation in chosen.items()
            if pk not in known
        ],
        batch_size=500,
    )
    if made:
        record_many(made, "invite", by=by, at=at)
        beat(day)
    return made


def address_invitation(
    invitation: Invitation, *, by: Person, at: datetime, **values: Any
) -> Invitation:
    """Say whom it is addressed to, and where it goes. Only this invitation; the register stays."""
    require(by, "meetings.invite", invitation)
    fields = {name: value.strip() for name, value in values.items() if name in ADDRESS}
    if change(invitation, "address_invitation", by=by, at=at, **fields):
        beat(invitation.day)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, why: str, *, by: Person, at: datetime) -> Invitation:
    """Take an invitation back: its link no longer opens. Refuses: ``reason_missing``,
    ``wrong_state``."""
    require(by, "meetings.invite", invitation)
    if not why.strip():
        raise Refusal("reason_missing", _("Tulis mengapa undangannya ditarik."), field="why")
    advance(invitation, "withdraw", by=by, at=at, note=why.strip()[:300])
    beat(invitation.day)
    return invitation


@transaction.atomic
def renew(invitation: Invitation, *, by: Person, at: datetime) -> Invitation:
    """Invite again who was taken off the list: a new link, no answer yet. Refuses:
    ``wrong_state``."""
    require(by, "meetings.invite", invitation)
    advance(
        invitation,
        "renew",
        by=by,
        at=at,
        link_key=new_link_key(),
        sent_at=None,
        opened_at=None,
        answered_at=None,
        answered_by="",
        why_not="",
    )
    beat(invitation.day)
    return invitation


@transaction.atomic
def renew_link(invitation: Invitation, *, by: Person, at: datetime) -> Invitation:
    """Make every link that went out void; a new one must be sent. Refuses: ``withdrawn``."""
    require(by, "meetings.invite", invitation)
    if invitation.state == InvitationState.WITHDRAWN:
        raise Refusal("withdrawn", _("Undangan ini sudah ditarik. Undang lagi dulu."))
    change(invitation, "renew_link", by=by, at=at, link_key=new_link_key(), opened_at=None)
    beat(invitation.day)
    return invitation


def addressee_of(organisation: Organisation) -> dict[str, str]:
    """Whom the register names: for a buyer who answers or signs, for a maker who answers or
    owns."""
    if organisation.is_maker:
        name, title = organisation.pic_name or organisation.owner_name, ""
    elif organisation.pic_name:
        is_signatory = organisation.pic_name == organisation.signatory_name
        name = organisation.pic_name
        title = organisation.signatory_title if is_signatory else ""
    else:
        name, title = organisation.signatory_name, organisation.signatory_title
    return {
        "person_name": name,
        "person_title": title,
        "phone": organisation.phone,
        "email": organisation.email,
    }
