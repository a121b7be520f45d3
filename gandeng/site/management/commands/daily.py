"""What the clock triggers once a day: certificates, catalogue, the book's check."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Re-examine certificates, bring the catalogue up to date, check the book. Run it nightly."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("reexamine_certificates", stdout=self.stdout)
        call_command("refresh_catalogue", stdout=self.stdout)
        call_command("clearsessions")
        call_command("prune_db_task_results", verbosity=0)
        # last, since it ends with exit 1 when something differs
        call_command("ledger_check", stdout=self.stdout)
