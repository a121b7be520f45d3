"""How a question stands in an address: Indonesian words, one for each wish."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from gandeng.catalogue.queries import Asked

PARAMETERS = {
    "category": "kategori",
    "district": "kecamatan",
    "maker": "umkm",
    "price": "harga",
    "halal": "halal",
    "storage": "simpan",
    "keeps": "tahan",
}
MOST_PAGES = 1_000


def asked_of(query: QueryDict) -> Asked:
    """The question an address asks."""
    wishes = {facet: query.getlist(name)[:30] for facet, name in PARAMETERS.items()}
    return Asked.of(query.get("q", ""), wishes, query.get("urut", ""))


def page_of(query: QueryDict) -> int:
    """The page an address asks for, from 1."""
    text = query.get("halaman", "")
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return 1
    return min(max(int(text), 1), MOST_PAGES)


def address_of(asked: Asked, page: int = 1, **changes: Any) -> str:
    """The address of a question; ``changes`` set wishes or (None) drop them."""
    pairs: list[tuple[str, str]] = []
    if asked.words:
        pairs.append(("q", asked.words))
    for facet, name in PARAMETERS.items():
        values = asked.wishes.get(facet, ())
        if facet in changes:
            values = () if changes[facet] is None else (changes[facet],)
        pairs += [(name, "1" if value is True else str(value)) for value in values]
    if asked.order:
        pairs.append(("urut", asked.order))
    if page > 1:
        pairs.append(("halaman", str(page)))
    base = reverse("catalogue:catalogue")
    return f"{base}?{urlencode(pairs)}" if pairs else base
