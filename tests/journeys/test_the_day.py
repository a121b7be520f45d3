"""The day itself: two desks and the big screen, with the network gone in the middle."""

from __future__ import annotations

import io
import json

import pytest
import segno
from PIL import Image, ImageFilter

pytestmark = pytest.mark.browser

# one maker and three shops, one meeting now; said in JSON on the last line
WORLD = """
import json
from django.conf import settings
from django.test import Client
from gandeng.kernel import clock
from gandeng.meetings.queries.links import badge_of
from gandeng.meetings.queries.screen import screen_token
from gandeng.meetings.samples import a_day, a_timetable, an_invitation
from gandeng.meetings.states import DayState, Side
from gandeng.organisations.samples import a_buyer
from gandeng.programmes.samples import an_officer
day = a_day(held_on=clock.today(), state=DayState.RUNNING)
maker = an_invitation(day, side=Side.MAKER)
long = a_buyer(day.programme, "Koperasi Karyawan PT Contoh Baru Abadi Sentosa")
shops = [an_invitation(day, long), an_invitation(day), an_invitation(day)]
a_timetable(day, [(shops[0], maker, 0, 0)])
client = Client()
client.force_login(an_officer(day.programme))
print(json.dumps({
    "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
    "name": settings.SESSION_COOKIE_NAME,
    "desk": f"/temu/{day.pk}/meja/",
    "screen": f"/layar/{screen_token(day)}/",
    "badge": f"/lencana/{badge_of(maker)}/",
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


def held_up(url: str) -> bytes:
    """A badge before a camera, a little askew and in no steady hand."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=7, border=4)
    badge = Image.open(out).convert("L")
    frames = io.BytesIO()
    for turned in (6, 8, 9, 7):
        seen = Image.new("L", (640, 480), 110)
        held = badge.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=90)
        seen.paste(held, (140 + turned, 60))
        seen.filter(ImageFilter.GaussianBlur(0.8)).convert("RGB").save(frames, "JPEG")
    return frames.getvalue()


def told_by(product, script):
    return json.loads(product.manage("shell", input=script).splitlines()[-1])


def test_desks_work_without_a_signal_and_the_screen_follows(empty_product, window, camera):
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
    # every name is whole, however long
    for shown in screen.locator(".screen__page:not([hidden]) .screen__name > span").all():
        assert shown.evaluate("one => one.scrollWidth <= one.clientWidth")

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
    # a badge is scanned by a browser that has no reader of its own, still without a signal
    camera.write_bytes(held_up(f"https://gandeng.example{world['badge']}"))
    assert not south.evaluate("'BarcodeDetector' in window")
    south.get_by_role("button", name="Pindai QR").click()
    south.get_by_text(f"{world['maker']} datang").wait_for()
    south.get_by_role("button", name="Tutup").click()
    south.get_by_text("3 belum terkirim").wait_for()
    screen.get_by_text("Sambungan terputus, mencoba lagi").wait_for()

    product.start()
    screen.get_by_text("Tersambung lagi").wait_for()
    for desk in (north, south):
        desk.evaluate("dispatchEvent(new Event('online'))")
        desk.get_by_text("Semua terkirim").wait_for()
    screen.get_by_text("Pembeli 2/3").wait_for()
    # both desks noted the first shop: each note is kept, it came once
    assert sorted(told_by(product, NOTED)) == sorted(
        [
            [kop, "present"],
            [hotel, "late"],
            [kop, "present"],
            [canteen, "present"],
            [world["maker"], "present"],
        ]
    )
    south.get_by_role("button", name="Sudah", exact=False).first.click()
    south.get_by_role("button", name=f"{kop}: Sudah datang").wait_for()

    # the maker was scanned by mistake
    screen.get_by_text("UMKM 1/1").wait_for()
    south.get_by_role("searchbox").fill(world["maker"])
    south.get_by_role("button", name=world["maker"]).first.click()
    south.get_by_role("button", name="Hapus catatan").click()
    screen.get_by_text("UMKM 0/1").wait_for()
    for page in (north, south, screen):
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
