"""An officer sends workbooks, looks, takes them in, corrects; nobody else can."""

from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandeng import demo
from gandeng.intake.models import HeldRow, Upload
from gandeng.organisations.models import Organisation
from gandeng.programmes.samples import a_member, a_programme

pytestmark = pytest.mark.django_db
DATA = Path(demo.__file__).parent / "data"


@pytest.fixture
def programme():
    return a_programme("karawang")


@pytest.fixture
def officer(programme, client):
    person = a_member(programme)
    client.force_login(person)
    return person


def send(client, *files, key="k1"):
    return client.post(reverse("intake:new"), {"key": key, "files": files}, follow=True)


def office_file(name="umkm-produk.xlsx"):
    return SimpleUploadedFile(name, (DATA / name).read_bytes())


def test_a_dry_run_writes_nothing_and_a_click_takes_it_in(client, officer):
    page = send(client, office_file())
    assert page.status_code == 200
    assert Organisation.objects.count() == 0
    upload = Upload.objects.get()
    assert upload.found["created"]["maker"] == 150
    taken = client.post(reverse("intake:take-in", args=[upload.pk]), follow=True)
    assert taken.status_code == 200
    assert Organisation.objects.count() == 150
    again = client.post(reverse("intake:take-in", args=[upload.pk]), follow=True)
    assert again.status_code == 200
    assert Organisation.objects.count() == 150


def test_a_double_click_sends_once(client, officer):
    send(client, office_file())
    send(client, office_file())
    assert Upload.objects.count() == 1


def test_the_doubled_businesses_wait_for_a_decision(client, officer):
    send(client, office_file())
    client.post(reverse("intake:take-in", args=[Upload.objects.get().pk]))
    held = list(HeldRow.objects.order_by("pk"))
    assert [row.thing_name for row in held] == [
        "Dapur Sehati",
        "Mitra Barokah",
        "Karya Makmur",
        "Raos Kenanga",
    ]
    client.post(reverse("intake:decide", args=[held[0].pk]), {"answer": "same"})
    client.post(reverse("intake:decide", args=[held[1].pk]), {"answer": "other"})
    assert Organisation.objects.count() == 151
    assert HeldRow.objects.filter(state="open").count() == 2
    send(client, office_file(), key="k2")
    assert Upload.objects.latest("pk").found["created"] == {}


def test_what_is_not_a_workbook_is_said_so(client, officer):
    page = send(client, SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0" + b"0" * 200))
    assert "bukan lembar kerja" in page.content.decode()


def test_no_file_keeps_the_form(client, officer):
    page = client.post(reverse("intake:new"), {"key": "k"})
    assert page.status_code == 422
    assert Upload.objects.count() == 0


def test_bad_rows_come_back_corrected_and_go_in(client, officer, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Nama Usaha", "Kecamatan"])
    sheet.append(["Dapur Sari", "Klari"])
    sheet.append([None, "Klari"])
    path = tmp_path / "umkm.xlsx"
    book.save(path)
    send(client, SimpleUploadedFile("umkm.xlsx", path.read_bytes()))
    upload = Upload.objects.get()
    assert upload.found["stopped"] == {"maker": 1}
    client.post(reverse("intake:take-in", args=[upload.pk]))
    answer = client.get(reverse("intake:corrections", args=[upload.pk]))
    path.write_bytes(answer.content)
    back = openpyxl.load_workbook(path)
    rows = back.active
    headings = [cell.value for cell in rows[1]]
    assert "kosong" in rows.cell(2, headings.index("Perbaiki") + 1).value
    rows.cell(2, 1).value = "Dapur Lela"
    back.save(path)
    send(client, SimpleUploadedFile("perbaikan.xlsx", path.read_bytes()), key="k2")
    client.post(reverse("intake:take-in", args=[Upload.objects.latest("pk").pk]))
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "Dapur Lela",
        "Dapur Sari",
    ]


def test_the_template_is_understood_and_its_example_skipped(client, officer, tmp_path):
    answer = client.get(reverse("intake:template"))
    assert answer.status_code == 200
    send(client, SimpleUploadedFile("templat.xlsx", answer.content))
    found = Upload.objects.get().found
    assert {sheet["kind"] for sheet in found["files"][0]["sheets"]} >= {"maker", "product", "buyer"}
    assert found["created"] == {}
    assert [problem for problem in found["problems"] if problem["severity"] == "stop"] == []


@pytest.mark.parametrize("role", ["curator", "mentor", "auditor"])
def test_who_does_not_bring_workbooks_in_may_not(client, programme, role):
    client.force_login(a_member(programme, role))
    assert client.get(reverse("intake:new")).status_code == 403


def test_another_programmes_upload_does_not_exist(client, officer):
    send(client, office_file())
    upload = Upload.objects.get()
    client.force_login(a_member(a_programme("bekasi")))
    for name in ("upload", "corrections"):
        assert client.get(reverse(f"intake:{name}", args=[upload.pk])).status_code == 404
    assert client.get(reverse("intake:original", args=[upload.files.get().pk])).status_code == 404


def test_a_workbook_at_rest_shows_no_number(client, officer):
    send(client, office_file())
    upload = Upload.objects.get()
    kept = upload.files.get()
    assert kept.file.read()[:2] != b"PK"
    original = client.get(reverse("intake:original", args=[kept.pk]))
    assert original.content == (DATA / "umkm-produk.xlsx").read_bytes()
