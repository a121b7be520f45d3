"""One world for all questions: asking leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from gandeng.kernel import clock
from gandeng.site import urls, views
from gandeng.ui.middleware import is_for_a_program
from tests.world import World, a_world

from .sweep import Visitor


@pytest.fixture(scope="package")
def morning() -> Iterator[None]:
    """What a meeting day still allows depends on the hour: everybody asks in today's morning."""
    with time_machine.travel(clock.start_of(clock.today()) + timedelta(hours=8)):
        yield


@pytest.fixture(scope="package")
def world(morning, django_db_setup, django_db_blocker, tmp_path_factory) -> World:
    """Built once for the package, in a transaction that is taken back at the end."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), transaction.atomic():
        yield a_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="package", autouse=True)
def _connection_stays_open():
    """A request through WSGI would close the connection the world's transaction lives in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="package", autouse=True)
def _nothing_there_is_said_shortly():
    """A third of all answers: drawing the whole page for each, the same one, took a third of the
    time. What stands on it is for the site's own tests. Programs get their own words."""

    def shortly(request: HttpRequest, exception: Exception) -> HttpResponse:
        if is_for_a_program(request):
            return views.not_found(request, exception)
        return HttpResponse(status=404)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", shortly)
        yield


@pytest.fixture(scope="package")
def visitors(world) -> dict[str, Visitor]:
    """A browser for each role."""
    people = {"anonymous": None, **world.people}
    return {role: Visitor(person) for role, person in people.items()}
