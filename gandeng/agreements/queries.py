"""Which agreements a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from gandeng.organisations.rules import seats_of
from gandeng.programmes.rules import READERS, standing_of

from .models import Agreement
from .states import State


def seen_through_agreement(person: Any, path: str = "") -> Q:
    """The condition "this person may see the agreement", for anything that has one: ``path`` is the
    lookup to it (``"agreement__"``). The office sees its programme's, a mentor those of their
    districts' makers, an owner and a manager their own, a clerk those of their shop."""
    standing, seats = standing_of(person), seats_of(person)
    seen = (
        Q(**{f"{path}programme_id__in": standing.programmes_as(*READERS)})
        | Q(**{f"{path}maker_id__in": seats.owned})
        | Q(**{f"{path}buyer_id__in": seats.managed})
    )
    if seats.shops:
        in_shop = Agreement.objects.filter(outlets__in=list(seats.shops)).values("pk")
        seen |= Q(**{f"{path}pk__in" if path else "pk__in": in_shop})
    for programme_id, districts in standing.districts.items():
        seen |= Q(
            **{
                f"{path}programme_id": programme_id,
                f"{path}maker__district_id__in": districts,
            }
        )
    return seen


def agreements_for(person: Any) -> QuerySet[Agreement]:
    """The agreements a person may see, the newest first. A clerk only sees what is signed."""
    found = Agreement.objects.filter(seen_through_agreement(person))
    seats = seats_of(person)
    if seats.shops and not seats.managed and not seats.owned and not standing_of(person).roles:
        found = found.filter(state__in=[State.SIGNED, State.ENDED])
    return found.select_related("maker", "buyer").order_by("-created_at", "-pk")
