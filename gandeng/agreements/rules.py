"""Who drafts, offers, signs and ends an agreement."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_manager, is_owner
from gandeng.programmes.rules import is_officer

is_involved = is_officer | is_owner | is_manager

PERMISSIONS = {
    # asked about the draft (an unsaved Agreement with its parties)
    "draft_agreement": is_involved,
    "offer_agreement": is_involved,
    "revise_agreement": is_involved,
    "decline_agreement": is_owner | is_manager,
    "sign_for_maker": is_owner,
    "sign_for_buyer": is_manager,
    "end_agreement": is_involved,
    # asked about a Ceremony or a programme's agreement: the office's own
    "hold_ceremony": is_officer,
    "record_signature": is_officer,
}
declare("agreements", PERMISSIONS)

say(
    "agreements",
    {
        "draft_agreement": _("membuat konsep"),
        "change_draft": _("mengubah konsep"),
        "offer": _("menawarkan perjanjian"),
        "revise": _("menarik penawaran untuk diubah"),
        "decline": _("menolak perjanjian"),
        "sign_agreement": _("menandatangani"),
        "seal": _("melengkapi tanda tangan kedua pihak"),
        "end": _("mengakhiri perjanjian"),
        "draft_from_outcome": _("membuat konsep dari hasil pertemuan"),
        "open_ceremony": _("membuka penandatanganan"),
        "enter_agreements": _("memasukkan perjanjian ke penandatanganan"),
        "offer_all": _("menomori dan menawarkan semua"),
        "sign_on_glass": _("mencatat tanda tangan di layar"),
        "sign_on_paper": _("mencatat tanda tangan di kertas"),
        "take_in_scan": _("menerima pindaian"),
        "queue_stack": _("mengunggah tumpukan pindaian"),
        "begin_reading": _("mulai membaca tumpukan pindaian"),
        "finish_reading": _("selesai membaca tumpukan pindaian"),
        "fail_reading": _("gagal membaca tumpukan pindaian"),
        "read_again": _("membaca lagi tumpukan pindaian"),
        "discard": _("membuang tumpukan pindaian"),
        "assign_scan": _("menentukan pindaian milik perjanjian"),
        "close": _("menutup penandatanganan"),
        "reopen": _("membuka lagi penandatanganan"),
    },
)
