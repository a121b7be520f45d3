"""Sample makers, buyers, shops and the people in them."""

from __future__ import annotations

from itertools import count
from typing import Any

from gandeng.kernel import clock
from gandeng.people.models import Person
from gandeng.people.samples import a_person
from gandeng.programmes.models import Place, Programme
from gandeng.programmes.samples import a_programme, an_officer

from . import actions
from .models import Double, Organisation, Outlet, Seat
from .states import Kind

_numbers = count(1)


def a_maker(programme: Programme | None = None, name: str = "", **values: Any) -> Organisation:
    """A maker in Karawang Barat."""
    programme = programme or a_programme()
    values.setdefault("district", Place.objects.get(code="32.15.01"))
    return actions.register_organisation(
        programme,
        Kind.MAKER,
        name or f"Dapur {next(_numbers)}",
        by=an_officer(programme),
        at=clock.now(),
        **values,
    )


def a_buyer(
    programme: Programme | None = None,
    name: str = "",
    kind: str = Kind.COOPERATIVE,
    **values: Any,
) -> Organisation:
    """A cooperative without a shop yet."""
    programme = programme or a_programme()
    return actions.register_organisation(
        programme,
        kind,
        name or f"Kopkar {next(_numbers)}",
        by=an_officer(programme),
        at=clock.now(),
        **values,
    )


def an_outlet(buyer: Organisation | None = None, name: str = "") -> Outlet:
    """A shop of a buyer."""
    buyer = buyer or a_buyer()
    return actions.open_outlet(
        buyer, name or f"Toko {next(_numbers)}", by=an_officer(buyer.programme), at=clock.now()
    )


def a_seat(organisation: Organisation, role: str = "", outlet: Outlet | None = None) -> Person:
    """A new person who sits in the organisation: the owner of a maker, the manager of a buyer,
    a clerk where a shop is given."""
    if not role:
        role = Seat.Role.OWNER if organisation.is_maker else Seat.Role.MANAGER
        role = Seat.Role.CLERK if outlet else role
    person = a_person(f"{Seat.Role(role).label} {organisation.name}")
    officer = an_officer(organisation.programme)
    actions.give_seat(organisation, person, role, by=officer, at=clock.now(), outlet=outlet)
    return person


def a_double(kept: Organisation | None = None, gone: Organisation | None = None) -> Double:
    """Two makers of one programme that may be one; only the newer has numbers and a phone."""
    kept = kept or a_maker(name="Dapur Sari")
    gone = gone or a_maker(
        kept.programme,
        kept.name.upper(),
        nib="1234567890123",
        nik="3215014507850001",
        phone="081234567890",
    )
    evidence = [{"code": "visit", "words": "Alamat sama"}]
    officer = an_officer(kept.programme)
    return actions.note_double(kept, gone, evidence, by=officer, at=clock.now())
