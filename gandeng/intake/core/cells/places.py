"""District and village names as people spell them, looked up in a list the caller gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from gandeng.intake.core.cells.text import look, settle, shown, stop, unread
from gandeng.intake.core.problems import Problem, Value
from gandeng.intake.core.workbook.sheets import Cell

Level = Literal["district", "village"]

LIKE_ENOUGH = 82
CLEAR_LEAD = 4
WORTH_NAMING = 60
KNOWN_LIMIT = 20_000

PREFIX = re.compile(
    r"^(?:kecamatan|kec|kcmtn|kelurahan|kel|desa|ds|dsa|kab(?:upaten)?|district|village)\b[\s.:]*"
    r"|^(?:kec|kel|ds)\.\s*",
)
SUFFIX = re.compile(r"[,(]?\s*\bkab(?:upaten)?\.?\s+[a-z]+\)?$|,.*$|\s+(?:krw|jabar|jawa barat)$")
ABBREVIATIONS = {
    "tlk": "teluk", "tl": "teluk", "tk": "teluk", "krw": "karawang", "kr": "karawang",
    "krwg": "karawang", "kwg": "karawang", "clmy": "cilamaya", "cil": "cilamaya",
    "rgs": "rengas", "rngs": "rengas", "tim": "timur", "tmr": "timur", "tmur": "timur",
    "brt": "barat", "bar": "barat", "brat": "barat", "sel": "selatan", "slt": "selatan",
    "utr": "utara", "ut": "utara", "wtn": "wetan", "kln": "kulon", "east": "timur",
    "west": "barat", "jmb": "jambe", "jb": "jambe", "tgh": "tengah",
}  # fmt: skip
SIDES = ("timur", "barat", "utara", "selatan", "wetan", "kulon", "tengah")


@dataclass(frozen=True, slots=True)
class Place:
    """A district, or a village with the code of its district as `parent`."""

    code: str
    name: str
    level: Level
    parent: str = ""


def fold_place(text: str) -> str:
    """ "Kec. Tlk. Jambe Barat" and "Telukjambe Barat" both become "telukjambebarat"."""
    folded = text.casefold().strip(" .,:;-'\"")
    for _ in range(2):
        folded = PREFIX.sub("", folded).strip()
    folded = SUFFIX.sub("", folded)
    words = re.split(r"[^a-z0-9]+", folded)
    return "".join(ABBREVIATIONS.get(word, word) for word in words)


def side_of(folded: str) -> str:
    return next((side for side in SIDES if folded.endswith(side)), "")


class PlaceNames:
    """Finds places by what people call them. Answers are remembered: names repeat."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_code: dict[str, Place] = {}
        self._districts: dict[str, list[Place]] = defaultdict(list)
        self._villages: dict[str, list[Place]] = defaultdict(list)
        self._villages_in: dict[str, dict[str, list[Place]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for place in places:
            self.by_code[place.code] = place
            folded = fold_place(place.name)
            if place.level == "district":
                self._districts[folded].append(place)
            else:
                self._villages[folded].append(place)
                self._villages_in[place.parent][folded].append(place)
        self._known: dict[tuple[str, str | None], Value[str]] = {}

    def read_district(self, cell: Cell) -> Value[str]:
        """The code of the district meant. Unknown or ambiguous names stop."""
        return self._read(cell, None)

    def read_village(self, cell: Cell, district: str | None = None) -> Value[str]:
        """The code of the village meant, in `district` when it is known.

        A name that only exists elsewhere stops, with where it exists.
        """
        return self._read(cell, district or "")

    def _read(self, cell: Cell, district: str | None) -> Value[str]:
        settled = settle(cell)
        if settled.cell is None:
            return unread(settled)
        written = shown(settled.cell)
        if written in self.by_code:
            return Value(written, settled.problems)
        key = (written, district)
        found = self._known.get(key)
        if found is None:
            found = (
                self._find_village(written, district)
                if district is not None
                else self._find(written, self._districts)
            )
            if len(self._known) < KNOWN_LIMIT:
                self._known[key] = found
        if not settled.problems:
            return found
        return Value(found.value, settled.problems + found.problems, found.note)

    def _find_village(self, written: str, district: str) -> Value[str]:
        if not district or district not in self._villages_in:
            return self._find(written, self._villages)
        folded = fold_place(written)
        inside = self._find(written, self._villages_in[district])
        elsewhere = self._villages.get(folded, [])
        is_exact = folded in self._villages_in[district]
        if is_exact or (inside.value is not None and not elsewhere):
            return inside
        if elsewhere:
            facts = {"district": self.by_code[district].name, "places": self._where(elsewhere)}
            return Value(None, (stop("place_elsewhere", written, **facts),), written)
        return inside

    def _find(self, written: str, names: dict[str, list[Place]]) -> Value[str]:
        folded = fold_place(written)
        if not folded:
            return Value(None, (stop("place_unknown", written),), written)
        exact = names.get(folded)
        if exact:
            return self._one_of(written, exact, ())
        longer = [
            name for name in names if name.startswith(folded) and name[len(folded) :] in SIDES
        ]
        if len(longer) > 1:
            return self._one_of(written, [p for name in longer for p in names[name]], ())
        near = process.extract(folded, list(names), scorer=fuzz.ratio, limit=3)
        side = side_of(folded)
        if side:
            near = [hit for hit in near if side_of(hit[0]) in (side, "")]
        if near and near[0][1] >= LIKE_ENOUGH and self._leads(near):
            meant = names[near[0][0]]
            corrected = look("place_corrected", written, value=meant[0].name)
            return self._one_of(written, meant, (corrected,))
        if near and near[0][1] >= WORTH_NAMING:
            options = [names[hit[0]][0].name for hit in near[:2] if hit[1] >= WORTH_NAMING]
            nearest = " atau ".join(dict.fromkeys(options))
            problem = stop("place_unknown_nearest", written, nearest=nearest)
        else:
            problem = stop("place_unknown", written)
        return Value(None, (problem,), written)

    @staticmethod
    def _leads(near: list[tuple[str, float, int]]) -> bool:
        return len(near) < 2 or near[0][1] - near[1][1] >= CLEAR_LEAD

    def _one_of(
        self, written: str, places: list[Place], problems: tuple[Problem, ...]
    ) -> Value[str]:
        if len(places) == 1:
            return Value(places[0].code, problems)
        where = self._where(places)
        return Value(None, (stop("place_ambiguous", written, places=where),), written)

    def _where(self, places: list[Place]) -> str:
        names = []
        for place in places[:6]:
            parent = self.by_code.get(place.parent)
            names.append(f"{place.name} (Kec. {parent.name})" if parent else place.name)
        return ", ".join(names)
