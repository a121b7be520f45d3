"""What every test shares."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.backends.signals import connection_created
from hypothesis import HealthCheck, settings

from tests import prepared
from tests.served import FLAGS, chromium

# Playwright's sync API runs an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Laws hold or do not; how fast a busy machine looks at them is no law. Every run tries the same
# examples, so that what fails fails again; ``--hypothesis-profile=search`` looks for new ones.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gandeng", settings.get_profile("search"), derandomize=True)
settings.load_profile("gandeng")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out what no database changes: it ran on another one",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is long comes first, so that no worker is left alone with it: the walks through the
    browser, then those through every address."""
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, not is_long(item)))
    if config.getoption("--only-database"):
        pure = [item for item in items if not asks_the_database(item)]
        items[:] = [item for item in items if asks_the_database(item)]
        config.hook.pytest_deselected(items=pure)


def is_long(item: pytest.Item) -> bool:
    return "matrix" in item.path.parts


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for rubbish again and again costs an eighth
    of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """What is rubbish at the end is found once; pytest looks for it five times more."""
    gc.collect()
    gc.freeze()


def asks_the_database(item: pytest.Item) -> bool:
    """Without one of these fixtures pytest-django refuses every question."""
    if item.get_closest_marker("any_database"):
        return False
    has_fixture = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    return bool(has_fixture or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with a copy of the database the whole run migrated once, where it did."""
    default = django_settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        if not os.environ.get(prepared.HOME):
            return
        connection_created.connect(_fill_the_first, weak=False)
    else:
        if not (template := os.environ.get(prepared.TEMPLATE)):
            return
        default["TEST"]["TEMPLATE"] = template
    # All is in the copy. A table that were not would be made without its triggers, and be missed.
    default["TEST"]["MIGRATE"] = False


def _fill_the_first(connection: Any, **_signal: object) -> None:
    if connection.is_in_memory_db():
        connection_created.disconnect(_fill_the_first)
        prepared.fill(connection.connection)


@pytest.fixture(scope="session")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser's camera sees, as JPEGs one behind the other; read when it is opened."""
    return tmp_path_factory.mktemp("camera") / "seen.mjpeg"


@pytest.fixture(scope="session")
def browser(camera: Path) -> Iterator[Any]:
    """One Chromium for all tests; each opens windows of its own and closes them."""
    if not (executable := chromium()):
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    sees = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    ]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=FLAGS + sees)
        yield opened
        opened.close()
