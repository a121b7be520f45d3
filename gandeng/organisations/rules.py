"""Where a person sits; predicates on a thing's maker and buyer for all later rooms; the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_auditor, is_office, is_officer, standing_of

from .models import Outlet, Seat


@dataclass(frozen=True)
class Seats:
    """Everything a person is in organisations, read once."""

    owned: frozenset[int] = frozenset()
    managed: frozenset[int] = frozenset()
    # shops a clerk works in: outlet id -> organisation id
    shops: dict[int, int] = field(default_factory=dict)

    @property
    def buyers(self) -> frozenset[int]:
        """Buyers the person manages or works for."""
        return self.managed | frozenset(self.shops.values())

    @property
    def organisations(self) -> frozenset[int]:
        return self.owned | self.buyers


NOWHERE = Seats()


def seats_of(person: Any) -> Seats:
    """Where a person sits. Kept on the person object, so a page asks the database once."""
    if not getattr(person, "is_authenticated", False):
        return NOWHERE
    kept = getattr(person, "_seats", None)
    if kept is None:
        rows = list(
            Seat.objects.filter(person=person, ended_at__isnull=True).values_list(
                "role", "organisation_id", "outlet_id"
            )
        )
        kept = person._seats = Seats(
            owned=frozenset(org for role, org, _ in rows if role == Seat.Role.OWNER),
            managed=frozenset(org for role, org, _ in rows if role == Seat.Role.MANAGER),
            shops={shop: org for role, org, shop in rows if role == Seat.Role.CLERK},
        )
    return kept


@rules.predicate
def is_owner(person: Any, thing: Any) -> bool:
    """Owns the maker the thing is, or belongs to."""
    return getattr(thing, "maker_id", None) in seats_of(person).owned


@rules.predicate
def is_manager(person: Any, thing: Any) -> bool:
    """Manages the buyer the thing is, or belongs to."""
    return getattr(thing, "buyer_id", None) in seats_of(person).managed


@rules.predicate
def is_clerk(person: Any, thing: Any) -> bool:
    """Works in the shop the thing is at (``outlet_id``, or an outlet itself)."""
    outlet_id = getattr(thing, "outlet_id", None)
    if outlet_id is None and isinstance(thing, Outlet):
        outlet_id = thing.pk
    return outlet_id in seats_of(person).shops


@rules.predicate
def is_mentor_of(person: Any, thing: Any) -> bool:
    """Is the field mentor of the district the maker (the thing, or its maker) is in."""
    maker = getattr(thing, "maker", thing)
    programme_id = getattr(thing, "programme_id", None) or 0
    districts = standing_of(person).districts.get(programme_id, frozenset())
    return getattr(maker, "district_id", None) in districts


is_shop = is_manager | is_clerk
is_party = is_owner | is_manager

PERMISSIONS = {
    "register_organisation": is_officer,
    "describe_organisation": is_officer | is_owner | is_manager | is_mentor_of,
    "verify_organisation": is_officer | is_mentor_of,
    "suspend_organisation": is_office,
    "open_outlet": is_officer | is_manager,
    "give_seat": is_officer | is_manager,
    "decide_double": is_officer,
    "unmask": is_officer | is_auditor | is_party,
    "export": is_office | is_auditor,
}
declare("organisations", PERMISSIONS)

say(
    "organisations",
    {
        "register_organisation": _("mendaftarkan"),
        "describe_organisation": _("mengubah data"),
        "verify": _("memverifikasi"),
        "suspend": _("menangguhkan"),
        "reinstate": _("memulihkan"),
        "merge": _("menggabungkan"),
        "merge_in": _("menggabungkan yang lain ke"),
        "undo_merge": _("membatalkan penggabungan"),
        "keep_apart": _("menyatakan berbeda"),
        "note_double": _("mencatat kemungkinan ganda"),
        "unmask": _("melihat nomor lengkap"),
        "open_outlet": _("membuka toko"),
        "describe_outlet": _("mengubah toko"),
        "give_seat": _("memberi peran"),
        "end_seat": _("mengakhiri peran"),
    },
)
