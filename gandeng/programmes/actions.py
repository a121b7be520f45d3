"""A programme is founded; people become members of it and stop being so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record
from gandeng.audit.models import Trace
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.actions import register_person
from gandeng.people.models import Person
from gandeng.people.queries import person_called, set_password_path

from .models import Member, Place, Programme
from .rules import Role, forget_standing, standing_of

# Whoever holds one of these can only be given a way in by the head of section.
OFFICE_ROLES = {Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.CURATOR}


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


@transaction.atomic
def invite_member(
    programme: Programme,
    role: str,
    *,
    name: str,
    by: Person,
    at: datetime,
    email: str = "",
    phone: str = "",
    districts: Iterable[Place] = (),
) -> tuple[Member, bool]:
    """Give a role to whoever has this e-mail address or phone number; who has no account gets one
    without a password. The member, and whether the account is new: then, and only then, the inviter
    may hand over a link to set the first password (``people.queries.set_password_path``).

    Refuses: ``unknown_role``, ``mentor_needs_districts``, ``unreachable``, ``handle_taken``.
    """
    require(by, "programmes.manage_members", programme)
    if role not in Role.values or role == Role.PARTNER:
        raise Refusal("unknown_role", _("Pilih peran yang ada."), field="role")
    known = (person_called(email) if email else None) or (person_called(phone) if phone else None)
    person = known or register_person(name, at=at, email=email, phone=phone)
    return _add(programme, person, role, districts, by=by, at=at), known is None


@transaction.atomic
def make_reset_link(member: Member, *, by: Person, at: datetime) -> str:
    """The path at which a person without e-mail sets a new password, once, to be sent to them by
    WhatsApp. Whoever holds it can take the account, so it is a recorded act with narrow limits.

    Refuses: ``has_email``, ``belongs_elsewhere`` (another programme's people are not ours to let
    in), ``needs_head``.
    """
    require(by, "programmes.manage_members", member.programme)
    person = member.person
    if member.ended_at is not None or not person.is_active:
        raise Refusal("ended", _("Keanggotaan ini sudah berakhir."))
    if person.email:
        raise Refusal(
            "has_email", _('Akun ini punya e-mail: pakai "Lupa kata sandi" di halaman masuk.')
        )
    standing = standing_of(person)
    if set(standing.roles) - {member.programme_id}:
        raise Refusal(
            "belongs_elsewhere",
            _("Orang ini juga anggota program lain. Tambahkan e-mail di akunnya lebih dulu."),
        )
    holds_office = standing.has(member.programme_id, *OFFICE_ROLES)
    if holds_office and not standing_of(by).has(member.programme_id, Role.HEAD):
        raise Refusal("needs_head", _("Hanya kepala bidang yang bisa membuat tautan untuknya."))
    record(member, "make_reset_link", by=by, at=at, after={"person": person.name})
    return set_password_path(person)


def export_traces(
    programme: Programme, traces: Iterable[Trace], *, by: Person, at: datetime
) -> list[Trace]:
    """Take a part of the book of traces out of the house; that is a trace, too."""
    require(by, "programmes.read_traces", programme)
    taken = list(traces)
    record(programme, "export_traces", by=by, at=at, after={"count": len(taken)})
    return taken


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
