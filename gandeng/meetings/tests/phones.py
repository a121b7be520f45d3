"""A browser whose every request is answered by Django's test client, in the test's own
transaction: no server."""

from __future__ import annotations

import contextvars
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client

PHONE = {"width": 360, "height": 740}
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Phone:
    """A browser window, its signal, and how often the thumb came down."""

    def __init__(self, browser: Any, has_script: bool = True) -> None:
        self.client = Client()
        self.has_signal = True
        self.touches = 0
        self.page = browser.new_page(
            base_url="https://gandeng.test", viewport=PHONE, locale="id-ID", has_touch=True,
            java_script_enabled=has_script,
        )  # fmt: skip
        self.page.set_default_timeout(10_000)
        # the first page warms everything up, on a machine that is busy with other tests
        self.page.set_default_navigation_timeout(30_000)
        # Playwright calls back in a context of its own, where Django would open another database.
        self.context = contextvars.copy_context()
        self.page.route("**/*", self._answer)

    def _answer(self, route: Any) -> None:
        asked = urlsplit(route.request.url)
        if asked.path.startswith("/static/"):
            file = finders.find(asked.path.removeprefix("/static/"))
            kind = TYPES.get(asked.path.rpartition(".")[2])
            route.fulfill(path=file, content_type=kind) if file else route.fulfill(status=404)
            return
        if not self.has_signal:
            route.abort("internetdisconnected")
            return
        address = asked.path + (f"?{asked.query}" if asked.query else "")
        if route.request.method == "POST":
            kind = route.request.headers.get("content-type", "text/plain")
            body = route.request.post_data or ""
            response = self.context.run(self.client.post, address, body, content_type=kind)
        else:
            response = self.context.run(self.client.get, address)
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        if response.status_code in (301, 302, 303):
            # A fulfilled request may not redirect; the browser is led there by hand.
            refresh = f'<meta http-equiv="refresh" content="0;url={response.url}">'
            route.fulfill(status=200, body=refresh, content_type="text/html")
            return
        route.fulfill(status=response.status_code, body=response.content, headers=headers)

    def tap(self, found: Any) -> None:
        self.touches += 1
        found.tap()

    def type(self, words: str) -> None:
        self.touches += len(words)
        self.page.keyboard.type(words)

    def says(self, words: str) -> None:
        self.page.locator("[data-state]", has_text=words).wait_for()

    @property
    def ranked(self) -> list[str]:
        return self.page.locator("[data-list] .picked__name").all_inner_texts()
