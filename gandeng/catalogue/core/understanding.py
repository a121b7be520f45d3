"""What a person asks for: their words read, corrected and brought to the catalogue's own."""

from dataclasses import dataclass

from gandeng.catalogue.core.lexicon import Meaning, lexicon
from gandeng.catalogue.core.sizes import Size, take_size
from gandeng.catalogue.core.vocabulary import Reading, Vocabulary
from gandeng.catalogue.core.words import MOST_WORDS, fold, tokens_of

PLACE_MARKS = frozenset({"kecamatan", "kec", "desa", "kelurahan", "kel", "ds", "daerah", "wilayah"})
"""Words after which a name is a place: 'kec pedes' is the district, 'keripik pedes' is hot."""

AMBIGUOUS_PLACES = {"pedes": "kecpedes"}
"""Districts of Karawang whose name is also an everyday word, and how they are kept apart."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: the words typed, what they may mean, and how much it weighs."""

    typed: str
    options: tuple[Meaning, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood. `shown` is how to say it back; `corrections` what was changed."""

    typed: str
    terms: tuple[Term, ...]
    size: Size | None
    shown: str
    corrections: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: the caller shows everything, or says that nothing was asked."""
        return not self.terms and self.size is None

    @property
    def is_rewritten(self) -> bool:
        """Worth telling the person: 'Menampilkan hasil untuk …'."""
        return bool(self.corrections)


@dataclass(frozen=True, slots=True)
class _Word:
    typed: str
    readings: tuple[Reading, ...]
    is_place: bool = False

    @property
    def form(self) -> str:
        return self.readings[0].forms[0] if self.readings else self.typed


def understand(text: str, *, vocabulary: Vocabulary | None = None) -> Query:
    """Read a query as people in Karawang type it. Never fails; nonsense has terms without match."""
    words = vocabulary or _plain_vocabulary()
    folded, size = take_size(fold(text))
    read = _read_words(_joined(tokens_of(folded), words)[:MOST_WORDS], words)
    terms: list[Term] = []
    at = 0
    while at < len(read):
        length, target = _longest_phrase(read, at, words)
        if target:
            typed = " ".join(word.typed for word in read[at : at + length])
            terms += [
                Term(typed, (Meaning((plain,), 1.0),), weight)
                for plain, weight in zip(target, _weights(target, words), strict=True)
            ]
            at += length
        else:
            terms += _terms_of(read[at], words)
            at += 1
    heard = _without_silence(terms)
    shown, corrections = _said_back(read, heard, words)
    return Query(" ".join(text[:200].split()), heard, size, shown, corrections)


_shared: list[Vocabulary] = []


def _plain_vocabulary() -> Vocabulary:
    if not _shared:
        _shared.append(Vocabulary(lexicon()))
    return _shared[0]


def _joined(tokens: list[str], words: Vocabulary) -> list[str]:
    """Words written apart are one again when only together they are known: 'bas reng'."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        pair = "".join(tokens[at : at + 2])
        parts = tokens[at : at + 2]
        if (
            len(parts) == 2
            and len(pair) >= 5
            and words.knows(pair)
            and tuple(parts) not in words.book.phrases
            and not all(_stands_alone(part, words) for part in parts)
        ):
            found.append(pair)
            at += 2
        else:
            found.append(tokens[at])
            at += 1
    return found


def _stands_alone(word: str, words: Vocabulary) -> bool:
    weight = max(map(words.book.weight_of, words.book.plain(word)))
    return len(word) > 3 and words.knows(word) and weight > 0.1


def _read_words(tokens: list[str], words: Vocabulary) -> list[_Word]:
    read: list[_Word] = []
    for token in tokens:
        if read and read[-1].typed in PLACE_MARKS:
            read[-1] = _Word(AMBIGUOUS_PLACES.get(token, token), (), is_place=True)
            continue
        readings = words.readings_of(token)
        if readings and len(readings[0].forms) > 1:
            read += [
                _Word(form, (Reading((form,), readings[0].sureness, "seam"),))
                for form in readings[0].forms
            ]
        else:
            read.append(_Word(token, readings))
    deduplicated = [w for i, w in enumerate(read) if not i or w.typed != read[i - 1].typed]
    return deduplicated


def _longest_phrase(
    read: list[_Word], at: int, words: Vocabulary
) -> tuple[int, tuple[str, ...] | None]:
    book = words.book
    for length in range(min(book.longest_phrase, len(read) - at), 1, -1):
        part = read[at : at + length]
        if any(word.is_place or not word.readings for word in part):
            continue
        for words_read in (tuple(w.typed for w in part), tuple(w.form for w in part)):
            target = book.phrase_of(words_read)
            if not target and length == 2:
                target = book.phrase_of(words_read[::-1])
            if target:
                return length, target
    return 1, None


def _terms_of(word: _Word, words: Vocabulary) -> list[Term]:
    book = words.book
    if word.is_place:
        return [Term(word.typed, (Meaning((word.typed,), 1.0),), 0.5)]
    options: dict[tuple[str, ...], float] = {}
    for reading in word.readings:
        for meaning in book.meanings.get(reading.forms[0], (Meaning(reading.forms, 1.0),)):
            sure = reading.sureness * meaning.sureness
            options[meaning.words] = max(sure, options.get(meaning.words, 0.0))
    if word.typed in AMBIGUOUS_PLACES:
        options.setdefault((AMBIGUOUS_PLACES[word.typed],), 0.3)
    if not options:
        options[(word.typed,)] = 1.0
    ordered = tuple(Meaning(w, s) for w, s in sorted(options.items(), key=lambda o: (-o[1], o[0])))
    if len(ordered) == 1 and len(ordered[0].words) > 1:
        return [
            Term(word.typed, (Meaning((w,), ordered[0].sureness),), weight)
            for w, weight in zip(ordered[0].words, _weights(ordered[0].words, words), strict=True)
        ]
    first = max(book.weight_of(w) for w in _kept_order(word, ordered)[0].words)
    return [Term(word.typed, _kept_order(word, ordered), first)]


def _weights(together: tuple[str, ...], words: Vocabulary) -> list[float]:
    """Words that stand for one thing weigh little more than one: 'gula aren' beside 'klepon'."""
    share = (1 + 0.4 * (len(together) - 1)) / len(together)
    return [words.book.weight_of(word) * share for word in together]


def _kept_order(word: _Word, options: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Among equals the lexicon's own order holds: its first meaning is the commonest."""
    if not word.readings:
        return options
    first = [
        m.words for m in lexicon().meanings.get(word.form, (Meaning(word.readings[0].forms, 1.0),))
    ]
    return tuple(
        sorted(
            options,
            key=lambda o: (
                -round(o.sureness, 2),
                first.index(o.words) if o.words in first else 99,
                o.words,
            ),
        )
    )


def _without_silence(terms: list[Term]) -> tuple[Term, ...]:
    seen: set[tuple[Meaning, ...]] = set()
    kept: list[Term] = []
    for term in terms:
        if term.weight > 0 and term.options not in seen:
            seen.add(term.options)
            kept.append(term)
    return tuple(kept)


def _said_back(
    read: list[_Word], terms: tuple[Term, ...], words: Vocabulary
) -> tuple[str, tuple[tuple[str, str], ...]]:
    book = words.book
    said: list[str] = []
    for term in terms:
        for plain in term.options[0].words:
            label = book.labels.get(plain, plain)
            if label not in said:
                said.append(label)
    typed = [word.typed for word in read]
    corrections: dict[str, str] = {}
    for term in terms:
        meant = " ".join(book.labels.get(w, w) for w in term.options[0].words)
        before = corrections.get(term.typed)
        corrections[term.typed] = f"{before} {meant}" if before else meant
    changed = tuple(
        (before, after)
        for before, after in corrections.items()
        if tokens_of(fold(after)) != before.split()
    )
    return " ".join(said) if said else " ".join(typed), changed
