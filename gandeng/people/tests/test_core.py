"""Browsers in words."""

import pytest

from gandeng.people.core.agents import browser_of, is_phone, system_of

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


@pytest.mark.parametrize(
    ("agent", "browser", "system", "phone"),
    [
        (ANDROID, "Chrome", "Android", True),
        (IPHONE, "Safari", "iPhone", True),
        (EDGE, "Edge", "Windows", False),
        ("curl/8.5", "", "", False),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent, browser, system, phone):
    assert (browser_of(agent), system_of(agent), is_phone(agent)) == (browser, system, phone)
