"""Finding listings by words: one index for each programme, kept in the process, made anew when the
catalogue changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Max

from gandeng.catalogue.core import Document, Index
from gandeng.catalogue.models import Listing
from gandeng.products.models import Product
from gandeng.products.states import Category
from gandeng.programmes.models import Programme

CATEGORY_LABELS = {category.value: str(category.label) for category in Category}


class Found(NamedTuple):
    """Product ids, the best first, and what the words were understood as where they were bent."""

    product_ids: list[int]
    shown: str = ""


@dataclass
class _Shelf:
    """A programme's index and the version of the catalogue it was made from."""

    version: tuple[object, ...]
    index: Index
    codes: dict[str, int] = field(default_factory=dict)


_shelves: dict[int, _Shelf] = {}
_lock = threading.Lock()


def search(programme: Programme | int, text: str) -> Found:
    """The products meant by some words. Blank or senseless words find nothing; a product's code or
    barcode finds that product."""
    pk = programme.pk if isinstance(programme, Programme) else programme
    words = " ".join(text.replace("\x00", " ").split())[:200]
    if not words:
        return Found([])
    shelf = _shelf_of(pk)
    exact = shelf.codes.get(words.casefold().replace(" ", ""))
    if exact is not None:
        return Found([exact])
    query = shelf.index.understand(words)
    hits = shelf.index.search(query)
    return Found([hit.id for hit in hits], query.shown if query.is_rewritten else "")


def _version_of(pk: int) -> tuple[object, ...]:
    """Cheap to ask, and different after every change of a listing or a product."""
    listings = Listing.objects.filter(programme_id=pk).aggregate(
        n=Count("pk"), last=Max("pk"), changed=Max("updated_at")
    )
    products = Product.objects.filter(programme_id=pk).aggregate(changed=Max("updated_at"))
    return (*listings.values(), products["changed"])


def _shelf_of(pk: int) -> _Shelf:
    version = _version_of(pk)
    shelf = _shelves.get(pk)
    if shelf is not None and shelf.version == version:
        return shelf
    # One thread builds; the others meanwhile answer from the old shelf, if there is one.
    if not _lock.acquire(blocking=shelf is None):
        assert shelf is not None
        return shelf
    try:
        shelf = _shelves.get(pk)
        if shelf is None or shelf.version != version:
            shelf = _shelves[pk] = _build(pk, version)
        return shelf
    finally:
        _lock.release()


def _build(pk: int, version: tuple[object, ...]) -> _Shelf:
    rows = (
        Listing.objects.filter(programme_id=pk)
        .order_by("product_id")
        .values_list(
            "product_id",
            "product__name",
            "product__maker__name",
            "product__category",
            "product__description",
            "product__composition",
            "product__size_amount",
            "product__size_unit",
            "product__maker__district__name",
            "product__code",
            "product__gtin",
            "product__in_store_code",
        )
    )
    documents, codes = [], {}
    for product_id, name, maker, category, about, made_of, amount, unit, district, *known in rows:
        documents.append(
            Document(
                id=product_id,
                name=name,
                maker=maker,
                category=CATEGORY_LABELS.get(category, ""),
                description=f"{about} {made_of} {'Kec. ' + district if district else ''}".strip(),
                size=f"{amount} {unit}" if amount else "",
            )
        )
        codes |= {code.casefold(): product_id for code in known if code}
    return _Shelf(version, Index(documents), codes)
