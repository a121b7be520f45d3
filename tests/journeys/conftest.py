"""A served product with its own data, and windows to walk through it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.served import Served


@pytest.fixture
def empty_product(tmp_path: Path) -> Iterator[Served]:
    """Nothing in it yet, no demo."""
    prepared.home(tmp_path)
    prepared.kernels()
    served = Served(tmp_path, is_demo=False)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def demo_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The living demo."""
    folder = tmp_path_factory.mktemp("demo")
    prepared.demo(folder)
    served = Served(folder, is_demo=True)
    served.start()
    yield served
    served.stop()


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
