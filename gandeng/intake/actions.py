"""Files are checked, taken in; held rows are decided."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, record
from gandeng.intake.core.tables import read_row
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.kernel.sealing import seal_bytes, unseal_bytes
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .models import HeldRow, TakenRow, Upload, UploadedFile
from .queries.importers import AFTER, Desk, Planned
from .queries.planning import File, Plan, plan_files
from .states import HeldState

MOST_FILES = 10
# More problems than anybody reads: of each sort the first ones are listed, the counts stay exact.
MOST_PROBLEMS = 5_000
MOST_OF_A_SORT = 200


@transaction.atomic
def check_files(
    programme: Programme, files: Sequence[File], *, key: str, by: Person, at: datetime
) -> Upload:
    """Dry-run some files and keep them with what was found. The same ``key`` twice is once.

    Raises Refusal ``no_files``, ``too_many_files``.
    """
    require(by, "intake.upload", programme)
    if known := Upload.objects.filter(programme=programme, key=key).first():
        return known
    if not files:
        raise Refusal("no_files", _("Pilih paling sedikit satu berkas."), field="files")
    if len(files) > MOST_FILES:
        raise Refusal("too_many_files", _("Paling banyak 10 berkas sekaligus."), field="files")
    plan = plan_files(programme, files, on=clock.day_of(at))
    upload = Upload(
        programme=programme,
        uploaded_by=by,
        key=key,
        created_at=at,
        report=_as_report(plan),
    )
    try:
        with transaction.atomic():
            upload.save()
    except IntegrityError:
        # the same click twice at one moment: the other one kept the files
        known = Upload.objects.filter(programme=programme, key=key).first()
        if known is None:
            raise Refusal("sent_elsewhere", _("Muat ulang halaman ini, lalu kirim lagi.")) from None
        return known
    for file in {hashlib.sha256(file.content).hexdigest(): file for file in files}.values():
        _keep(upload, file)
    after = {"files": [file.name for file in files], "created": plan.count("create")}
    record(upload, "check_files", by=by, at=at, after=after)
    return upload


@transaction.atomic
def take_in(upload: Upload, *, by: Person, at: datetime) -> Plan:
    """Take all good rows of an upload in: once, whoever presses first.

    Plans again, since days may have passed. Raises Refusal ``wrong_state``.
    """
    require(by, "intake.take_in", upload)
    advance(upload, "take_in", by=by, at=at, taken_in_at=at)
    files = [File(kept.name, content_of(kept)) for kept in upload.files.order_by("pk")]
    plan = plan_files(upload.programme, files, on=clock.day_of(at))
    carry_out(plan, by=by, at=at, upload=upload)
    upload.report = _as_report(plan)
    upload.save(update_fields=["report"])
    return plan


def discard(upload: Upload, *, by: Person, at: datetime) -> Upload:
    """Nothing of it is wanted. Raises Refusal ``wrong_state``."""
    require(by, "intake.take_in", upload)
    return advance(upload, "discard", by=by, at=at)


@transaction.atomic
def carry_out(plan: Plan, *, by: Person, at: datetime, upload: Upload | None = None) -> None:
    """Do what a plan says, through the rooms' own verbs, all or nothing."""
    programme = plan.desk.programme
    require(by, "intake.take_in", programme)
    for key, importer in plan.desk.importers.items():
        if not importer.is_taken_in:
            continue
        rows = plan.rows[key]
        new = [planned for planned in rows if planned.action == "create"]
        if new:
            importer.create(new, by=by, at=at)
            _note_late_refusals(plan, new)
        for planned in rows:
            if planned.action == "change":
                importer.change(planned, by=by, at=at)
        TakenRow.objects.bulk_create(
            [
                TakenRow(
                    programme=programme,
                    kind=key,
                    digest=planned.digest,
                    thing_id=planned.ref.pk,
                )
                for planned in _first_of_each(rows)
                if planned.action in {"create", "change", "unchanged"}
                and planned.ref is not None
                and planned.ref.pk
            ],
            ignore_conflicts=True,
            batch_size=1000,
        )
        _hold(programme, upload, [row for row in rows if row.action == "hold"], at)
    for key, importer in plan.desk.importers.items():
        importer.after(plan.rows[key], by=by, at=at)
    for finish in AFTER:
        finish(plan.desk, by=by, at=at)
    after = {"created": plan.count("create"), "changed": plan.count("change")}
    record(upload or programme, "taken_in", by=by, at=at, after=after)


@transaction.atomic
def decide_held(held: HeldRow, *, is_same: bool, by: Person, at: datetime) -> HeldRow:
    """A held row is the thing it resembles (what that does not know is taken over), or another."""
    require(by, "intake.decide_held", held)
    advance(held, "merge" if is_same else "keep_apart", by=by, at=at, decided_at=at)
    desk = Desk(held.programme, clock.day_of(at))
    importer = desk[held.kind]
    importer.load()
    row = read_row(importer.columns(), 0, json.loads(held.cells))
    values = {key: value.value for key, value in row.values.items() if value.value is not None}
    planned = Planned(
        kind=held.kind,
        row=0,
        values=values,
        digest=held.digest,
        name=held.name,
        is_forced=not is_same,
    )
    if is_same:
        importer.merge(planned, held.thing_id, by=by, at=at)
        return held
    planned = importer.plan(row, planned)
    importer.create([planned], by=by, at=at)
    if planned.action == "stop":
        raise Refusal("row_stopped", planned.troubles[-1].message)
    TakenRow.objects.get_or_create(
        programme=held.programme,
        kind=held.kind,
        digest=held.digest,
        defaults={"thing_id": planned.ref.pk},
    )
    return held


def _first_of_each(rows: Sequence[Planned]) -> list[Planned]:
    return list({planned.digest: planned for planned in reversed(rows)}.values())


def _note_late_refusals(plan: Plan, rows: Sequence[Planned]) -> None:
    """What a room's own check refused at the last moment is a problem like any other."""
    for planned in rows:
        if planned.action == "stop":
            trouble = planned.troubles[-1]
            heading = plan.headings[planned.file, planned.sheet].get(trouble.column or "")
            plan.problems.append(
                {
                    "file": planned.file,
                    "sheet": planned.sheet,
                    "row": planned.row,
                    "column": heading,
                    "severity": "stop",
                    "code": trouble.code,
                    "message": trouble.message,
                    "read": "",
                }
            )


def _hold(
    programme: Programme, upload: Upload | None, rows: Sequence[Planned], at: datetime
) -> None:
    HeldRow.objects.bulk_create(
        [
            HeldRow(
                programme=programme,
                upload=upload,
                kind=planned.kind,
                digest=planned.digest,
                where=f"{planned.file} · {planned.sheet} · baris {planned.row}"[:250],
                name=planned.name[:200],
                cells=json.dumps(dict(planned.cells), default=str),
                thing_id=planned.ref.pk,
                thing_name=planned.ref.name[:200],
                evidence=planned.evidence,
                state=HeldState.OPEN,
                created_at=at,
            )
            for planned in rows
        ],
        ignore_conflicts=True,
    )


def _as_report(plan: Plan) -> str:
    found: dict[str, Any] = plan.as_json()
    found["problem_count"] = len(found["problems"])
    found["severities"] = dict(Counter(problem["severity"] for problem in found["problems"]))
    sorts: dict[tuple[str, str, str], dict[str, Any]] = {}
    listed = []
    for problem in found["problems"]:
        sort = (problem["sheet"], problem["column"] or "", problem["code"])
        known = sorts.setdefault(sort, problem | {"count": 0})
        known["count"] += 1
        if known["count"] <= MOST_OF_A_SORT:
            listed.append(problem)
    found["problems"] = listed[:MOST_PROBLEMS]
    found["sorts"] = sorted(sorts.values(), key=lambda sort: -sort["count"])[:MOST_OF_A_SORT]
    return json.dumps(found, cls=DjangoJSONEncoder)


def _keep(upload: Upload, file: File) -> None:
    digest = hashlib.sha256(file.content).hexdigest()
    kept = UploadedFile(
        programme=upload.programme,
        upload=upload,
        name=file.name[:200],
        digest=digest,
        size=len(file.content),
    )
    kept.file.save(f"{upload.pk}-{digest[:32]}.sealed", ContentFile(seal_bytes(file.content)))


def content_of(kept: UploadedFile) -> bytes:
    """The file as it was sent. Callers have asked whether the person may see the upload."""
    with kept.file.open("rb") as file:
        return unseal_bytes(file.read())
