"""Recompute everything: the book against itself, and every paper against the book."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from gandeng.trade.settlement.queries import check


class Command(BaseCommand):
    """Prints what it checked and every difference; exits 1 on any."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one object for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
                # one look for all queries, while others go on posting
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found = check()
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "checked": found.counts,
                        "differences": [difference._asdict() for difference in found.differences],
                    }
                )
            )
        else:
            self.stdout.write("Checked, every one recomputed:")
            for name, count in found.counts.items():
                self.stdout.write(f"{count:>12,}  {name}")
            for difference in found.differences:
                self.stdout.write(f"{difference.code}: {difference.thing}: {difference.message}")
            self.stdout.write(
                f"{len(found.differences)} differences"
                if found.differences
                else "No differences: the book and the papers agree."
            )
        if found.differences:
            raise SystemExit(1)
