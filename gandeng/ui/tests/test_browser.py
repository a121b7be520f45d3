"""The style pages in a real Chromium: nothing sticks out, nothing is blocked, axe is content.

No server and no database: every request of the browser is answered by Django's test client.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from gandeng.ui import assets

pytestmark = [pytest.mark.browser, pytest.mark.urls("gandeng.ui.tests.urls")]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The style sheet, the font and the icons, made once."""
    folder = tmp_path_factory.mktemp("assets")
    with override_settings(GANDENG_ASSETS=folder):
        assets.prepare()
    return folder


@pytest.fixture
def visit(browser, settings, made):
    settings.GANDENG_ASSETS = made
    settings.STATICFILES_DIRS = [made]
    assets._bundle_exists.cache_clear()
    contexts = []

    def answer(route):
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            name = path.removeprefix("/static/")
            file = made / name if (made / name).exists() else finders.find(name)
            kind = TYPES[name.rpartition(".")[2]]
            route.fulfill(path=file, content_type=kind) if file else route.fulfill(status=404)
            return
        cookies = route.request.headers.get("cookie", "")
        response = Client(headers={"cookie": cookies}).get(path)
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        route.fulfill(status=response.status_code, body=response.content, headers=headers)

    def open_page(path, viewport=PHONE, **options):
        context = browser.new_context(
            base_url="https://gandeng.test", viewport=viewport, locale="id-ID", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", answer)
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        if options.get("java_script_enabled", True):
            page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assets._bundle_exists.cache_clear()


@pytest.mark.parametrize("path", ["/gaya/", "/gaya/umum/", "/tidak-ada/"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_everyone_can_use_the_pages(visit, path, viewport, look):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(path, viewport, color_scheme=look)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.fonts.check('16px Jakarta')")
    assert [line for line in page.complaints if "404" not in line] == []
    found = Axe().run(page).response
    assert len(found["passes"]) > 10
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


def test_a_thumb_finds_every_target(visit):
    page = visit("/gaya/")
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')]
        .filter((one) => !one.closest('p, .message, .table, .skip, .list, .funnel'))
        .map((one) => [one.outerHTML.slice(0, 80), (one.closest('label') || one)])
        .filter(([, one]) => one.offsetHeight && one.offsetHeight < 44)
        .map(([html]) => html)"""
    )
    assert small == []


def test_the_menu_opens_and_closes_without_scripts(visit):
    page = visit("/gaya/", java_script_enabled=False)
    assert not page.is_visible("#menu")
    page.click(".shortcuts button")
    assert page.is_visible("#menu")
    page.keyboard.press("Escape")
    assert not page.is_visible("#menu")
    assert not page.is_visible("[data-theme-toggle]")


def test_a_chosen_look_stays(visit):
    page = visit("/gaya/")
    page.click("[data-theme-toggle]")
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_clerk_counts_with_a_thumb(visit):
    page = visit("/gaya/")
    page.click("[data-step='1']")
    assert page.input_value("#id_left") == "13"
    for _ in range(20):
        page.click("[data-step='-1']")
    assert page.input_value("#id_left") == "0"


def test_an_impatient_thumb_sends_a_form_once(visit):
    page = visit("/gaya/")
    sent = page.evaluate(
        """() => {
          const form = document.querySelector('[data-submit-once]');
          const kept = [];
          for (let tap = 0; tap < 3; tap += 1) {
            const event = new Event('submit', { cancelable: true, bubbles: true });
            kept.push(form.dispatchEvent(event));
          }
          return kept;
        }"""
    )
    assert sent == [True, False, False]


def test_htmx_shows_a_refusal_and_leaves_no_inline_style(visit):
    page = visit("/gaya/")
    page.route(
        "**/ditolak/",
        lambda route: route.fulfill(
            status=409,
            body='<div class="message message--error">Stok tidak cukup.</div>',
            headers={"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"},
        ),
    )
    page.evaluate("htmx.ajax('GET', '/ditolak/', { target: 'main' })")
    page.wait_for_selector("text=Stok tidak cukup.")
    assert page.locator("main h1").count() == 1
    assert page.locator("style").count() == 0
    assert [line for line in page.complaints if "409" not in line] == []
