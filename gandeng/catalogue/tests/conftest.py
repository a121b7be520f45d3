"""Shelves of one test are none of the next one's business."""

import pytest

from gandeng.catalogue.queries import forget_shelves


@pytest.fixture(autouse=True)
def empty_memory():
    forget_shelves()
