"""Every page as the people who open it: it answers, fits a phone, and axe finds nothing serious."""

from __future__ import annotations

import gzip
import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import PAGES

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SERIOUS = {"serious", "critical"}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("who", PAGES, ids=str)
def test_every_page_answers_fits_and_is_accessible(demo_product, browser, who):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    if who:
        page.goto(f"{demo_product.url}/masuk/")
        page.locator(f'form[action="/demo/jadi/{who}/"] button').click()
        page.get_by_role("heading", name="Menunggu Anda").wait_for()
    faults = []
    for path in PAGES[who]:
        answer = page.goto(demo_product.url + path)
        if answer.status != 200:
            faults.append(f"{path}: {answer.status}")
            continue
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            if page.evaluate(WIDER):
                faults.append(f"{path}: wider than {size['width']} px")
        results = Axe().run(page)
        faults += [
            f"{path}: axe {found['id']} at {found['nodes'][0]['target']}"
            for found in results.response["violations"]
            if found["impact"] in SERIOUS
        ]
        faults += [f"{path}: {line}" for line in said]
        said.clear()
    context.close()
    assert faults == []


def compressed_size(url: str) -> int:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br, gzip"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- our own
        return len(answer.read())


def test_the_catalogues_first_view_costs_sixty_kilobytes_at_most(demo_product):
    """HTML, styles, font and scripts as they travel; pictures of products do not count."""
    request = urllib.request.Request(  # noqa: S310 -- our own
        f"{demo_product.url}/katalog/", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- our own
        body = answer.read()
    html = gzip.decompress(body).decode()
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    assert any(asset.endswith(".woff2") for asset in assets)
    total = len(body) + sum(compressed_size(demo_product.url + asset) for asset in assets)
    assert total <= 60 * 1024, f"{total} bytes"


def test_the_catalogue_works_without_javascript(demo_product, browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo_product.url}/katalog/")
    page.get_by_role("searchbox").first.fill("kripik")
    page.get_by_role("button", name="Cari").first.click()
    page.locator(".product__name a").first.click()
    assert page.get_by_role("heading", level=1).count() == 1
    context.close()
