"""Members, the switch between programmes, and the book of traces."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gandeng.audit.models import Trace
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.people.models import Person
from gandeng.people.samples import a_person
from gandeng.programmes import actions
from gandeng.programmes.core.exports import harmless
from gandeng.programmes.models import Member, Programme
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
PASSWORD = "singkong-talas-ubi"


@pytest.fixture
def karawang():
    return a_programme("karawang")


def text_of(response):
    return response.content.decode()


def membership(person):
    return Member.objects.get(person=person)


def a_phone_member(programme, role="curator", phone="081234567890"):
    person = a_person("Asep", email="", phone=phone)
    return actions.appoint_first_member(programme, person, role, at=clock.now())


def test_an_officer_adds_somebody_new_who_signs_in_by_the_link(client, karawang):
    client.force_login(an_officer(karawang))
    values = {"name": "Bu Rina", "phone": "0812 3456 7890", "role": "curator"}
    page = text_of(client.post("/program/anggota/baru/", values))
    (path,) = re.findall(r'value="http://testserver(/sandi/[^"]+)"', page)
    rina = Client()
    at = rina.get(path).url
    rina.post(at, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    signed_in = rina.post("/masuk/", {"username": "081234567890", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert client.post("/program/anggota/baru/", values).url == "/program/anggota/"
    assert Person.objects.filter(phone="+6281234567890").count() == 1


def test_a_mentor_needs_districts_and_the_form_keeps_what_was_typed(client, karawang):
    client.force_login(an_officer(karawang))
    values = {"name": "Kang Dadan", "phone": "081234567890", "role": "mentor"}
    page = text_of(client.post("/program/anggota/baru/", values))
    assert "Pilih kecamatan yang didampingi." in page
    assert 'value="Kang Dadan"' in page
    assert not Person.objects.filter(name="Kang Dadan").exists()
    client.post("/program/anggota/baru/", values | {"districts": ["32.15.01", "32.15.02"]})
    assert Member.objects.get(role="mentor").districts.count() == 2


def test_the_last_officer_cannot_be_ended(client, karawang):
    officer = an_officer(karawang)
    client.force_login(officer)
    url = reverse("programmes:end-membership", args=[membership(officer).pk])
    page = text_of(
        client.post(url, headers={"Referer": "http://testserver/program/anggota/"}, follow=True)
    )
    assert "Harus tetap ada seorang petugas atau kepala bidang." in page
    assert membership(officer).ended_at is None


def test_somebody_without_email_gets_a_link_by_a_recorded_act(client, karawang):
    member = a_phone_member(karawang, role="partner")
    client.force_login(an_officer(karawang))
    url = reverse("programmes:make-link", args=[member.pk])
    assert "/sandi/baru/" not in text_of(client.get(url))
    page = text_of(client.post(url))
    assert "http://testserver/sandi/baru/" in page
    assert "https://wa.me/6281234567890" in page
    assert Trace.objects.get(verb="make_reset_link").thing_id == member.pk


def test_a_link_never_opens_an_account_that_is_not_ours_to_open(karawang):
    officer, head = an_officer(karawang), a_member(karawang, "head")
    curator = a_phone_member(karawang)
    with pytest.raises(Refusal) as refused:
        actions.make_reset_link(curator, by=officer, at=clock.now())
    assert refused.value.code == "needs_head"
    assert actions.make_reset_link(curator, by=head, at=clock.now()).startswith("/sandi/baru/")
    with pytest.raises(Refusal) as refused:
        actions.make_reset_link(membership(officer), by=head, at=clock.now())
    assert refused.value.code == "has_email"
    person = Person.objects.get(pk=curator.person_id)
    actions.appoint_first_member(a_programme("bekasi"), person, "head", at=clock.now())
    curator = Member.objects.get(pk=curator.pk)
    with pytest.raises(Refusal) as refused:
        actions.make_reset_link(curator, by=head, at=clock.now())
    assert refused.value.code == "belongs_elsewhere"


def test_members_are_the_offices_affair_and_of_one_programme(client, karawang):
    rina = a_member(karawang, "curator")
    for role in ("curator", "auditor", "mentor"):
        client.force_login(a_member(karawang, role))
        assert client.get("/program/anggota/").status_code == 403
        assert client.get("/program/anggota/baru/").status_code == 403
    client.force_login(an_officer(a_programme("bekasi")))
    assert rina.email not in text_of(client.get("/program/anggota/"))
    for name in ("end-membership", "make-link"):
        url = reverse(f"programmes:{name}", args=[membership(rina).pk])
        assert client.post(url).status_code == 404
    assert membership(rina).ended_at is None


def test_the_list_of_members_asks_as_much_for_many_as_for_few(client, karawang):
    client.force_login(an_officer(karawang))
    counts = []
    for _round in range(2):
        a_member(karawang, "mentor", districts=("32.15.01", "32.15.02"))
        client.get("/program/anggota/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/program/anggota/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_member_is_found_by_name_or_number(client, karawang):
    a_phone_member(karawang)
    client.force_login(an_officer(karawang))
    for typed in ("asep", "0812-3456-7890", "+6281234567890"):
        assert "Asep" in text_of(client.get("/program/anggota/", {"q": typed}))
    assert "Tidak ada di sini" in text_of(client.get("/program/anggota/?q=zzz%00"))


def test_somebody_in_two_programmes_switches_between_them(client, karawang):
    bekasi = a_programme("bekasi")
    rina = an_officer(karawang)
    actions.appoint_first_member(bekasi, rina, "officer", at=clock.now())
    third = a_programme("subang")
    client.force_login(Person.objects.get(pk=rina.pk))
    page = text_of(client.get("/program/"))
    assert "UMKM Bekasi" in page
    assert "UMKM Subang" not in page
    client.post("/program/pilih/", {"programme": bekasi.pk, "next": "https://jahat.test/"})
    assert client.session["programme"] == bekasi.pk
    assert "UMKM Bekasi" in text_of(client.get("/program/anggota/"))
    assert client.post("/program/pilih/", {"programme": third.pk}).status_code == 404
    assert client.post("/program/pilih/", {"programme": "x"}).status_code == 404


def test_the_auditor_reads_every_trace_and_no_other_programmes(client, karawang):
    bekasi = a_programme("bekasi")
    a_member(bekasi, "mentor")
    a_member(karawang, "mentor")
    client.force_login(a_member(karawang, "auditor"))
    page = text_of(client.get("/jejak/"))
    assert "UMKM Karawang" in page
    assert "membuka program" in page
    assert "bekasi" not in page.lower()


def test_the_book_is_read_page_by_page_without_gaps(client, karawang):
    auditor = a_member(karawang, "auditor")
    for number in range(120):
        Trace.objects.create(
            programme_id=karawang.pk,
            thing_kind="programmes.Programme",
            thing_id=karawang.pk,
            thing_name=f"Catatan {number:03}",
            verb="note",
            by_name="Sistem",
            at=clock.now(),
        )
    client.force_login(auditor)
    seen, url = [], "/jejak/?verb=note"
    while url:
        page = text_of(client.get(url))
        seen += re.findall(r"Catatan (\d{3})</strong>", page)
        more = re.search(r'href="(\?[^"]*)" rel="next"', page)
        url = "/jejak/" + more[1].replace("&amp;", "&") if more else ""
    assert seen == [f"{number:03}" for number in reversed(range(120))]


def test_the_book_is_asked_by_person_kind_and_day(client, karawang):
    client.force_login(a_member(karawang, "auditor"))
    today = clock.today().isoformat()
    assert "Tidak ada yang cocok" in text_of(client.get("/jejak/?by_name=zzz"))
    assert "UMKM Karawang" in text_of(client.get("/jejak/", {"on_from": today, "on_until": today}))
    assert "Tidak ada yang cocok" in text_of(client.get("/jejak/?on_until=2020-01-01"))
    page = text_of(client.get("/jejak/?kind=programmes.Member"))
    assert "UMKM Karawang</strong>" not in page
    strange = "/jejak/?sebelum=99999999999999999999&on_from=x&kind=%00&verb=zz&by_name=%00"
    assert client.get(strange).status_code == 200


def test_the_book_shows_before_and_after(client, karawang):
    rina = a_person("Rina")
    Trace.objects.create(
        programme_id=karawang.pk,
        thing_kind="people.Person",
        thing_id=rina.pk,
        thing_name="Rina",
        verb="change_account",
        by_name="Rina",
        at=clock.now(),
        before={"name": "Rina"},
        after={"name": "Rina Amalia"},
    )
    client.force_login(a_member(karawang, "head"))
    page = text_of(client.get("/jejak/"))
    assert "<del>Rina</del>" in page
    assert "<ins>Rina Amalia</ins>" in page


def test_the_book_leaves_the_house_as_csv_and_that_is_a_trace(client, karawang):
    client.force_login(a_member(karawang, "auditor"))
    response = client.post("/jejak/unduh/?verb=found_programme")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Waktu,Orang,Tindakan")
    assert len(lines) == 2
    assert Trace.objects.get(verb="export_traces").after == {"count": 1}


def test_a_cell_that_would_be_a_formula_is_made_harmless():
    assert harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert harmless("Dapur Sari") == "Dapur Sari"


def test_only_the_auditor_and_the_head_read_the_book(client, karawang):
    for role in ("officer", "curator", "mentor"):
        client.force_login(a_member(karawang, role))
        assert client.get("/jejak/").status_code == 403
        assert client.post("/jejak/unduh/").status_code == 403


def test_the_command_line_founds_a_programme_and_lets_the_first_person_in(client):
    out = io.StringIO()
    values = {"name": "UMKM Karawang", "office": "Dinas Koperasi", "regency": "32.15"}
    call_command("programme", "found", "karawang", stdout=out, **values)
    call_command(
        "person",
        "add",
        "--name=Bu Rina",
        "--phone=0812-3456-7890",
        "--role=head",
        "--programme=karawang",
        "--base=https://umkm.example/",
        stdout=out,
    )
    (path,) = re.findall(r"https://umkm\.example(/sandi/\S+)", out.getvalue())
    assert client.get(path, follow=True).status_code == 200
    assert Member.objects.get().role == "head"
    with pytest.raises(CommandError, match="exists already"):
        call_command("programme", "found", "karawang", **values)
    with pytest.raises(CommandError, match="no programme"):
        call_command("person", "add", "--name=X", "--phone=081", "--role=head", "--programme=x")
    with pytest.raises(CommandError, match="regency"):
        call_command("programme", "found", "lain", **(values | {"regency": "99.99"}))
    assert Programme.objects.count() == 1
