"""People are given seats in organisations, invited to them, and leave them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.models import Organisation, Outlet, Seat
from gandeng.people.actions import register_person
from gandeng.people.models import Person
from gandeng.people.queries import person_called
from gandeng.programmes.actions import welcome_partner
from gandeng.programmes.rules import forget_standing

from .register import refuse_merged


@transaction.atomic
def give_seat(
    organisation: Organisation,
    person: Person,
    role: str,
    *,
    by: Person,
    at: datetime,
    outlet: Outlet | None = None,
) -> Seat:
    """Let a person act for an organisation. Refuses: ``wrong_side``, ``clerk_needs_shop``,
    ``merged``."""
    require(by, "organisations.give_seat", organisation)
    refuse_merged(organisation)
    if organisation.is_maker != (role == Seat.Role.OWNER):
        raise Refusal(
            "wrong_side", _("Peran itu tidak cocok dengan jenis organisasinya."), field="role"
        )
    if role != Seat.Role.CLERK:
        outlet = None
    elif outlet is None or outlet.organisation_id != organisation.pk:
        raise Refusal("clerk_needs_shop", _("Pilih toko tempat petugas bekerja."), field="outlet")
    seat, made = Seat.objects.get_or_create(
        programme=organisation.programme,
        organisation=organisation,
        person=person,
        role=role,
        ended_at=None,
        defaults={"outlet": outlet, "started_at": at},
    )
    welcome_partner(organisation.programme, person, by=by, at=at)
    forget_standing(person)
    if made:
        after = {"role": role, "person": person.name, "organisation": organisation.name}
        record(seat, "give_seat", by=by, at=at, after=after)
    return seat


@transaction.atomic
def invite(
    organisation: Organisation,
    role: str,
    *,
    name: str,
    by: Person,
    at: datetime,
    email: str = "",
    phone: str = "",
    outlet: Outlet | None = None,
) -> tuple[Seat, bool]:
    """Give a seat to whoever has this e-mail address or phone number; who has no account gets one
    without a password. The seat, and whether the account is new: then, and only then, the inviter
    may hand over a link to set the first password (``people.queries.set_password_path``).
    """
    require(by, "organisations.give_seat", organisation)
    known = (person_called(email) if email else None) or (person_called(phone) if phone else None)
    person = known or register_person(name, at=at, email=email, phone=phone)
    return give_seat(organisation, person, role, by=by, at=at, outlet=outlet), known is None


@transaction.atomic
def end_seat(seat: Seat, *, by: Person, at: datetime) -> None:
    """Take a seat back."""
    require(by, "organisations.give_seat", seat.organisation)
    if Seat.objects.filter(pk=seat.pk, ended_at__isnull=True).update(ended_at=at):
        forget_standing(seat.person)
        record(seat, "end_seat", by=by, at=at, before={"role": seat.role})
