"""Who puts products up and takes them down."""

from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_curator, is_officer

PERMISSIONS = {
    # asked about the product or the listing
    "list_product": is_officer | is_curator,
    "unlist_product": is_officer | is_curator,
}
declare("catalogue", PERMISSIONS)
