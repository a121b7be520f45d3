"""The fragments that later rooms hang on earlier pages tell of the page's own thing."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from gandeng.site.panels import PANELS

from .addresses import WHOSE, address
from .sweep import shown

pytestmark = pytest.mark.django_db

HANGING = [(page, name) for page, rows in PANELS.items() for _title, name in rows]


def kinds(name, side):
    """What stands in an address by the matrix: of which model, under which name."""
    return {key: type(getattr(side, what)) for key, what in WHOSE[name].items()}


def test_there_are_panels_to_look_at():
    assert len(HANGING) > 10


@pytest.mark.parametrize(("page", "panel"), HANGING)
def test_a_page_loads_its_panel_and_the_panel_is_about_the_same_thing(page, panel, world, visitors):
    def asked(path):
        answer, written = visitors["officer"].ask("GET", path)
        assert (answer.status_code, written) == (200, [])
        return shown(answer)

    path = address(page, world.ours)
    part = reverse(panel, kwargs=resolve(path).kwargs)
    assert f'hx-get="{part}"' in asked(path)
    assert kinds(panel, world.ours) == kinds(page, world.ours)
    told = asked(part)
    assert "<html" not in told
    assert world.next_door.word.lower() not in told
    if other := address(panel, world.next_door):
        assert asked(address(panel, world.ours)) != asked(other)
