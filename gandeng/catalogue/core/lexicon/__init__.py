"""What the words mean: every spelling, dialect and brand, brought to one way of saying it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

from gandeng.catalogue.core.words import fold, tokens_of

WEIGHT_OF_ROLE = {
    "kind": 1.0,
    "made of": 0.85,
    "how": 0.55,
    "taste": 0.5,
    "place": 0.5,
    "unknown": 0.6,
    "weak": 0.12,
    "silent": 0.0,
}
"""How much a word says about which product is meant."""

WEAK_MEANING = 0.6
"""A form marked with `?`: it may mean this, but not in the first place."""

KIN_MEANING = 0.39
"""A form marked with `??`: another thing that people mix up with this (kerupuk, keripik)."""

_DESCRIBING = frozenset({"made of", "taste", "how"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """The plain words behind a form, and how sure that is (1 = certainly)."""

    words: tuple[str, ...]
    sureness: float


@dataclass(slots=True)
class Lexicon:
    """Forms → meanings. Words are always folded tokens; `labels` say how to show them."""

    meanings: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    broader: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    concepts: frozenset[tuple[str, ...]] = frozenset()
    longest_phrase: int = 1

    def weight_of(self, word: str) -> float:
        """How much this plain word weighs in a question or a name."""
        if word.isdigit():
            return 0.3
        return WEIGHT_OF_ROLE[self.roles.get(word, "unknown")]

    def plain(self, word: str) -> tuple[str, ...]:
        """The first meaning of a form; the form itself when it is not known."""
        found = self.meanings.get(word)
        return found[0].words if found else (word,)

    def phrase_of(self, words: Sequence[str]) -> tuple[str, ...] | None:
        """What these words mean together, in any of the meanings each may have alone."""
        if tuple(words) in self.phrases:
            return self.phrases[tuple(words)]
        if tuple(sorted(words)) in self.concepts:
            return None
        choices = [
            [(word,), *[m.words for m in self.meanings.get(word, ())[:3] if m.sureness == 1.0]]
            for word in words
        ]
        for choice in product(*choices):
            found = self.phrases.get(tuple(w for plain in choice for w in plain))
            if found:
                return found
        return None

    def broader_than(self, words: Iterable[str]) -> tuple[str, ...]:
        """The wider kinds of a set of plain words, all the way up: keripik → camilan."""
        seen = set(words)
        start = set(seen)
        growing = True
        while growing:
            growing = False
            for concept in [c for word in seen for c in self._by_word.get(word, ())]:
                if seen.issuperset(concept) and not seen.issuperset(self.broader[concept]):
                    seen.update(self.broader[concept])
                    growing = True
        return tuple(sorted(seen - start))

    _by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def _note_broader(self, concept: tuple[str, ...], wider: tuple[str, ...]) -> None:
        self.broader[concept] = tuple(dict.fromkeys((*self.broader.get(concept, ()), *wider)))
        for word in set(concept):
            known = self._by_word.setdefault(word, [])
            if concept not in known:
                known.append(concept)


@dataclass(frozen=True, slots=True)
class _Entry:
    role: str
    concept: str
    broader: tuple[str, ...]
    forms: tuple[str, ...]
    words: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once from the tables beside this file."""
    entries = list(_entries())
    book = Lexicon()
    for entry in sorted(entries, key=lambda e: len(e.words)):
        _note_concept(book, entry)
    for entry in entries:
        for form in entry.forms:
            _note_form(book, entry, form)
    book.concepts = frozenset(tuple(sorted(e.words)) for e in entries if len(e.words) > 1)
    for entry in entries:
        for form in entry.forms:
            _note_phrase(book, entry, form)
        if entry.broader:
            book._note_broader(entry.words, tuple(w for b in entry.broader for w in _split(b)))
    book.longest_phrase = max(map(len, book.phrases), default=1)
    return book


def _note_concept(book: Lexicon, entry: _Entry) -> None:
    """The words of a concept are plain: they mean themselves before anything else."""
    for word in entry.words:
        book.meanings.setdefault(word, (Meaning((word,), 1.0),))
        if len(entry.words) == 1 and entry.role != "brand":
            book.roles[word] = entry.role
            book.labels[word] = entry.concept
        book.roles.setdefault(word, "kind" if entry.role == "brand" else entry.role)


def _note_form(book: Lexicon, entry: _Entry, form: str) -> None:
    words = _split(form.rstrip("?"))
    if len(words) != 1:
        return
    sureness = KIN_MEANING if form.endswith("??") else WEAK_MEANING if form.endswith("?") else 1.0
    known = book.meanings.get(words[0], ())
    if entry.words not in [meaning.words for meaning in known]:
        meanings = sorted((*known, Meaning(entry.words, sureness)), key=lambda m: -m.sureness)
        book.meanings[words[0]] = tuple(meanings)


def _note_phrase(book: Lexicon, entry: _Entry, form: str) -> None:
    """A form of several words is rewritten, unless it is only a guess or names a concept itself."""
    words = _split(form.rstrip("?"))
    if len(words) < 2:
        return
    for word in words:
        book.meanings.setdefault(word, (Meaning((word,), 1.0),))
    plain = tuple(w for word in words for w in book.plain(word))
    target = entry.words
    if set(target) <= set(plain):  # 'bolu pandan' is a bolu, and still one of pandan
        spare = (w for w in plain if w not in target and book.roles.get(w) in _DESCRIBING)
        target = (*target, *spare)
    for key in (tuple(words), plain) if not form.endswith("?") else ():
        if tuple(sorted(key)) not in book.concepts:
            book.phrases.setdefault(key, target)


def _split(text: str) -> list[str]:
    return tokens_of(fold(text))


def _entries() -> Iterator[_Entry]:
    for path in sorted(Path(__file__).parent.glob("*.tsv")):
        role = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                role = line.strip("[] ")
                assert role in WEIGHT_OF_ROLE or role == "brand", f"{path.name}: {role}"
            elif line.strip() and not line.startswith("#"):
                concept, broader, forms = (*line.split("\t"), "", "")[:3]
                words = tuple(_split(concept))
                yield _Entry(role, concept.strip(), _list(broader), _list(forms), words)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


__all__ = ["Lexicon", "Meaning", "lexicon"]
