"""A worker as the child of the server: it starts with it, is started again, and dies with it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

logger = logging.getLogger(__name__)

MANAGE = Path(__file__).resolve().parent.parent.parent / "manage.py"
# one that dies sooner than this is started again less and less often
SHORT_LIFE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 60


class WorkerBeside:
    """Keeps one ``manage.py work`` running until ``stop``. The worker ends by itself when its
    standard input closes, so it never outlives this process, even one that is killed."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._owner = os.getpid()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True, name="worker-beside")

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float = 5) -> None:
        """End the worker; the best so far of a calculation is kept. Says nothing in a process that
        was forked off: the server's own workers come by here when they end."""
        if os.getpid() != self._owner:
            return
        self._stopped.set()
        child = self._child
        if child is None:
            return
        if child.stdin:
            child.stdin.close()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopped.is_set():
            began = time.monotonic()
            # a session of its own: Ctrl+C is for the server, which then tells the worker
            self._child = subprocess.Popen(  # noqa: S603 -- our own command
                [sys.executable, str(MANAGE), "work", "--while-open"],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
            self._child.wait()
            if self._stopped.is_set():
                return
            lived = time.monotonic() - began
            pause = 1.0 if lived > SHORT_LIFE_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)
            logger.warning("the worker ended; another one starts in %.0f s", pause)
            self._stopped.wait(pause)
