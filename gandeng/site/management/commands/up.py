"""Bring everything up to date and serve: what ``bin/run`` starts."""

from __future__ import annotations

import os
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gandeng.site.assets import collect_if_changed


class Command(BaseCommand):
    help = "Migrate, prepare assets, build the demo where there is none, then serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, host: str, port: int, threads: int, **options: Any) -> None:
        _refuse_taken_port(host, port)
        self.step("database", self.migrate)
        self.step("assets", collect_if_changed)
        if settings.GANDENG_DEMO:
            self.step("demo", self.demo)
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared, not bound
        self.stderr.write(f"gandeng: http://{shown}:{port}/  (Ctrl+C stops)")
        connection.close()
        gunicorn = os.path.join(os.path.dirname(sys.executable), "gunicorn")
        os.execv(  # noqa: S606 -- the server takes this process over, so signals reach it
            gunicorn,
            [
                gunicorn,
                "gandeng.site.wsgi:application",
                f"--bind={host}:{port}",
                "--workers=1",
                "--worker-class=gthread",
                f"--threads={threads}",
                "--log-level=warning",
                "--no-control-socket",
            ],
        )

    def step(self, name: str, work: Any) -> None:
        started = time.monotonic()
        work()
        seconds = time.monotonic() - started
        if seconds > 1:
            self.stderr.write(f"gandeng: {name} ready in {seconds:.1f} s")

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)

    def demo(self) -> None:
        call_command("demo", "--if-empty")


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(
                f"port {port} is taken. Choose another: PORT={port + 1} bin/run"
            ) from None
