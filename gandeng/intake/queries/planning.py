"""The dry run: what every row of some files would become. Reads, never writes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

from gandeng.intake.core.cells.text import shown
from gandeng.intake.core.tables import Table, find_table
from gandeng.intake.core.workbook import Unreadable, open_workbook
from gandeng.intake.models import HeldRow, TakenRow
from gandeng.intake.states import HeldState
from gandeng.kernel.sealing import mask
from gandeng.programmes.models import Programme

from .importers import Desk, Importer, Planned, digest_of

EXAMPLE_MARK = "contoh"
SECRET_COLUMNS = {"nik", "npwp"}
LONG_NUMBER = re.compile(r"\d{10,}")


class File(NamedTuple):
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass
class Plan:
    """What would happen: the planned rows by kind, the problems, the doubles, unreadable files."""

    desk: Desk
    files: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[Planned]] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    doubles: list[dict[str, Any]] = field(default_factory=list)
    is_readable: bool = True
    headings: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def count(self, *actions: str) -> dict[str, int]:
        """How many rows of each kind have one of these actions; kinds without any are left out."""
        counted = {
            kind: sum(planned.action in actions for planned in rows)
            for kind, rows in self.rows.items()
        }
        return {kind: number for kind, number in counted.items() if number}

    def refuse_file(self, name: str, code: str, message: str) -> dict[str, Any]:
        """A file of which nothing can be read: for this reason."""
        self.is_readable = False
        report: dict[str, Any] = {"name": name, "sheets": [], "notes": [], "unreadable": code}
        report["reason"] = message
        self.files.append(report)
        _note(self, name, "", None, None, "stop", code, message)
        return report

    def as_json(self) -> dict[str, Any]:
        """The one object ``manage.py intake --json`` prints."""
        return {
            "files": self.files,
            "created": self.count("create"),
            "changed": self.count("change"),
            "unchanged": self.count("unchanged"),
            "stopped": self.count("stop"),
            "held": self.count("hold"),
            "problems": self.problems,
            "doubles": self.doubles,
        }


def plan_files(programme: Programme, files: Sequence[File], *, on: dt.date) -> Plan:
    """Read the files and plan every row, in the order of the chain whatever the files' order."""
    plan = Plan(Desk(programme, on))
    tables = list(_tables(plan, files))
    known, held = _known_rows(programme), _held_rows(programme)
    for key, importer in plan.desk.importers.items():
        mine = [(name, table) for name, table in tables if table.kind.key == key]
        importer.load()
        plan.rows[key] = []
        for name, table in mine:
            for planned in _plan_table(plan, importer, name, table, known, held):
                plan.rows[key].append(planned)
    for key, importer in plan.desk.importers.items():
        plan.doubles += [_double_of(planned) for planned in plan.rows[key] if planned.evidence]
        plan.doubles += importer.doubles(plan.rows[key])
    return plan


def _tables(plan: Plan, files: Sequence[File]) -> Iterator[tuple[str, Table]]:
    seen: dict[str, str] = {}
    for file in files:
        digest = hashlib.sha256(file.content).hexdigest()
        report: dict[str, Any] = {"name": file.name, "sheets": [], "notes": []}
        if digest in seen:
            plan.files.append(report)
            _note(plan, file.name, "", None, None, "look", "file_twice", _twice(seen[digest]))
            continue
        seen[digest] = file.name
        try:
            workbook = open_workbook(file.name, file.content)
        except Unreadable as refusal:
            plan.refuse_file(file.name, refusal.code, str(refusal))
            continue
        plan.files.append(report)
        report["notes"] = [note.message for note in workbook.notes]
        for sheet in workbook.sheets:
            table = find_table(sheet, plan.desk.kinds)
            if table is None:
                said = "Tabel di lembar ini tidak dikenali. Pakai judul kolom seperti di templat."
                _note(plan, file.name, sheet.name, None, None, "look", "unknown_table", said)
                report["sheets"].append({"name": sheet.name, "kind": None})
                continue
            report["sheets"].append({"name": sheet.name, "kind": table.kind.key})
            header = table.header
            plan.headings[file.name, sheet.name] = {
                key: header.headings[position] for key, position in header.columns.items()
            }
            if header.missing:
                _missing_columns(plan, file.name, table)
                continue
            yield file.name, table


def _twice(first: str) -> str:
    return f"Berkas ini sama persis dengan “{first}” dan dibaca sekali saja."


def _missing_columns(plan: Plan, file: str, table: Table) -> None:
    for key in table.header.missing:
        label = table.kind.by_key[key].label
        said = (
            f"Kolom “{label}” tidak ditemukan, jadi lembar ini tidak dapat dimasukkan. "
            "Tambahkan kolom itu, lalu unggah lagi."
        )
        row = table.header.row_number
        _note(plan, file, table.sheet.name, row, label, "stop", "column_missing", said)


def _known_rows(programme: Programme) -> dict[tuple[str, str], int]:
    """Rows that came in before, or were held and decided to be something already there."""
    known = {
        (kind, digest): thing_id
        for kind, digest, thing_id in TakenRow.objects.filter(programme=programme).values_list(
            "kind", "digest", "thing_id"
        )
    }
    decided = HeldRow.objects.filter(programme=programme, state=HeldState.MERGED)
    for kind, digest, thing_id in decided.values_list("kind", "digest", "thing_id"):
        known[kind, digest] = thing_id
    return known


def _held_rows(programme: Programme) -> dict[tuple[str, str], HeldRow]:
    """Rows that wait for a decision: sent again, they go on waiting."""
    rows = HeldRow.objects.filter(programme=programme, state=HeldState.OPEN)
    return {(row.kind, row.digest): row for row in rows}


def _hold_again(planned: Planned, waiting: HeldRow) -> None:
    planned.action, planned.name, planned.evidence = "hold", waiting.name, waiting.evidence
    planned.ref = SimpleNamespace(name=waiting.thing_name, pk=waiting.thing_id, row=None)
    said = f"Baris ini menunggu keputusan: sama dengan “{waiting.thing_name}”, atau berbeda?"
    planned.look(None, "double_held", said)


def _plan_table(
    plan: Plan,
    importer: Importer,
    file: str,
    table: Table,
    known: dict[tuple[str, str], int],
    held: dict[tuple[str, str], HeldRow],
) -> Iterator[Planned]:
    sheet = table.sheet.name
    headings = plan.headings[file, sheet]
    in_this_sheet: Counter[str] = Counter()
    for row in table.rows():
        values = {key: value.value for key, value in row.values.items() if value.value is not None}
        if _is_example(row.cells.values()):
            continue
        planned = Planned(
            kind=importer.key,
            row=row.number,
            values=values,
            digest=digest_of(importer.key, values.items()),
            cells=row.cells,
            file=file,
            sheet=sheet,
        )
        for key, problem in row.problems:
            if problem.severity == "stop":
                planned.stop(key, problem.code, problem.message)
            else:
                planned.look(key, problem.code, problem.message)
        if planned.action != "stop":
            in_this_sheet[planned.digest] += 1
            waiting = held.get((importer.key, planned.digest))
            is_repeat = in_this_sheet[planned.digest] > 1
            if (importer.key, planned.digest) in known and not (waiting and is_repeat):
                planned.action = "unchanged"
            elif waiting:
                _hold_again(planned, waiting)
            elif is_repeat and not importer.shows_repeats:
                planned.action = "unchanged"
                said = "Baris ini sama persis dengan baris lain di lembar yang sama; dibaca sekali."
                planned.look(None, "row_twice", said)
            else:
                planned = importer.plan(row, planned)
        for trouble in planned.troubles:
            column = headings.get(trouble.column or "", _label(table, trouble.column))
            message, read = trouble.message, shown(row.cells.get(trouble.column or ""))
            if trouble.column in SECRET_COLUMNS:
                message, read = _masked(message), _masked(read)
            _note(
                plan, file, sheet, row.number, column, trouble.severity, trouble.code, message, read
            )
        yield planned


def _masked(text: str) -> str:
    """Personal numbers are masked wherever they are shown (UU 27/2022)."""
    return LONG_NUMBER.sub(lambda found: mask(found[0]), text)


def _label(table: Table, key: str | None) -> str | None:
    return table.kind.by_key[key].label if key in table.kind.by_key else None


def _is_example(cells: Iterable[Any]) -> bool:
    """The template's own first row: somebody left it in."""
    first = next((cell for cell in cells if isinstance(cell, str)), "")
    return first.strip().casefold().startswith(EXAMPLE_MARK)


def _note(
    plan: Plan,
    file: str,
    sheet: str,
    row: int | None,
    column: str | None,
    severity: str,
    code: str,
    message: str,
    read: str = "",
) -> None:
    plan.problems.append(
        {
            "file": file,
            "sheet": sheet,
            "row": row,
            "column": column,
            "severity": severity,
            "code": code,
            "message": message,
            "read": read,
        }
    )


def _double_of(planned: Planned) -> dict[str, Any]:
    return {
        "kind": planned.kind,
        "is_held": planned.action == "hold",
        "left": {
            "name": planned.ref.name,
            "id": planned.ref.pk,
            "file": getattr(planned.ref, "file", ""),
            "sheet": getattr(planned.ref, "sheet", ""),
            "row": planned.ref.row,
        },
        "right": {
            "name": planned.name,
            "id": None,
            "file": planned.file,
            "sheet": planned.sheet,
            "row": planned.row,
        },
        "evidence": planned.evidence,
    }
