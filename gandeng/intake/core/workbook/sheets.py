"""A sheet as rows of cells, read when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

MERGE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell whose result was never computed: there is nothing to read but the formula."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = None | str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Formula


class Row(NamedTuple):
    """A row as numbered in the spreadsheet (the first is 1), with its cells from column A on."""

    number: int
    cells: list[Cell]


class Merge(NamedTuple):
    """A merged rectangle, counted from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: its name and its rows, which may be read more than once."""

    name: str
    read: Callable[[], Iterator[list[Cell]]]
    merges: tuple[Merge, ...] = ()
    uncomputed: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Rows in order. What stands in a cell merged downwards is repeated in each row."""
        downward = self._downward_merges()
        carried: dict[int, Cell] = {}
        uncomputed_rows = {row for row, _ in self.uncomputed}
        for number, cells in enumerate(self.read(), start=1):
            if number in uncomputed_rows:
                for column in [c for row, c in self.uncomputed if row == number]:
                    cells.extend([None] * (column + 1 - len(cells)))
                    cells[column] = Formula(self.uncomputed[number, column])
            for merge in downward.get(number - 1, ()):
                if number - 1 == merge.top:
                    carried[merge.left] = cells[merge.left] if merge.left < len(cells) else None
                elif merge.left < len(cells) and cells[merge.left] is None:
                    cells[merge.left] = carried.get(merge.left)
            yield Row(number, cells)

    def _downward_merges(self) -> dict[int, list[Merge]]:
        by_row: dict[int, list[Merge]] = {}
        budget = MERGE_LIMIT
        for merge in self.merges:
            height = merge.bottom - merge.top + 1
            if height < 2 or height > budget:
                continue
            budget -= height
            for row in range(merge.top, merge.bottom + 1):
                by_row.setdefault(row, []).append(merge)
        return by_row

    def merged_across(self, row_number: int) -> dict[int, int]:
        """For a row: column → the column whose (heading) text stretches over it."""
        return {
            column: merge.left
            for merge in self.merges
            if merge.top <= row_number - 1 <= merge.bottom and merge.right - merge.left < 300
            for column in range(merge.left + 1, merge.right + 1)
        }


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file worth saying that stops nothing."""

    code: str
    template: str
    facts: Mapping[str, object]

    @property
    def message(self) -> str:
        return self.template.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was opened: its name, its visible sheets with content, and notes."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
