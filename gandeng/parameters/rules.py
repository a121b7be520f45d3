"""Who sets a programme's own rates."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_head, is_reader

PERMISSIONS = {"set_parameter": is_head, "read_parameters": is_reader}
declare("parameters", PERMISSIONS)

say(
    "parameters",
    {
        "set_parameter": _("menetapkan nilai"),
    },
)
