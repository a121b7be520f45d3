"""Before the server starts: database up to date, static files collected and compressed."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from gandeng.site.assets import collect_if_changed


class Command(BaseCommand):
    help = "Apply migrations and collect static files. Safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        collect_if_changed()
        self.stdout.write("ready")
