"""The day itself: two desks and the big screen, with the network gone in the middle."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.browser

# one maker and three shops, one meeting now; said in JSON on the last line
WORLD = """
import json
from django.conf import settings
from django.test import Client
from gandeng.kernel import clock
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.queries.screen import screen_token
from gandeng.meetings.samples import a_day, a_timetable, an_invitation
from gandeng.meetings.states import DayState, Side
from gandeng.programmes.samples import an_officer
day = a_day(held_on=clock.today(), state=DayState.RUNNING)
maker = an_invitation(day, side=Side.MAKER)
shops = [an_invitation(day) for _number in range(3)]
a_timetable(day, [(shops[0], maker, 0, 0)])
client = Client()
client.force_login(an_officer(day.programme))
print(json.dumps({
    "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
    "name": settings.SESSION_COOKIE_NAME,
    "desk": f"/temu/{day.pk}/meja/",
    "screen": f"/layar/{screen_token(day)}/",
    "code": token_of(maker),
    "maker": str(maker),
    "shops": [str(shop) for shop in shops],
}))
"""
NOTED = """
import json
from gandeng.meetings.models import CheckIn
rows = CheckIn.objects.select_related("invitation__organisation")
print(json.dumps([[str(row.invitation), row.presence] for row in rows]))
"""
# a browser that reads codes by itself, looking at one that is always the same
READER = """code => {
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: code }]; }
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 9, 9);
    return canvas.captureStream(5);
  };
}"""


def told_by(product, script):
    return json.loads(product.manage("shell", input=script).splitlines()[-1])


def test_desks_work_without_a_signal_and_the_screen_follows(empty_product, window):
    product = empty_product
    world = told_by(product, WORLD)
    kop, hotel, canteen = world["shops"]

    def desk_of(name):
        page = window(width=360, height=740)
        cookie = {"name": world["name"], "value": world["cookie"], "url": product.url}
        page.context.add_cookies([cookie])
        page.goto(product.url + world["desk"])
        page.locator("[data-kept=yes]").wait_for()
        page.get_by_text("Perangkat ini").click()
        page.get_by_label("Nama meja ini").fill(name)
        return page

    north, south = desk_of("Utara"), desk_of("Selatan")
    screen = window(width=1920, height=1080)
    screen.goto(product.url + world["screen"])
    screen.get_by_text("Pembeli 0/3").wait_for()

    # no network anywhere: the server itself is gone
    product.stop()
    north.get_by_role("button", name=f"{kop}: Datang").click()
    north.get_by_text("1 belum terkirim").wait_for()
    north.get_by_role("searchbox").fill(hotel)
    north.get_by_role("button", name=hotel).first.click()
    north.get_by_role("button", name="30 menit").click()
    north.get_by_text("2 belum terkirim").wait_for()
    # the phone is put away and the page opened again
    north.reload()
    north.get_by_text("2 belum terkirim").wait_for()
    south.get_by_role("button", name=f"{kop}: Datang").click()
    south.get_by_role("button", name=f"{canteen}: Datang").click()
    south.get_by_text("2 belum terkirim").wait_for()
    screen.get_by_text("Sambungan terputus, mencoba lagi").wait_for()

    product.start()
    screen.get_by_text("Tersambung lagi").wait_for()
    for desk in (north, south):
        desk.evaluate("dispatchEvent(new Event('online'))")
        desk.get_by_text("Semua terkirim").wait_for()
    screen.get_by_text("Pembeli 2/3").wait_for()
    # both desks noted the first shop: each note is kept, it came once
    assert sorted(told_by(product, NOTED)) == sorted(
        [[kop, "present"], [hotel, "late"], [kop, "present"], [canteen, "present"]]
    )
    south.get_by_role("button", name="Sudah", exact=False).first.click()
    south.get_by_role("button", name=f"{kop}: Sudah datang").wait_for()

    # a code is scanned: the maker is there, and is not after all
    south.evaluate(READER, f"https://gandeng.example/u/{world['code']}/")
    south.get_by_role("button", name="Pindai QR").click()
    south.get_by_text(f"{world['maker']} datang").wait_for()
    screen.get_by_text("UMKM 1/1").wait_for()
    south.get_by_role("button", name="Urungkan").click()
    screen.get_by_text("UMKM 0/1").wait_for()
    for page in (north, south, screen):
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
