"""Ids that are nobody's, questions nobody would ask, forms sent from another site."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from . import table
from .addresses import FIXED, WHOSE, patterns
from .sweep import METHODS, Browser, Visitor, questions

pytestmark = pytest.mark.django_db
PACKAGE = Path(__file__).parent.parent.parent / "gandeng"

NOBODYS = 987_654_321
TOO_LARGE = 2**63
ODD_VALUES = (
    "\0",
    "🥭 mangga",
    "9" * 30,
    "%' OR 1=1 --",
    # plain words to whichever database
    *(
        pytest.param(value, marks=pytest.mark.any_database)
        for value in ("x" * 2_000, "abc", "-1", "2026-13-45")
    ),
)


def missing(name: str, number: int) -> str:
    return reverse(name, kwargs=dict.fromkeys(WHOSE[name], number))


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["officer", "owner"])
def test_a_thing_that_is_not_there_answers_as_anothers_does(role, world, visitors):
    foreign = table.column(role)
    surprises = []
    for name in WHOSE:
        for method in METHODS:
            response, written = visitors[role].ask(method, missing(name, NOBODYS))
            expected = {foreign.get((name, method, "foreign"), "404"), "404"}
            if name in {"products:drawing"}:
                expected = {"404", "405"}
            if str(response.status_code) not in expected or written:
                surprises.append((name, method, response.status_code, written))
    assert surprises == []


def test_a_number_no_database_holds_is_not_there(world, visitors):
    surprises = []
    for name in WHOSE:
        for method in METHODS:
            response, _written = visitors["officer"].ask(method, missing(name, TOO_LARGE))
            if response.status_code not in {404, 405}:
                surprises.append((name, method, response.status_code))
    assert surprises == []


@pytest.mark.any_database
def test_what_is_no_number_is_not_there(world, visitors):
    surprises = []
    for name in WHOSE:
        path = missing(name, NOBODYS).replace(str(NOBODYS), "abc")
        response, _written = visitors["officer"].ask("GET", path)
        expected = {404, 422} if name.startswith("api-1:") else {404}
        if response.status_code not in expected:
            surprises.append((path, response.status_code))
    assert surprises == []


def asked_names() -> set[str]:
    """Every name any page reads from its address."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'\bGET\.get(?:list)?\(\s*"([^"]+)"', text))
        found |= set(re.findall(r'\bquery\.get(?:list)?\(\s*"([^"]+)"', text))
    return found


@pytest.mark.any_database
def test_the_pages_ask_the_address_for_something():
    assert {"q", "status", "sebelum", "halaman"} <= asked_names()


def whoever_sees(name: str) -> str | None:
    """A role that is shown the page."""
    answers = table.read()[name, "GET", "-"]
    return next((role for role in table.ROLES[1:] if answers[role] == "200"), None)


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value[:12]))
def test_every_list_survives_what_is_typed_into_its_address(value, world, visitors):
    names = sorted(asked_names() | {"page", "from_day", "until_day", "kategori", "kecamatan"})
    query = urlencode(dict.fromkeys(names, value))
    surprises = []
    for name, arguments in patterns().items():
        role = whoever_sees(name) if not arguments or name in FIXED else None
        if role is None:
            continue
        path = reverse(name, kwargs=FIXED.get(name, {}))
        response, written = visitors[role].ask("GET", f"{path}?{query}")
        if response.status_code >= 500 or written:
            surprises.append((role, name, response.status_code, written))
    assert surprises == []


@pytest.mark.any_database
def test_a_form_sent_from_another_site_does_nothing(world, visitors, caplog):
    client = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = visitors["officer"].client.cookies
    elsewhere = Visitor(None)
    elsewhere.client = client
    elsewhere._cookies = visitors["officer"]._cookies
    caplog.set_level("ERROR", "django.security.csrf")
    surprises = []
    for question in questions(world):
        if question.method == "POST" and question.whose in {"own", "-"}:
            response, written = elsewhere.ask("POST", question.path)
            allowed = {403, 405} if question.name.startswith("api-1:") else {403}
            if response.status_code not in allowed or written:
                surprises.append((question.name, response.status_code, written))
    assert surprises == []
