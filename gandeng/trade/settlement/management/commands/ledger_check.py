"""Recompute everything: the book against itself, and every paper against the book."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from gandeng.trade.settlement.queries.checking import examine


class Command(BaseCommand):
    """Prints what it checked and every difference; exits 1 on any."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if connection.vendor == "postgresql" and not connection.savepoint_ids:
                # one look for all queries, while others go on posting
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found = examine()
        for name, count in found.counts.items():
            self.stdout.write(f"checked {count} {name}")
        for difference in found.differences:
            self.stdout.write(
                f"DIFFERS {difference.code}: {difference.thing}: {difference.message}"
            )
        if found.differences:
            self.stdout.write(f"{len(found.differences)} differences")
            raise SystemExit(1)
        self.stdout.write("everything agrees")
