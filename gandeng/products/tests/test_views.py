"""Products on screen, and their pictures for everybody."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products.models import Photo, Product
from gandeng.products.queries import picture_url, products_for
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sari(client):
    maker = a_maker(a_programme("karawang"), "Dapur Sari")
    client.force_login(a_seat(maker))
    return maker


VALUES = {
    "key": "k" * 32,
    "name": "Rengginang Terasi",
    "category": "snack",
    "size_amount": "250",
    "size_unit": "g",
    "packaging": "2",
    "storage": "room",
    "consignment_price": "12.000",
    "shelf_price": "Rp15.000",
}


def text_of(response):
    return response.content.decode()


def a_photo(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue())


def test_an_owner_puts_a_product_down_once_even_by_a_double_click(client, sari):
    first = client.post("/produk/baru/", VALUES | {"maker": sari.pk})
    again = client.post("/produk/baru/", VALUES | {"maker": sari.pk})
    product = Product.objects.get()
    assert first.url == again.url == product.get_absolute_url()
    page = text_of(client.get(first.url))
    assert "Rp12.000" in page
    assert "Rp3.000" in page
    assert "(20%)" in page


def test_an_owner_puts_nothing_down_for_others(client, sari):
    other = a_maker(sari.programme, "Kopi Loji")
    page = text_of(client.post("/produk/baru/", VALUES | {"maker": other.pk}))
    assert "Kopi Loji" not in page
    assert not Product.objects.exists()


def test_a_price_below_cost_keeps_the_form_as_typed(client, sari):
    values = VALUES | {"maker": sari.pk, "shelf_price": "11.000", "gtin": "123"}
    page = text_of(client.post("/produk/baru/", values))
    assert "Harga jual tidak boleh di bawah harga titip." in page
    assert 'value="Rengginang Terasi"' in page
    page = text_of(client.post("/produk/baru/", values | {"shelf_price": "15.000"}))
    assert "Angka barcode tidak cocok." in page
    assert not Product.objects.exists()


def test_one_form_changes_label_price_and_capacity_or_nothing(client, sari):
    product = a_product(sari, "Rengginang")
    url = reverse("products:edit-product", args=[product.pk])
    assert "(20%" in text_of(client.get(url))
    client.post(url, VALUES | {"monthly_capacity": "500", "shelf_price": "11.000"})
    product.refresh_from_db()
    assert (product.name, product.monthly_capacity) == ("Rengginang", None)
    client.post(url, VALUES | {"monthly_capacity": "500", "shelf_price": "16.000"})
    product.refresh_from_db()
    assert (product.name, product.monthly_capacity) == ("Rengginang Terasi", 500)
    assert product.shelf_price.rupiah == 16_000


def test_a_list_asks_as_much_for_one_row_as_for_three(client, sari):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            a_product(sari)
        client.get("/produk/")
        with CaptureQueriesContext(connection) as asked:
            page = text_of(client.get("/produk/"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count('<article class="product">') == 3


def test_the_list_is_searched_and_filtered(client, sari):
    a_product(sari, "Rengginang Terasi")
    kopi = a_product(sari, "Kopi Loji", category="coffee_tea")
    for query in ({"q": "kopi"}, {"q": kopi.in_store_code}, {"category": "coffee_tea"}):
        page = text_of(client.get("/produk/", query))
        assert "Kopi Loji" in page
        assert "Rengginang" not in page
    assert client.get("/produk/?maker=99999999999999999999&q=%00&category=x").status_code == 200
    assert "Tidak ada yang cocok" in text_of(client.get("/produk/?q=zzz"))


def test_an_empty_list_says_what_to_do(client, sari):
    page = text_of(client.get("/produk/"))
    assert "Belum ada produk" in page
    assert "/produk/baru/" in page


def test_every_page_of_another_programme_is_not_found(client, sari):
    product = a_product(sari, "Rengginang Terasi")
    client.post(reverse("products:add-photo", args=[product.pk]), {"photo": a_photo()})
    photo = Photo.objects.get()
    stranger = an_officer(a_programme("bekasi"))
    assert product in products_for(an_officer(sari.programme))
    client.force_login(stranger)
    assert client.get(product.get_absolute_url()).status_code == 404
    assert client.get(reverse("products:edit-product", args=[product.pk])).status_code == 404
    assert client.get(reverse("products:maker-panel", args=[sari.pk])).status_code == 404
    for name, pk in (
        ("withdraw", product.pk),
        ("offer-again", product.pk),
        ("add-photo", product.pk),
        ("remove-photo", photo.pk),
    ):
        assert client.post(reverse(f"products:{name}", args=[pk])).status_code == 404, name
    assert "Rengginang" not in text_of(client.get("/produk/"))


def test_a_curator_reads_and_a_manager_does_not(client, sari):
    product = a_product(sari)
    client.force_login(a_member(sari.programme, "curator"))
    assert client.get(product.get_absolute_url()).status_code == 200
    assert client.get("/produk/baru/").status_code == 403
    for name in ("withdraw", "add-photo"):
        assert client.post(reverse(f"products:{name}", args=[product.pk])).status_code == 403
    client.force_login(a_seat(a_buyer(sari.programme)))
    assert client.get(product.get_absolute_url()).status_code == 404


def test_a_product_is_withdrawn_and_offered_again(client, sari):
    product = a_product(sari)
    client.post(reverse("products:withdraw", args=[product.pk]))
    assert "Tawarkan lagi" in text_of(client.get(product.get_absolute_url()))
    client.post(reverse("products:offer-again", args=[product.pk]))
    assert Product.objects.get().state == "offered"


def test_the_panel_on_a_makers_page_shows_its_products(client, sari):
    a_product(sari, "Rengginang Terasi")
    page = text_of(client.get(reverse("products:maker-panel", args=[sari.pk])))
    assert "Rengginang Terasi" in page
    assert "<html" not in page


def test_without_a_photo_everybody_sees_a_drawn_package_kept_for_ever(client, sari):
    product = a_product(sari, "Rengginang Terasi")
    url = picture_url(product)
    response = Client().get(url)
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in response.headers["Cache-Control"]
    assert "Rengginang" in text_of(response)
    product.name = "Rengginang Udang"
    product.save()
    assert picture_url(product) != url
    assert Client().get(url).status_code == 404


def test_a_photo_takes_the_drawings_place_and_is_public_at_its_address(client, sari):
    product = a_product(sari)
    client.post(reverse("products:add-photo", args=[product.pk]), {"photo": a_photo()})
    url = picture_url(product)
    response = Client().get(url)
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert Image.open(io.BytesIO(response.getvalue())).size == (400, 300)
    assert Client().get(url.replace(url[-29:-5], "0" * 24)).status_code == 404
    client.post(reverse("products:remove-photo", args=[Photo.objects.get().pk]))
    assert "gambar.svg" in picture_url(Product.objects.get())


def test_a_file_that_is_no_photo_is_told_so_on_the_page(client, sari):
    product = a_product(sari)
    file = SimpleUploadedFile("foto.jpg", b"%PDF bukan foto")
    response = client.post(reverse("products:add-photo", args=[product.pk]), {"photo": file})
    assert response.status_code == 422
    assert "bukan foto JPEG, PNG, WebP, atau HEIC" in text_of(response)
