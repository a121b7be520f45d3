"""One promise followed in a real browser, from a row of the office's workbook to money received."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.browser

PASSWORD = "rahasia-sekali-2026"
PEOPLE = """
from gandeng.kernel import clock
from gandeng.organisations.actions import give_seat
from gandeng.organisations.models import Organisation
from gandeng.people.actions import register_person
from gandeng.people.queries import person_called
officer = person_called("rina@contoh.test")
shop = Organisation.objects.get(name="Kopkar Bakti Prima")
for who, organisation, role, outlet in (
    ("sari", Organisation.objects.get(name="Dapur Sari"), "owner", None),
    ("hendra", shop, "manager", None),
    ("dede", shop, "clerk", shop.outlets.get()),
):
    person = register_person(who.title(), email=f"{who}@contoh.test", password="%s", at=clock.now())
    give_seat(organisation, person, role, by=officer, at=clock.now(), outlet=outlet)
"""
OFFICE = """
from gandeng.kernel import clock
from gandeng.people.actions import register_person
from gandeng.programmes.actions import appoint_first_member, found_programme
from gandeng.programmes.models import Place
at = clock.now()
regency = Place.objects.get(code="32.15")
programme = found_programme("karawang", "Gandeng Karawang", "Dinas Koperasi", regency, at=at)
for name, role in (("rina", "officer"), ("ningsih", "head")):
    person = register_person(
        name.title(), email=f"{name}@contoh.test", password="%s", at=at
    )
    appoint_first_member(programme, person, role, at=clock.now())
"""


def a_workbook(path: Path) -> Path:
    """What an office might send: titles above the tables, prices as people write them."""
    book = openpyxl.Workbook()
    makers = book.active
    makers.title = "UMKM"
    makers.append(["DATA UMKM BINAAN"])
    makers.append([])
    makers.append(["No", "Nama Usaha", "Pemilik", "NIB", "No. HP", "Kec.", "Mulai Usaha"])
    makers.append([1, "DAPUR SARI", "Sari", "1234567890123", "0812 3456 7890", "Kec. Klari", 2019])
    goods = book.create_sheet("Produk")
    goods.append(
        ["Kode", "UMKM", "Nama Produk", "Kategori", "Isi", "Satuan", "Kemasan", "Simpan",
         "Masa Simpan", "Harga Titip", "Harga Jual", "Min. Order", "Kapasitas"]
    )  # fmt: skip
    goods.append(
        ["DS-01", "Dapur Sari", "Keripik Pisang Manis", "camilan", 200, "g", 2, "suhu ruang",
         "4 bulan", "Rp. 12.750,-", "Rp 15.000", 10, 400]
    )  # fmt: skip
    proofs = book.create_sheet("Sertifikat")
    proofs.append(["Kode Produk", "Jenis", "Nomor", "Terbit", "Berlaku s.d."])
    proofs.append(["DS-01", "P-IRT", "P-IRT 2143215010001-30", "", "31/12/2030"])
    proofs.append(["DS-01", "HALAL", "ID32110001333131122", "13-11-2022", "selamanya"])
    scores = book.create_sheet("Penilaian")
    scores.append(
        ["Kode Produk", "Juri", "Rasa", "Kemasan & Label", "Kapasitas", "Harga", "Masa Simpan",
         "Cerita Lokal"]
    )  # fmt: skip
    for judge in ("Juri 1", "Juri 2", "Juri 3"):
        scores.append(["DS-01", judge, 5, 4, 4, 4, 4, 5])
    buyers = book.create_sheet("Koperasi")
    buyers.append(["Nama Koperasi", "Kecamatan", "Unit Toko", "PIC", "Cara Bayar"])
    buyers.append(["Kopkar Bakti Prima", "Klari", "Toko", "Hendra", "tempo 14 hari"])
    book.save(path)
    return path


def sign_in(page, url: str, who: str) -> None:
    page.goto(f"{url}/masuk/")
    page.get_by_label("E-mail atau nomor HP").fill(f"{who}@contoh.test")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("heading", name="Menunggu Anda").wait_for()


def test_a_promise_is_followed_from_a_workbook_row_to_money_received(
    empty_product, window, tmp_path
):
    url = empty_product.url
    empty_product.manage("shell", input=OFFICE % PASSWORD)

    # the officer brings the workbook in: a dry run first, then one click
    officer = window()
    sign_in(officer, url, "rina")
    officer.goto(f"{url}/berkas/baru/")
    officer.set_input_files("input[type=file]", a_workbook(tmp_path / "binaan.xlsx"))
    officer.get_by_role("button", name="Periksa dulu").click()
    officer.get_by_role("heading", name="Hasil pemeriksaan").wait_for()
    officer.get_by_role("button", name=re.compile("Masukkan 8 baris")).click()
    officer.get_by_text("8 baris sudah masuk").wait_for()
    empty_product.manage("shell", input=PEOPLE % PASSWORD)

    # it passed, it is certified: the public finds it, however they spell it
    public = window(width=360, height=740)
    public.goto(f"{url}/katalog/?q=kripik+cau")
    public.get_by_role("link", name="Keripik Pisang Manis").first.click()
    public.get_by_text("Dapur Sari").first.wait_for()

    # the promise: drafted and offered by the office, signed by both
    # with one maker and one buyer there is nothing to choose
    officer.goto(f"{url}/perjanjian/baru/")
    officer.locator(".agreement-form__product input[type=checkbox]").first.check()
    officer.get_by_role("button", name="Simpan konsep").click()
    officer.get_by_text("Konsep disimpan").wait_for()
    officer.locator(".card--marked button").first.click()
    officer.get_by_text("PKS/").first.wait_for()
    promise = officer.url

    maker, manager = window(width=360, height=740), window()
    sign_in(maker, url, "sari")
    sign_in(manager, url, "hendra")
    for page in (maker, manager):
        page.goto(promise)
        page.locator(".card--marked a.button--primary").click()
        page.get_by_label("Jabatan").fill("Penanggung jawab")
        page.locator("input[type=checkbox]").check()
        page.get_by_role("button", name="Tanda tangani").click()
        page.get_by_text("Sudah menandatangani").first.wait_for()

    # goods: the maker sends, the clerk takes in and counts
    maker.goto(promise.replace("/perjanjian/", "/kiriman/baru/?agreement=").rstrip("/"))
    maker.locator(
        ".goods__row input[inputmode=numeric], .goods__row input[type=number]"
    ).first.fill("24")
    maker.get_by_role("button", name="Buat surat jalan").click()
    maker.get_by_role("button", name="Catat berangkat").click()
    maker.get_by_text("Dikirim").first.wait_for()
    delivery = maker.url

    clerk = window(width=360, height=740)
    sign_in(clerk, url, "dede")
    clerk.goto(delivery)
    clerk.get_by_role("button", name="Semua diterima").click()
    clerk.get_by_text("Diterima").first.wait_for()
    clerk.goto(f"{url}/rak/1/hitung/")
    left = clerk.locator(".tally__row input:not([type=hidden])").first
    left.fill("30")
    clerk.get_by_role("button", name="Periksa").click()
    clerk.get_by_text(re.compile("paling banyak 24")).first.wait_for()
    left = clerk.locator(".tally__row input:not([type=hidden])").first
    left.fill("6")
    clerk.get_by_role("button", name="Periksa").click()
    clerk.get_by_text("Rp270.000").first.wait_for()
    clerk.get_by_role("button", name="Simpan hitungan").click()
    clerk.wait_for_url(re.compile(r"/hitungan/\d+/|/rak/|/toko/"))

    # the statement closes: 24 = 18 + 6 pieces, Rp270.000 − Rp40.500 = Rp229.500
    manager.goto(promise.replace("/perjanjian/", "/rekap/baru/"))
    manager.get_by_role("button", name="Buat rekap").click()
    manager.get_by_text("Rp229.500").first.wait_for()
    statement = manager.url
    maker.goto(statement)
    maker.get_by_role("button", name="Setuju", exact=True).click()
    maker.get_by_text("Disepakati").first.wait_for()

    # the money: recorded by the payer, true once the receiver says so
    manager.goto(statement)
    manager.get_by_role("link", name="Catat pembayaran").click()
    manager.get_by_label("Nomor referensi").fill("TRF-0001")
    manager.get_by_role("button", name="Simpan").click()
    manager.get_by_text("Menunggu konfirmasi").first.wait_for()
    payment = manager.url
    maker.goto(payment)
    maker.get_by_role("button", name="Sudah diterima").click()
    maker.get_by_text("Diterima").first.wait_for()
    manager.goto(statement)
    manager.get_by_text("Lunas").first.wait_for()

    # the head sees it on one line, and the book agrees
    head = window()
    sign_in(head, url, "ningsih")
    head.goto(f"{url}/janji/")
    head.get_by_text("Dapur Sari").first.wait_for()
    head.get_by_text("Rp229.500").first.wait_for()
    assert "everything agrees" in empty_product.manage("ledger_check")

    stranger = window(width=360, height=740)
    stranger.goto(f"{url}/janji/")
    stranger.get_by_role("heading", name="Masuk").wait_for()
    assert "/masuk/?next=/janji/" in stranger.url
