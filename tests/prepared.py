"""What a whole run makes once instead of in every worker: machine code, databases, the demo.

``tests.suite`` makes them and says in the environment where they are. Whoever runs a part of the
suite by hand has none, and every worker and every served product starts from nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.served import PATIENCE_SECONDS, Served

ROOT = Path(__file__).resolve().parent.parent
# Data folders that a product may start from, PostgreSQL's database to copy, and where it is noted
# that the kernels are compiled.
HOME, DEMO, TEMPLATE = "TEST_PREPARED_HOME", "TEST_PREPARED_DEMO", "TEST_PREPARED_TEMPLATE"
KERNELS = "TEST_PREPARED_KERNELS"
DATABASE = "gandeng.sqlite3"
DONE, FAILED = "prepared", "failed"


def home(target: Path) -> None:
    """Give a product the folder of an installation at its first start, where there is one."""
    if prepared := os.environ.get(HOME):
        shutil.copytree(prepared, target, dirs_exist_ok=True)


def assets(target: Path, ready: dict[str, str]) -> None:
    """Give tests the style sheet and the font an installation makes at its first start: a page
    without them links thirty sources one by one."""
    if prepared := ready.get(HOME):
        shutil.copytree(Path(prepared) / "assets", target / "assets")


def demo(target: Path) -> None:
    """Give a product the folder of a demo that was just built, as soon as there is one."""
    if folder := os.environ.get(DEMO):
        _wait_for(Path(folder))
        shutil.copytree(folder, target, dirs_exist_ok=True)


def kernels() -> None:
    """Let a product start when the timetable's loops are compiled: one that had to do it itself
    would keep its guests waiting."""
    if folder := os.environ.get(KERNELS):
        _wait_for(Path(folder))


def _wait_for(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert not (folder / FAILED).exists(), (folder / FAILED).read_text()
        if (folder / DONE).exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{folder.name} was not ready in time")


def fill(connection: sqlite3.Connection) -> None:
    """Copy the migrated database into a new one, where there is one."""
    if prepared := os.environ.get(HOME):
        source = sqlite3.connect(Path(prepared) / DATABASE)
        source.backup(connection)
        source.close()


@dataclass(frozen=True)
class Ready:
    """The environment of the tests that begin there. The database of PostgreSQL may be waited for;
    what only some tests need, they wait for themselves."""

    environment: dict[str, str]
    database: Future[None] | None

    def wait_for_database(self) -> None:
        if self.database:
            self.database.result()


@contextmanager
def prepare(url: str, *, with_demo: bool) -> Iterator[Ready]:
    """All of it, for as long as it is needed: the first tests begin when there are tables, the rest
    is made beside them."""
    with (
        tempfile.TemporaryDirectory(prefix="gandeng-prepared-") as folder,
        ExitStack() as stack,
        # two: what the first start compiles of Python the third job finds compiled
        ThreadPoolExecutor(max_workers=2) as threads,
    ):
        at, database = Path(folder), None
        ready = {HOME: f"{folder}/home", KERNELS: f"{folder}/kernels"}
        first = threads.submit(_first_start, Path(ready[HOME]))
        threads.submit(_noting, at / "kernels", _python, at, "-m", "tests.kernels")
        if url:
            ready[TEMPLATE] = stack.enter_context(_database(url))
            beside = urlunsplit(urlsplit(url)._replace(path=f"/{ready[TEMPLATE]}"))
            beginning = {"GANDENG_DATABASE_URL": beside}
            database = threads.submit(_manage, at, "migrate", "-v0", **beginning)
        first.result()
        if with_demo:
            ready[DEMO] = f"{folder}/demo"
            threads.submit(_noting, at / "demo", _build_demo, at / "demo", at / "home")
        yield Ready(ready, database)


def _noting(folder: Path, work: Callable[..., None], *arguments: Any) -> None:
    """Do it, and leave in the folder how it went, for tests in other processes."""
    try:
        work(*arguments)
    except BaseException as error:
        folder.mkdir(exist_ok=True)
        (folder / FAILED).write_text(f"{folder.name}: {error}")
        raise
    folder.mkdir(exist_ok=True)
    (folder / DONE).touch()


def _first_start(folder: Path) -> None:
    _manage(folder, "prepare")
    # a database in memory cannot take over one with a write-ahead log
    database = sqlite3.connect(folder / DATABASE)
    database.execute("PRAGMA journal_mode=DELETE")
    database.close()


@contextmanager
def _database(url: str) -> Iterator[str]:
    """An empty one beside the one at the URL."""
    name = f"gandeng_prepared_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield name
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _build_demo(folder: Path, beginning: Path) -> None:
    """As ``bin/run`` does it where there are tables and nothing in them."""
    shutil.copytree(beginning, folder)
    served = Served(folder, is_demo=True)
    try:
        served.start()
        served.stop()
    finally:
        served.kill()


def _manage(folder: Path, *arguments: str, **environment: str) -> None:
    """One command of an installation with its data in the folder."""
    _python(folder, "manage.py", *arguments, **environment)


def _python(folder: Path, *arguments: str, **environment: str) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith("GANDENG_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env | {"GANDENG_DATA": str(folder)} | environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stderr[-2000:]}")
