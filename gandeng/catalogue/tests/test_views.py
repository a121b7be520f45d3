"""The shop window for strangers, buyers and the office; the page of those who keep it."""

import gzip

import brotli
import pytest
from django.urls import reverse

from gandeng.catalogue import actions
from gandeng.catalogue.models import Listing
from gandeng.catalogue.samples import a_listing, an_accepted_product
from gandeng.certificates import actions as certificates
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.kernel.permissions import may
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme("karawang")


@pytest.fixture
def keripik(programme):
    maker = a_maker(
        programme,
        "Dapur Sari",
        owner_name="Sari Rahayu",
        phone="081234567890",
        nik="3215010101800001",
        address="Jl. Rahasia 12",
        started_year=2015,
    )
    return a_listing(maker, "Keripik Singkong", description="Renyah.").product


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def page_of(product):
    return reverse("catalogue:product-by-id", args=[product.pk])


def test_a_stranger_sees_the_grid_without_signing_in(client, keripik):
    page = text_of(client.get("/katalog/"))
    assert "Produk Karawang, siap di rak Anda" in page
    assert "Keripik Singkong" in page
    assert "Rp15.000" in page
    assert "csrfmiddlewaretoken" not in page


def test_a_stranger_sees_the_shelf_price_and_never_what_shops_pay(client, keripik):
    response = client.get(page_of(keripik), follow=True)
    page = text_of(response)
    assert response.redirect_chain[0][0].endswith(f"{keripik.pk}-keripik-singkong/")
    assert "Rp15.000" in page
    assert "P-IRT" in page
    assert "Berlaku" in page
    assert "Rp12.000" not in page
    assert "Untuk toko" not in page


def test_a_buyer_sees_what_shops_pay_and_the_office_sees_both(client, programme, keripik):
    client.force_login(a_seat(a_buyer(programme), "manager"))
    page = text_of(client.get(page_of(keripik), follow=True))
    assert "Rp12.000" in page
    assert "Rp15.000" in page
    assert "Minimal order" in page
    assert "Buka di kantor" not in page
    client.force_login(an_officer(programme))
    page = text_of(client.get(page_of(keripik), follow=True))
    assert "Rp12.000" in page
    assert "Buka di kantor" in page
    assert "menayangkan" in page


def test_a_maker_sees_what_shops_pay_for_their_own_product_only(client, programme, keripik):
    other = a_listing(a_maker(programme, "Kopi Loji"), "Kopi", consignment_price=Money(11_111))
    client.force_login(a_seat(keripik.maker))
    assert "Rp12.000" in text_of(client.get(page_of(keripik), follow=True))
    assert "Rp11.111" not in text_of(client.get(page_of(other.product), follow=True))


def test_a_buyer_of_another_programme_sees_that_ones_catalogue(client, programme, keripik):
    elsewhere = a_programme("bekasi", host="bekasi.test")
    buyer = a_seat(a_buyer(elsewhere), "manager")
    client.force_login(buyer)
    assert client.get(page_of(keripik)).status_code == 404
    assert "Keripik Singkong" not in text_of(client.get("/katalog/"))
    assert not may(buyer, "catalogue.see_terms", keripik)


def test_the_maker_page_tells_the_trade_and_nothing_private(client, keripik):
    page = text_of(client.get(reverse("catalogue:maker", args=[keripik.maker_id])))
    assert "Dapur Sari" in page
    assert "sejak 2015" in page
    assert "Keripik Singkong" in page
    for private in ("Sari Rahayu", "81234567890", "3215010101800001", "Jl. Rahasia"):
        assert private not in page
        assert private not in text_of(client.get(page_of(keripik), follow=True))


def test_what_is_not_shown_is_not_there(client, programme, keripik):
    hidden = an_accepted_product(a_maker(programme, "Belum Tayang"))
    assert client.get(page_of(hidden)).status_code == 404
    assert client.get(reverse("catalogue:maker", args=[hidden.maker_id])).status_code == 404
    assert client.get("/katalog/999999999999999999-x/").status_code == 404
    assert client.get("/katalog/umkm/99999999999999999999/").status_code == 404


def test_two_programmes_never_show_each_others_products(client, keripik):
    other = a_programme("bekasi", host="bekasi.test")
    kopi = a_listing(a_maker(other, "Kopi Bekasi"), "Kopi Bubuk").product
    assert "Kopi Bubuk" not in text_of(client.get("/katalog/"))
    assert client.get(page_of(kopi)).status_code == 404
    there = {"HTTP_HOST": "bekasi.test"}
    page = text_of(client.get("/katalog/", **there))
    assert "Kopi Bubuk" in page
    assert "Keripik Singkong" not in page
    assert client.get(page_of(keripik), **there).status_code == 404


def test_a_misspelt_search_says_what_it_looked_for(client, keripik):
    page = text_of(client.get("/katalog/", {"q": "kripik singkon"}))
    assert "Menampilkan hasil untuk <strong>keripik singkong</strong>" in page
    assert "Dapur Sari" in page


def test_nothing_found_shows_a_way_on(client, keripik):
    page = text_of(client.get("/katalog/", {"q": "qzx"}))
    assert "Belum ada produk seperti itu" in page
    assert "Lihat semua produk" in page
    page = text_of(client.get("/katalog/", {"q": "keripik", "kategori": "drink"}))
    assert "Hapus semua saringan" in page


def test_an_empty_catalogue_is_a_page_too(client, programme):
    assert "Katalog segera terisi" in text_of(client.get("/katalog/"))


def test_without_a_programme_there_is_no_catalogue(client):
    assert client.get("/katalog/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "halaman=0", "halaman=-1", "halaman=99999999", "halaman=x", "kategori=x", "umkm=x",
        "umkm=99999999999999999999", "harga=x", "tahan=x", "urut=x", "q=%00", "kecamatan=%00",
        "q=" + "a" * 5000, "kecamatan=32.15.01&kecamatan=32.15.02", "halal=0", "simpan=x",
    ],
)  # fmt: skip
def test_no_address_ends_in_an_error(client, keripik, query):
    assert client.get(f"/katalog/?{query}").status_code == 200


def test_what_is_typed_is_never_markup(client, keripik):
    page = text_of(client.get("/katalog/", {"q": "<script>alert(1)</script>"}))
    assert "<script>alert" not in page


def test_a_long_catalogue_is_turned_page_by_page(client, programme):
    maker = a_maker(programme)
    for number in range(26):
        a_listing(maker, f"Barang {number:02d}")
    first = text_of(client.get("/katalog/", {"urut": "nama"}))
    assert first.count('<article class="product">') == 24
    assert "1–24 ditampilkan" in first
    second = text_of(client.get("/katalog/", {"urut": "nama", "halaman": 2}))
    assert second.count('<article class="product">') == 2
    assert "Barang 25" in second


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_little_whatever_the_rows(
    client, programme, count, django_assert_max_num_queries
):
    for _number in range(count):
        product = a_listing(a_maker(programme)).product
    client.get("/katalog/")
    url = client.get(page_of(product)).url
    with django_assert_max_num_queries(4):
        client.get("/katalog/", {"urut": "nama"})
    with django_assert_max_num_queries(4):
        assert client.get(url).status_code == 200
    client.force_login(a_seat(a_buyer(programme), "manager"))
    client.get("/katalog/")
    with django_assert_max_num_queries(8):
        client.get("/katalog/")
    with django_assert_max_num_queries(8):
        assert client.get(url).status_code == 200


def test_strangers_share_a_page_and_the_signed_in_never(client, programme, keripik):
    url = client.get(page_of(keripik)).url
    response = client.get(url)
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]
    assert not response.cookies
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304
    client.force_login(an_officer(programme))
    mine = client.get(url)
    assert mine["Cache-Control"] == "private, no-cache"
    assert "Rp12.000" in mine.content.decode()
    client.logout()
    client.cookies.clear()
    assert "Rp12.000" not in text_of(client.get(url))


def test_a_page_goes_out_as_the_browser_asks(client, keripik):
    plain = client.get("/katalog/").content
    zipped = client.get("/katalog/", headers={"Accept-Encoding": "gzip"})
    small = client.get("/katalog/", headers={"Accept-Encoding": "gzip, br"})
    assert (zipped["Content-Encoding"], small["Content-Encoding"]) == ("gzip", "br")
    assert gzip.decompress(zipped.content) == plain
    assert brotli.decompress(small.content) == plain
    unwanted = client.get("/katalog/", headers={"Accept-Encoding": "br;q=0"})
    assert "Content-Encoding" not in unwanted


def test_a_link_chooses_the_language(client, keripik):
    response = client.get("/katalog/", {"bahasa": "en", "q": "keripik"})
    assert response.url == "/katalog/?q=keripik"
    assert response.cookies["gandeng_language"].value == "en"
    assert '<html lang="en"' in text_of(client.get(response.url))
    client.get("/katalog/", {"bahasa": "id"})
    assert '<html lang="id"' in text_of(client.get("/katalog/"))


def test_a_doubt_is_the_offices_business_until_somebody_looked(client, programme):
    product = an_accepted_product(a_maker(programme))
    pirt = product.certificates.get(kind="pirt")
    # a number of another regency than the maker's: to be looked at, not wrong
    certificates.correct_certificate(
        pirt, number=pirt.number.replace("3215", "3214"), by=an_officer(programme), at=clock.now()
    )
    actions.list_product(product, by=an_officer(programme), at=clock.now())
    page = text_of(client.get(page_of(product), follow=True))
    assert "menunggu pemeriksaan" in page
    assert "Diragukan" not in page
    client.force_login(an_officer(programme))
    assert "Diragukan" in text_of(client.get(page_of(product), follow=True))


def test_the_sitemap_names_what_is_shown(client, keripik):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    assert f"/katalog/{keripik.pk}-keripik-singkong/" in text_of(response)


# Keeping ------------------------------------------------------------------------------------


def test_the_office_sees_what_is_shown_what_is_not_and_why(client, programme, keripik):
    a_product(a_maker(programme), "Kopi Tanpa Izin")
    client.force_login(an_officer(programme))
    page = text_of(client.get("/katalog/kelola/"))
    assert "Keripik Singkong" in page
    assert "Kopi Tanpa Izin" not in page
    page = text_of(client.get("/katalog/kelola/", {"lihat": "tertahan"}))
    assert "Kopi Tanpa Izin" in page
    assert "Belum dikurasi" in page
    assert "Halal belum ada" in page


def test_an_officer_takes_down_and_puts_up_from_the_page(client, programme, keripik):
    client.force_login(an_officer(programme))
    down = reverse("catalogue:unlist", args=[keripik.pk])
    client.post(down, {"reason": ""})
    assert Listing.objects.get().state == "shown"
    client.post(down, {"reason": "Label diganti"})
    assert Listing.objects.get().state == "unlisted"
    page = text_of(client.get("/katalog/kelola/", {"lihat": "diturunkan"}))
    assert "Keripik Singkong" in page
    client.post(reverse("catalogue:list", args=[keripik.pk]))
    assert Listing.objects.get().state == "shown"


def test_an_officer_puts_up_all_that_is_ready(client, programme):
    product = an_accepted_product(a_maker(programme), "Siap")
    client.force_login(an_officer(programme))
    page = text_of(client.post("/katalog/kelola/tayangkan-semua/", follow=True))
    assert "1 produk ditayangkan." in page
    assert Listing.objects.get().product == product


def test_keeping_is_not_for_everybody(client, programme, keripik):
    assert client.get("/katalog/kelola/").status_code == 302
    client.force_login(a_seat(keripik.maker))
    assert client.get("/katalog/kelola/").status_code == 403
    assert client.post(reverse("catalogue:list", args=[keripik.pk])).status_code == 403
    client.force_login(a_seat(a_buyer(programme), "manager"))
    assert client.post(reverse("catalogue:list", args=[keripik.pk])).status_code == 404
    stranger = an_officer(a_programme("bekasi"))
    client.force_login(stranger)
    down = reverse("catalogue:unlist", args=[keripik.pk])
    assert client.post(down, {"reason": "Label"}).status_code == 404
    client.force_login(a_member(programme, Member.Role.AUDITOR))
    assert "Turunkan" not in text_of(client.get("/katalog/kelola/")).replace("Diturunkan", "")
    assert client.post(down, {"reason": "Label"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_keeping_page_asks_little(client, programme, count, django_assert_max_num_queries):
    for _number in range(count):
        a_listing(a_maker(programme))
    client.force_login(an_officer(programme))
    client.get("/katalog/kelola/")
    with django_assert_max_num_queries(18):
        client.get("/katalog/kelola/")
