"""What somebody asks of a shelf, and what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gandeng.catalogue.states import Keeps, Order, PriceBand
from gandeng.products.states import Category, Storage

from .shelf import Card, Shelf

PAGE_SIZE = 24
LONGEST_QUESTION = 120


@dataclass(frozen=True)
class Asked:
    """A question: words, wishes by facet, an order. Whatever is not known is left out, so that no
    address ends in an error."""

    words: str = ""
    wishes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    order: str = ""

    @classmethod
    def of(cls, words: str = "", order: str = "", **wishes: Iterable[str]) -> Asked:
        """From what stands in an address."""
        known = {
            "category": dict.fromkeys(Category.values),
            "storage": dict.fromkeys(Storage.values),
            "price": dict.fromkeys(PriceBand.values),
            "keeps": {str(least.value): least.value for least in Keeps},
            "halal": {"1": True},
        }
        read: dict[str, tuple[Any, ...]] = {}
        for facet, values in wishes.items():
            if facet == "district":
                found = [value for value in values if _is_place(value)]
            elif facet == "maker":
                found = [int(value) for value in values if _is_number(value)]
            else:
                table = known[facet]
                found = [table[v] or v for v in values if v in table]
            if found:
                read[facet] = tuple(dict.fromkeys(found))[:30]
        return cls(
            " ".join(words.replace("\0", "").split())[:LONGEST_QUESTION].strip(),
            read,
            order if order in Order.values else "",
        )

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for equal questions."""
        return self.words.casefold(), tuple(sorted(self.wishes.items())), self.order

    def wish(self, facet: str) -> Any:
        """The one value wished for of a facet; None without."""
        return next(iter(self.wishes.get(facet, ())), None)


@dataclass(frozen=True)
class Found:
    """The answer: how many there are, which, and how the words were understood."""

    places: list[int]
    counts: dict[str, dict[Any, int]]
    shown: str
    is_rewritten: bool
    without_wishes: int

    @property
    def count(self) -> int:
        return len(self.places)


def find(shelf: Shelf, asked: Asked) -> Found:
    """Answer a question. The same question of the same shelf is answered once."""
    found: Found = shelf.kept(("find", asked.key), lambda: _find(shelf, asked))
    return found


def cards_of(shelf: Shelf, found: Found, start: int = 0, count: int = PAGE_SIZE) -> list[Card]:
    """Some of the cards that were found."""
    return [shelf.cards[at] for at in found.places[start : start + count]]


def _find(shelf: Shelf, asked: Asked) -> Found:
    facets, wishes = shelf.facets, asked.wishes
    if not asked.words:
        order = shelf.order(asked.order)
        places = facets.picked(facets.chosen(wishes), order)
        return Found(places, facets.counts(wishes), "", False, len(shelf))
    ranked, shown, is_rewritten = _ranked(shelf, asked.words)
    within = facets.mask_of(ranked)
    order = ranked
    if asked.order:
        order = facets.picked(within, shelf.order(asked.order))
    places = facets.picked(facets.chosen(wishes, within=within), order)
    counts = facets.counts(wishes, within=within)
    return Found(places, counts, shown, is_rewritten, len(ranked))


def _ranked(shelf: Shelf, words: str) -> tuple[list[int], str, bool]:
    exact = shelf.by_code.get(words.casefold())
    if exact is not None:
        return [shelf.place_of[exact.id]], words, False
    query = shelf.index.understand(words)
    hits = shelf.index.search(query)
    return [shelf.place_of[hit.id] for hit in hits], query.shown, query.is_rewritten


def _is_place(text: str) -> bool:
    return len(text) <= 13 and all(part.isascii() and part.isdigit() for part in text.split("."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
