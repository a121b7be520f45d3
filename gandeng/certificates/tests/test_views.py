"""The pages of certificates: who gets in, what stays typed, how much they ask the database."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gandeng.certificates import actions
from gandeng.certificates.models import Certificate, Check
from gandeng.certificates.samples import a_certificate, a_pirt_number, certified
from gandeng.certificates.states import Kind, State
from gandeng.kernel import clock
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def url(name, thing, **query):
    return reverse(f"certificates:{name}", args=[thing.pk], query=query or None)


def a_scan():
    file = BytesIO()
    Image.new("RGB", (30, 30)).save(file, "PNG")
    return SimpleUploadedFile("halal.png", file.getvalue())


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_as_much_for_one_as_for_three(client, count, django_assert_num_queries):
    karawang = a_programme()
    for _ in range(count):
        certified(a_product(a_maker(karawang)))
    client.force_login(an_officer(karawang))
    with django_assert_num_queries(12):
        page = client.get(reverse("certificates:certificates"))
    assert page.content.decode().count('<th scope="row">') == 2 * count


def test_an_empty_register_says_what_to_do(client):
    client.force_login(an_officer(a_programme()))
    page = client.get(reverse("certificates:certificates")).content.decode()
    assert "Belum ada sertifikat" in page
    for name in ("segera", "habis", "ragu", "belum", "tegaskan", "ditolak", "apa-ini"):
        page = client.get(reverse("certificates:certificates"), {"daftar": name, "q": "x\0"})
        assert page.status_code == 200


def test_what_lapses_before_lebaran_is_one_click(client):
    karawang = a_programme()
    feast = date(2027, 3, 10)
    before = a_certificate(a_product(a_maker(karawang)), expires_on=feast - timedelta(days=1))
    after = a_certificate(a_product(a_maker(karawang)), expires_on=feast)
    client.force_login(an_officer(karawang))
    page = client.get(reverse("certificates:certificates"), {"sebelum": "2027-03-10"})
    rows = page.content.decode()
    assert before.get_absolute_url() in rows
    assert after.get_absolute_url() not in rows
    assert "Habis sebelum Lebaran 2027" in rows


@pytest.mark.parametrize("day", ["2027-13-40", "besok", "9" * 30, "0000-00-00"])
def test_a_day_that_is_none_is_no_filter(client, day):
    made = a_certificate()
    client.force_login(an_officer(made.programme))
    page = client.get(reverse("certificates:certificates"), {"sebelum": day})
    assert made.get_absolute_url() in page.content.decode()


def test_what_is_missing_is_listed_by_product(client):
    keripik = a_product()
    client.force_login(an_officer(keripik.programme))
    page = client.get(reverse("certificates:certificates"), {"daftar": "belum"}).content.decode()
    assert keripik.get_absolute_url() in page
    assert "P-IRT" in page


def test_a_number_is_explained_digit_by_digit(client):
    made = a_certificate(number="2063215010123-30", expires_on=date(2030, 5, 1))
    client.force_login(a_seat(made.maker))
    page = client.get(made.get_absolute_url()).content.decode()
    assert url("attach-file", made) in page
    for said in ("plastik", "tepung dan hasil olahannya", "Karawang", "0123", "2030"):
        assert said in page


def test_a_stranger_finds_nothing(client):
    made = a_certificate(file=None)
    client.force_login(a_seat(a_maker(made.programme)))
    assert client.get(made.get_absolute_url()).status_code == 404
    for name in ("renew", "correct", "reject", "file"):
        assert client.get(url(name, made)).status_code == 404
    for name in ("verify", "confirm", "reopen", "attach-file"):
        assert client.post(url(name, made)).status_code == 404
    assert client.get(url("product-panel", made.product)).status_code == 404
    assert client.get(url("maker-panel", made.maker)).status_code == 404
    assert client.get(url("new-for-product", made.product)).status_code == 404


def test_an_officer_of_another_programme_finds_nothing(client):
    made = a_certificate()
    client.force_login(an_officer(a_programme()))
    assert client.get(made.get_absolute_url()).status_code == 404


def test_an_owner_may_not_check_or_reject(client):
    made = a_certificate()
    client.force_login(a_seat(made.maker))
    assert client.post(url("verify", made), {"found": "1", "place": "x"}).status_code == 403
    assert client.get(url("reject", made)).status_code == 403
    assert not Check.objects.exists()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Catat pemeriksaan" not in page


def test_an_auditor_reads_and_writes_nothing(client):
    made = a_certificate()
    client.force_login(a_member(made.programme, Member.Role.AUDITOR))
    assert client.get(made.get_absolute_url()).status_code == 200
    assert client.get(url("new-for-product", made.product)).status_code == 403
    assert client.get(url("correct", made)).status_code == 403


def test_an_owner_adds_a_certificate_with_its_scan(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    keripik = a_product()
    client.force_login(a_seat(keripik.maker))
    form = client.get(url("new-for-product", keripik, jenis="halal")).content.decode()
    assert '<option value="halal" selected>' in form
    sent = {"kind": "halal", "number": "ID32110001333131122", "key": "k" * 32, "file": a_scan()}
    answer = client.post(url("new-for-product", keripik), sent)
    made = Certificate.objects.get()
    assert answer.url == made.get_absolute_url()
    again = client.post(url("new-for-product", keripik), sent | {"file": a_scan()})
    assert again.url == answer.url
    scan = client.get(url("file", made))
    assert (scan.status_code, scan["Content-Type"]) == (200, "image/png")
    assert scan["Cache-Control"].startswith("private")


def test_a_paper_that_is_none_is_said_at_its_field(client):
    keripik = a_product()
    client.force_login(an_officer(keripik.programme))
    page = client.post(
        url("new-for-product", keripik),
        {
            "kind": "halal",
            "number": "ID32110001333131122",
            "file": SimpleUploadedFile("x.pdf", b"<html>"),
        },
    ).content.decode()
    assert "bukan PDF, JPG, atau PNG" in page
    assert "ID32110001333131122" in page
    assert not Certificate.objects.exists()


def test_what_is_wrong_keeps_what_was_typed(client):
    keripik = a_product()
    client.force_login(an_officer(keripik.programme))
    page = client.post(
        url("new-for-product", keripik),
        {
            "kind": "pirt",
            "number": "P-IRT 2063215010123-30",
            "issued_on": "2026-01-01",
            "expires_on": "2025-01-01",
        },
    ).content.decode()
    assert "lebih awal dari tanggal terbit" in page
    assert "P-IRT 2063215010123-30" in page


def test_a_makers_own_certificate_has_no_permit_to_choose(client):
    sari = a_maker()
    client.force_login(an_officer(sari.programme))
    form = client.get(url("new-for-maker", sari)).content.decode()
    assert 'value="slhs"' in form
    assert 'value="pirt"' not in form
    client.post(url("new-for-maker", sari), {"kind": "slhs", "number": "12/SLHS/2026"})
    assert Certificate.objects.get().product is None


def test_a_curator_checks_and_it_shows(client):
    made = a_certificate()
    client.force_login(a_member(made.programme, Member.Role.CURATOR))
    bad = client.post(url("verify", made), {"place": ""})
    assert bad.status_code == 422
    assert made.get_absolute_url()
    client.post(url("verify", made), {"found": "1", "place": "sppirt.pom.go.id"})
    made.refresh_from_db()
    assert made.state == State.VERIFIED
    assert "sppirt.pom.go.id" in client.get(made.get_absolute_url()).content.decode()


def test_an_officer_rejects_and_counts_again(client):
    made = a_certificate()
    client.force_login(an_officer(made.programme))
    client.post(url("reject", made), {"reason": "Tidak ada di register"})
    made.refresh_from_db()
    assert made.state == State.REJECTED
    client.post(url("reopen", made))
    made.refresh_from_db()
    assert made.state == State.RECORDED


def test_an_owner_renews_corrects_and_confirms(client):
    made = a_certificate(expires_on=TODAY + timedelta(days=30))
    client.force_login(a_seat(made.maker))
    sent = {"number": made.number, "expires_on": str(made.expires_on), "note": "x"}
    client.post(url("correct", made), sent)
    made.refresh_from_db()
    assert made.note == "x"
    year = TODAY.year + 5
    sent = {"number": a_pirt_number(year=year), "expires_on": f"{year}-01-31"}
    answer = client.post(url("renew", made), sent)
    new = Certificate.objects.get(renews=made)
    assert answer.url == new.get_absolute_url()
    halal = a_certificate(made.product, Kind.HALAL)
    client.post(url("confirm", halal))
    halal.refresh_from_db()
    assert halal.confirmed_on == TODAY


def test_a_products_panel_says_what_lacks(client):
    keripik = a_product()
    a_certificate(keripik, Kind.HALAL)
    client.force_login(a_seat(keripik.maker))
    panel = client.get(url("product-panel", keripik)).content.decode()
    assert "Belum lengkap" in panel
    assert "?jenis=pirt" in panel
    assert "<html" not in panel


@pytest.mark.parametrize("count", [1, 3])
def test_a_makers_panel_asks_the_same_for_one_and_three(client, count, django_assert_num_queries):
    sari = a_maker()
    for _ in range(count):
        certified(a_product(sari))
    client.force_login(an_officer(sari.programme))
    with django_assert_num_queries(18):
        panel = client.get(url("maker-panel", sari)).content.decode()
    assert panel.count("Halal") == count


def test_programs_read_the_status_on_a_day(client):
    keripik = certified(a_product())
    client.force_login(a_seat(keripik.maker))
    path = f"/api/v1/products/{keripik.pk}/certificates"
    answer = client.get(path).json()
    assert [(one["kind"], one["status"], one["carries"]) for one in answer] == [
        ("pirt", "valid", True),
        ("halal", "valid", True),
    ]
    later = client.get(path, {"on": "2090-01-01"}).json()
    assert later[0]["status"] == "lapsed"
    assert client.get(path, {"on": "9999-12-31"}).status_code == 409
    assert client.get("/api/v1/certificates", {"kind": "pirt"}).json()["count"] == 1
    client.force_login(a_seat(a_maker(keripik.programme)))
    assert client.get(path).status_code == 404
    assert client.get("/api/v1/certificates").json()["count"] == 0


def test_the_daily_command_examines_every_programme(capsys):
    from django.core.management import call_command

    made = certified(a_product())
    type(made).objects.filter(pk=made.pk).update(storage="frozen")
    call_command("reexamine_certificates")
    assert f"{made.programme.slug}: 1" in capsys.readouterr().out


def test_lapsed_by_the_clock_shows_in_the_register(client):
    made = a_certificate(expires_on=TODAY - timedelta(days=1))
    officer = an_officer(made.programme)
    actions.reexamine(made.programme, at=clock.now())
    client.force_login(officer)
    page = client.get(reverse("certificates:certificates"), {"daftar": "habis"}).content.decode()
    assert made.get_absolute_url() in page


def test_a_later_scan_takes_the_place_of_the_first(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = a_certificate()
    client.force_login(a_seat(made.maker))
    assert client.get(url("file", made)).status_code == 404
    client.post(url("attach-file", made), {"file": a_scan()})
    made.refresh_from_db()
    first = made.file.name
    client.post(url("attach-file", made), {"file": a_scan()})
    made.refresh_from_db()
    assert made.file.name != first
    assert client.get(url("file", made)).status_code == 200
