"""Who sends, who receives, who counts, and whose turn it is to confirm a return."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.states import Side
from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_mentor_of, is_owner, is_shop
from gandeng.programmes.rules import is_officer


@rules.predicate
def was_announced_by_maker(person: Any, back: Any) -> bool:
    return getattr(back, "announced_by", "") == Side.MAKER


is_sender = is_officer | is_owner | is_mentor_of

PERMISSIONS = {
    # asked about an unsaved Delivery
    "prepare_delivery": is_sender,
    "send_delivery": is_sender,
    "cancel_delivery": is_sender,
    "receive_delivery": is_shop,
    # asked about the outlet
    "count_shelf": is_shop,
    "write_off": is_shop,
    # asked about an unsaved Return with its side
    "announce_return": (was_announced_by_maker & is_owner) | (~was_announced_by_maker & is_shop),
    "confirm_return": (was_announced_by_maker & is_shop) | (~was_announced_by_maker & is_owner),
    "withdraw_return": (was_announced_by_maker & is_owner) | (~was_announced_by_maker & is_shop),
}
declare("consignment", PERMISSIONS)
say(
    "consignment",
    {
        "prepare_delivery": _("menyiapkan kiriman"),
        "send": _("mengirim barang"),
        "receive": _("menerima barang"),
        "refuse": _("menolak kiriman"),
        "cancel": _("membatalkan kiriman"),
        "count_shelf": _("menghitung rak"),
        "write_off": _("menghapus barang"),
        "announce_return": _("mengajukan retur"),
        "confirm": _("mengonfirmasi retur"),
        "withdraw": _("membatalkan retur"),
    },
)
