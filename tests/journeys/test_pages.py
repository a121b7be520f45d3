"""Every page as the people who open it: it answers, fits a phone, and axe finds nothing serious."""

from __future__ import annotations

import gzip
import re
import urllib.request

import pytest

from tests.axe import serious
from tests.pages import GUESTS, PAGES, PAGES_OF_THE_DAY

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


WALKS = [
    *(pytest.param(who, paths, id=str(who)) for who, paths in PAGES.items()),
    *(pytest.param("petugas", paths, id=part) for part, paths in PAGES_OF_THE_DAY.items()),
]


@pytest.mark.parametrize(("who", "paths"), WALKS)
def test_every_page_answers_fits_and_is_accessible(demo_product, browser, who, paths):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    if who:
        sign_in(page, demo_product.url, who)
    found = faults(page, [demo_product.url + path for path in paths])
    context.close()
    assert found == []


def test_what_a_guest_opens_answers_fits_and_is_accessible(demo_product, browser):
    office = browser.new_context()
    page = office.new_page()
    sign_in(page, demo_product.url, "petugas")
    pages = []
    for invitation, parts in GUESTS.items():
        page.goto(demo_product.url + invitation)
        [link] = set(re.findall(r"/u/[\w.-]+/", page.content()))
        pages += [demo_product.url + link + part for part in parts]
    page.goto(f"{demo_product.url}/temu/3/layar/")
    pages.append(page.url)
    office.close()
    guest = browser.new_context(viewport=PHONE)
    found = faults(guest.new_page(), pages)
    guest.close()
    assert found == []


def sign_in(page, url, who):
    page.goto(f"{url}/masuk/")
    page.locator(f'form[action="/demo/jadi/{who}/"] button').click()
    page.get_by_role("heading", name="Menunggu Anda").wait_for()


def faults(page, urls):
    """What does not answer, is wider than the screen, is no good to a screen reader, or is said on
    the console."""
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    found = []
    for url in urls:
        answer = page.goto(url)
        if answer.status != 200:
            found.append(f"{url}: {answer.status}")
            continue
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            if page.evaluate(WIDER):
                found.append(f"{url}: wider than {size['width']} px")
        found += [f"{url}: axe {one['id']} at {one['nodes'][0]['target']}" for one in serious(page)]
        found += [f"{url}: {line}" for line in said]
        said.clear()
    return found


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
