"""Build the demo regency."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gandeng.demo.cast import PARTS, PASSWORD
from gandeng.demo.story import tell
from gandeng.kernel import clock
from gandeng.programmes.models import Programme


class Command(BaseCommand):
    help = "Build a regency that lives: through intake and the actions people use, ending today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where a programme exists"
        )

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        if Programme.objects.exists():
            if if_empty:
                return
            raise CommandError("there is a programme already: the demo wants an empty database")
        started = time.monotonic()
        self.say("building the demo (once, under a minute) …")
        tell(until=clock.now(), say=self.say)
        self.say(f"demo built in {time.monotonic() - started:.0f} s; sign in with one click, or as")
        for part in PARTS:
            self.say(f"  {part.email:<28} {PASSWORD}   {part.name}")

    def say(self, text: str) -> None:
        self.stderr.write(f"gandeng: {text}")
