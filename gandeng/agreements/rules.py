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
    },
)
