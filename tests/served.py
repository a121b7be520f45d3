"""A served product with its own data: what ``bin/run`` starts, and the browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A demo that is built while both cores are busy with something else. Long, because a slow machine
# is no fault of ours; one that died is noticed at once.
PATIENCE_SECONDS = 900
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium() -> str | None:
    """The browser without a window where there is one (the same engine for a third less of the
    processor), else the one people use."""
    names = ("chromium-headless-shell", "chromium", "chrome")
    found = (shutil.which(name) for name in names)
    return os.environ.get("CHROMIUM") or next((path for path in found if path), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """The product as ``bin/run`` serves it, on a database of its own."""

    def __init__(self, data: Path, *, is_demo: bool) -> None:
        self.data = data
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("GANDENG_")}
        self.env |= {"GANDENG_DATA": str(data), "GANDENG_DEMO": "1" if is_demo else "0"}
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments: str, **options: object) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
            **options,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        self.log = (self.data / "server.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(self.port)],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2)  # noqa: S310 -- our own
                return
            except OSError as error:
                said = error
                assert self.process.poll() is None, (self.data / "server.log").read_text()
                time.sleep(0.1)
        raise AssertionError(f"the product did not start: {said}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE_SECONDS)
            self.log.close()

    def kill(self) -> None:
        """Whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=20)
