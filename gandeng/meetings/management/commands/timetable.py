"""``manage.py timetable``; ``manage.py`` itself takes the short way that needs no Django."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gandeng.meetings.core.command import add_arguments, run


class Command(BaseCommand):
    help = "Menyusun jadwal temu bisnis dari berkas soal (format pertukaran)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        named = {name: options[name] for name in ("seconds", "seed", "workers")}
        if status := run(options["source"], options["target"], **named):
            sys.exit(status)
