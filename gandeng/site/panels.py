"""Which later panels hang on which earlier page: the earlier template never names a later room.

Each row: the page's URL name → the URL names of fragments that take the same arguments, in the
order they appear. The page loads them when it is open; without JavaScript they are links.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PANELS: dict[str, list[tuple[str | Promise, str]]] = {
    "organisations:maker": [
        (_("Produk"), "products:maker-panel"),
        (_("Sertifikat"), "certificates:maker-panel"),
        (_("Perjanjian"), "agreements:organisation-panel"),
    ],
    "organisations:buyer": [
        (_("Yang dibutuhkan"), "meetings:buyer-needs-panel"),
        (_("Perjanjian"), "agreements:organisation-panel"),
    ],
    "agreements:agreement": [
        (_("Kiriman dan rak"), "consignment:agreement-panel"),
        (_("Pesanan"), "orders:agreement-panel"),
        (_("Rekap"), "settlement:agreement-panel"),
    ],
    "meetings:day": [
        (_("Sampai ke uang"), "insight:day-panel"),
    ],
    "meetings:outcome": [
        (_("Perjanjian"), "agreements:outcome-panel"),
        (_("Pesanan pertama"), "orders:outcome-panel"),
    ],
    "orders:order": [
        (_("Tagihan"), "settlement:order-panel"),
    ],
    "products:product": [
        (_("Sertifikat"), "certificates:product-panel"),
        (_("Kurasi"), "curation:product-panel"),
        (_("Perjanjian"), "agreements:product-panel"),
    ],
}


@dataclass(frozen=True)
class Panel:
    """A fragment to load into a page."""

    title: str
    url: str


def panels_on(request: HttpRequest) -> list[Panel]:
    """The panels of the page a request asks for."""
    match = request.resolver_match
    if match is None:
        return []
    return [
        Panel(str(title), reverse(name, kwargs=match.kwargs))
        for title, name in PANELS.get(match.view_name, [])
    ]
