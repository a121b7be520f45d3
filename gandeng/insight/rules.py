"""Who looks after stuck promises."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.rules import is_mentor_of
from gandeng.programmes.rules import is_office, is_reader


@rules.predicate
def owns_follow_up(person: Any, follow_up: Any) -> bool:
    """The task is theirs."""
    return getattr(follow_up, "owner_id", None) == person.pk


PERMISSIONS = {
    # asked about the agreement
    "raise_follow_up": is_office | is_mentor_of,
    # asked about the programme: all stuck promises at once
    "raise_follow_ups": is_office,
    "close_follow_up": is_office | owns_follow_up,
    # asked about an unsaved or saved TableTask
    "assign_table_task": is_office | is_mentor_of | owns_follow_up,
    "close_table_task": is_office | is_mentor_of | owns_follow_up,
    # asked about the programme
    "read_summary": is_reader,
}
declare("insight", PERMISSIONS)

TABLE_WORDS = {
    "assign_table_task": _("membagi tindak lanjut pertemuan"),
    "close_table_task": _("menutup tindak lanjut pertemuan"),
}
WORDS = {
    "raise_follow_up": _("mencatat tindak lanjut"),
    "close_follow_up": _("menutup tindak lanjut"),
}
say("insight", WORDS)
# the same acts stand in the history of the agreement they are about
say("agreements", WORDS)
say("insight", TABLE_WORDS)
say("meetings", TABLE_WORDS)
