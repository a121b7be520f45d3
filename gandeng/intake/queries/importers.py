"""What a room says about its kind of row: its columns, and how a thing is found and made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from gandeng.intake.core.kinds import Kind
from gandeng.intake.core.problems import Severity
from gandeng.intake.core.tables import TableRow
from gandeng.kernel.money import Money
from gandeng.kernel.sealing import fingerprint

if TYPE_CHECKING:
    from gandeng.people.models import Person
    from gandeng.programmes.models import Programme

Action = Literal["create", "change", "unchanged", "stop", "hold", "skip"]


@dataclass(slots=True)
class Trouble:
    """One problem of a planned row: with which column, how bad, what to do."""

    column: str | None
    severity: Severity
    code: str
    message: str


@dataclass(slots=True)
class Planned:
    """What would become of one row. ``ref`` is the thing it makes or means; a room's own record."""

    kind: str
    row: int
    action: Action = "create"
    values: dict[str, Any] = field(default_factory=dict)
    ref: Any = None
    digest: str = ""
    name: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    cells: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    sheet: str = ""
    # when held and decided to be another business after all
    is_forced: bool = False

    def stop(self, column: str | None, code: str, message: str) -> Planned:
        """The row cannot be taken in, for this reason."""
        self.action = "stop"
        self.troubles.append(Trouble(column, "stop", code, str(message)))
        return self

    def leave(self, column: str | None, code: str, message: str) -> Planned:
        """The row is left aside, for another one counts."""
        self.action = "skip"
        self.troubles.append(Trouble(column, "left", code, str(message)))
        return self

    def look(self, column: str | None, code: str, message: str) -> Planned:
        """The row is taken in, but somebody should look."""
        self.troubles.append(Trouble(column, "look", code, str(message)))
        return self


class Desk:
    """One run of intake: the programme, the day, and one importer of each kind."""

    def __init__(self, programme: Programme, on: dt.date) -> None:
        self.programme, self.on = programme, on
        self.importers = {cls.key: cls(self) for cls in REGISTRY}
        self.kinds = [importer.columns() for importer in self.importers.values()]

    def __getitem__(self, key: str) -> Any:
        return self.importers[key]


class Importer:
    """Base of a room's importer. One instance lives for one run and keeps its lookups."""

    key: ClassVar[str]
    label: ClassVar[Any]
    # False: recognised and checked, but nothing of it is taken in yet
    is_taken_in: ClassVar[bool] = True
    # a row that stands in a sheet twice, word for word, is shown as a double rather than left out
    shows_repeats: ClassVar[bool] = False
    # columns that only the template shows an example of
    example: ClassVar[Sequence[Any]] = ()

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def columns(self) -> Kind:
        """The columns this kind of table may have."""
        raise NotImplementedError

    def load(self) -> None:
        """Read what is there already, in a few queries. Called once, before the first row."""

    def plan(self, row: TableRow, planned: Planned) -> Planned:
        """Decide what becomes of a row that can be read and is not known yet."""
        raise NotImplementedError

    def create(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        """Make the things; set each ``ref.pk``. A row may still be stopped here."""
        raise NotImplementedError

    def change(self, planned: Planned, *, by: Person, at: dt.datetime) -> None:
        """Change the thing a row means."""
        raise NotImplementedError

    def merge(self, planned: Planned, thing_id: int, *, by: Person, at: dt.datetime) -> None:
        """A held row is the thing it resembles: take over what that does not know."""
        raise NotImplementedError

    def doubles(self, planned: Sequence[Planned]) -> list[dict[str, Any]]:
        """Weaker pairs among what would be made, to be shown with the evidence."""
        return []

    def after(self, planned: Sequence[Planned], *, by: Person, at: dt.datetime) -> None:
        """When all rows of the run are in."""


REGISTRY: list[type[Importer]] = []
# What later rooms do when everything of a run is in.
AFTER: list[Callable[..., None]] = []


def register_after(function: Callable[..., None]) -> Callable[..., None]:
    """Have ``function(desk, by=…, at=…)`` called when a run is in, in the order of the chain."""
    if function.__qualname__ not in {known.__qualname__ for known in AFTER}:
        AFTER.append(function)
    return function


def register(importer: type[Importer]) -> type[Importer]:
    """Make a room's importer known; rooms do it in the order of the chain."""
    if importer.key not in {known.key for known in REGISTRY}:
        REGISTRY.append(importer)
    return importer


def digest_of(kind: str, values: Iterable[tuple[str, Any]]) -> str:
    """The fingerprint of a row's values: equal rows, equal digests, nothing to read back."""
    said = "\x1f".join(f"{key}={_plain(value)}" for key, value in sorted(values))
    return fingerprint(f"{kind}\x1e{said}")


def _plain(value: Any) -> str:
    return str(value.rupiah) if isinstance(value, Money) else str(value)
