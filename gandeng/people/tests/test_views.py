"""Signing in and out, the account, forgotten passwords, the language."""

import re

import pytest
from axes.utils import reset
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gandeng.people import actions
from gandeng.people.forms import SignInForm
from gandeng.people.models import Person, SignIn
from gandeng.people.queries import set_password_path
from gandeng.people.samples import a_person

pytestmark = pytest.mark.django_db
PASSWORD = "rahasia-sekali"
NEW = "singkong-talas-ubi"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(client, handle, password=PASSWORD, **more):
    values = {"username": handle, "password": password, **more}
    return client.post("/masuk/", values, headers={"User-Agent": FIREFOX})


@pytest.mark.parametrize("typed", ["SITI@Contoh.test", "0812-3456-7890", "+62 812 3456 7890"])
def test_siti_signs_in_by_e_mail_or_phone_as_she_types_it(client, typed):
    siti = a_person("Siti", email="siti@contoh.test", phone="081234567890")
    response = sign_in(client, typed)
    assert response.status_code == 302
    (browser,) = siti.sign_ins.all()
    assert browser.session_key == client.session.session_key
    assert browser.agent == FIREFOX


def test_the_session_is_a_new_one_after_signing_in(client):
    siti = a_person()
    client.get("/masuk/")
    session = client.session
    session["before"] = True
    session.save()
    old = session.session_key
    sign_in(client, siti.email)
    assert client.session.session_key != old
    assert not Session.objects.filter(session_key=old).exists()


def test_a_wrong_password_and_an_unknown_person_read_the_same(client):
    siti = a_person()
    wrong = sign_in(client, siti.email, "salah-sekali").content.decode()
    unknown = sign_in(client, "tidak@ada.test", "salah-sekali").content.decode()
    said = "E-mail, nomor HP, atau kata sandi tidak cocok. Periksa lagi."
    assert said in wrong
    assert said in unknown


def test_next_never_leads_away_from_here(client):
    siti = a_person()
    assert sign_in(client, siti.email, next="/akun/").url == "/akun/"
    client.logout()
    assert sign_in(client, siti.email, next="https://jahat.test/").url == "/"


def test_after_seven_wrong_tries_one_has_to_wait(client, settings):
    settings.AXES_ENABLED = True
    siti = a_person(phone="081234567890")
    for _try in range(6):
        assert sign_in(client, "0812 3456 7890", "salah").status_code == 200
    locked = sign_in(client, "+6281234567890", "salah")
    assert locked.status_code == 429
    assert "Terlalu banyak percobaan" in locked.content.decode()
    assert sign_in(client, siti.phone).status_code == 429
    assert siti.sign_ins.count() == 0
    reset()
    assert sign_in(client, siti.phone).status_code == 302


def test_signing_out_ends_the_browser_and_only_by_post(client):
    siti = a_person()
    sign_in(client, siti.email)
    assert client.get("/keluar/").status_code == 405
    assert client.post("/keluar/").url == "/masuk/"
    assert not SignIn.objects.exists()
    assert client.get("/akun/").url == "/masuk/?next=/akun/"


def test_the_account_lists_browsers_in_the_same_number_of_queries(client):
    siti = a_person()
    sign_in(client, siti.email)
    counts = []
    for others in (0, 2):
        for _number in range(others):
            sign_in(Client(), siti.email)
        client.get("/akun/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/akun/").content.decode()
        counts.append(len(asked))
        assert page.count("Firefox · Linux") == others + 1
        assert page.count("Peramban ini") == 1
    assert counts[0] == counts[1]


def test_siti_signs_a_lost_phone_out(client):
    siti = a_person()
    phone = Client()
    sign_in(phone, siti.email)
    sign_in(client, siti.email)
    lost = SignIn.objects.get(session_key=phone.session.session_key)
    client.post(reverse("people:end-sign-in", args=[lost.pk]))
    assert phone.get("/akun/").status_code == 302
    assert client.get("/akun/").status_code == 200


def test_nobody_signs_somebody_elses_browser_out(client):
    siti, asep = a_person(), a_person()
    sign_in(Client(), asep.email)
    sign_in(client, siti.email)
    response = client.post(reverse("people:end-sign-in", args=[asep.sign_ins.get().pk]))
    assert response.status_code == 404
    assert asep.sign_ins.count() == 1


def test_all_other_browsers_are_signed_out_at_once(client):
    siti = a_person()
    others = [Client(), Client()]
    for other in (*others, client):
        sign_in(other, siti.email)
    client.post(reverse("people:end-other-sign-ins"))
    assert [other.get("/akun/").status_code for other in (*others, client)] == [302, 302, 200]


def test_a_new_password_keeps_this_browser_and_no_other(client):
    siti = a_person()
    other = Client()
    sign_in(other, siti.email)
    sign_in(client, siti.email)
    url = reverse("people:change-password")
    wrong = {"old_password": "bukan", "new_password1": NEW, "new_password2": NEW}
    assert "tidak cocok" in client.post(url, wrong).content.decode()
    assert client.post(url, wrong | {"old_password": PASSWORD}).status_code == 302
    assert client.get("/akun/").status_code == 200
    assert other.get("/akun/").status_code == 302
    assert Person.objects.get().check_password(NEW)


def test_changing_the_phone_number_asks_for_the_password(client):
    siti = a_person("Siti")
    sign_in(client, siti.email)
    values = {"name": "Siti Aminah", "email": siti.email, "phone": "0812-1111-2222"}
    page = client.post("/akun/", values).content.decode()
    assert "Tulis kata sandi Anda yang sekarang." in page
    assert 'value="+6281211112222"' in page or "0812-1111-2222" in page
    assert Person.objects.get().phone is None
    client.post("/akun/", values | {"current_password": PASSWORD})
    siti.refresh_from_db()
    assert (siti.name, siti.phone) == ("Siti Aminah", "+6281211112222")


def test_an_address_somebody_has_is_refused_at_its_field(client):
    siti = a_person("Siti")
    a_person(email="asep@contoh.test")
    sign_in(client, siti.email)
    values = {"name": "Siti", "email": "asep@contoh.test", "current_password": PASSWORD}
    assert "Itu sudah dipakai akun lain." in client.post("/akun/", values).content.decode()


def test_a_forgotten_password_is_mended_by_a_link_that_works_once(client):
    siti = a_person("Siti", email="siti@contoh.test")
    other = Client()
    sign_in(other, siti.email)
    client.post(reverse("people:forgotten"), {"email": "Siti@contoh.test"})
    (letter,) = mail.outbox
    (link,) = re.findall(r"http://testserver(/sandi/\S+)", letter.body)
    page = client.get(link, follow=True)
    assert link not in page.redirect_chain[-1][0]
    assert "Siti" in page.content.decode()
    at = page.redirect_chain[-1][0]
    short = client.post(at, {"new_password1": "pendek", "new_password2": "pendek"})
    assert short.status_code == 200
    assert client.post(at, {"new_password1": NEW, "new_password2": NEW}).url == "/masuk/"
    assert other.get("/akun/").status_code == 302
    assert client.get(link, follow=True).status_code == 410
    assert sign_in(client, siti.email, NEW).status_code == 302


def test_asking_for_an_unknown_address_reads_the_same_and_sends_nothing(client):
    response = client.post(reverse("people:forgotten"), {"email": "tidak@ada.test"})
    assert response.url == reverse("people:forgotten-sent")
    assert mail.outbox == []


@pytest.mark.parametrize("uid", ["x", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00"])
def test_a_made_up_link_is_no_crash(client, uid):
    assert client.get(f"/sandi/baru/{uid}/abc-def/", follow=True).status_code == 410


def test_somebody_without_a_password_cannot_sign_in_until_the_link_is_used(client):
    baru = a_person(password=None)
    assert sign_in(client, baru.email, "").status_code == 200
    path = set_password_path(baru)
    at = client.get(path).url
    client.post(at, {"new_password1": NEW, "new_password2": NEW})
    assert sign_in(client, baru.email, NEW).status_code == 302


def test_the_language_is_remembered_on_the_account(client):
    siti = a_person()
    sign_in(client, siti.email)
    response = client.post("/bahasa/", {"language": "en", "next": "/akun/"})
    assert response.url == "/akun/"
    assert response.cookies["gandeng_language"]["max-age"] > 0
    assert Person.objects.get().language == "en"
    client.post("/bahasa/", {"language": "xx", "next": "/akun/"})
    assert Person.objects.get().language == "en"


def test_a_visitor_chooses_a_language_too(client):
    response = client.post("/bahasa/", {"language": "en", "next": "/masuk/"})
    assert response.url == "/masuk/"
    assert client.get("/masuk/").headers["Content-Language"] == "en"


def test_in_the_demo_one_can_be_somebody_at_once(rf):
    somebody = {"label": "Petugas dinas", "role": "", "name": "Bu Rina", "url": "/demo/jadi/1/"}
    request = rf.get("/masuk/")
    request.user = AnonymousUser()
    context = {"form": SignInForm(request), "demo_people": [somebody]}
    page = render_to_string("people/sign_in.html", context, request)
    assert 'action="/demo/jadi/1/"' in page
    assert "Bu Rina" in page


def test_without_a_demo_nobody_is_offered(client):
    assert "Coba sebagai" not in client.get("/masuk/").content.decode()


def test_a_name_is_never_empty():
    siti = a_person()
    with pytest.raises(Exception, match="Tulis nama"):
        actions.change_account(
            siti, name=" ", email=siti.email, phone="", by=siti, at=siti.created_at
        )
