"""Who sets a programme's own rates."""

from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_head, is_reader

PERMISSIONS = {"set_parameter": is_head, "read_parameters": is_reader}
declare("parameters", PERMISSIONS)
