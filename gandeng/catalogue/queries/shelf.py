"""The catalogue of one programme on one day, ready to be looked at: read once, asked often."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from gandeng.catalogue.core import Document, Index
from gandeng.catalogue.core.facets import Facets
from gandeng.catalogue.core.packed import Packed
from gandeng.catalogue.models import Listing
from gandeng.catalogue.states import Keeps, Order, band_of
from gandeng.certificates.queries import Held, statuses_of
from gandeng.certificates.states import Kind
from gandeng.products.models import Product
from gandeng.products.queries import picture_url
from gandeng.products.states import Category
from gandeng.programmes.models import Programme

from .listings import is_carried

GRADES = {"A": 3, "B": 2, "C": 1}
# Pages and answers kept with a shelf: beyond so many bytes the least recently wanted go.
MOST_KEPT = 32_000_000
# What is held against an answer that is no page: its counts, and each of its places.
AN_ANSWER, A_PLACE = 20_000, 8
# Making an index takes some 0.2 ms for each product: so many are made while a page waits.
MOST_INDEXED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Proven:
    """One certificate as the public reads it."""

    kind: str
    label: str
    tone: str
    status: str
    carries: bool
    until: date | None
    number: str


@dataclass(frozen=True, slots=True)
class Card:
    """A product as the catalogue shows it: everything but its long texts."""

    id: int
    name: str
    maker_id: int
    maker: str
    category: str
    price_rupiah: int
    size: str
    storage: str
    shelf_life_days: int | None
    is_halal: bool
    district_code: str
    district: str
    slug: str
    url: str
    picture_url: str
    codes: tuple[str, ...]
    grade: str
    listed_on: date
    proofs: tuple[Proven, ...]
    document: Document

    @property
    def kind(self) -> str:
        """The first word of its name, with its category: keripik among the snacks."""
        return f"{self.category} {self.name.split(maxsplit=1)[0].casefold()}"

    @property
    def category_label(self) -> str:
        return str(Category(self.category).label)


class Shelf:
    """What a programme shows on a day. Its cards never change: what changes makes a new one."""

    index: Index

    def __init__(
        self, programme: Programme, day: date, cards: Iterable[Card], before: Shelf | None = None
    ) -> None:
        self.programme, self.day = programme, day
        self._lock, self._turn = threading.Lock(), 0
        self.cards = sorted(cards, key=_mixed)
        self.place_of = {card.id: at for at, card in enumerate(self.cards)}
        self.facets = Facets([_facets_of(card) for card in self.cards])
        self.documents = [card.document for card in self.cards]
        self._take_index(before)
        self.by_code = {code: card for card in self.cards for code in card.codes}
        self.districts = {card.district_code: card.district for card in self.cards}
        self.of_maker: dict[int, list[Card]] = defaultdict(list)
        self.of_kind: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            self.of_maker[card.maker_id].append(card)
            self.of_kind[card.kind].append(card)
            self.of_kind[card.category].append(card)
        self._orders: dict[str, list[int]] = {Order.PICKED: list(range(len(self.cards)))}
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._kept_bytes = 0
        # Cards as they stand in a page, by product, language and more; filled by the views.
        self.cards_html: dict[tuple[Any, ...], str] = {}

    def _take_index(self, before: Shelf | None) -> None:
        """The index is the dear part: where nothing that can be searched for has changed, it stays;
        a large one is first taken over as it was, and made anew when somebody has the time."""
        self.is_index_old = False
        if before is not None and before.documents == self.documents:
            self.index, self.is_index_old = before.index, before.is_index_old
        elif before is not None and len(self.documents) > MOST_INDEXED_AT_ONCE:
            self.index, self.is_index_old = before.index, True
        else:
            self.index = Index(self.documents)

    def make_index(self) -> None:
        """Make the index anew, and forget what the old one answered."""
        self.index = Index(self.documents)
        self._turn += 1
        self.is_index_old = False

    def __len__(self) -> int:
        return len(self.cards)

    def card(self, product_id: int) -> Card | None:
        """The card of a product, if it is shown."""
        at = self.place_of.get(product_id)
        return None if at is None else self.cards[at]

    def order(self, name: str) -> list[int]:
        """The places of all cards in one of the orders."""
        if name not in self._orders:
            self._orders[name] = sorted(range(len(self.cards)), key=self._sort_key(name))
        return self._orders[name]

    def _sort_key(self, name: str) -> Any:
        cards = self.cards
        return {
            Order.CHEAPEST: lambda at: (cards[at].price_rupiah, at),
            Order.DEAREST: lambda at: (-cards[at].price_rupiah, at),
            Order.NEWEST: lambda at: (-cards[at].listed_on.toordinal(), at),
            Order.NAME: lambda at: (cards[at].name.casefold(), at),
        }[Order(name)]

    def kept(self, key: Any, make: Any) -> Any:
        """What ``make`` returned for this key, kept as long as this shelf stands. Two threads may
        both make it; nobody waits."""
        key = (self._turn, key)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._kept_bytes += _weight(made)
            while self._kept_bytes > MOST_KEPT:
                _key, gone = self._kept.popitem(last=False)
                self._kept_bytes -= _weight(gone)
        return made


def read_shelf(
    programme: Programme,
    day: date,
    *,
    before: Shelf | None = None,
    makers: Collection[int] | None = None,
) -> Shelf:
    """Read the catalogue; with ``before`` and ``makers``, only what these makers have is read
    anew. A dozen queries, however many products."""
    rows = (
        Listing.objects.filter(programme=programme)
        .up()
        .select_related("product__maker__district")
        .prefetch_related("product__photos")
        .order_by("pk")
    )
    cards: list[Card] = []
    if before is not None and makers is not None:
        cards = [card for card in before.cards if card.maker_id not in makers]
        rows = rows.filter(product__maker_id__in=makers)
    listings = list(rows)
    held = statuses_of((listing.product for listing in listings), on=day)
    cards += [
        _card(listing, held[listing.product_id])
        for listing in listings
        if is_carried(held[listing.product_id], on=day)
    ]
    return Shelf(programme, day, cards, before)


def _card(listing: Listing, held: dict[Kind, Held]) -> Card:
    product = listing.product
    district = product.maker.district
    slug = slugify(product.name)[:60].strip("-") or "produk"
    halal = held.get(Kind.HALAL)
    return Card(
        id=product.pk,
        name=product.name,
        maker_id=product.maker_id,
        maker=product.maker.name,
        category=product.category,
        price_rupiah=product.shelf_price.rupiah,
        size=product.size,
        storage=product.storage,
        shelf_life_days=product.shelf_life_days,
        is_halal=bool(halal and halal.carries),
        district_code=district.code if district else "",
        district=district.name if district else "",
        slug=slug,
        url=reverse("catalogue:product", kwargs={"pk": product.pk, "slug": slug}),
        picture_url=picture_url(product),
        codes=tuple(c for c in (product.code.casefold(), product.gtin, product.in_store_code) if c),
        grade=listing.grade,
        listed_on=listing.listed_at.date(),
        proofs=tuple(_proven(one) for one in held.values() if one.certificate or one.is_needed),
        document=_document(listing, product, district.name if district else ""),
    )


def _document(listing: Listing, product: Product, district: str) -> Document:
    place = f"Kec. {district}" if district else ""
    return Document(
        id=product.pk,
        name=product.name,
        maker=product.maker.name,
        category=str(Category(product.category).label),
        description=" ".join(filter(None, (product.description, product.composition, place))),
        size=product.size,
        popularity=GRADES.get(listing.grade, 0),
    )


def _proven(held: Held) -> Proven:
    return Proven(
        kind=held.kind.value,
        label=held.label,
        tone=held.tone,
        status=held.status.value,
        carries=held.carries,
        until=held.until,
        number=held.number,
    )


def _facets_of(card: Card) -> dict[str, tuple[Any, ...]]:
    keeps = card.shelf_life_days or 0
    return {
        "category": (card.category,),
        "district": (card.district_code,) if card.district_code else (),
        "maker": (card.maker_id,),
        "halal": (True,) if card.is_halal else (),
        "price": (str(band_of(card.price_rupiah)),),
        "storage": (card.storage,),
        "keeps": tuple(int(least) for least in Keeps if keeps >= least),
    }


def _weight(kept: Any) -> int:
    if isinstance(kept, Packed):
        return len(kept.body)
    return AN_ANSWER + A_PLACE * len(kept.places)


def _mixed(card: Card) -> tuple[int, bytes, int]:
    """The best grades first; among equals a mix that stays the same, so that one maker's ten jars
    do not stand in a row."""
    mix = blake2b(str(card.id).encode(), digest_size=4).digest()
    return -GRADES.get(card.grade, 0), mix, card.id
