"""From an invitation to a promise: two phones with a link, the office, and no signal at the table.

Held tomorrow and begun early, so that the hour at which the test runs does not matter.
"""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
# two are still to be invited, two have said by phone that they come; in JSON on the last line
WORLD = """
import json
from datetime import timedelta
from django.conf import settings
from django.test import Client
from gandeng.catalogue.samples import a_listing
from gandeng.kernel import clock
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.samples import a_day, a_wish, an_invitation
from gandeng.meetings.states import DayState, InvitationState
from gandeng.organisations.samples import a_buyer, a_maker, an_outlet
from gandeng.programmes.samples import a_programme, an_officer
programme = a_programme()
sari, galuh = (a_maker(programme, name) for name in ("Dapur Sari", "Kopi Galuh"))
crisps = a_listing(sari, "Keripik Pisang").product
a_listing(galuh, "Kopi Robusta")
bakti, melati = (a_buyer(programme, name) for name in ("Kopkar Bakti", "Kopkar Melati"))
an_outlet(bakti)
tomorrow = clock.today() + timedelta(days=1)
day = a_day(programme, held_on=tomorrow, state=DayState.PLANNED)
invited = {
    one.name: an_invitation(
        day, one, state=InvitationState.LISTED, person_name="Ibu Wulan", email="wulan@contoh.test"
    )
    for one in (bakti, sari)
}
a_wish(an_invitation(day, melati), product=crisps)
an_invitation(day, galuh)
client = Client()
client.force_login(an_officer(programme))
print(json.dumps({
    "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
    "name": settings.SESSION_COOKIE_NAME,
    "day": f"/temu/{day.pk}/",
    "links": {name: f"/u/{token_of(one)}/" for name, one in invited.items()},
    "promises": f"/perjanjian/hari-temu/{day.pk}/",
}))
"""


@pytest.fixture
def world(empty_product):
    said = empty_product.manage("shell", input=WORLD)
    return json.loads(said.splitlines()[-1])


def sign_in(page, product, world):
    page.context.clear_cookies()
    cookie = {"name": world["name"], "value": world["cookie"], "url": product.url}
    page.context.add_cookies([cookie])


def open_office(product, window, world, **size):
    page = window(**size)
    sign_in(page, product, world)
    return page


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def tab(office, name):
    pages = office.get_by_role("navigation", name="Halaman acara")
    pages.get_by_role("link", name=name, exact=True).click()


def sign(page, name):
    """Write on the glass with the mouse: up, down, up."""
    page.get_by_role("heading", name=f"Tanda tangan untuk {name}").wait_for()
    page.get_by_label("Nama lengkap").fill("Wulan")
    page.get_by_label("Jabatan").fill("Pemilik usaha")
    glass = page.locator("canvas")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    for place in range(1, 6):
        page.mouse.move(box["x"] + 30 + 40 * place, box["y"] + (40 if place % 2 else 90), steps=4)
    page.mouse.up()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Simpan tanda tangan").click()
    page.get_by_text(f"Tanda tangan {name} tercatat").wait_for()


def test_from_an_invitation_to_a_signed_promise(empty_product, window, world):
    url = empty_product.url
    office = open_office(empty_product, window, world)
    buyer, maker = window(**PHONE), window(**PHONE)

    # the office sends the invitations; nobody needs an account to answer
    office.goto(f"{url}{world['day']}undangan/kirim/")
    office.get_by_role("button", name="Kirim 2 e-mail").click()
    office.get_by_text("2 e-mail terkirim").wait_for()

    # the shop comes in the morning, picks two products, and wants the coffee most
    buyer.goto(url + world["links"]["Kopkar Bakti"])
    buyer.get_by_role("radio", name="Pagi").check()
    buyer.get_by_role("button", name="Ya, kami hadir").click()
    buyer.get_by_text("Tercatat: Anda hadir").wait_for()
    for product in ("Keripik Pisang", "Kopi Robusta"):
        buyer.get_by_role("button", name=product).click()
    buyer.get_by_role("link", name="Urutkan").click()
    buyer.get_by_role("button", name="Naikkan Kopi Robusta").click()
    buyer.locator("[data-state]", has_text="Tersimpan").wait_for()
    assert buyer.locator("[data-list] .picked__name").all_inner_texts() == [
        "Kopi Robusta",
        "Keripik Pisang",
    ]

    # the maker picks the shop; each sees that the other wants it too
    maker.goto(url + world["links"]["Dapur Sari"])
    maker.get_by_role("button", name="Ya, kami hadir").click()
    maker.get_by_role("button", name="Kopkar Bakti").click()
    maker.locator("[data-state]", has_text="Tersimpan").wait_for()
    maker.get_by_role("link", name="Selesai").click()
    maker.get_by_text("1 dari 30 pilihan").wait_for()
    buyer.reload()
    buyer.get_by_role("link", name="Urutkan").click()
    wanted = buyer.locator(".picked", has_text="Keripik Pisang")
    wanted.get_by_text("Saling ingin bertemu").wait_for()
    buyer.get_by_role("link", name="Selesai").click()

    # calculated in the background, then put into force: both phones have it, with the code
    office.goto(url + world["day"])
    tab(office, "Jadwal")
    office.get_by_role("button", name="Mulai hitung").click()
    office.get_by_role("link", name="Versi 1").click(timeout=30_000)
    office.get_by_role("link", name="Berlakukan").click()
    office.get_by_role("button", name="Ya, berlakukan").click()
    office.get_by_text("Berlaku").first.wait_for()
    buyer.reload()
    assert buyer.locator(".own-timetable li").count() == 2
    maker.reload()
    maker.locator(".own-timetable li", has_text="Kopkar Bakti").wait_for()
    maker.locator(".own-timetable li", has_text="Kopkar Melati").wait_for()
    for phone in (buyer, maker):
        phone.get_by_role("img", name="Kode QR").wait_for()
        assert phone.get_by_text("Tidak ada sinyal").is_hidden()
        phone.locator("[data-kept=yes]").wait_for()
        assert fits(phone)

    # without a signal both still have it, and what they pick or answer is not lost
    for phone in (buyer, maker):
        phone.context.set_offline(True)
        phone.reload()
        phone.get_by_text("Tidak ada sinyal. Yang tampil disimpan").wait_for()
        assert phone.locator(".own-timetable li").count() == 2
        phone.get_by_role("img", name="Kode QR").wait_for()
        assert fits(phone)
    maker.get_by_role("link", name="Ubah pilihan").click()
    maker.get_by_role("button", name="Kopkar Melati").click()
    maker.locator("[data-state]", has_text="Belum tersimpan").wait_for()
    maker.reload()
    maker.get_by_text("Tidak ada sinyal. Yang tampil disimpan").wait_for()
    assert maker.locator("[data-count]").inner_text() == "2"
    maker.context.set_offline(False)
    maker.locator("[data-state]", has_text="Tersimpan").wait_for()
    maker.get_by_role("link", name="Selesai").click()
    maker.get_by_text("2 dari 30 pilihan").wait_for()
    buyer.get_by_text("Ubah jawaban").click()
    buyer.get_by_label("Berapa orang?").fill("3")
    buyer.get_by_role("button", name="Ya, kami hadir").click()
    buyer.get_by_text("Jawaban Anda disimpan di ponsel ini").wait_for()
    buyer.context.set_offline(False)
    buyer.get_by_text("3 orang").wait_for()

    # the day begins; the desk loses its signal between the first guest and the second
    tab(office, "Hari ini")
    office.get_by_role("button", name="Mulai acara").click()
    office.get_by_role("link", name="Meja kehadiran").wait_for()
    desk = open_office(empty_product, window, world, **PHONE)
    desk.goto(f"{url}{world['day']}meja/")
    desk.get_by_role("button", name="Kopkar Bakti: Datang").click()
    desk.get_by_text("Semua terkirim").wait_for()
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Dapur Sari: Datang").click()
    desk.get_by_text("1 belum terkirim").wait_for()
    desk.context.set_offline(False)
    desk.get_by_text("Semua terkirim").wait_for()

    # a third stays away: what changes is proposed, decided, and known to whom it concerns
    desk.get_by_role("button", name="Kopkar Melati").first.click()
    desk.get_by_role("button", name="Tidak datang").click()
    desk.get_by_text("Ada usulan perubahan jadwal").wait_for()
    office.reload()
    office.get_by_role("link", name="Lihat usulan").click()
    office.get_by_role("button", name="Pakai semua").click()
    maker.reload()
    maker.get_by_role("heading", name="Kabar untuk Anda").wait_for()
    maker.get_by_text("Kopkar Melati").first.wait_for()
    maker.get_by_role("button", name="Sudah dibaca").click()
    maker.locator(".own-timetable li", has_text="Kopkar Bakti").wait_for()
    assert maker.locator(".own-timetable li").count() == 1

    # at the table, without a signal: the page opens, what was said waits and arrives once
    buyer.reload()
    buyer.locator("[data-kept=yes]").wait_for()
    buyer.context.set_offline(True)
    buyer.get_by_role("link", name="Catat hasil pertemuan").click()
    buyer.get_by_role("button", name="Dapur Sari").click()
    goods = buyer.get_by_role("group", name="Keripik Pisang")
    goods.get_by_role("radio", name="5").check()
    goods.get_by_role("radio", name="Pas", exact=True).check()
    goods.get_by_role("button", name="Tambah").click()
    buyer.get_by_role("radio", name="Sepakat kerja sama").check()
    buyer.get_by_role("radio", name="Titip jual").check()
    buyer.get_by_role("button", name="Minggu depan").click()
    assert fits(buyer)
    buyer.get_by_role("button", name="Simpan hasil").dblclick()
    buyer.get_by_text("1 belum terkirim").wait_for()
    buyer.get_by_text("Terkirim sendiri begitu ada sinyal").wait_for()
    # an impatient thumb does not make it say that it was sent
    assert buyer.get_by_text("Tersimpan.").count() == 0
    buyer.reload()
    buyer.get_by_text("1 belum terkirim").wait_for()
    buyer.context.set_offline(False)
    buyer.get_by_text("Semua terkirim").wait_for()
    buyer.get_by_role("button", name="Dapur Sari").get_by_text("Sepakat kerja sama").wait_for()

    # the office's tablet was left open over a new sign-in: it goes on as if nothing had been
    desk.goto(f"{url}{world['day']}hasil/catat/")
    desk.get_by_role("button", name="Dapur Sari").get_by_text("Sepakat kerja sama").wait_for()
    sign_in(desk, empty_product, world)
    # what was written down stands apart from what was not
    assert desk.locator("[data-meetings] h2").count() == 2
    desk.get_by_role("button", name="Kopi Galuh").click()
    desk.get_by_role("radio", name="Minta contoh dulu").check()
    desk.get_by_role("button", name="Simpan hasil").click()
    desk.get_by_text("Tersimpan.").wait_for()
    desk.get_by_role("button", name="Kopi Galuh").get_by_text("Minta contoh dulu").wait_for()

    # a promise leads on from where it was noted
    desk.get_by_role("button", name="Dapur Sari").click()
    desk.get_by_role("button", name="Simpan hasil").click()
    desk.get_by_role("link", name="Jadikan perjanjian atau pesanan").click()
    desk.get_by_role("button", name="Buat konsep perjanjian").click()
    desk.get_by_text("Konsep perjanjian dibuat dari hasil pertemuan.").wait_for()

    # one tap made the draft; the hour of signing numbers it, and both write their names
    tab(office, "Hasil")
    assert office.get_by_role("link", name="Dapur Sari & Kopkar Bakti").count() == 1
    office.goto(url + world["promises"])
    office.get_by_role("link", name="Buat penandatanganan").click()
    office.get_by_role("button", name="Simpan").click()
    office.get_by_role("button", name="Masukkan yang dipilih").click()
    office.get_by_role("button", name="Nomori dan siapkan semua").click()
    office.get_by_text("1 naskah bernomor").wait_for()
    office.get_by_role("link", name="Tanda tangan untuk Dapur Sari").click()
    sign(office, "Dapur Sari")
    sign(office, "Kopkar Bakti")
    office.get_by_text("Semua lengkap").wait_for()
    office.goto(url + world["promises"])
    office.get_by_role("link", name="PKS/").wait_for()
    office.get_by_role("row", name="Dapur Sari").get_by_text("Ditandatangani").wait_for()
