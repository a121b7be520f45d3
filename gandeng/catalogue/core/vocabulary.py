"""From a word as typed to words that exist: by root, sound, shortening, beginning, slip or seam."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gandeng.catalogue.core.lexicon import Lexicon
from gandeng.catalogue.core.words import bones_of, is_bony, is_within, roots_of, sound_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a typed word: the forms it stands for (several when it ran together)."""

    forms: tuple[str, ...]
    sureness: float
    how: str


_SHORT_PIECES = frozenset({"es", "mi"})
_MOST_READINGS = 4


@dataclass(slots=True)
class Vocabulary:
    """All forms a typed word may be: the lexicon's, and the words of a catalogue with counts."""

    book: Lexicon
    counts: Mapping[str, int] = field(default_factory=dict)
    _forms: list[str] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _by_sound: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_bones: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _seen: dict[str, tuple[Reading, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = set(self.book.meanings) | {w for w in self.counts if w.isalpha() and len(w) > 2}
        self._forms = sorted(words)
        self._known = words
        for form in self._forms:
            self._by_sound[sound_of(form)].append(form)
            self._by_length[len(form)].append(form)
            for bones in bones_of(form):
                self._by_bones[bones].append(form)

    def knows(self, word: str) -> bool:
        return word in self._known

    def is_sold(self, form: str) -> bool:
        """Some product of the catalogue is called so, in one of the form's meanings."""
        meanings = self.book.meanings.get(form)
        if not meanings:
            return form in self.counts
        return any(all(w in self.counts for w in meaning.words) for meaning in meanings)

    def readings_of(self, word: str) -> tuple[Reading, ...]:
        """The ways to read a word, surest first; empty when it is nothing we know."""
        found = self._seen.get(word)
        if found is None:
            found = self._read(word)
            if len(self._seen) < 50_000:
                self._seen[word] = found
        return found

    def _read(self, word: str) -> tuple[Reading, ...]:
        if word.isdigit():
            return (Reading((word,), 1.0, "exact"),)
        if self.knows(word):
            return (Reading((word,), 1.0, "exact"), *self._besides(word))
        if len(word) < 2 or len(word) > 40:
            return ()
        root = next((r for r in roots_of(word) if len(r) >= 4 and self.knows(r)), None)
        if root:
            near = (s for s in self._slipped(word) if self.is_sold(s.forms[0]))
            sure = 0.95 if self.is_sold(root) else 0.75
            return self._best((Reading((root,), sure, "root"), *near))
        if is_bony(word):
            return self._lengthened(word) or self._slipped(word)
        seam = self._cut(word)
        slips = self._slipped(word)
        if seam and not (slips and slips[0].sureness > 0.85 and min(map(len, seam)) < 4):
            return (Reading(seam, 0.95, "seam"),)
        found = {r.forms: r for r in (*self._begun(word), *slips)}
        if len(word) <= 4:
            found |= {r.forms: r for r in self._lengthened(word) if r.forms not in found}
        if not found:
            rough = self._cut_roughly(word)
            return (Reading(rough, 0.8, "seam"),) if rough else self._rooted(word)
        return self._best(found.values())

    def _besides(self, word: str) -> tuple[Reading, ...]:
        """What a known word may stand for as well: a neighbour that is sold, or a longer word."""
        if len(word) <= 4 and is_bony(word) and self.book.weight_of(self.book.plain(word)[0]) < 0.2:
            return tuple(
                Reading(r.forms, r.sureness * 0.8, r.how) for r in self._lengthened(word)[:2]
            )
        if len(word) < 5 or word in self.counts:
            return ()
        sold_itself = self.is_sold(word)
        near = [
            reading
            for reading in self._slipped(word)
            if reading.forms[0] in self.counts
            and reading.forms != (word,)
            and not (sold_itself and reading.forms[0] in self.book.meanings)
        ]
        return tuple(Reading(r.forms, r.sureness * 0.7, r.how) for r in near[:2])

    def _rooted(self, word: str) -> tuple[Reading, ...]:
        """A slip in a word that carries an affix: keripknya."""
        for root in roots_of(word):
            if len(root) >= 5 and (slips := self._slipped(root)):
                return tuple(Reading(s.forms, s.sureness * 0.9, s.how) for s in slips)
        return ()

    def _best(self, readings: Iterable[Reading]) -> tuple[Reading, ...]:
        ordered = sorted(readings, key=lambda r: (-r.sureness, r.forms))
        return tuple(ordered[:_MOST_READINGS])

    def _standing(self, form: str) -> float:
        """A little more for what is sold, and for words that name a kind of product."""
        kind = max(
            (self.book.weight_of(w) for w in self.book.plain(form)),
            default=0.0,
        )
        return (0.06 if self.is_sold(form) else 0.0) + 0.03 * kind

    def _slipped(self, word: str) -> tuple[Reading, ...]:
        """One or two letters wrong, missing, added or swapped; or another spelling of the sound."""
        room = 0 if len(word) < 3 else 1 if len(word) < 7 else 2 if len(word) < 11 else 3
        sound = sound_of(word)
        found: dict[tuple[str, ...], Reading] = {}
        for form in self._by_sound.get(sound, ()):
            distance = OSA.distance(word, form)
            if distance <= max(2, len(word) // 2) and len(sound) >= 2:
                sure = 0.93 - 0.03 * distance + self._standing(form)
                found[(form,)] = Reading((form,), min(0.97, sure), "sound")
        near = [
            w for n in range(len(word) - room, len(word) + room + 1) for w in self._by_length[n]
        ]
        for form, distance, _ in process.extract(
            word, near, scorer=OSA.distance, score_cutoff=room, limit=12
        ):
            if len(word) == 3 and not (form[0] == word[0] and form[-1] == word[-1]):
                continue
            if len(form) < 3 or (len(word) <= 4 and form[0] != word[0]):
                continue
            sure = 0.92 - 0.9 * distance / len(word) + self._standing(form)
            sure += 0.03 * (form[0] == word[0]) - 0.05 * (form[0] != word[0])
            if (form,) not in found or found[(form,)].sureness < sure:
                found[(form,)] = Reading((form,), min(0.95, sure), "slip")
        best = self._best(found.values())
        return tuple(r for r in best if r.sureness >= best[0].sureness - 0.12)

    def _begun(self, word: str) -> tuple[Reading, ...]:
        """The beginning of a longer word, as while typing: kerip, basren."""
        at = bisect_left(self._forms, word)
        found: list[Reading] = []
        while at < len(self._forms) and self._forms[at].startswith(word) and len(found) < 60:
            form = self._forms[at]
            at += 1
            if len(word) < 3 and form not in self.counts:
                continue
            sure = 0.55 + 0.35 * len(word) / len(form) + self._standing(form)
            found.append(Reading((form,), min(0.95, sure), "beginning"))
        return self._best(found)

    def _lengthened(self, word: str) -> tuple[Reading, ...]:
        """A shortening: bwg, krpk, aym. Same first letter, letters in the same order."""
        found: dict[tuple[str, ...], Reading] = {}
        for form in self._by_bones.get(word, ()):
            sure = 0.86 - 0.01 * len(form) + self._standing(form)
            found[(form,)] = Reading((form,), sure, "shortening")
        if 3 <= len(word) <= 6:
            for n in range(len(word) + 1, len(word) * 2 + 3):
                for form in self._by_length[n]:
                    if form[0] == word[0] and (form,) not in found and is_within(word, form):
                        sure = 0.5 + 0.3 * len(word) / n + self._standing(form)
                        sure += 0.1 * (form[-1] == word[-1])
                        found[(form,)] = Reading((form,), sure, "shortening")
        best = self._best(found.values())
        return tuple(r for r in best if r.sureness >= best[0].sureness - 0.15)

    def _cut(self, word: str) -> tuple[str, ...]:
        """The fewest known words that make up a word written in one: bawanggoreng."""
        if len(word) < 5:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                piece, before = word[start:end], best[start]
                if before is None or not self._is_piece(piece):
                    continue
                here = best[end]
                if here is None or _seam_cost((*before, piece)) < _seam_cost(here):
                    best[end] = (*before, piece)
        cut = best[len(word)]
        return cut if cut and 2 <= len(cut) <= 5 else ()

    def _is_piece(self, piece: str) -> bool:
        if piece in _SHORT_PIECES:
            return True
        return len(piece) >= 3 and (self.knows(piece))

    def _cut_roughly(self, word: str) -> tuple[str, ...]:
        """As `_cut`, when one of two pieces is misspelled: bawanggoerng."""
        best: tuple[float, tuple[str, ...]] = (0.0, ())
        for at in range(4, len(word) - 3):
            left, right = word[:at], word[at:]
            for whole, broken, swap in ((left, right, False), (right, left, True)):
                if not self.knows(whole) or len(broken) < 4:
                    continue
                slips = self._slipped(broken)
                if slips and slips[0].sureness + len(whole) / 100 > best[0]:
                    pair = (whole, slips[0].forms[0])
                    best = (slips[0].sureness + len(whole) / 100, pair[::-1] if swap else pair)
        return best[1]


def _seam_cost(pieces: tuple[str, ...]) -> tuple[int, int]:
    return len(pieces), -sum(len(p) ** 2 for p in pieces)
