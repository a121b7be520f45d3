"""The register on screen: who sees what, and what forms say."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from gandeng.audit.models import Trace
from gandeng.organisations.models import Double, Organisation, Outlet, Seat
from gandeng.organisations.samples import a_buyer, a_double, a_maker, a_seat, an_outlet
from gandeng.organisations.states import DoubleState, Kind, State
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
NIK = "3215014507850001"


@pytest.fixture
def karawang():
    return a_programme("karawang")


@pytest.fixture
def officer(karawang, client):
    person = an_officer(karawang)
    client.force_login(person)
    return person


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(("url", "make"), [("/umkm/", a_maker), ("/pembeli/", a_buyer)])
def test_a_list_asks_as_much_for_one_row_as_for_three(client, officer, karawang, url, make):
    counts = []
    for more in (1, 2):
        for _number in range(more):
            make(karawang)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = text_of(client.get(url))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count('<th scope="row">') == 3


@pytest.mark.parametrize("url", ["/umkm/", "/pembeli/", "/ganda/", "/ganda/?tampil=digabung"])
def test_an_empty_list_says_what_to_do(client, officer, url):
    assert '<div class="empty">' in text_of(client.get(url))


def test_the_list_turns_its_pages_without_counting(client, officer, karawang):
    Organisation.objects.bulk_create(
        Organisation(
            programme=karawang,
            kind=Kind.MAKER,
            name=f"Dapur {number:03}",
            created_at=karawang.created_at,
        )
        for number in range(120)
    )
    page = text_of(client.get("/umkm/"))
    assert "Dapur 049" in page
    assert "Dapur 050" not in page
    last = text_of(client.get("/umkm/?halaman=3"))
    assert "Dapur 119" in last
    assert "Berikutnya" not in last
    assert client.get("/umkm/?halaman=x&q=%00&district=%00&size=zz").status_code == 200


def test_a_list_is_filtered_by_what_people_type(client, officer, karawang):
    a_maker(karawang, "Dapur Sari", owner_name="Bu Engkar", phone="081234567890")
    a_maker(karawang, "Kopi Loji")
    for typed in ("sari", "engkar", "0812-3456-7890", "UMKM Dapur  SARI"):
        page = text_of(client.get("/umkm/", {"q": typed}))
        assert "Dapur Sari" in page
        assert "Kopi Loji" not in page
    assert "Tidak ada yang cocok" in text_of(client.get("/umkm/", {"q": "zzz"}))
    assert "Dapur Sari" in text_of(client.get("/umkm/", {"district": "32.15.01"}))
    assert "Dapur Sari" not in text_of(client.get("/umkm/", {"district": "32.15.02"}))


def test_an_officer_registers_a_maker_once_even_by_a_double_click(client, officer, karawang):
    page = text_of(client.get("/umkm/baru/"))
    assert 'name="key"' in page
    values = {"key": "k" * 32, "name": "Dapur Sari", "phone": "0812 3456 7890", "nik": NIK}
    first = client.post("/umkm/baru/", values)
    again = client.post("/umkm/baru/", values)
    sari = Organisation.objects.get()
    assert first.url == again.url == f"/umkm/{sari.pk}/"
    assert sari.nik == NIK


def test_a_form_with_a_mistake_keeps_what_was_typed(client, officer):
    values = {"name": "Dapur Sari", "nib": "12", "started_year": "3000"}
    page = text_of(client.post("/umkm/baru/", values))
    assert 'value="Dapur Sari"' in page
    assert "Harus 13 angka, tanpa titik atau spasi." in page
    assert "Tahun itu belum tiba." in page
    assert not Organisation.objects.exists()


def test_a_buyer_is_registered_with_its_kind(client, officer):
    client.post("/pembeli/baru/", {"kind": "hotel", "name": "Hotel Resinda", "has_pos": "true"})
    hotel = Organisation.objects.get()
    assert (hotel.kind, hotel.has_pos) == (Kind.HOTEL, True)


def test_numbers_are_masked_everywhere_until_asked_for(client, officer, karawang):
    sari = a_maker(karawang, nik=NIK)
    edit = reverse("organisations:edit-organisation", args=[sari.pk])
    for url in (sari.get_absolute_url(), edit, "/umkm/"):
        assert NIK not in text_of(client.get(url))
    assert "3215**********01" in text_of(client.get(sari.get_absolute_url()))
    url = reverse("organisations:unmask", args=[sari.pk])
    assert NIK not in text_of(client.get(url))
    assert NIK not in text_of(client.post(url, {"reason": ""}))
    shown = client.post(url, {"reason": "Mengisi perjanjian"})
    assert NIK in text_of(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Trace.objects.filter(verb="unmask", note="Mengisi perjanjian").count() == 1


def test_saving_the_form_without_a_nik_keeps_the_known_one(client, officer, karawang):
    sari = a_maker(karawang, "Dapur Sari", nik=NIK)
    client.post(
        reverse("organisations:edit-organisation", args=[sari.pk]),
        {"name": "Dapur Sari Rasa", "district": "32.15.01"},
    )
    sari.refresh_from_db()
    assert (sari.name, sari.nik) == ("Dapur Sari Rasa", NIK)


def test_an_export_is_masked_and_recorded(client, officer, karawang):
    a_maker(karawang, "=Dapur Sari", nik=NIK)
    a_maker(karawang, "Kopi Loji")
    response = client.post("/organisasi/unduh/umkm/?q=dapur")
    sheet = load_workbook(io.BytesIO(response.content)).active
    (headings, row) = sheet.iter_rows(values_only=True)
    told = dict(zip(headings, row, strict=True))
    assert (told["Nama"], told["NIK (KTP)"]) == ("=Dapur Sari", "3215**********01")
    assert sheet["A2"].data_type == "s"
    trace = Trace.objects.get(verb="export_organisations")
    assert trace.after == {"count": 1, "kinds": ["maker"]}


def test_every_page_of_another_programme_is_not_found(client, karawang):
    double = a_double(a_maker(karawang))
    toko = an_outlet(a_buyer(karawang))
    seat = Seat.objects.get(person=a_seat(toko.organisation))
    sari, koperasi = double.left, toko.organisation
    client.force_login(an_officer(a_programme("bekasi")))
    urls = {
        "get": [
            sari.get_absolute_url(),
            koperasi.get_absolute_url(),
            reverse("organisations:edit-organisation", args=[sari.pk]),
            reverse("organisations:suspend", args=[sari.pk]),
            reverse("organisations:unmask", args=[sari.pk]),
            reverse("organisations:new-seat", args=[sari.pk]),
            reverse("organisations:new-outlet", args=[koperasi.pk]),
            reverse("organisations:change-outlet", args=[toko.pk]),
            reverse("organisations:double", args=[double.pk]),
        ],
        "post": [
            reverse("organisations:verify", args=[sari.pk]),
            reverse("organisations:reinstate", args=[sari.pk]),
            reverse("organisations:end-seat", args=[seat.pk]),
            reverse("organisations:merge-double", args=[double.pk]),
            reverse("organisations:decide-apart", args=[double.pk]),
            reverse("organisations:undo-merged", args=[double.pk]),
        ],
    }
    for method, addresses in urls.items():
        for url in addresses:
            assert getattr(client, method)(url).status_code == 404, url
    for url in ("/umkm/", "/pembeli/", "/ganda/"):
        page = text_of(client.get(url))
        assert sari.name not in page
        assert koperasi.name not in page
    export = client.post("/organisasi/unduh/umkm/")
    assert load_workbook(io.BytesIO(export.content)).active.max_row == 1
    for url in ("/api/v1/makers", "/api/v1/buyers"):
        assert client.get(url).json() == {"count": 0, "items": []}


def test_who_may_look_but_not_write_is_told_so(client, karawang):
    double = a_double(a_maker(karawang, nik=NIK))
    sari = double.left
    client.force_login(a_member(karawang, "curator"))
    page = text_of(client.get(sari.get_absolute_url()))
    assert "Verifikasi" not in page
    assert "Lihat lengkap" not in page
    for url in (
        "/umkm/baru/",
        reverse("organisations:edit-organisation", args=[sari.pk]),
        reverse("organisations:unmask", args=[sari.pk]),
        reverse("organisations:suspend", args=[sari.pk]),
        reverse("organisations:new-seat", args=[sari.pk]),
    ):
        assert client.get(url).status_code == 403, url
    for url in (
        "/organisasi/unduh/umkm/",
        "/ganda/cari/",
        reverse("organisations:verify", args=[sari.pk]),
    ):
        assert client.post(url).status_code == 403, url


def test_nobody_reads_the_register_without_signing_in(client, karawang):
    sari = a_maker(karawang)
    for url in ("/umkm/", "/pembeli/", "/ganda/", sari.get_absolute_url()):
        assert client.get(url).url.startswith("/masuk/")
    assert client.get("/api/v1/makers").status_code == 401


def test_a_makers_page_is_not_a_buyers_page(client, officer, karawang):
    sari = a_maker(karawang)
    assert client.get(f"/pembeli/{sari.pk}/").status_code == 404


def test_an_invited_owner_gets_a_link_and_signs_in_with_it(client, officer, karawang):
    sari = a_maker(karawang)
    url = reverse("organisations:new-seat", args=[sari.pk])
    assert "Isi nomor HP atau e-mail." in text_of(client.post(url, {"name": "Bu Engkar"}))
    page = text_of(client.post(url, {"name": "Bu Engkar", "phone": "081298765432"}))
    assert "http://testserver/sandi/baru/" in page
    assert "https://wa.me/6281298765432" in page
    again = client.post(url, {"name": "Bu Engkar", "phone": "081298765432"})
    assert again.url == sari.get_absolute_url()
    assert Seat.objects.get().role == Seat.Role.OWNER


def test_a_clerk_needs_a_shop_and_the_form_says_so(client, karawang):
    koperasi = a_buyer(karawang)
    toko = an_outlet(koperasi)
    client.force_login(a_seat(koperasi))
    url = reverse("organisations:new-seat", args=[koperasi.pk])
    values = {"name": "Ujang", "phone": "081233334444", "role": "clerk"}
    assert "Pilih toko tempat petugas bekerja." in text_of(client.post(url, values))
    client.post(url, values | {"outlet": toko.pk})
    assert Seat.objects.get(role="clerk").outlet == toko


def test_a_manager_opens_and_closes_a_shop(client, karawang):
    koperasi = a_buyer(karawang)
    client.force_login(a_seat(koperasi))
    client.post(reverse("organisations:new-outlet", args=[koperasi.pk]), {"name": "Toko Satu"})
    toko = Outlet.objects.get()
    client.post(reverse("organisations:change-outlet", args=[toko.pk]), {"name": "Toko Satu"})
    toko.refresh_from_db()
    assert not toko.is_open
    assert "Tutup" in text_of(client.get(koperasi.get_absolute_url()))


def test_a_pair_is_compared_merged_and_parted_on_screen(client, officer, karawang):
    double = a_double(a_maker(karawang, "Dapur Sari", phone="081111111111"))
    assert "Alamat sama" in text_of(client.get("/ganda/"))
    url = reverse("organisations:double", args=[double.pk])
    page = text_of(client.get(url))
    assert '<strong class="text-warn">+6281111111111</strong>' in page
    assert "3215**********01" in page
    client.post(reverse("organisations:merge-double", args=[double.pk]))
    double.refresh_from_db()
    assert double.state == DoubleState.MERGED
    gone = text_of(client.get(double.right.get_absolute_url()))
    assert "Sudah digabung ke" in gone
    assert "Batalkan" in text_of(client.get("/ganda/?tampil=digabung"))
    client.post(reverse("organisations:undo-merged", args=[double.pk]))
    assert not Organisation.objects.filter(state=State.MERGED).exists()


def test_the_newer_one_stays_when_it_is_chosen(client, officer, karawang):
    double = a_double(a_maker(karawang))
    url = reverse("organisations:merge-double", args=[double.pk])
    client.post(url, {"keep": double.right_id})
    assert Organisation.objects.get(state=State.MERGED) == double.left


def test_pairs_are_looked_for_by_a_button(client, officer, karawang):
    a_maker(karawang, "Dapur Sari", nib="1234567890123")
    a_maker(karawang, "Kopi Loji", nib="1234567890123")
    client.post("/ganda/cari/")
    assert "NIB sama: 1234567890123" in text_of(client.get("/ganda/"))
    client.post(reverse("organisations:decide-apart", args=[Double.objects.get().pk]))
    assert "Tidak ada yang perlu diputuskan" in text_of(client.get("/ganda/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_pairs_asks_the_same_for_one_and_three(
    client, officer, karawang, count, django_assert_max_num_queries
):
    for _number in range(count):
        a_double(a_maker(karawang))
    client.get("/ganda/")
    with django_assert_max_num_queries(9):
        client.get("/ganda/")


def test_programs_get_the_register_masked(client, officer, karawang):
    sari = a_maker(karawang, "Dapur Sari", nik=NIK)
    a_buyer(karawang, "Kopkar Maju")
    answer = client.get("/api/v1/makers?q=sari&limit=1").json()
    assert answer["count"] == 1
    assert answer["items"][0]["id"] == sari.pk
    assert answer["items"][0]["nik_masked"] == "3215**********01"
    assert client.get("/api/v1/makers?limit=101").status_code == 422
    assert client.get("/api/v1/makers?offset=99999999999999999999").status_code == 422
    assert client.get("/api/v1/buyers").json()["items"][0]["name"] == "Kopkar Maju"
