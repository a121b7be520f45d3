"""A clerk counts on a cheap phone: one thumb, little time, no signal.

No server: every request of the browser is answered by Django's test client, in the test's own
transaction.
"""

import contextvars
import time
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from gandeng.agreements.samples import an_agreement
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.trade.consignment.models import Count
from gandeng.trade.consignment.samples import a_delivery, shop_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 360, "height": 740}
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
PRODUCTS = 20


class Phone:
    """A browser window and its signal."""

    def __init__(self, browser, person):
        self.client = Client()
        self.client.force_login(person)
        self.has_signal = True
        self.loses_answers = False
        self.page = browser.new_page(
            base_url="https://gandeng.test", viewport=PHONE, locale="id-ID"
        )
        # Playwright calls back in a context of its own, where Django would open another database.
        self.context = contextvars.copy_context()
        self.page.route("**/*", self._answer)

    def _answer(self, route):
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            kind = TYPES.get(path.rpartition(".")[2])
            route.fulfill(path=file, content_type=kind) if file else route.fulfill(status=404)
            return
        if not self.has_signal:
            route.abort("internetdisconnected")
            return
        if route.request.method == "POST":
            response = self.context.run(
                self.client.post,
                path,
                route.request.post_data,
                content_type=route.request.headers["content-type"],
            )
        else:
            response = self.context.run(self.client.get, path)
        if self.loses_answers and route.request.method == "POST":
            route.abort("internetdisconnected")
            return
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        if response.status_code in (301, 302, 303):
            # A fulfilled request may not redirect; the browser is led there by hand.
            refresh = f'<meta http-equiv="refresh" content="0;url={response.url}">'
            route.fulfill(status=200, body=refresh, content_type="text/html")
            return
        route.fulfill(status=response.status_code, body=response.content, headers=headers)


@pytest.fixture
def shelf():
    maker = a_maker()
    goods = [a_product(maker, f"Camilan {nth:02}") for nth in range(PRODUCTS)]
    agreement = an_agreement(maker, products=goods)
    a_delivery(agreement, 10)
    return agreement


@pytest.fixture
def phone(browser, shelf):
    phone = Phone(browser, a_seat(shelf.buyer, outlet=shop_of(shelf)))
    phone.page.goto(f"/rak/{shop_of(shelf).pk}/hitung/")
    yield phone
    phone.page.close()


def fill(phone, left=7):
    for box in phone.page.locator("[data-count-row] input[type=number]").all():
        box.fill(str(left))


def test_twenty_products_are_counted_within_three_minutes(phone):
    """Each product costs a tap on its box, two digits and the Enter key: 82 touches. At two
    seconds a touch that is under three minutes; the machine's own share is measured here."""
    started = time.monotonic()
    boxes = phone.page.locator("[data-count-row] input[type=number]")
    boxes.first.focus()
    for _product in range(PRODUCTS):
        phone.page.keyboard.type("7")
        phone.page.keyboard.press("Enter")
    assert phone.page.locator("[data-count-total]").inner_text() == "terjual 60, Rp900.000"
    phone.page.keyboard.press("Enter")
    phone.page.get_by_text("Ini yang akan dicatat").wait_for()
    phone.page.get_by_role("button", name="Simpan hitungan").click()
    phone.page.get_by_text("Hitungan tersimpan").wait_for()

    assert Count.objects.get().lines.count() == PRODUCTS
    assert time.monotonic() - started < 30
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_tap_starts_from_a_full_shelf(phone):
    row = phone.page.locator("[data-count-row]").first
    box = row.locator("input[type=number]")

    row.get_by_role("button", name="Kurangi").click()
    assert box.input_value() == "9"
    row.get_by_role("button", name="Kurangi").click()
    assert box.input_value() == "8"
    box.fill("")
    row.get_by_role("button", name="Tambah").click()
    assert box.input_value() == "10"


def test_too_many_shows_the_sum_at_once(phone):
    row = phone.page.locator("[data-count-row]").first

    row.locator("input[type=number]").fill("12")

    assert "Paling banyak 10 (awal 0 + masuk 10)" in row.inner_text()


def test_without_a_signal_nothing_is_lost_and_it_is_sent_once_there_is_one(phone):
    fill(phone)
    phone.has_signal = False
    phone.page.get_by_role("button", name="Periksa").click()
    phone.page.get_by_text("Tidak ada sinyal").wait_for()

    phone.has_signal = True
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.page.get_by_text("Ini yang akan dicatat").wait_for()

    assert not Count.objects.exists()


def test_a_closed_page_opens_with_what_was_typed(phone):
    fill(phone)
    phone.page.goto("about:blank")
    phone.page.goto(f"/rak/{phone_shop(phone)}/hitung/")

    assert phone.page.locator("[data-count-row] input[type=number]").first.input_value() == "7"
    assert phone.page.locator("[data-count-restored]").is_visible()


def phone_shop(phone):
    from gandeng.organisations.models import Outlet

    return Outlet.objects.latest("pk").pk


def test_an_answer_lost_on_the_way_does_not_count_twice(phone):
    fill(phone)
    phone.page.get_by_role("button", name="Periksa").click()
    phone.page.get_by_text("Ini yang akan dicatat").wait_for()
    phone.loses_answers = True
    phone.page.get_by_role("button", name="Simpan hitungan").click()
    phone.page.wait_for_timeout(500)
    assert Count.objects.count() == 1

    phone.loses_answers = False
    phone.page.goto(f"/rak/{phone_shop(phone)}/hitung/")
    assert phone.page.locator("[data-count-restored]").is_visible()
    phone.page.get_by_role("button", name="Periksa").click()
    phone.page.get_by_text("Hitungan ini sudah tersimpan").wait_for()

    assert Count.objects.count() == 1
    assert phone.page.evaluate("localStorage.length") == 0
