"""How one trace reads on screen: field names and values in words instead of columns and codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, Field, JSONField, Model
from django.utils.dateformat import format as format_date
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from gandeng.kernel import clock
from gandeng.kernel.fields import MoneyField, RateField
from gandeng.kernel.money import Money, Rate


@dataclass(frozen=True)
class Change:
    """One field, before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """Who did what when, and what changed by it."""

    who: str
    label: str
    at: datetime
    note: str
    changes: tuple[Change, ...]


def line_of(trace: Any, thing: Model) -> Line:
    """Read a trace beside the thing it is about. What was there at the beginning is no change."""
    changes = tuple(
        Change(*change)
        for name in trace.after
        if name in trace.before and (change := _change_of(thing, name, trace)) is not None
    )
    label = getattr(trace, "label", "") or trace.verb.replace("_", " ")
    who = _who(trace.by_name)
    return Line(who, str(label), trace.at, trace.note, changes)


def _who(name: str) -> str:
    """Whose doing it was; how they came in is in brackets behind the name, in words of ours."""
    whole, mark, how = name.rpartition(" (")
    if mark and how.endswith(")") and len(how) > 1:
        return f"{whole}{mark}{gettext(how[:-1])})"
    return name or gettext("Sistem")


def _change_of(thing: Model, name: str, trace: Any) -> tuple[str, str, str] | None:
    try:
        field = thing._meta.get_field(name)
    except FieldDoesNotExist:  # a column of an older version
        return None
    # numbers of other rows, and what only programs read, say nothing
    if field.is_relation or not isinstance(field, Field) or isinstance(field, JSONField):
        return None
    before, after = (_words_for(field, moment[name]) for moment in (trace.before, trace.after))
    label = str(field.verbose_name)
    return None if before == after else (label[:1].upper() + label[1:], before, after)


def _words_for(field: Field[Any, Any], value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("ya") if value else gettext("tidak")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, MoneyField):
        return str(Money(value))
    if isinstance(field, RateField):
        return str(Rate(value))
    if isinstance(field, DateTimeField) and (moment := parse_datetime(str(value))):
        return format_date(moment.astimezone(clock.JAKARTA), "j M Y, H.i")
    return str(value)
