"""Bring everything up to date and serve: what ``bin/run`` starts."""

from __future__ import annotations

import socket
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gandeng.kernel import serving
from gandeng.site.assets import collect_if_changed
from gandeng.site.worker import WorkerBeside


class Command(BaseCommand):
    help = "Migrate, prepare assets, build the demo where there is none, then serve and work."
    # bin/check asks these questions; a start need not
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=12)

    def handle(self, *args: Any, host: str, port: int, threads: int, **options: Any) -> None:
        _refuse_taken_port(host, port)
        self.step("database", self.migrate)
        self.step("assets", collect_if_changed)
        if settings.GANDENG_DEMO:
            self.step("demo", self.demo)
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared, not bound
        self.stderr.write(f"gandeng: http://{shown}:{port}/  (Ctrl+C stops)")
        connection.close()
        worker = WorkerBeside()
        worker.start()
        try:
            serve(host, port, threads)
        finally:
            worker.stop()

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


def serve(host: str, port: int, threads: int) -> None:
    """Serve in this very process: what is imported already need not be imported again."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{host}:{port}",
                "workers": 1,
                "worker_class": "gthread",
                "threads": threads,
                # streams ask, and so do not hold up a stop
                "post_worker_init": lambda worker: serving.ask_of(lambda: worker.alive),
                "loglevel": "warning",
                "control_socket_disable": True,
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from gandeng.site.wsgi import application

            return application

    Server().run()


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(
                f"port {port} is taken. Choose another: PORT={port + 1} bin/run"
            ) from None
