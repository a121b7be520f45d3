"""A kept page of an invitation, while the signal comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gandeng.meetings.models import Invitation
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.samples import an_invitation

from .phones import Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

KEEP = "document.documentElement.setAttribute('data-kept', '')"
IS_STILL_OPEN = "document.documentElement.hasAttribute('data-kept')"
SIGNAL = "what => dispatchEvent(new Event(what))"
LONGER_THAN_IT_WAITS_MS = 1500


@pytest.fixture
def invitation() -> Invitation:
    return an_invitation()


@pytest.fixture
def phone(browser: Any, invitation: Invitation) -> Iterator[Phone]:
    """The page as the device kept it."""
    phone = Phone(browser)
    phone.page.goto(f"/u/{token_of(invitation)}/")
    phone.page.evaluate(KEEP)
    yield phone
    phone.page.close()


def test_a_kept_page_makes_way_for_the_newest_once_the_signal_is_back(phone: Phone) -> None:
    phone.page.evaluate(SIGNAL, "offline")
    with phone.page.expect_navigation():
        phone.page.evaluate(SIGNAL, "online")
    assert not phone.page.evaluate(IS_STILL_OPEN)


def test_a_signal_that_goes_again_at_once_changes_nothing(phone: Phone) -> None:
    for what in ("online", "offline"):
        phone.page.evaluate(SIGNAL, what)
    phone.page.wait_for_timeout(LONGER_THAN_IT_WAITS_MS)
    assert phone.page.evaluate(IS_STILL_OPEN)


def test_a_link_just_tapped_is_followed_though_the_signal_comes_back(phone: Phone) -> None:
    """The reload for the newest page took the tap back: the guest stayed where they were."""
    phone.page.get_by_role("link", name="Pilih sekarang").evaluate(
        "link => { link.click(); dispatchEvent(new Event('online')); }"
    )
    phone.page.get_by_role("heading", name="Ketuk produk yang menarik").wait_for()
