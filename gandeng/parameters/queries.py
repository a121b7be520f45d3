"""Which value holds on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

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


def rows_in_force(programme: Programme, *, on: date) -> list[Parameter]:
    """Every parameter as it holds in a programme on a day, by key: its own where it set one, else
    the common one."""
    rows = (
        rows_of(programme)
        .filter(starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        .order_by("key", F("programme").asc(nulls_first=True), "starts_on")
    )
    return list({row.key: row for row in rows}.values())


def rows_of(programme: Programme, key: str = "") -> QuerySet[Parameter]:
    """The common values and the programme's own, the newest first; of one key, if it is named."""
    rows = Parameter.objects.filter(Q(programme=programme) | Q(programme__isnull=True))
    if key:
        rows = rows.filter(key=key)
    return rows.order_by("-starts_on", "-pk")
