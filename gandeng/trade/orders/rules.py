"""Who orders, who says yes, who ships, who receives."""

from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_manager, is_owner, is_shop
from gandeng.programmes.rules import is_officer

PERMISSIONS = {
    # asked about an unsaved Order
    "place_order": is_manager,
    "cancel_order": is_manager,
    "confirm_order": is_officer | is_owner,
    "decline_order": is_officer | is_owner,
    "ship_order": is_officer | is_owner,
    "receive_order": is_shop,
}
declare("orders", PERMISSIONS)
