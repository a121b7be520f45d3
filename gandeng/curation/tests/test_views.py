"""The pages of curation: who gets in, what a judge and a maker see, how much is asked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.certificates.samples import certified
from gandeng.curation import actions
from gandeng.curation.models import CRITERIA, Assessment, Round, Submission
from gandeng.curation.samples import a_round, a_submission, an_assessment, assessed
from gandeng.curation.states import State
from gandeng.kernel import clock
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
FOURS = dict.fromkeys(CRITERIA, "4")


def url(name, thing):
    return reverse(f"curation:{name}", args=[thing.pk])


def decided(submission):
    return actions.decide(submission, by=an_officer(submission.programme), at=clock.now())


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_asks_as_much_for_one_as_for_three(client, count, django_assert_num_queries):
    sitting = a_round()
    for _ in range(count):
        decided(assessed(a_submission(certified(a_product(a_maker(sitting.programme))), sitting)))
    client.force_login(an_officer(sitting.programme))
    with django_assert_num_queries(13):
        page = client.get(sitting.get_absolute_url())
    assert page.content.decode().count('<th scope="row">') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_rounds_ask_as_much_for_one_as_for_three(client, count, django_assert_num_queries):
    karawang = a_programme()
    for _ in range(count):
        a_round(karawang)
    client.force_login(an_officer(karawang))
    with django_assert_num_queries(10):
        page = client.get(reverse("curation:rounds"))
    assert page.content.decode().count('<th scope="row">') == count


def test_an_office_without_rounds_is_told_what_to_do(client):
    client.force_login(an_officer(a_programme()))
    page = client.get(reverse("curation:rounds")).content.decode()
    assert "Buka sidang, lalu UMKM bisa mengajukan produknya." in page


def test_every_filter_of_a_round_answers(client):
    offered = assessed(a_submission())
    client.force_login(a_member(offered.programme, Member.Role.CURATOR))
    for shown in ("", *State.values, "beda", "saya", "apa-ini"):
        page = client.get(offered.round.get_absolute_url(), {"tampil": shown, "q": "\0"})
        assert page.status_code == 200
    page = client.get(offered.round.get_absolute_url(), {"tampil": "saya"}).content.decode()
    assert offered.get_absolute_url() in page


def test_an_officer_opens_a_round_and_a_curator_does_not(client):
    karawang = a_programme()
    client.force_login(an_officer(karawang))
    sent = {"name": "Kurasi Desember", "held_on": "2026-12-10"}
    answer = client.post(reverse("curation:new-round"), sent)
    assert answer.url == Round.objects.get().get_absolute_url()
    again = client.post(reverse("curation:new-round"), sent).content.decode()
    assert "Sudah ada sidang bernama itu" in again
    assert "Kurasi Desember" in again
    client.force_login(a_member(karawang, Member.Role.CURATOR))
    assert client.get(reverse("curation:new-round")).status_code == 403


def test_a_stranger_finds_nothing(client):
    offered = a_submission()
    client.force_login(a_seat(a_maker(offered.programme)))
    for name in ("submission", "score", "reopen"):
        assert client.get(url(name, offered)).status_code == 404
    assert client.post(url("decide", offered)).status_code == 404
    assert client.get(url("round", offered.round)).status_code == 404
    assert client.post(url("decide-round", offered.round)).status_code == 404
    assert client.get(url("product-panel", offered.product)).status_code == 404
    assert client.post(url("submit", offered.product), {"round": "1"}).status_code == 404


def test_a_maker_reads_its_own_verdict_and_why_but_not_who_judged(client):
    offered = a_submission(certified(a_product()))
    for number in (1, 2, 3):
        an_assessment(offered, f"Juri Rahasia {number}", every=4, packaging=2)
    owner = a_seat(offered.product.maker)
    client.force_login(owner)
    before = client.get(offered.get_absolute_url()).content.decode()
    assert "Sudah dinilai 3 juri" in before
    assert "Nilai tengah juri" not in before
    decided(offered)
    after = client.get(offered.get_absolute_url()).content.decode()
    assert "Perbaikan: nilai 72 dari 100" in after
    assert "perbaiki kemasan dan lengkapi sembilan isi label" in after
    assert "Nilai tengah juri" in after
    assert "Juri Rahasia" not in before + after
    client.force_login(an_officer(offered.programme))
    assert "Juri Rahasia" in client.get(offered.get_absolute_url()).content.decode()


def test_an_owner_may_not_judge_or_decide(client):
    offered = assessed(a_submission())
    client.force_login(a_seat(offered.product.maker))
    assert client.get(url("score", offered)).status_code == 403
    assert client.post(url("decide", offered)).status_code == 403
    assert client.post(url("decide-round", offered.round)).status_code == 403
    offered.refresh_from_db()
    assert offered.state == State.SUBMITTED


def test_an_auditor_reads_scores_and_gives_none(client):
    offered = assessed(a_submission())
    client.force_login(a_member(offered.programme, Member.Role.AUDITOR))
    assert "Nilai tiap juri" in client.get(offered.get_absolute_url()).content.decode()
    assert client.get(url("score", offered)).status_code == 403


def test_a_curator_sees_the_others_scores_only_after_giving_their_own(client):
    offered = a_submission()
    an_assessment(offered, "Juri Lain")
    curator = a_member(offered.programme, Member.Role.CURATOR)
    client.force_login(curator)
    assert "Juri Lain" not in client.get(offered.get_absolute_url()).content.decode()
    client.post(url("score", offered), FOURS | {"note": "renyah"})
    made = Assessment.objects.get(judge=curator)
    assert (made.taste, made.note, made.judge_name) == (4, "renyah", str(curator))
    assert "Juri Lain" in client.get(offered.get_absolute_url()).content.decode()


def test_after_one_sample_comes_the_next(client):
    sitting = a_round()
    maker = a_maker(sitting.programme)
    first, second = (a_submission(a_product(maker), sitting) for _ in range(2))
    client.force_login(a_member(sitting.programme, Member.Role.CURATOR))
    assert client.post(url("score", first), FOURS).url == url("score", second)
    assert client.post(url("score", second), FOURS).url == second.get_absolute_url()


def test_an_officer_enters_what_stands_on_a_judges_sheet(client):
    offered = a_submission()
    client.force_login(an_officer(offered.programme))
    page = client.post(url("score", offered), FOURS).content.decode()
    assert "field__error" in page
    assert not Assessment.objects.exists()
    client.post(url("score", offered), FOURS | {"judge_name": "Bu Ratna"})
    assert Assessment.objects.get().judge_name == "Bu Ratna"


def test_a_criterion_left_out_keeps_the_others(client):
    offered = a_submission()
    client.force_login(a_member(offered.programme, Member.Role.CURATOR))
    sent = FOURS | {"note": "renyah sekali"}
    del sent["taste"]
    page = client.post(url("score", offered), sent).content.decode()
    assert "Pilih satu nilai, 1 sampai 5." in page
    assert "renyah sekali" in page
    assert page.count("checked") == 5
    assert not Assessment.objects.exists()


def test_scores_off_the_scale_are_no_choice(client):
    offered = a_submission()
    client.force_login(a_member(offered.programme, Member.Role.CURATOR))
    client.post(url("score", offered), FOURS | {"taste": "9" * 30})
    assert not Assessment.objects.exists()


def test_an_officer_decides_one_and_opens_it_again(client):
    offered = assessed(a_submission(certified(a_product())))
    client.force_login(an_officer(offered.programme))
    client.post(url("decide", offered))
    offered.refresh_from_db()
    assert offered.state == State.ACCEPTED
    client.post(url("reopen", offered), {"reason": "Nilai salah ketik"})
    offered.refresh_from_db()
    assert offered.state == State.SUBMITTED


def test_deciding_with_too_few_judges_is_said(client):
    offered = assessed(a_submission(), 4)
    client.force_login(an_officer(offered.programme))
    answer = client.post(url("decide", offered), follow=True)
    assert "perlu paling sedikit 3" in answer.content.decode()


def test_a_whole_round_is_decided_by_one_button(client):
    offered = assessed(a_submission(certified(a_product())))
    client.force_login(an_officer(offered.programme))
    answer = client.post(url("decide-round", offered.round), follow=True)
    assert "1 ajuan diputuskan." in answer.content.decode()
    assert Submission.objects.get().state == State.ACCEPTED


def test_a_maker_offers_its_product_from_its_page(client):
    keripik = a_product()
    later = a_round(keripik.programme, held_on=clock.today() + timedelta(days=9))
    past = a_round(keripik.programme, held_on=clock.today() - timedelta(days=9))
    client.force_login(a_seat(keripik.maker))
    panel = client.get(url("product-panel", keripik)).content.decode()
    assert f"Ajukan ke {later}" in panel
    assert str(past) not in panel
    assert client.post(url("submit", keripik), {"round": past.pk}).status_code == 404
    assert client.post(url("submit", keripik), {"round": "9" * 40}).status_code == 404
    for _ in range(2):
        answer = client.post(url("submit", keripik), {"round": later.pk})
        assert answer.url == Submission.objects.get().get_absolute_url()
    panel = client.get(url("product-panel", keripik)).content.decode()
    assert "Ajukan ke" not in panel


def test_programs_read_verdicts(client):
    offered = decided(assessed(a_submission(certified(a_product())), 5, 5, 5))
    a_submission()
    client.force_login(a_seat(offered.product.maker))
    answer = client.get("/api/v1/submissions").json()
    assert answer["count"] == 1
    assert (answer["items"][0]["state"], answer["items"][0]["score"]) == ("accepted", 10_000)
    assert client.get("/api/v1/submissions", {"state": "apa"}).status_code == 422
