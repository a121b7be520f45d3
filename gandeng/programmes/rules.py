"""What a person is in which programme; predicates for all later rooms; this room's table.

A thing is anything with a ``programme_id``, or a programme itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare

from .models import Member, Programme

Role = Member.Role
# Those who may read everything in a programme.
READERS = (Role.OFFICER, Role.HEAD, Role.CURATOR, Role.AUDITOR)


@dataclass(frozen=True)
class Standing:
    """Everything a person is in programmes, read once."""

    roles: dict[int, frozenset[str]] = field(default_factory=dict)
    districts: dict[int, frozenset[str]] = field(default_factory=dict)

    def has(self, programme_id: int | None, *roles: str) -> bool:
        """Whether the person has one of these roles in that programme."""
        return programme_id is not None and not self.roles.get(
            programme_id, frozenset()
        ).isdisjoint(roles)

    def programmes_as(self, *roles: str) -> list[int]:
        """The programmes in which the person has one of these roles."""
        return [pk for pk, held in self.roles.items() if not held.isdisjoint(roles)]


NOBODY = Standing()


def standing_of(person: Any) -> Standing:
    """What a person is where. Kept on the person object, so a page asks the database once."""
    if not getattr(person, "is_authenticated", False):
        return NOBODY
    kept = getattr(person, "_standing", None)
    if kept is None:
        roles: dict[int, set[str]] = {}
        districts: dict[int, set[str]] = {}
        rows = Member.objects.filter(person=person, ended_at__isnull=True).values_list(
            "programme_id", "role", "districts__code"
        )
        for programme_id, role, code in rows:
            roles.setdefault(programme_id, set()).add(role)
            if role == Member.Role.MENTOR and code:
                districts.setdefault(programme_id, set()).add(code)
        kept = person._standing = Standing(
            {pk: frozenset(held) for pk, held in roles.items()},
            {pk: frozenset(codes) for pk, codes in districts.items()},
        )
    return kept


def forget_standing(person: Any) -> None:
    """Drop what is kept on the person object, after a membership changed."""
    for name in ("_standing", "_seats"):
        person.__dict__.pop(name, None)


def programme_id_of(thing: Any) -> int | None:
    """The programme a thing belongs to."""
    if isinstance(thing, Programme):
        return thing.pk
    return getattr(thing, "programme_id", None)


def has_role(*roles: str) -> rules.Predicate:
    """A predicate: the person has one of these roles in the thing's programme."""

    @rules.predicate(name=f"has_role({', '.join(roles)})")
    def predicate(person: Any, thing: Any) -> bool:
        return standing_of(person).has(programme_id_of(thing), *roles)

    return predicate


is_officer = has_role(Role.OFFICER)
is_curator = has_role(Role.CURATOR)
is_head = has_role(Role.HEAD)
is_auditor = has_role(Role.AUDITOR)
is_mentor = has_role(Role.MENTOR)
# The office as those who run the programme; and all who may read everything in it.
is_office = has_role(Role.OFFICER, Role.HEAD)
is_reader = has_role(*READERS)

PERMISSIONS = {
    "manage_members": is_office,
    "read_traces": is_auditor | is_head,
}
declare("programmes", PERMISSIONS)

say(
    "programmes",
    {
        "found_programme": _("membuka program"),
        "add_member": _("menambah anggota"),
        "end_membership": _("mengakhiri peran"),
        "make_reset_link": _("membuat tautan kata sandi"),
        "export_traces": _("mengunduh jejak"),
        "export_organisations": _("mengunduh daftar organisasi"),
    },
)
