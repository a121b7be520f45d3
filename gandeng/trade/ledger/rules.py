"""Who corrects the book."""

from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_office

PERMISSIONS = {"reverse": is_office}
declare("ledger", PERMISSIONS)

say("ledger", {"reverse": _("membatalkan catatan buku")})
