"""Which businesses may be one and the same, and why we think so."""

# ruff: noqa: SIM905 -- lists of words read better as text

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from gandeng.intake.core.problems import gettext_noop as _

ALIKE = 88
# More bearers of one number than this: a number everybody typed ("0800000000"), not a double.
SHARED_BY_TOO_MANY = 30
PAIR_LIMIT = 50_000
ALL_PAIRS_UP_TO = 600

Clue = Literal["nib", "nik", "phone", "serial", "name"]
WEIGHT: Mapping[Clue, int] = {"nib": 100, "nik": 90, "serial": 80, "phone": 60, "name": 50}
SENTENCES: Mapping[Clue, str] = {
    "nib": _("NIB sama: {value}"),
    "nik": _("NIK sama: {value}"),
    "phone": _("Nomor telepon sama: {value}"),
    "serial": _("Nomor urut produsen P-IRT sama: {value}"),
    "name": _("Nama mirip {value} %, {where} sama: {place}"),
}
FORMS = frozenset(
    "cv ud pt pd tb rm kud kwt kub koperasi kopkar karyawan kop ksu kpri umkm ikm usaha toko "
    "warung waroeng rumah makan restoran resto hotel h hj haji hajah ibu bu bapak pak kang teh ceu "
    "dr drs ir dan".split()
)


@dataclass(frozen=True, slots=True)
class Business:
    """What is compared; `key` is whatever the caller needs to find it again."""

    key: str
    name: str
    village: str = ""
    nib: str = ""
    nik: str = ""
    phones: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    owner: str = ""
    village_name: str = ""
    # Where no village is known (buyers), the next larger place.
    district: str = ""
    district_name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: its kind, a sentence template and its facts."""

    clue: Clue
    facts: Mapping[str, object]

    @property
    def template(self) -> str:
        return SENTENCES[self.clue]

    @property
    def message(self) -> str:
        return self.template.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two businesses (smaller key first) with the evidence, strongest first; `weight` sorts."""

    first: str
    second: str
    evidence: tuple[Evidence, ...]

    @property
    def weight(self) -> int:
        return sum(WEIGHT[reason.clue] for reason in self.evidence)


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The telling part of a name: without legal forms, titles, capitals and signs."""
    words = re.sub(r"[^\w]+", " ", name.casefold().replace("&", " ")).split()
    telling = [word for word in words if word not in FORMS]
    return " ".join(telling or words)


def find_doubles(
    businesses: Sequence[Business], *, only_touching: Iterable[str] | None = None
) -> list[Pair]:
    """All pairs with evidence, strongest first; each pair once, whatever the order given.

    `only_touching`: keys of which at least one must be in the pair (the rows just taken in).
    Same NIB, NIK, phone or P-IRT serial; or similar names in the same village.
    """
    touching = None if only_touching is None else set(only_touching)
    found: dict[tuple[str, str], dict[Clue, Evidence]] = defaultdict(dict)

    def note(a: Business, b: Business, clue: Clue, facts: Mapping[str, object]) -> None:
        if a.key == b.key or (touching is not None and not {a.key, b.key} & touching):
            return
        pair = (a.key, b.key) if a.key < b.key else (b.key, a.key)
        if len(found) < PAIR_LIMIT or pair in found:
            found[pair].setdefault(clue, Evidence(clue, facts))

    for clue in ("nib", "nik", "phone", "serial"):
        for value, bearers in _bearers(businesses, clue).items():
            if len(bearers) > SHARED_BY_TOO_MANY:
                continue
            for position, first in enumerate(bearers):
                for second in bearers[position + 1 :]:
                    note(first, second, clue, {"value": value})
    for neighbours in _neighbourhoods(businesses):
        for first, second, likeness in _similar_names(neighbours, touching):
            note(first, second, "name", _name_facts(first, likeness))
    pairs = [
        Pair(first, second, tuple(sorted(clues.values(), key=lambda e: -WEIGHT[e.clue])))
        for (first, second), clues in found.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.first, pair.second))


def _bearers(businesses: Sequence[Business], clue: Clue) -> dict[str, list[Business]]:
    by_value: dict[str, list[Business]] = defaultdict(list)
    for business in businesses:
        values: Iterable[str]
        if clue == "nib":
            values = (business.nib,)
        elif clue == "nik":
            values = (business.nik,)
        elif clue == "phone":
            values = business.phones
        else:
            values = business.serials
        for value in dict.fromkeys(values):
            if value:
                by_value[value].append(business)
    return {value: bearers for value, bearers in by_value.items() if len(bearers) > 1}


def _neighbourhoods(businesses: Sequence[Business]) -> Iterable[list[Business]]:
    """Businesses of one village; those without a village, of one district."""
    by_place: dict[str, list[Business]] = defaultdict(list)
    for business in businesses:
        place = business.village or business.district
        if place and business.name:
            by_place[place].append(business)
    return by_place.values()


def _similar_names(
    neighbours: list[Business], touching: set[str] | None
) -> Iterator[tuple[Business, Business, int]]:
    """Pairs alike in name. Word order and capitals matter not at all; another word does."""
    for group in _comparable(neighbours):
        names = {position: fold_name(business.name) for position, business in enumerate(group)}
        for position, business in enumerate(group):
            if touching is not None and business.key not in touching:
                continue
            # With no restriction each pair need be seen once only.
            others = names if touching is not None else dict(list(names.items())[position + 1 :])
            for _name, likeness, other in process.extract_iter(
                names[position], others, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
            ):
                # "Kantin 3" and "Kantin 4" are two, however alike.
                if other != position and _figures(names[other]) == _figures(names[position]):
                    yield business, group[other], int(likeness)


def _figures(name: str) -> list[str]:
    return re.findall(r"\d+", name)


def _comparable(neighbours: list[Business]) -> Iterator[list[Business]]:
    """Everyone with everyone in a small place; in a large one, those who share a word."""
    if len(neighbours) <= ALL_PAIRS_UP_TO:
        yield neighbours
        return
    by_word: dict[str, list[Business]] = defaultdict(list)
    for business in neighbours:
        for word in set(fold_name(business.name).split()):
            by_word[word[:4]].append(business)
    for group in by_word.values():
        if len(group) <= ALL_PAIRS_UP_TO:
            yield group


def _name_facts(business: Business, likeness: int) -> dict[str, object]:
    if business.village:
        place = business.village_name or business.village
        return {"value": likeness, "where": "desa", "place": place}
    place = business.district_name or business.district
    return {"value": likeness, "where": "kecamatan", "place": place}
