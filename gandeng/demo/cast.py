"""The people to be: one click each in demo mode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandeng.organisations.actions import give_seat
from gandeng.organisations.models import Organisation, Outlet, Seat
from gandeng.people.actions import register_person
from gandeng.people.models import Person
from gandeng.programmes.actions import add_member, appoint_first_member
from gandeng.programmes.models import Member, Place, Programme

# where the mentor in the field goes
MENTORED = ("32.15.03", "32.15.27", "32.15.05")
PASSWORD = "gandeng-karawang"  # noqa: S105 -- the demo's, printed on screen; refused in production


@dataclass(frozen=True)
class Part:
    """Somebody to be: ``key`` is the e-mail's local part."""

    key: str
    name: str
    label: str | Promise
    does: str | Promise
    icon: str

    @property
    def email(self) -> str:
        return f"{self.key}@demo.gandeng.id"


PARTS = (
    Part(
        "petugas",
        "Rina Kartika",
        _("Petugas dinas"),
        _("unggah berkas, kurasi, dampingi"),
        "clipboard-list",
    ),
    Part(
        "umkm",
        "Ibu Sari",
        _("Pemilik UMKM"),
        _("kirim barang, lihat stok, setujui rekap"),
        "chef-hat",
    ),
    Part("toko", "Dede Kurnia", _("Petugas toko"), _("terima kiriman, hitung rak"), "store"),
    Part(
        "manajer",
        "Hendra Wijaya",
        _("Manajer toko"),
        _("tanda tangan, rekap, bayar"),
        "briefcase-business",
    ),
    Part(
        "kabid", "Bu Ningsih", _("Kepala bidang"), _("janji sampai bayar, apa yang macet"), "route"
    ),
    Part("kurator", "Pak Gunawan", _("Kurator"), _("menilai produk"), "utensils"),
    Part(
        "pendamping",
        "Asep Ruhiyat",
        _("Pendamping lapangan"),
        _("UMKM di kecamatannya"),
        "map-pin",
    ),
    Part("pemeriksa", "Ibu Ratna", _("Pemeriksa"), _("hanya membaca, semua jejak"), "search-check"),
)
_BY_KEY = {part.key: part for part in PARTS}


def person_of(key: str) -> Person | None:
    """The demo person with this key, once the demo is built."""
    part = _BY_KEY.get(key)
    return Person.objects.filter(email=part.email).first() if part else None


def enter(key: str, *, at: datetime) -> Person:
    """Make the account of a part."""
    part = _BY_KEY[key]
    return register_person(part.name, email=part.email, password=PASSWORD, at=at)


def appoint_office(programme: Programme, *, at: datetime) -> Person:
    """The office's people; gives the officer, who does the office's work."""
    officer, head = enter("petugas", at=at), enter("kabid", at=at)
    appoint_first_member(programme, officer, Member.Role.OFFICER, at=at)
    appoint_first_member(programme, head, Member.Role.HEAD, at=at)
    add_member(programme, enter("kurator", at=at), Member.Role.CURATOR, by=head, at=at)
    add_member(programme, enter("pemeriksa", at=at), Member.Role.AUDITOR, by=head, at=at)
    districts = Place.objects.filter(code__in=MENTORED)
    add_member(
        programme,
        enter("pendamping", at=at),
        Member.Role.MENTOR,
        by=head,
        at=at,
        districts=districts,
    )
    return officer


class Company:
    """Who acts for which maker and shop; made when first needed."""

    def __init__(self, officer: Person) -> None:
        self.officer = officer
        self._people: dict[tuple[str, int], Person] = {}

    def owner(self, maker: Organisation, *, at: datetime) -> Person:
        return self._seated(maker, Seat.Role.OWNER, maker.owner_name or maker.name, at)

    def manager(self, buyer: Organisation, *, at: datetime) -> Person:
        return self._seated(buyer, Seat.Role.MANAGER, buyer.pic_name or buyer.name, at)

    def clerk(self, outlet: Outlet, *, at: datetime) -> Person:
        return self._seated(
            outlet.organisation, Seat.Role.CLERK, f"Petugas {outlet}", at, outlet=outlet
        )

    def cast(self, key: str, organisation: Organisation, role: str, *, at: datetime) -> Person:
        """Let one of the people to be take a seat, before anybody else needs it."""
        outlet = organisation.outlets.order_by("pk").first() if role == Seat.Role.CLERK else None
        person = enter(key, at=at)
        give_seat(organisation, person, role, by=self.officer, at=at, outlet=outlet)
        self._people[role, outlet.pk if outlet else organisation.pk] = person
        return person

    def _seated(
        self,
        organisation: Organisation,
        role: str,
        name: str,
        at: datetime,
        outlet: Outlet | None = None,
    ) -> Person:
        place = (role, outlet.pk if outlet else organisation.pk)
        if place not in self._people:
            email = f"{role}-{place[1]}@demo.gandeng.id"
            person = register_person(name, email=email, at=at)
            give_seat(organisation, person, role, by=self.officer, at=at, outlet=outlet)
            self._people[place] = person
        return self._people[place]
