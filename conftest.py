"""What every test shares."""

from __future__ import annotations

import gc
import os
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.backends.signals import connection_created
from hypothesis import HealthCheck, settings

from tests import prepared

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
