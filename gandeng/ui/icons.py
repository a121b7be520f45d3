"""Icons from the lucide package as small inline SVG, read once and kept."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def _archive() -> ZipFile:
    return ZipFile(resources.files("lucide").joinpath("lucide.zip").open("rb"))


@cache
def drawing_of(name: str) -> SafeString:
    """The shapes inside one icon. Raises LookupError on an unknown name."""
    try:
        svg = _archive().read(f"{name}.svg").decode()
    except KeyError:
        raise LookupError(f"lucide has no icon {name!r}") from None
    shapes = svg.partition(">")[2].rpartition("</svg>")[0]
    shapes = re.sub(r"\s+", " ", shapes).replace("> <", "><").replace(" />", "/>").strip()
    return mark_safe(shapes)  # noqa: S308 -- from the package, not from people


def icon(name: str, label: object = "", extra: str = "") -> SafeString:
    """An inline SVG. Decorative and hidden from readers unless it carries a label."""
    speech = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}>{}</svg>',
        f" {extra}" if extra else "",
        speech,
        drawing_of(name),
    )
