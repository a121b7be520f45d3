"""The worker beside the web server: takes up what lies in the task queue."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from gandeng.kernel import serving
from gandeng.meetings.actions.calculating import warm_up

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Work off the task queue until stopped. A calculation under way keeps its best so far."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")
        parser.add_argument(
            "--while-open",
            action="store_true",
            help="end when standard input closes: whoever started this worker is gone",
        )

    def handle(
        self, *args: Any, interval: float, once: bool, while_open: bool, **options: Any
    ) -> None:
        # It tells every task at INFO as soon as it is imported; here the settings' level holds.
        logging.getLogger("django_tasks").setLevel(logging.root.level)
        logging.getLogger("django_tasks_db").setLevel(max(logging.root.level, logging.ERROR))
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=once,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        serving.ask_of(lambda: worker.running)
        worker.configure_signals()
        if not while_open:
            warm_up()
        else:
            threading.Thread(target=_end_with_input, daemon=True).start()
        worker.run()


def _end_with_input() -> None:
    """Standard input closes when the process at its other end dies, however it dies."""
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
