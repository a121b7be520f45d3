"""Every door leads somewhere, every setting is described, strangers come in where it is written."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from gandeng.site.api import api_urls
from gandeng.site.menu import MENU
from tests.matrix.addresses import GUEST_PAGES

ROOT = Path(__file__).resolve().parent.parent.parent
DOORS = [row.url_name for _label, doors in MENU for row in doors]

# What anybody may open, and why. A new one is added here with its reason or asks for sign-in.
OPEN_TO_ALL = {
    "home": "says what this is",
    "healthz": "asked by machines",
    "readyz": "asked by machines",
    "robots": "asked by search engines",
    "set_language": "strangers read too",
    "people:sign-in": "how one stops being a stranger",
    "people:sign-out": "leaving twice is no error",
    "people:forgotten": "who forgot a password cannot sign in",
    "people:forgotten-sent": "says the same for every address",
    "people:set-password": "its one-time token is the permission",
    "products:drawing": "stands in the catalogue; shows nothing of an unlisted product",
    "products:photo": "stands in the catalogue, found by its digest",
    "catalogue:catalogue": "the window",
    "catalogue:maker": "the window",
    "catalogue:product": "the window",
    "catalogue:product-by-id": "the window",
    "catalogue:sitemap": "asked by search engines",
    "agreements:verify-form": "whoever holds a paper may check it",
    "agreements:verify": "whoever holds a paper may check it",
    "meetings:badge": "on every badge; says where to show it, nothing of its wearer",
    "meetings:screen": "its signed address is the permission; names and tables only",
    "meetings:screen-now": "its signed address is the permission",
    "meetings:screen-stream": "its signed address is the permission",
    **{
        f"meetings:{name}": "the invitation's signed link is the permission"
        for name in (*GUEST_PAGES, "guest-need")
    },
}


def pages(patterns, space=""):
    """The name and view of every URL, the program interface left out: it answers 401 itself."""
    for pattern in patterns:
        name = getattr(pattern, "namespace", None)
        if name == "api-1":
            continue
        if hasattr(pattern, "url_patterns"):
            yield from pages(pattern.url_patterns, f"{space}{name}:" if name else space)
        else:
            yield f"{space}{pattern.name}", pattern.callback


def test_strangers_come_in_only_where_it_is_written():
    found = dict(pages(get_resolver().url_patterns))
    assert len(found) > 100
    is_open = {name for name, view in found.items() if not getattr(view, "login_required", True)}
    assert is_open == set(OPEN_TO_ALL)


def test_the_program_interface_knows_no_strangers(client, db):
    for _name, view in pages(api_urls[0]):
        assert view.login_required is False  # else a program were sent to a page
    for path in ("makers", "buyers", "agreements", "deliveries", "shelf", "payments"):
        assert client.get(f"/api/v1/{path}").status_code == 401


@pytest.mark.parametrize("name", DOORS)
def test_every_door_of_the_menu_opens(name):
    assert reverse(name).startswith("/")


def test_every_setting_is_described():
    code = (ROOT / "gandeng/site/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"""env_(?:str|bool|int|list|secret)\(["']([A-Z_]+)["']""", code))
    assert len(read) > 12
    described = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/operate.md").read_text("utf-8")))
    assert read - described == set()
