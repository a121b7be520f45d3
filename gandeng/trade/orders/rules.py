"""Who orders, who says yes, who ships, who receives."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_manager, is_owner, is_shop
from gandeng.programmes.rules import is_officer

PERMISSIONS = {
    # asked about an unsaved Order
    "place_order": is_manager,
    # what was agreed at a table before the office
    "place_first_order": is_manager | is_officer,
    "cancel_order": is_manager,
    "confirm_order": is_officer | is_owner,
    "decline_order": is_officer | is_owner,
    "ship_order": is_officer | is_owner,
    "receive_order": is_shop,
}
declare("orders", PERMISSIONS)
say(
    "orders",
    {
        "place_order": _("memesan"),
        "confirm": _("menyanggupi pesanan"),
        "decline": _("tidak menyanggupi pesanan"),
        "cancel": _("membatalkan pesanan"),
        "ship": _("mengirim pesanan"),
        "receive": _("menerima pesanan"),
        "refuse": _("menolak pesanan saat tiba"),
    },
)
