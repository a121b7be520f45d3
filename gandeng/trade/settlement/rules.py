"""Who draws up, agrees, pays and confirms. An officer may do it for either side, and is named in
the trace as the one who did."""

from __future__ import annotations

from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_manager, is_owner
from gandeng.programmes.rules import is_officer

is_party = is_owner | is_manager

PERMISSIONS = {
    # asked about an unsaved statement with its agreement
    "draw_up_statement": is_officer | is_party,
    "agree_statement": is_officer | is_party,
    "object_to_statement": is_officer | is_party,
    "settle_objection": is_officer,
    "issue_invoice": is_officer | is_owner,
    "record_payment": is_officer | is_manager,
    "confirm_payment": is_officer | is_owner,
    "refuse_payment": is_officer | is_owner,
}
declare("settlement", PERMISSIONS)
