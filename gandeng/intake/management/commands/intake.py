"""Take the office's workbooks in, or say what would happen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gandeng.intake.actions import carry_out
from gandeng.intake.core.workbook.refusals import FILE_LIMIT_BYTES
from gandeng.intake.queries.importers import REGISTRY
from gandeng.intake.queries.planning import File, Plan, plan_files
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed
from gandeng.people.models import Person
from gandeng.people.queries import person_called
from gandeng.programmes.models import Member, Programme

SHOWN_PROBLEMS = 40


class Command(BaseCommand):
    help = "Read workbooks (xlsx, xls, ods, csv) and take in their good rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--as", dest="person", help="e-mail or phone of an officer")

    def handle(
        self,
        *args: Any,
        files: list[str],
        programme: str,
        dry_run: bool,
        json: bool,
        person: str | None,
        **options: Any,
    ) -> None:
        tenant = Programme.objects.filter(slug=programme).select_related("regency").first()
        if tenant is None:
            known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"no programme {programme!r} (there is: {known})")
        sent, missing = _read(files)
        at = clock.now()
        with transaction.atomic():
            plan = plan_files(tenant, sent, on=clock.day_of(at))
            for name, reason in missing.items():
                said = f"Berkas “{name}” tidak dapat dibuka: {reason}. Periksa nama dan foldernya."
                plan.refuse_file(name, "file_not_found", said)
            if not dry_run and sent:
                try:
                    carry_out(plan, by=_officer(tenant, person), at=at)
                except NotAllowed as refusal:
                    raise CommandError(str(refusal)) from refusal
        self.say(plan, as_json=json, is_dry=dry_run)
        if not plan.is_readable:
            sys.exit(1)

    def say(self, plan: Plan, *, as_json: bool, is_dry: bool) -> None:
        found = plan.as_json()
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, default=str))
            return
        labels = {importer.key: str(importer.label) for importer in REGISTRY}
        self.stdout.write("Pemeriksaan saja, belum ada yang ditulis." if is_dry else "Sudah masuk.")
        for words, key in (
            ("dibuat", "created"),
            ("diubah", "changed"),
            ("tetap", "unchanged"),
            ("ditahan (ganda)", "held"),
            ("tidak masuk", "stopped"),
        ):
            counts = ", ".join(f"{labels[kind]} {n}" for kind, n in found[key].items())
            self.stdout.write(f"  {words:<16} {counts or '–'}")
        for problem in found["problems"][:SHOWN_PROBLEMS]:
            place = " · ".join(
                str(part)
                for part in (
                    problem["file"],
                    problem["sheet"],
                    problem["row"] and f"baris {problem['row']}",
                    problem["column"],
                )
                if part
            )
            mark = "✗" if problem["severity"] == "stop" else "!"
            self.stdout.write(f"{mark} {place}: {problem['message']}")
        more = len(found["problems"]) - SHOWN_PROBLEMS
        if more > 0:
            self.stdout.write(f"… dan {more} masalah lagi (lihat --json)")
        self.stdout.write(f"Pasangan yang mungkin ganda: {len(found['doubles'])}")


def _read(names: list[str]) -> tuple[list[File], dict[str, str]]:
    """The files, and those that are not there with the system's reason."""
    sent, missing = [], {}
    for name in names:
        try:
            with Path(name).open("rb") as file:
                # one byte more than is read is enough to say that it is too large
                sent.append(File(Path(name).name, file.read(FILE_LIMIT_BYTES + 1)))
        except OSError as error:
            missing[name] = error.strerror or type(error).__name__
    return sent, missing


def _officer(programme: Programme, handle: str | None) -> Person:
    if handle:
        person = person_called(handle)
        if person is None:
            raise CommandError(f"nobody is called {handle!r}")
        return person
    member = (
        Member.objects.filter(programme=programme, role=Member.Role.OFFICER, ended_at=None)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    if member is None:
        raise CommandError(
            "the programme has no officer yet: manage.py person add … --role officer"
        )
    return member.person
