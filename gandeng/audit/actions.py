"""How the other rooms leave traces: record, change, advance. Asked for permission before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.errors import Refusal
from gandeng.kernel.fields import SealedField
from gandeng.kernel.money import Money, Rate
from gandeng.kernel.sealing import mask

from .models import Trace

Thing = TypeVar("Thing", bound=models.Model)


def record(
    thing: models.Model,
    verb: str,
    *,
    by: Any,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> Trace:
    """Write one trace. ``by`` is a person, or None for the system itself."""
    return Trace.objects.create(**_trace_values(thing, verb, by, at, before, after, note))


def record_many(
    things: Iterable[models.Model], verb: str, *, by: Any, at: datetime, note: str = ""
) -> None:
    """One trace for each thing, in few queries: for a workbook's thousands of rows."""
    Trace.objects.bulk_create(
        [
            Trace(**_trace_values(thing, verb, by, at, None, snapshot(thing), note))
            for thing in things
        ],
        batch_size=500,
    )


def change(
    thing: models.Model, verb: str, *, by: Any, at: datetime, trace_note: str = "", **values: Any
) -> bool:
    """Set fields, save what differs, trace before and after. False when nothing differed.

    ``trace_note`` is the trace's own, so that a field named ``note`` can be set like any other.
    """
    fields = {name: value for name, value in values.items() if getattr(thing, name) != value}
    if not fields:
        return False
    before = snapshot(thing, fields)
    for name, value in fields.items():
        setattr(thing, name, value)
    with transaction.atomic():
        thing.save(update_fields=list(fields))
        record(
            thing, verb, by=by, at=at, before=before, after=snapshot(thing, fields), note=trace_note
        )
    return True


def advance(
    thing: Thing, move: str, *, by: Any, at: datetime, note: str = "", **values: Any
) -> Thing:
    """Make a move of ``thing.FLOW`` and trace it, setting further fields along the way.

    The update compares and sets, so of two people on the same stale page one is refused.
    Raises Refusal ``wrong_state`` when the move is not open from the state the thing is in.
    """
    step = thing.FLOW[move]  # type: ignore[attr-defined]
    old = thing.state  # type: ignore[attr-defined]
    before = snapshot(thing, ["state", *values])
    with transaction.atomic():
        moved = (
            type(thing)
            ._default_manager.filter(pk=thing.pk, state=old, state__in=step.sources)
            .update(state=step.target, **values)
        )
        if not moved:
            raise Refusal(
                "wrong_state",
                _("Langkah ini tidak bisa dilakukan lagi. Muat ulang halaman dan lihat statusnya."),
            )
        thing.state = step.target  # type: ignore[attr-defined]
        for name, value in values.items():
            setattr(thing, name, value)
        after = snapshot(thing, ["state", *values])
        record(thing, move, by=by, at=at, before=before, after=after, note=note)
    return thing


def snapshot(thing: models.Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The named fields (all, if none are named) as JSON can hold them; sealed numbers masked."""
    if names is None:
        names = [field.attname for field in thing._meta.concrete_fields if not field.primary_key]
    return {name: _plain(thing, name) for name in names}


def _plain(thing: models.Model, name: str) -> Any:
    value = getattr(thing, name)
    if isinstance(thing._meta.get_field(name), SealedField):
        return mask(value or "")
    if isinstance(value, Money):
        return value.rupiah
    if isinstance(value, Rate):
        return value.basis_points
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    if value is None or isinstance(value, str | int | bool | date | list | dict):
        return value
    return str(value)


def _trace_values(
    thing: models.Model,
    verb: str,
    by: Any,
    at: datetime,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    note: str,
) -> dict[str, Any]:
    programme_id = getattr(thing, "programme_id", None)
    if thing._meta.label == "programmes.Programme":
        programme_id = thing.pk
    return {
        "programme_id": programme_id,
        "thing_kind": thing._meta.label,
        "thing_id": thing.pk,
        "thing_name": str(thing)[:200],
        "verb": verb,
        "by_id": by.pk if by is not None else None,
        "by_name": str(by)[:150] if by is not None else "Sistem",
        "at": at,
        "before": before or {},
        "after": after or {},
        "note": note,
    }
