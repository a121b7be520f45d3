"""One person goes through every address, and nothing they do stays."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.people.models import Person
from tests.world import Side, World

from .addresses import BY_LINK, FIXED, WHOSE, address, patterns

METHODS = ("GET", "POST")
# Of a session only its own bookkeeping changes when somebody looks around.
BOOKKEEPING = {"django_session", "people_signin"}
_WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_SAVEPOINT = re.compile(r'(ROLLBACK TO )?SAVEPOINT "?(\w+)', re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """A method on an address, about a thing of one side (``-`` where it is about none)."""

    name: str
    method: str
    whose: str
    path: str

    @property
    def row(self) -> tuple[str, str, str]:
        return self.name, self.method, self.whose


def questions(world: World) -> Iterator[Question]:
    """Every address with every method, about our own thing, the neighbour's and the stranger's."""
    sides = {"own": world.ours, "next door": world.next_door, "foreign": world.theirs}
    for name, arguments in patterns().items():
        for whose, path in _paths(name, arguments, sides):
            for method in METHODS:
                yield Question(name, method, whose, path)


def _paths(
    name: str, arguments: frozenset[str], sides: dict[str, Side]
) -> Iterator[tuple[str, str]]:
    if not arguments or name in FIXED:
        yield "-", reverse(name, kwargs=FIXED.get(name, {}))
        return
    assert name in WHOSE or address(name, sides["own"]), (
        f"say in tests/matrix/addresses.py what {name} is about ({', '.join(sorted(arguments))})"
    )
    for whose, side in sides.items():
        if name in BY_LINK and whose != "own":
            continue
        path = address(name, side)
        if path:
            yield whose, path


class Browser(Client):
    """Django's, without a copy of all that every template was given, kept for nobody."""

    def request(self, **request: Any) -> HttpResponse:
        return self.handler(self._base_environ(**request))


class Visitor:
    """A browser in which one person (or nobody) is signed in, and stays so."""

    def __init__(self, person: Person | None) -> None:
        self.client = Browser(raise_request_exception=False)
        if person is not None:
            self.client.force_login(person)
            session = self.client.session
            session["seen"] = int(clock.now().timestamp())
            session.save()
        self._cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str, **more: Any) -> tuple[HttpResponse, list[str]]:
        """The answer, and the tables something would have been written to."""
        self.client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic(), watched() as written:
            response = self.client.generic(method, path, **_form(method), **more)
            if response.streaming:
                # a stream of events has no end; that it opened is the answer
                endless = response.headers["Content-Type"].startswith("text/event-stream")
                response.body = b"" if endless else b"".join(response.streaming_content)
                if endless:
                    _leave(response)
            transaction.set_rollback(True)
        return response, written


def _leave(response: HttpResponse) -> None:
    """Switch a stream off as a browser that goes away does: few may be open at once. The test's
    connection stays open, as Django's own test client keeps it."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def _form(method: str) -> dict[str, str]:
    return {"content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}


@contextmanager
def watched() -> Iterator[list[str]]:
    """The tables that are written to, without what an inner transaction took back."""
    written: list[str] = []
    marks: dict[str, int] = {}

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if savepoint := _SAVEPOINT.match(sql):
            if savepoint[1]:
                del written[marks.get(savepoint[2], 0) :]
            else:
                marks[savepoint[2]] = len(written)
        elif (write := _WRITES.match(sql)) and write[1] not in BOOKKEEPING:
            written.append(write[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def cell(response: HttpResponse, written: list[str]) -> str:
    """An answer in short: ``200``; ``302+`` where something was written; ``302>`` to sign-in."""
    said = str(response.status_code)
    if written:
        said += "+"
    there = response.headers.get("Location", "")
    if there.partition("?")[0] == reverse(settings.LOGIN_URL):
        said += ">"
    return said


def shown(response: HttpResponse) -> str:
    """All a browser or a spreadsheet shows of an answer, in small letters."""
    body = response.body if response.streaming else response.content
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    headers = " ".join(response.headers.values())
    return (body.decode("utf-8", "replace") + headers).lower()
