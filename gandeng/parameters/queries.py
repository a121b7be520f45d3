"""Which value holds on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gandeng.programmes.models import Programme

from .models import Parameter


def value_of(key: str, *, on: date, programme: Programme | int | None = None) -> int:
    """The value in force on a day: the programme's own, else the common one.

    Raises LookupError when nothing was in force: a missing rate is a bug, never a zero.
    """
    return values_of(key, on=on, programme=programme)[key]


def values_of(*keys: str, on: date, programme: Programme | int | None = None) -> dict[str, int]:
    """Several values at once, in one query. Raises LookupError naming those not in force."""
    pk = programme.pk if isinstance(programme, Programme) else programme
    rows = (
        Parameter.objects.filter(
            Q(programme_id=pk) | Q(programme__isnull=True), key__in=keys, starts_on__lte=on
        )
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        .order_by("starts_on")
    )
    common = {row.key: row.value for row in rows if row.programme_id is None}
    own = {row.key: row.value for row in rows if row.programme_id is not None}
    found = common | own
    if missing := set(keys) - set(found):
        raise LookupError(f"no value in force on {on} for {', '.join(sorted(missing))}")
    return found
