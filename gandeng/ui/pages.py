"""A long list, fifty rows at a time, without ever counting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50
# Nobody turns to a later page by hand; a machine that asks for one gets the last.
MOST = 10_000


@dataclass(frozen=True)
class Page:
    """What ``ui/_pagination.html`` wants, and the rows."""

    rows: list[Any]
    next_url: str
    first_url: str


def page_of(request: HttpRequest, rows: Sequence[Any] | QuerySet[Any], size: int = ROWS) -> Page:
    """The page ``?halaman=`` asks for, of a queryset or a list whose order is said. One row more
    than is shown tells whether there is a next page."""
    asked = request.GET.get("halaman", "")
    number = (
        min(int(asked), MOST) if asked.isascii() and asked.isdigit() and asked[:6] == asked else 1
    )
    number = max(number, 1)
    start = (number - 1) * size
    shown = list(rows[start : start + size + 1])
    has_more = len(shown) > size
    return Page(
        shown[:size],
        _url(request, number + 1) if has_more else "",
        _url(request, 1) if number > 1 else "",
    )


def _url(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query.pop("halaman", None)
    if number > 1:
        query["halaman"] = str(number)
    return "?" + query.urlencode()
