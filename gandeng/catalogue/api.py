"""The catalogue for programs: open to everybody, ranked like the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import field_validator

from gandeng.kernel import clock
from gandeng.products.states import Category
from gandeng.programmes.models import Programme
from gandeng.programmes.queries import public_programmes

from . import queries
from .queries import Asked, Card, Shelf
from .queries.finding import cards_of

router = Router(tags=["catalogue"])
MOST = 100
FURTHEST = 10_000

_CATEGORIES = {
    **{label.casefold(): value for value, label in Category.choices},
    **{value: value for value in Category.values},
}


class ProductOut(Schema):
    """A product as the public sees it. ``price_rupiah`` is the shelf price of one piece."""

    id: int
    name: str
    maker: str
    category: str
    category_label: str
    price_rupiah: int
    size: str
    storage: str
    shelf_life_days: int | None
    halal: bool
    district: str
    url: str
    picture_url: str


class ProductsOut(Schema):
    """How many answer, and the part asked for. ``understood`` is the question as it was read when
    that differs from what was typed."""

    count: int
    understood: str | None
    items: list[ProductOut]


class Question(Schema):
    """What is asked. ``category`` is a code or its Indonesian label, ``district`` a Kemendagri code
    or a name."""

    q: str = Query("", max_length=500)
    category: str = Query("", max_length=60)
    district: str = Query("", max_length=60)
    limit: int = Query(20, ge=1, le=MOST)
    offset: int = Query(0, ge=0, le=FURTHEST)
    programme: str = Query("", max_length=60)

    @field_validator("category")
    @classmethod
    def _known_category(cls, text: str) -> str:
        folded = " ".join(text.split()).casefold()
        if folded and folded not in _CATEGORIES:
            known = ", ".join(Category.values)
            raise ValueError(f"unknown category {text!r}; use one of: {known}")
        return _CATEGORIES.get(folded, "")


def _shelf(request: HttpRequest, slug: str = "") -> Shelf:
    programme: Programme | None = request.programme  # type: ignore[attr-defined]
    if slug:
        programme = public_programmes().filter(slug=slug.replace("\0", "")).first()
    if not programme:
        raise Http404
    return queries.shelf_of(programme, clock.today())


@router.get("/products", response=ProductsOut, auth=None)
def products(request: HttpRequest, asked: Query[Question]) -> dict[str, Any]:
    """What the catalogue shows today, searched as people type."""
    shelf = _shelf(request, asked.programme)
    wishes: dict[str, list[str]] = {}
    if asked.category:
        wishes["category"] = [asked.category]
    if asked.district:
        wishes["district"] = _districts(shelf, asked.district)
    if wishes.get("district") == []:
        return {"count": 0, "understood": None, "items": []}
    found = queries.find(shelf, Asked.of(asked.q, **wishes))
    cards = cards_of(shelf, found, asked.offset, asked.limit)
    return {
        "count": found.count,
        "understood": found.shown if found.is_rewritten else None,
        "items": [_plain(request, card) for card in cards],
    }


@router.get("/products/{int:product_id}", response=ProductOut, auth=None)
def product(request: HttpRequest, product_id: int, programme: str = "") -> dict[str, Any]:
    """One product that the catalogue shows today."""
    card = _shelf(request, programme).card(product_id)
    if card is None:
        raise Http404
    return _plain(request, card)


def _districts(shelf: Shelf, text: str) -> list[str]:
    wanted = " ".join(text.split()).casefold().removeprefix("kec.").removeprefix("kecamatan")
    wanted = wanted.strip()
    return [
        code
        for code, name in shelf.districts.items()
        if wanted in {code.casefold(), name.casefold()}
    ]


def _plain(request: HttpRequest, card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "maker": card.maker,
        "category": card.category,
        "category_label": card.category_label,
        "price_rupiah": card.price_rupiah,
        "size": card.size,
        "storage": card.storage,
        "shelf_life_days": card.shelf_life_days,
        "halal": card.is_halal,
        "district": card.district,
        "url": request.build_absolute_uri(card.url),
        "picture_url": request.build_absolute_uri(card.picture_url),
    }
