"""Who prepares, answers, runs and notes a meeting day.

A guest with a signed link has no account. The link opens one invitation
(``queries.links.guest_of``); a Guest then stands where a person would, in ``require`` and traces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import NOWHERE, Seats, is_manager, is_mentor_of, is_owner
from gandeng.people.models import Person
from gandeng.programmes.rules import NOBODY, Standing, is_officer, is_reader

from .models import Invitation

# how a guest came in, kept in Indonesian behind their name
BY_LINK = gettext_noop("tautan undangan")


@dataclass
class Guest:
    """Who came by an invitation's signed link: nobody in any programme, but may act for that
    invitation."""

    invitation: Invitation
    pk: None = None
    is_authenticated: bool = True
    is_active: bool = True
    # what standing_of and seats_of would otherwise ask the database
    _standing: Standing = field(default=NOBODY, repr=False)
    _seats: Seats = field(default=NOWHERE, repr=False)

    def __str__(self) -> str:
        return f"{self.invitation} ({BY_LINK})"[:150]


# who an action's ``by`` may be
Actor = Person | Guest


def account_of(by: Actor | None) -> Person | None:
    """The account to point at from a row, where there is one."""
    return by if isinstance(by, Person) else None


@rules.predicate
def holds_the_link(guest: Any, thing: Any) -> bool:
    """Came by the link of this very invitation, or of the invitation the thing belongs to."""
    if not isinstance(guest, Guest):
        return False
    invitation_id = thing.pk if isinstance(thing, Invitation) else None
    return guest.invitation.pk in (invitation_id, getattr(thing, "invitation_id", None))


@rules.predicate
def is_buyer_at_the_table(guest: Any, thing: Any) -> bool:
    """Came by the link of this outcome's buyer (an unsaved one will do): what a shop promises is
    for the shop to say."""
    return isinstance(guest, Guest) and guest.invitation.pk == getattr(thing, "buyer_id", None)


is_host = is_officer
is_self = is_owner | is_manager | holds_the_link

PERMISSIONS = {
    "plan_day": is_host,
    "invite": is_host,
    "note_call": is_host | is_mentor_of,
    "answer_invitation": is_host | is_self,
    "wish": is_host | is_self,
    # asked about the invitation, by whose link a need may be told
    "tell_need": is_host | is_manager | holds_the_link,
    "order_pairing": is_host,
    "draw_up_timetable": is_host,
    "move_meeting": is_host,
    "publish_timetable": is_host,
    "print_papers": is_host,
    "read_day": is_reader,
    "check_in": is_host,
    "decide_proposal": is_host,
    "tell_notice": is_host,
    "note_outcome": is_host | is_buyer_at_the_table,
    "run_day": is_host,
}
declare("meetings", PERMISSIONS)

say(
    "meetings",
    {
        "plan_day": _("menyiapkan hari temu"),
        "change_day": _("mengubah hari temu"),
        "lay_out_slots": _("menyusun slot waktu"),
        "set_up_tables": _("menata meja"),
        "open_invitations": _("membuka undangan"),
        "start": _("memulai acara"),
        "end": _("mengakhiri acara"),
        "resume": _("melanjutkan acara"),
        "cancel": _("membatalkan acara"),
        "invite": _("mengundang"),
        "address_invitation": _("mengubah alamat undangan"),
        "renew_link": _("mengganti tautan undangan"),
        "send": _("mengirim undangan"),
        "send_again": _("mengirim ulang undangan"),
        "accept": _("menjawab hadir"),
        "decline": _("menjawab tidak hadir"),
        "withdraw": _("menarik undangan"),
        "renew": _("mengundang lagi"),
        "note_call": _("mencatat panggilan"),
        "wish": _("memilih yang ingin ditemui"),
        "tell_need": _("mencatat kebutuhan"),
        "drop_need": _("menghapus kebutuhan"),
        "require_pair": _("mewajibkan pertemuan"),
        "forbid_pair": _("melarang pertemuan"),
        "free_pair": _("mencabut keputusan pasangan"),
        "draw_up_timetable": _("menghitung jadwal"),
        "begin": _("mulai menghitung"),
        "finish": _("selesai menghitung"),
        "stop": _("menghentikan perhitungan"),
        "fail": _("gagal menghitung"),
        "move_meeting": _("memindahkan pertemuan"),
        "lock_meeting": _("mengunci pertemuan"),
        "add_meeting": _("menambah pertemuan"),
        "cancel_meeting": _("membatalkan pertemuan"),
        "undo_move": _("mengurungkan perubahan jadwal"),
        "redo_move": _("mengulangi perubahan jadwal"),
        "publish": _("memberlakukan jadwal"),
        "supersede": _("mengganti jadwal"),
        "discard": _("membuang konsep jadwal"),
        "print_papers": _("mencetak kertas acara"),
        "check_in": _("mencatat kehadiran"),
        "walk_in": _("menerima tamu tanpa undangan"),
        "shift_slots": _("menggeser waktu acara"),
        "propose": _("mengusulkan perubahan jadwal"),
        "outdate": _("menganggap usulan kedaluwarsa"),
        "tell_notice": _("menyampaikan kabar"),
        "note_outcome": _("mencatat hasil pertemuan"),
        "close_table": _("menutup meja"),
    },
)
