"""Organisations are registered, described, verified; people are given seats in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, change, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.kernel.sealing import fingerprint
from gandeng.people.models import Person
from gandeng.programmes.actions import welcome_partner
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import forget_standing

from .core.names import fold_name
from .models import Organisation, Outlet, Seat


@transaction.atomic
def register_organisation(
    programme: Programme, kind: str, name: str, *, by: Person, at: datetime, **values: Any
) -> Organisation:
    """Put a maker or a buyer into the register. ``values`` are fields of Organisation."""
    require(by, "organisations.register_organisation", programme)
    organisation = Organisation(
        programme=programme, kind=kind, name=name.strip(), created_at=at, **values
    )
    prepare(organisation)
    organisation.save()
    record(organisation, "register_organisation", by=by, at=at, after={"name": name, "kind": kind})
    return organisation


def prepare(organisation: Organisation) -> None:
    """Set what follows from what was typed: the folded name and the NIK's fingerprint."""
    organisation.folded_name = fold_name(organisation.name)
    organisation.nik_fingerprint = fingerprint(organisation.nik)


@transaction.atomic
def describe_organisation(
    organisation: Organisation, *, by: Person, at: datetime, **values: Any
) -> bool:
    """Change what is known about an organisation. False when nothing differed."""
    require(by, "organisations.describe_organisation", organisation)
    if "name" in values:
        values["folded_name"] = fold_name(values["name"])
    if "nik" in values:
        values["nik_fingerprint"] = fingerprint(values["nik"])
    return change(organisation, "describe_organisation", by=by, at=at, **values)


def verify_organisation(organisation: Organisation, *, by: Person, at: datetime) -> Organisation:
    """Somebody of the office was there: the business exists."""
    require(by, "organisations.verify_organisation", organisation)
    return advance(organisation, "verify", by=by, at=at)


@transaction.atomic
def open_outlet(
    organisation: Organisation, name: str, *, by: Person, at: datetime, **values: Any
) -> Outlet:
    """Add a shop to a buyer. Raises Refusal ``outlet_name_taken``, ``not_a_buyer``."""
    require(by, "organisations.open_outlet", organisation)
    if organisation.is_maker:
        raise Refusal("not_a_buyer", _("Hanya pembeli yang punya toko."))
    if organisation.outlets.filter(name=name.strip()).exists():
        raise Refusal("outlet_name_taken", _("Sudah ada toko dengan nama itu."), field="name")
    outlet = Outlet.objects.create(
        programme=organisation.programme,
        organisation=organisation,
        name=name.strip(),
        created_at=at,
        **values,
    )
    record(outlet, "open_outlet", by=by, at=at, after={"name": outlet.name})
    return outlet


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
    """Let a person act for an organisation. Refuses: ``wrong_side``, ``clerk_needs_shop``."""
    require(by, "organisations.give_seat", organisation)
    if organisation.is_maker != (role == Seat.Role.OWNER):
        raise Refusal("wrong_side", _("Peran itu tidak cocok dengan jenis organisasinya."))
    if role == Seat.Role.CLERK and (outlet is None or outlet.organisation_id != organisation.pk):
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
def end_seat(seat: Seat, *, by: Person, at: datetime) -> None:
    """Take a seat back."""
    require(by, "organisations.give_seat", seat.organisation)
    if Seat.objects.filter(pk=seat.pk, ended_at__isnull=True).update(ended_at=at):
        forget_standing(seat.person)
        record(seat, "end_seat", by=by, at=at, before={"role": seat.role})
