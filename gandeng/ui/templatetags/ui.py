"""The words templates use: money, time, permissions, fields, icons, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from gandeng.kernel import clock, permissions
from gandeng.kernel.fields import MoneyFormField
from gandeng.kernel.money import Money, Rate
from gandeng.ui import assets, history, icons

register = template.Library()

NOTHING = "–"
AUDIT_QUERY = "gandeng.audit.queries.traces_of"
STATUS_ICONS = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-x",
    "info": "info",
    "quiet": "circle-dashed",
}


# Words for values --------------------------------------------------------------------------------


@register.filter
def rupiah(amount: Money | int | str | None) -> str:
    """``Rp15.000``; nothing known is a dash, never a zero."""
    if amount is None or amount == "":
        return NOTHING
    return str(amount if isinstance(amount, Money) else Money(int(amount)))


@register.filter
def quantity(number: int | str | None, unit: object = "") -> str:
    """``1.200 bungkus``: thousands by dots, the unit behind."""
    if number is None or number == "":
        return NOTHING
    counted = f"{int(number):,}".replace(",", ".")
    return f"{counted} {unit}" if unit else counted


@register.filter
def percent_of_rate(rate: Rate | None) -> str:
    """``12,5%``."""
    return NOTHING if rate is None else str(rate)


@register.filter
def when(instant: datetime | None) -> str:
    """``24 Nov 2026, 14.30 WIB``. Raises ValueError on a naive instant."""
    if not instant:
        return NOTHING
    if instant.tzinfo is None:
        raise ValueError("an instant on screen must be aware")
    return format_date(instant.astimezone(clock.JAKARTA), "j M Y, H.i") + " WIB"


@register.filter
def day(moment: date | datetime | None) -> str:
    """``24 November 2026``; of an instant, the day in Jakarta."""
    if not moment:
        return NOTHING
    if isinstance(moment, datetime):
        moment = clock.day_of(moment)
    return format_date(moment, "j F Y")


@register.filter
def days(count: int | None) -> str:
    """``3 hari``."""
    if count is None:
        return NOTHING
    return ngettext("%(count)d hari", "%(count)d hari", count) % {"count": count}


# Asking ------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, thing: Any = None) -> bool:
    """``{% may "curation.submit_product" product as allowed %}``. Raises LookupError on an
    undeclared permission."""
    return permissions.may(context["request"].user, permission, thing)


@register.inclusion_tag("ui/_traces.html")
def traces(thing: Model) -> dict[str, Any]:
    """The latest fifty lines of a thing's history. The setting GANDENG_TRACES names the query that
    knows it, because this package stands below the room that keeps it."""
    traces_of = import_string(getattr(settings, "GANDENG_TRACES", AUDIT_QUERY))
    return {"traces": [history.line_of(trace, thing) for trace in traces_of(thing)[:50]]}


# Drawing -----------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: object = "", extra: str = "") -> SafeString:
    """``{% icon "truck" %}``; with ``label=`` it speaks. Raises LookupError on an unknown name."""
    return icons.icon(name, label, extra)


@register.simple_tag
def status(tone: str, text: object, icon: str = "") -> SafeString:
    """A badge: ``{% status "ok" "Berlaku" %}``. Tones: ok, warn, bad, info, quiet. Raises KeyError
    on another tone."""
    drawn = icons.icon(icon or STATUS_ICONS[tone])
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, drawn, text)


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Initials in a circle whose colour stays with the name."""
    words = [word for word in name.split() if word[0].isalpha()] or [name or "?"]
    initials = "".join(word[0] for word in words[:2]).upper()
    tint = sum(map(ord, name)) % 5 + 1
    return format_html(
        '<span class="avatar avatar--{}" aria-hidden="true">{}</span>', tint, initials
    )


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField, stepper: bool = False, unit: object = "", prefix: object = ""
) -> dict[str, Any]:
    """One form field with label, hint and error. ``stepper=True`` adds + and − around a count;
    ``unit`` stands behind the input, ``prefix`` before it (amounts of money get Rp)."""
    if isinstance(bound.field, MoneyFormField):
        prefix = prefix or "Rp"
    return {
        "field": bound,
        "is_tick": getattr(bound.field.widget, "input_type", "") == "checkbox",
        "is_choice_list": bound.use_fieldset,
        "stepper": stepper,
        "unit": unit,
        "prefix": prefix,
    }


@register.inclusion_tag("ui/_funnel.html")
def funnel(steps: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Bars that narrow. Steps are ``{"label", "count"}`` and may have ``url`` and ``note``; the
    first one is the whole of every step that brings no ``share`` (percent) of its own."""
    steps = list(steps)
    whole = steps[0]["count"] if steps else 0
    shares = [round(100 * step["count"] / whole) if whole else 0 for step in steps]
    return {"steps": [{"share": share, **step} for step, share in zip(steps, shares, strict=True)]}


@register.inclusion_tag("ui/_timeline.html")
def timeline(steps: Sequence[Mapping[str, Any]], label: object = "") -> dict[str, Any]:
    """A promise as a line. Steps are ``{"label", "state"}``, state one of done, now, late, waiting,
    and may have ``on`` (a day), ``note``, ``url`` and ``gap_days`` (days since the step before)."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/_progress.html")
def progress(label: object, count: int, whole: int) -> dict[str, Any]:
    """A labelled bar: how many of how many."""
    return {"label": label, "count": count, "whole": whole}


# The frame ---------------------------------------------------------------------------------------


@register.simple_tag
def stylesheets() -> SafeString:
    """The link tags for our CSS: one file when prepared, the sources otherwise."""
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(name),) for name in assets.stylesheets()),
    )


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The look this browser asked for: ``light``, ``dark`` or ``""`` (as the system says)."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in ("light", "dark") else ""


@register.simple_tag
def shortcuts(menu: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """At most four menu items for the bar at the foot of a phone: those marked ``is_primary``, or
    the first ones."""
    items = [item for section in menu or () for item in section["items"]]
    return ([item for item in items if item.get("is_primary")] or items)[:4]


@register.simple_tag
def greeting(moment: datetime | None = None) -> str:
    """Selamat pagi, siang, sore or malam, by the hour in Jakarta."""
    hour = (moment or clock.now()).astimezone(clock.JAKARTA).hour
    if 4 <= hour < 11:
        return gettext("Selamat pagi")
    if 11 <= hour < 15:
        return gettext("Selamat siang")
    if 15 <= hour < 19:
        return gettext("Selamat sore")
    return gettext("Selamat malam")
