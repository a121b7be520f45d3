"""Who draws up, agrees, pays and confirms. An officer may do it for either side, and is named in
the trace as the one who did."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_manager, is_owner
from gandeng.programmes.rules import is_officer

is_party = is_owner | is_manager


@rules.predicate
def recorded_it(person: Any, payment: Any) -> bool:
    """Is the very person who says that the money was sent."""
    return getattr(payment, "recorded_by_id", None) == person.pk


PERMISSIONS = {
    # asked about an unsaved statement with its agreement
    "draw_up_statement": is_officer | is_party,
    "agree_statement": is_officer | is_party,
    "object_to_statement": is_officer | is_party,
    "settle_objection": is_officer,
    "issue_invoice": is_officer | is_owner,
    "record_payment": is_officer | is_manager,
    # four eyes: who recorded it does not confirm it
    "confirm_payment": (is_officer | is_owner) & ~recorded_it,
    "refuse_payment": is_officer | is_owner,
}
declare("settlement", PERMISSIONS)

say(
    "settlement",
    {
        "draw_up_statement": _("menyusun rekap"),
        "agree": _("menyetujui"),
        "object": _("menyanggah"),
        "settle": _("menyelesaikan sanggahan"),
        "close": _("mencatat lunas"),
        "issue_invoice": _("membuat tagihan"),
        "record_payment": _("mencatat pembayaran"),
        "confirm": _("mengonfirmasi uang diterima"),
        "refuse": _("menyatakan uang tidak diterima"),
    },
)
