"""Who corrects the book."""

from gandeng.kernel.permissions import declare
from gandeng.programmes.rules import is_office

PERMISSIONS = {"reverse": is_office}
declare("ledger", PERMISSIONS)
