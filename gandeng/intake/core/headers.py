"""Find the heading row of a sheet, and what kind of table it heads, by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from gandeng.intake.core.cells.text import INVISIBLE, SPACES
from gandeng.intake.core.kinds import Column, Kind, fold_heading, is_numbering
from gandeng.intake.core.workbook.sheets import Cell, Row, Sheet

# Titles, letterheads and logos above a table; nobody puts sixty rows of them.
ROWS_SEARCHED = 60
HEADING_LIMIT = 300
LIKE_ENOUGH = 78
FUZZY_FROM_LETTERS = 4
FEWEST_COLUMNS = 2
SECTION = re.compile(
    r"^(kecamatan|kec\.?|desa|kelurahan|kel\.?|kategori|jenis)\s*[:.]?\s+(.{2,60})$", re.I
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand, which column is which, and how sure we are (0 to 1)."""

    kind: Kind
    row_number: int
    columns: dict[str, int]
    headings: dict[int, str]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    confidence: float

    @property
    def is_complete(self) -> bool:
        return not self.missing


def heading_text(cell: Cell) -> str:
    """The words of a possible heading; "" for anything that cannot be one."""
    if not isinstance(cell, str) or len(cell) > HEADING_LIMIT:
        return ""
    return SPACES.sub(" ", INVISIBLE.sub(" ", cell)).strip()


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a column as they are compared, thousands of times for a sheet."""

    run_together: frozenset[str]
    # each name's words and whether it is long enough to stand among others; every word of them
    by_words: tuple[tuple[frozenset[str], bool], ...]
    words: frozenset[str]
    fuzzy: tuple[str, ...]


@lru_cache(maxsize=1024)
def _prepared(names: frozenset[str]) -> _Names:
    by_words = tuple((frozenset(name.split()), len(name) >= 3) for name in sorted(names))
    return _Names(
        run_together=frozenset(name.replace(" ", "") for name in names),
        by_words=by_words,
        words=frozenset().union(*(words for words, _is_long in by_words)),
        fuzzy=tuple(sorted(name for name in names if len(name) >= FUZZY_FROM_LETTERS)),
    )


@lru_cache(maxsize=65536)
def _likeness(folded: str, names: frozenset[str]) -> float:
    """How well a folded heading means one of these names, 0 to 100."""
    if folded in names:
        return 100.0
    known, words = _prepared(names), frozenset(folded.split())
    if folded.replace(" ", "") in known.run_together:
        return 98.0
    best = 0.0
    # Most of what is asked is no heading but a row of goods, and has no word in common.
    if not known.words.isdisjoint(words):
        for wanted, is_long in known.by_words:
            if words == wanted:
                best = max(best, 96.0)
            elif is_long and wanted <= words:
                # "nama koperasi anda bekerja": the more other words, the less sure.
                best = max(best, 94.0 - 7.0 * (len(words) - len(wanted)))
    if len(folded) >= FUZZY_FROM_LETTERS:
        nearest = process.extractOne(folded, known.fuzzy, scorer=fuzz.ratio, score_cutoff=84)
        if nearest:
            best = max(best, nearest[1] * 0.95)
    return best


def match_columns(headings: Sequence[str], kind: Kind) -> dict[str, tuple[int, float]]:
    """Each column of the kind with the best heading for it; a heading serves one column."""
    offers: list[tuple[float, int, int, int, Column]] = []
    for position, heading in enumerate(headings):
        folded = "" if is_numbering(heading) else fold_heading(heading)
        if not folded:
            continue
        for order, column in enumerate(kind.columns):
            likeness = _likeness(folded, column.folded_names)
            if likeness >= LIKE_ENOUGH:
                offers.append((-likeness, order, -len(folded), position, column))
    # Equal likeness: the kind's own order, the more explicit heading, then the leftmost.
    offers.sort(key=lambda offer: offer[:4])
    taken: set[int] = set()
    matched: dict[str, tuple[int, float]] = {}
    for likeness, _, _, position, column in offers:
        if column.key not in matched and position not in taken:
            matched[column.key] = (position, -likeness)
            taken.add(position)
    return matched


def find_header(
    sheet: Sheet, kinds: Sequence[Kind], rows: Iterable[Row] | None = None
) -> Header | None:
    """The best heading row for the best kind, or None when the sheet holds none of them.

    Looks at single rows and at two or three rows read as one (group above, name below).
    """
    top = _first_rows(rows if rows is not None else sheet.rows())
    best: Header | None = None
    best_score = 0.0
    for position in range(len(top)):
        for height in (1, 2, 3):
            group = top[position : position + height]
            if len(group) < height:
                break
            if any(a.number + 1 != b.number for a, b in pairwise(group)):
                break
            if not all(_may_head(row) for row in group) or _is_section(group[-1]):
                break
            headings = _joined(sheet, group)
            if sum(map(bool, headings)) < FEWEST_COLUMNS:
                continue
            for kind in kinds:
                score, header = _judge(sheet, kind, headings, group[-1].number)
                # A taller heading must earn its extra rows.
                score -= 0.45 * (height - 1)
                if header is not None and score > best_score + 1e-9:
                    best, best_score = header, score
    return best


def _first_rows(rows: Iterable[Row]) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if any(cell is not None for cell in row.cells):
            found.append(row)
        if len(found) >= ROWS_SEARCHED or row.number > ROWS_SEARCHED * 10:
            break
    return found


def _may_head(row: Row) -> bool:
    """Headings are words: a row with several bare numbers is data."""
    filled = [cell for cell in row.cells if cell is not None]
    words = sum(1 for cell in filled if isinstance(cell, str))
    return words > 0 and words * 2 >= len(filled)


def _is_section(row: Row) -> bool:
    """ "KECAMATAN KLARI" alone is above the rows of Klari, not a part of the headings."""
    filled = [cell for cell in row.cells if cell is not None]
    return (
        len(filled) == 1 and isinstance(filled[0], str) and bool(SECTION.match(filled[0].strip()))
    )


def _joined(sheet: Sheet, group: Sequence[Row]) -> list[str]:
    """One heading per column; words of merged groups above stretch over what is below."""
    width = max(len(row.cells) for row in group)
    joined: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(group):
        across = sheet.merged_across(row.number) if depth < len(group) - 1 else {}
        for column in range(width):
            source = across.get(column, column)
            text = heading_text(row.cells[source]) if source < len(row.cells) else ""
            if text and (not joined[column] or joined[column][-1] != text):
                joined[column].append(text)
    return [" ".join(parts)[:HEADING_LIMIT] for parts in joined]


def _judge(
    sheet: Sheet, kind: Kind, headings: Sequence[str], row_number: int
) -> tuple[float, Header | None]:
    matched = match_columns(headings, kind)
    if len(matched) < min(FEWEST_COLUMNS, len(kind.columns)):
        return 0.0, None
    required = kind.required_keys
    found_required = required & matched.keys()
    if required and not found_required:
        return 0.0, None
    filled = sum(map(bool, headings))
    numbered = sum(map(is_numbering, headings))
    quality = sum(likeness for _, likeness in matched.values()) / 100
    coverage = len(matched) / max(filled - numbered, 1)
    missing = required - matched.keys()
    score = quality * (0.4 + 0.6 * coverage) + len(found_required) - 1.5 * len(missing)
    sheet_name = fold_heading(sheet.name)
    if any(re.search(rf"\b{re.escape(fold_heading(w))}\b", sheet_name) for w in kind.sheet_words):
        score += 1.0
    if score <= 0:
        return 0.0, None
    columns = {key: position for key, (position, _) in matched.items()}
    used = set(columns.values())
    unknown = tuple(
        heading
        for position, heading in enumerate(headings)
        if heading and position not in used and not is_numbering(heading)
    )
    return score, Header(
        kind=kind,
        row_number=row_number,
        columns=columns,
        headings={position: headings[position] for position in used},
        unknown=unknown,
        missing=tuple(sorted(missing)),
        confidence=round(quality / len(matched) * min(1.0, 0.5 + coverage / 2), 3),
    )
