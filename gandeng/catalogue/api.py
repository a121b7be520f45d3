"""The catalogue for programs: open to everybody, ranked like the page."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Query, Router, Schema
from pydantic import field_validator

from gandeng.kernel import clock
from gandeng.products.states import Category
from gandeng.programmes.models import Programme
from gandeng.programmes.queries import public_programmes

from . import queries
from .core.packed import Packed
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
    """The named programme's, else the signed-in person's, else the host's."""
    day = clock.today()
    programme: Programme | None = None
    if slug:
        programme = public_programmes().filter(slug=slug.replace("\0", "")).first()
    elif settings.SESSION_COOKIE_NAME in request.COOKIES:
        programme = request.programme  # type: ignore[attr-defined]
    else:
        if shelf := queries.shelf_at(request.get_host().partition(":")[0], day):
            return shelf
    if not programme:
        raise Http404
    return queries.shelf_of(programme, day)


@router.get("/products", response=ProductsOut, auth=None)
def products(request: HttpRequest, asked: Query[Question]) -> HttpResponse:
    """What the catalogue shows today, searched as people type."""
    shelf = _shelf(request, asked.programme)
    root = request.build_absolute_uri("/")[:-1]
    key = ("api", root, *asked.dict().values())
    return _answer(request, shelf.kept(key, lambda: _packed(_found(shelf, asked, root))))


def _found(shelf: Shelf, asked: Question, root: str) -> dict[str, Any]:
    wishes: dict[str, list[str]] = {}
    if asked.category:
        wishes["category"] = [asked.category]
    if asked.district:
        wishes["district"] = _districts(shelf, asked.district)
    if wishes.get("district") == []:
        return {"count": 0, "understood": None, "items": []}
    found = queries.find(shelf, Asked.of(asked.q, wishes))
    cards = cards_of(shelf, found, asked.offset, asked.limit)
    return {
        "count": found.count,
        "understood": found.shown if found.is_rewritten else None,
        "items": [_plain(card, root) for card in cards],
    }


@router.get("/products/{int:product_id}", response=ProductOut, auth=None)
def product(request: HttpRequest, product_id: int, programme: str = "") -> dict[str, Any]:
    """One product that the catalogue shows today."""
    card = _shelf(request, programme).card(product_id)
    if card is None:
        raise Http404
    return _plain(card, request.build_absolute_uri("/")[:-1])


def _packed(body: dict[str, Any]) -> Packed:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Packed(text.encode(), "application/json; charset=utf-8")


def _answer(request: HttpRequest, packed: Packed) -> HttpResponse:
    """The same for everybody who asks of this programme, so it may be kept on the way."""
    if packed.is_known_to(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        body, encoding = packed.encoded_for(request.headers.get("Accept-Encoding", ""))
        response = HttpResponse(body, content_type=packed.media_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = packed.etag
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def _districts(shelf: Shelf, text: str) -> list[str]:
    wanted = " ".join(text.split()).casefold().removeprefix("kec.").removeprefix("kecamatan")
    wanted = wanted.strip()
    return [
        code
        for code, name in shelf.districts.items()
        if wanted in {code.casefold(), name.casefold()}
    ]


def _plain(card: Card, root: str) -> dict[str, Any]:
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
        "url": root + card.url,
        "picture_url": root + card.picture_url,
    }
