"""A sample programme and its people."""

from __future__ import annotations

from itertools import count
from typing import Any

from gandeng.kernel import clock
from gandeng.people.models import Person
from gandeng.people.samples import a_person

from . import actions
from .models import Member, Place, Programme

_numbers = count(1)


def a_programme(slug: str = "", **values: Any) -> Programme:
    """A regency's programme, in Karawang."""
    slug = slug or f"program-{next(_numbers)}"
    return actions.found_programme(
        slug,
        values.pop("name", f"UMKM {slug.title()}"),
        "Dinas Koperasi dan UKM",
        Place.objects.get(code="32.15"),
        at=clock.now(),
        **values,
    )


def a_member(
    programme: Programme, role: str = Member.Role.OFFICER, *, districts: tuple[str, ...] = ()
) -> Person:
    """A new person with this role. ``districts`` are Kemendagri codes, for a mentor."""
    person = a_person(f"{Member.Role(role).label} {programme.slug}")
    if role == Member.Role.MENTOR:
        places = Place.objects.filter(code__in=districts or ("32.15.01",))
        officer = an_officer(programme)
        actions.add_member(programme, person, role, by=officer, at=clock.now(), districts=places)
    else:
        actions.appoint_first_member(programme, person, role, at=clock.now())
    return person


def an_officer(programme: Programme) -> Person:
    """The programme's first officer; a new one where there is none."""
    member = (
        Member.objects.filter(programme=programme, role=Member.Role.OFFICER, ended_at=None)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    return member.person if member else a_member(programme)
