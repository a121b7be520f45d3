"""``manage.py prepare_assets``: make the font and the stylesheet the pages ask for."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gandeng.ui import assets


class Command(BaseCommand):
    help = "Make the web font and the one stylesheet in GANDENG_ASSETS; quick when nothing changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        written = assets.prepare()
        if options["verbosity"]:
            for path in written:
                self.stdout.write(f"{path} ({path.stat().st_size:,} bytes)")
            if not written:
                self.stdout.write("assets are up to date")
