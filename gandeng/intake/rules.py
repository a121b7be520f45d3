"""Who brings workbooks in."""

from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_officer

PERMISSIONS = {
    "upload": is_officer,
    "take_in": is_officer,
    "decide_held": is_officer,
}
declare("intake", PERMISSIONS)
