"""The office makes a timetable: calculated in the background, moved about on the board by keys and
by pointer, put into force."""

from __future__ import annotations

import json

import pytest

from tests.axe import serious

pytestmark = pytest.mark.browser

# two shops that both wish for both makers, six slots, two tables
WORLD = """
import json
from django.conf import settings
from django.test import Client
from gandeng.meetings.samples import a_day, a_wish, an_invitation
from gandeng.meetings.states import Side
from gandeng.programmes.samples import an_officer
day = a_day(slots=6, tables=2)
makers = [an_invitation(day, side=Side.MAKER) for _number in range(2)]
shops = [an_invitation(day) for _number in range(2)]
for shop in shops:
    for rank, maker in enumerate(makers, 1):
        a_wish(shop, maker.organisation, rank=rank)
client = Client()
client.force_login(an_officer(day.programme))
print(json.dumps({
    "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
    "name": settings.SESSION_COOKIE_NAME,
    "page": f"/temu/{day.pk}/jadwal/",
}))
"""
HELD = """
import json
from gandeng.meetings.models import Meeting
rows = Meeting.objects.order_by("timetable__version", "slot__number", "table__order")
print(json.dumps([[str(row.timetable.version), row.slot.number, row.table.label] for row in rows]))
"""
CELLS = ".board__row:not(.board__row--head) .board__cell"


def told_by(product, script):
    return json.loads(product.manage("shell", input=script).splitlines()[-1])


def test_a_timetable_is_calculated_moved_about_and_put_into_force(empty_product, window):
    product = empty_product
    world = told_by(product, WORLD)
    page = window()
    cookie = {"name": world["name"], "value": world["cookie"], "url": product.url}
    page.context.add_cookies([cookie])
    page.set_default_timeout(60_000)
    page.goto(product.url + world["page"])
    page.get_by_label("Lama menghitung").select_option("10")
    page.get_by_label("Kurangi jeda kosong").uncheck()
    page.get_by_role("button", name="Mulai hitung").click()
    page.get_by_text("Perhitungan terakhir menjadi versi 1. Terbukti terbaik.").wait_for()
    page.get_by_role("link", name="Papan").click()
    page.locator("[data-ready]").wait_for()

    def filled():
        return page.evaluate(
            f"[...document.querySelectorAll('{CELLS}')].filter((c) => c.matches('.is-filled'))"
            ".map((c) => [c.place.row, c.place.slot])"
        )

    live = page.locator("[data-live]")
    start = filled()
    assert len(start) == 4
    # by keys: to a slot where nobody is, and back again
    row, slot = start[0]
    free = next(n for n in range(6) if not any(place[1] == n for place in start))
    page.locator(f"{CELLS}.is-filled").first.click()
    page.keyboard.press("Enter")
    for _step in range(abs(free - slot)):
        page.keyboard.press("ArrowRight" if free > slot else "ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_text("sekarang di", exact=False).wait_for(state="attached")
    assert sorted(filled()) == sorted([[row, free], *start[1:]])
    page.locator("[data-undo]:not([disabled])").wait_for()
    page.keyboard.press("Control+z")
    live.get_by_text("diurungkan").wait_for(state="attached")
    assert filled() == start

    # without a network nothing is pretended: the meeting is shown where it still is
    page.context.set_offline(True)
    mover = page.locator(f"{CELLS}.is-filled").first
    mover.click()
    page.keyboard.press("Enter")
    page.locator(f"{CELLS}.is-good:not(.is-filled)").first.click()
    page.locator("[data-alarm]").get_by_text("belum sampai ke server").wait_for()
    assert filled() == start
    page.context.set_offline(False)

    # by pointer: where the maker sits with somebody else at that hour it says why not
    mover = page.locator(f"{CELLS}.is-filled").first
    box = mover.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=4)
    bad = page.locator(f"{CELLS}.is-bad").first.bounding_box()
    page.mouse.move(bad["x"] + 20, bad["y"] + 15, steps=4)
    page.mouse.up()
    page.locator("[data-alarm]").get_by_text("sudah bertemu").wait_for()
    assert filled() == start
    # Esc in the middle of a drag lets go of it
    page.get_by_role("searchbox", name="Cari peserta").focus()
    page.mouse.move(box["x"] + 30, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=4)
    good = page.locator(f"{CELLS}.is-good:not(.is-filled)").first.bounding_box()
    page.mouse.move(good["x"] + 20, good["y"] + 15, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    live.get_by_text("Tidak jadi dipindah").wait_for(state="attached")
    assert filled() == start

    # locked, it does not go; unlocked and cancelled, it can be added again from the wishes
    mover.click()
    page.keyboard.press("k")
    live.get_by_text("dikunci").wait_for(state="attached")
    page.keyboard.press("Delete")
    page.locator("[data-alarm]").get_by_text("Buka kuncinya dulu").wait_for()
    page.get_by_role("button", name="Buka kunci").click()
    live.get_by_text("tidak dikunci lagi").wait_for(state="attached")
    page.get_by_role("button", name="Batalkan pertemuan").click()
    live.get_by_text("dibatalkan").wait_for(state="attached")
    assert len(filled()) == 3
    page.get_by_role("button", name="Tambah pertemuan").click()
    page.keyboard.press("Enter")
    live.get_by_text("ditambahkan").wait_for(state="attached")
    assert filled() == start

    assert [one["id"] for one in serious(page)] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Ringkasan versi").click()
    page.get_by_role("link", name="Berlakukan").click()
    page.get_by_role("button", name="Ya, berlakukan").click()
    page.get_by_text("Versi 1 berlaku.").wait_for()
    assert told_by(product, HELD) == [["1", slot, f"A{row + 1}"] for slot, row in sorted(
        (slot, row) for row, slot in start
    )]  # fmt: skip
