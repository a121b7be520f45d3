"""What somebody asks of a shelf, and what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
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
    def of(cls, words: str, wishes: Mapping[str, Iterable[str]], order: str = "") -> Asked:
        """From what stands in an address."""
        known: dict[str, dict[str, Any]] = {
            "category": dict.fromkeys(Category.values),
            "storage": dict.fromkeys(Storage.values),
            "price": dict.fromkeys(PriceBand.values),
            "keeps": {str(least.value): least.value for least in Keeps},
            "halal": {"1": True},
        }
        read: dict[str, tuple[Any, ...]] = {}
        for facet, values in wishes.items():
            found: list[Any]
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


@dataclass
class Found:
    """The answer: which cards, and how the words were understood. ``within`` is what the words
    alone would find."""

    shelf: Shelf
    asked: Asked
    places: list[int]
    within: int
    shown: str = ""
    is_rewritten: bool = False

    @property
    def count(self) -> int:
        return len(self.places)

    @property
    def without_wishes(self) -> int:
        """How many there would be without any sieve."""
        return self.within.bit_count()

    @cached_property
    def counts(self) -> dict[str, dict[Any, int]]:
        """By facet and value, how many pressing it would leave. Pages ask, programs do not."""
        return self.shelf.facets.counts(self.asked.wishes, within=self.within)


def find(shelf: Shelf, asked: Asked) -> Found:
    """Answer a question. The same question of the same shelf is answered once."""
    found: Found = shelf.kept(("find", asked.key), lambda: _find(shelf, asked))
    return found


def cards_of(shelf: Shelf, found: Found, start: int = 0, count: int = PAGE_SIZE) -> list[Card]:
    """Some of the cards that were found."""
    return [shelf.cards[at] for at in found.places[start : start + count]]


def _find(shelf: Shelf, asked: Asked) -> Found:
    facets = shelf.facets
    if not asked.words:
        places = facets.picked(facets.chosen(asked.wishes), shelf.order(asked.order))
        return Found(shelf, asked, places, facets.all)
    ranked, shown, is_rewritten = _ranked(shelf, asked.words)
    within = facets.mask_of(ranked)
    order = shelf.order(asked.order) if asked.order else ranked
    places = facets.picked(facets.chosen(asked.wishes, within=within), order)
    return Found(shelf, asked, places, within, shown, is_rewritten)


def _ranked(shelf: Shelf, words: str) -> tuple[list[int], str, bool]:
    exact = shelf.by_code.get(words.casefold())
    if exact is not None:
        return [shelf.place_of[exact.id]], words, False
    query = shelf.index.understand(words)
    hits = shelf.index.search(query)
    # the index may be a moment older than the shelf
    places = [shelf.place_of[hit.id] for hit in hits if hit.id in shelf.place_of]
    return places, query.shown, query.is_rewritten


def _is_place(text: str) -> bool:
    return len(text) <= 13 and all(part.isascii() and part.isdigit() for part in text.split("."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
