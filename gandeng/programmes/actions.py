"""A programme is founded; people become members of it and stop being so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person

from .models import Member, Place, Programme
from .rules import forget_standing


@transaction.atomic
def found_programme(
    slug: str, name: str, office_name: str, regency: Place, *, at: datetime, host: str = ""
) -> Programme:
    """Open a regency's programme. Done on the command line by whoever runs the installation, so
    there is nobody to ask for permission."""
    programme = Programme.objects.create(
        slug=slug, name=name, office_name=office_name, regency=regency, host=host, created_at=at
    )
    record(programme, "found_programme", by=None, at=at, after={"slug": slug, "name": name})
    return programme


@transaction.atomic
def appoint_first_member(
    programme: Programme, person: Person, role: str, *, at: datetime
) -> Member:
    """The first people of a programme, by the command line: nobody is there yet to ask."""
    return _add(programme, person, role, (), by=None, at=at)


@transaction.atomic
def add_member(
    programme: Programme,
    person: Person,
    role: str,
    *,
    by: Person,
    at: datetime,
    districts: Iterable[Place] = (),
) -> Member:
    """Give a person a role. A field mentor needs districts: Refusal ``mentor_needs_districts``."""
    require(by, "programmes.manage_members", programme)
    return _add(programme, person, role, districts, by=by, at=at)


def welcome_partner(programme: Programme, person: Person, *, by: Person, at: datetime) -> Member:
    """Note that somebody of a maker or buyer belongs to the programme. The caller, who gives the
    person a seat in an organisation, has asked for permission."""
    return _add(programme, person, Member.Role.PARTNER, (), by=by, at=at)


def _add(
    programme: Programme,
    person: Person,
    role: str,
    districts: Iterable[Place],
    *,
    by: Person | None,
    at: datetime,
) -> Member:
    chosen = list(districts)
    if role == Member.Role.MENTOR and not chosen:
        raise Refusal(
            "mentor_needs_districts", _("Pilih kecamatan yang didampingi."), field="districts"
        )
    member, made = Member.objects.get_or_create(
        programme=programme, person=person, role=role, ended_at=None, defaults={"started_at": at}
    )
    member.districts.set(chosen)
    forget_standing(person)
    if made:
        codes = [place.pk for place in chosen]
        after = {"role": role, "person": person.name, "districts": codes}
        record(member, "add_member", by=by, at=at, after=after)
    return member


@transaction.atomic
def end_membership(member: Member, *, by: Person, at: datetime) -> None:
    """Take a role back. Refuses to leave a programme without any officer or head."""
    require(by, "programmes.manage_members", member.programme)
    managers = {Member.Role.OFFICER, Member.Role.HEAD}
    others = Member.objects.filter(
        programme=member.programme, role__in=managers, ended_at__isnull=True
    ).exclude(pk=member.pk)
    if member.role in managers and not others.exists():
        raise Refusal("last_manager", _("Harus tetap ada seorang petugas atau kepala bidang."))
    ended = Member.objects.filter(pk=member.pk, ended_at__isnull=True).update(ended_at=at)
    if ended:
        forget_standing(member.person)
        record(member, "end_membership", by=by, at=at, before={"role": member.role})
