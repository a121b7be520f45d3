"""Which products answer a question, best first. Plain data in, plain data out; built in memory."""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gandeng.catalogue.core.lexicon import KIN_MEANING, Meaning, lexicon
from gandeng.catalogue.core.sizes import Size, take_size
from gandeng.catalogue.core.understanding import (
    AMBIGUOUS_PLACES,
    PLACE_MARKS,
    Query,
    Term,
    understand,
)
from gandeng.catalogue.core.vocabulary import Vocabulary
from gandeng.catalogue.core.words import fold, roots_of, stem_of, tokens_of

NAME, CATEGORY, MAKER, WIDER, DESCRIPTION = 1.0, 0.55, 0.5, 0.45, 0.3
"""How much a word counts by where it stands; `WIDER` are the kinds a product belongs to."""

_FIT = 0.8
"""Share of the score for how much of the question is answered; the rest: how much else is named."""

_LEAST_FIT, _LEAST_OF_BEST = 0.22, 0.4
"""Below these shares of the question, and of the best answer, a product is no answer."""


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: one product as the catalogue shows it. `popularity` breaks ties."""

    id: int
    name: str
    maker: str = ""
    category: str = ""
    description: str = ""
    size: str = ""
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A product that answers, and how well (about 0 to 1)."""

    id: int
    score: float


class Index:
    """A catalogue ready to be asked. Never changes: a new catalogue is a new index."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._book = lexicon()
        self._strength: dict[str, dict[int, float]] = defaultdict(dict)
        self._share: dict[str, dict[int, float]] = defaultdict(dict)
        self._heads: list[str] = []
        self._sizes: list[Size | None] = []
        self._by_size: dict[Size, list[int]] = defaultdict(list)
        self._folded_names: list[str] = []
        self._plain_of: dict[str, tuple[Meaning, ...]] = {}
        self._of_text: dict[tuple[str, bool], tuple[tuple[str, float], ...]] = {}
        self._wider_of: dict[tuple[str, ...], tuple[str, ...]] = {}
        counts: Counter[str] = Counter()
        for at, document in enumerate(self._documents):
            counts.update(self._take_in(at, document))
        self._of_text.clear()
        self.vocabulary = Vocabulary(self._book, counts)

    def __len__(self) -> int:
        return len(self._documents)

    def understand(self, text: str) -> Query:
        """The question read with this catalogue's own words at hand."""
        return understand(text, vocabulary=self.vocabulary)

    def search(self, query: str | Query, *, limit: int | None = None) -> list[Hit]:
        """Products that answer, best first; ties by popularity, then id. Nonsense finds nothing.

        An empty query finds nothing too: whoever shows a catalogue lists everything then.
        """
        asked = self.understand(query) if isinstance(query, str) else query
        fits = self._fits(asked)
        if not fits:
            return self._of_size(asked, limit)
        least = max(_LEAST_FIT, _LEAST_OF_BEST * max(fit for fit, _ in fits.values()))
        scored = [
            (-round(self._score(asked, at, fit, told), 6), at)
            for at, (fit, told) in fits.items()
            if fit >= least
        ]

        def _order(found: tuple[float, int]) -> tuple[float, int, int]:
            document = self._documents[found[1]]
            return found[0], -document.popularity, document.id

        if limit is None:
            ranked = sorted(scored, key=_order)
        else:
            ranked = heapq.nsmallest(max(0, limit), scored, _order)
        return [Hit(self._documents[at].id, -score) for score, at in ranked]

    # Building

    def _take_in(self, at: int, document: Document) -> Iterable[str]:
        name, named_size = take_size(fold(document.name))
        _, said_size = take_size(fold(document.size))
        words = self._plain_words(name, are_names=False)
        total = sum(self._book.weight_of(word) * sure for word, sure in words) or 1.0
        for word, sure in words:
            self._put(word, at, NAME * sure)
            share = self._book.weight_of(word) * sure / total
            self._share[word][at] = max(share, self._share[word].get(at, 0.0))
        for text, strength, are_names in (
            (document.category, CATEGORY, False),
            (document.maker, MAKER, True),
            (document.description, DESCRIPTION, True),
        ):
            for word, sure in self._plain_words_of_field(text, are_names=are_names):
                self._put(word, at, strength * sure)
        for word in self._wider(tuple(word for word, _ in words)):
            self._put(word, at, WIDER)
        self._heads.append(next((w for w, _ in words if self._book.weight_of(w) >= 0.8), ""))
        size = said_size or named_size
        self._sizes.append(size)
        if size:
            self._by_size[size].append(at)
        self._folded_names.append(" ".join(tokens_of(name)))
        return [word for word, _ in words] + tokens_of(name)

    def _put(self, word: str, at: int, strength: float) -> None:
        here = self._strength[word]
        if here.get(at, 0.0) < strength:
            here[at] = strength

    def _wider(self, words: tuple[str, ...]) -> tuple[str, ...]:
        if words not in self._wider_of:
            self._wider_of[words] = self._book.broader_than(words)
        return self._wider_of[words]

    def _plain_words_of_field(self, text: str, *, are_names: bool) -> Iterable[tuple[str, float]]:
        key = (text, are_names)
        if key not in self._of_text:
            folded = _places_apart(text) if are_names else fold(text)
            self._of_text[key] = tuple(self._plain_words(folded, are_names=are_names))
        return self._of_text[key]

    def _plain_words(self, folded: str, *, are_names: bool) -> list[tuple[str, float]]:
        """The plain words a text stands for; in proper names the words as written come first."""
        tokens = tokens_of(folded)
        found: dict[str, float] = {}
        at = 0
        while at < len(tokens):
            length, target = self._phrase_at(tokens, at)
            options = [Meaning(target, 1.0)] if target else list(self._meanings(tokens[at]))
            if are_names:
                options.insert(0, Meaning(tuple(tokens[at : at + length]), 1.0))
            for nth, option in enumerate(options):
                for word in option.words:
                    sure = option.sureness * (1.0 if nth == 0 else 0.9)
                    found[word] = max(sure, found.get(word, 0.0))
            at += length
        return list(found.items())

    def _phrase_at(self, tokens: list[str], at: int) -> tuple[int, tuple[str, ...] | None]:
        for length in range(min(self._book.longest_phrase, len(tokens) - at), 1, -1):
            target = self._book.phrase_of(tokens[at : at + length])
            if target:
                return length, target
        return 1, None

    def _meanings(self, token: str) -> tuple[Meaning, ...]:
        """What a word in a product's name means; unknown words also stand under their stem."""
        if token not in self._plain_of:
            said = self._book.meanings.get(token, ())
            known = tuple(meaning for meaning in said if meaning.sureness > KIN_MEANING)
            root = next((r for r in roots_of(token) if r in self._book.meanings), None)
            if not known and root and len(root) >= 4:
                known = (Meaning((token,), 1.0), *self._book.meanings[root])
            elif not known:
                stems = dict.fromkeys((token, stem_of(token)))
                known = tuple(Meaning((w,), 1.0 if w == token else 0.8) for w in stems)
            self._plain_of[token] = known
        return self._plain_of[token]

    # Asking

    def _fits(self, asked: Query) -> dict[int, tuple[float, float]]:
        """For each product: the share of the question it answers, the share of its name asked."""
        total = sum(term.weight for term in asked.terms)
        if not total or all(term.typed.isdigit() for term in asked.terms):
            return {}
        fits: dict[int, float] = defaultdict(float)
        told: dict[int, float] = defaultdict(float)
        for term in asked.terms:
            best, shares = self._matches(term)
            for at, quality in best.items():
                fits[at] += term.weight * quality
            for at, share in shares.items():
                told[at] += share
        return {at: (fit / total, min(1.0, told.get(at, 0.0))) for at, fit in fits.items()}

    def _matches(self, term: Term) -> tuple[dict[int, float], dict[int, float]]:
        best: dict[int, float] = {}
        shares: dict[int, float] = {}
        options = [o for o in term.options if all(w in self._strength for w in o.words)]
        for option in options or self._fallbacks(term):
            weights = [max(self._book.weight_of(w), 0.05) for w in option.words]
            parts: dict[int, float] = defaultdict(float)
            told: dict[int, float] = defaultdict(float)
            for word, weight in zip(option.words, weights, strict=True):
                part = option.sureness * weight / sum(weights)
                for at, strength in self._strength.get(word, {}).items():
                    parts[at] += part * strength
                for at, share in self._share.get(word, {}).items():
                    told[at] += share * option.sureness
            for at, quality in parts.items():
                if quality > best.get(at, 0.0):
                    best[at] = quality
            for at, share in told.items():
                if share > shares.get(at, 0.0):
                    shares[at] = share
        return best, shares

    def _fallbacks(self, term: Term) -> list[Meaning]:
        """Nothing is called so here: the parts of what is meant, its wider kinds, then its stem."""
        found: list[Meaning] = []
        for option in term.options:
            if any(word in self._strength for word in option.words):
                found.append(Meaning(option.words, option.sureness * 0.8))
            found += [
                Meaning((wider,), option.sureness * 0.4) for wider in self._wider(option.words)
            ]
        stem = stem_of(term.typed)
        if stem in self._strength:
            found.append(Meaning((stem,), 0.8))
        return found

    def _score(self, asked: Query, at: int, fit: float, told: float) -> float:
        score = _FIT * fit + (1 - _FIT) * told
        head = self._heads[at]
        if head and any(head in option.words for t in asked.terms for option in t.options[:1]):
            score += 0.05
        if asked.size and self._sizes[at]:
            same = self._sizes[at] == asked.size
            score += 0.03 if same else 0.0
        if asked.shown == self._folded_names[at]:
            score += 0.03
        return score

    def _of_size(self, asked: Query, limit: int | None) -> list[Hit]:
        """Only an amount was asked ('250gr'): what comes in that amount."""
        if asked.terms or asked.size is None:
            return []
        found = [self._documents[at] for at in self._by_size.get(asked.size, ())]
        found.sort(key=lambda d: (-d.popularity, d.id))
        return [Hit(d.id, 0.5) for d in found[: None if limit is None else max(0, limit)]]


_NAMED_PLACE = re.compile(r"\b(?:" + "|".join(sorted(PLACE_MARKS)) + r")\b\.?\s*([A-Za-z]+)", re.I)


def _places_apart(text: str) -> str:
    """In makers and descriptions a capital 'Pedes', or one after 'kec.', is the district."""
    for place, apart in AMBIGUOUS_PLACES.items():
        text = re.sub(rf"\b{place.capitalize()}\b", apart, text)
    return fold(_NAMED_PLACE.sub(_place_apart, text))


def _place_apart(match: re.Match[str]) -> str:
    apart = AMBIGUOUS_PLACES.get(match[1].lower(), match[1])
    return match[0].replace(match[1], apart)
