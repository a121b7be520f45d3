"""A served product with its own data, and a browser to walk through it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")


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
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2)  # noqa: S310 -- our own
                return
            except OSError:
                assert self.process.poll() is None, (self.data / "server.log").read_text()
                time.sleep(0.1)
        raise AssertionError("the product did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.log.close()


@pytest.fixture
def empty_product(tmp_path: Path) -> Iterator[Served]:
    """Nothing in it yet, no demo."""
    served = Served(tmp_path, is_demo=False)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def demo_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The living demo."""
    served = Served(tmp_path_factory.mktemp("demo"), is_demo=True)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know how the test went."""
    report = yield
    setattr(item, f"went_{report.when}", report)
    return report


@pytest.fixture
def window(browser, request) -> Iterator[Callable[..., object]]:
    """Open a window of its own for a person: cookies are not shared. Fails on any script error.

    With JOURNEY_SHOTS=folder every open window is photographed when the test failed.
    """
    contexts, errors = [], []

    def open_window(*, width: int = 1280, height: int = 900, **options: object):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        contexts.append(context)
        return page

    yield open_window
    shots = os.environ.get("JOURNEY_SHOTS")
    if shots and request.node.went_call.failed:
        for number, context in enumerate(contexts):
            context.pages[0].screenshot(path=f"{shots}/{number}.png", full_page=True)
    for context in contexts:
        context.close()
    assert errors == []
