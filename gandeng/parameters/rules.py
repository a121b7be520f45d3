"""Who sets a programme's own rates."""

from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_head

PERMISSIONS = {"set_parameter": is_head}
declare("parameters", PERMISSIONS)
