"""Who puts products up and takes them down, and who sees what a shop pays."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from gandeng.audit.models import say
from gandeng.kernel.permissions import declare
from gandeng.organisations.models import Organisation
from gandeng.organisations.rules import is_mentor_of, is_owner, seats_of
from gandeng.programmes.rules import is_curator, is_officer, is_reader, programme_id_of


@rules.predicate
def is_buyer_here(person: Any, thing: Any) -> bool:
    """Manages or works for a buyer of the programme the thing belongs to."""
    buyers, pk = seats_of(person).buyers, programme_id_of(thing)
    if not buyers or pk is None:
        return False
    kept: dict[int, bool] = person.__dict__.setdefault("_is_buyer_in", {})
    if pk not in kept:
        kept[pk] = Organisation.objects.filter(pk__in=buyers, programme_id=pk).exists()
    return kept[pk]


PERMISSIONS = {
    # asked about the product or the listing
    "list_product": is_officer | is_curator,
    "unlist_product": is_officer | is_curator,
    # asked about the product: consignment price, smallest order, capacity
    "see_terms": is_reader | is_buyer_here | is_owner | is_mentor_of,
    # asked about the programme: the page that says what is shown, what is not and why
    "read_shelf": is_reader,
}
declare("catalogue", PERMISSIONS)

say(
    "catalogue",
    {
        "list_product": _("menayangkan"),
        "unlist": _("menurunkan"),
        "list_again": _("menayangkan lagi"),
    },
)
