"""Offering, judging, deciding: who may, what is refused, what a verdict says."""

import pytest

from gandeng.audit.models import Trace
from gandeng.audit.queries import traces_of
from gandeng.certificates.samples import a_certificate, certified
from gandeng.certificates.states import Kind
from gandeng.curation import actions
from gandeng.curation.models import CRITERIA, Assessment, Submission
from gandeng.curation.samples import a_round, a_submission, an_assessment, assessed
from gandeng.curation.states import State
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.parameters.models import Parameter
from gandeng.products.actions import withdraw_product
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
FOURS = dict.fromkeys(CRITERIA, 4)


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def a_curator(thing):
    return a_member(thing.programme, Member.Role.CURATOR)


def decide(submission, by=None):
    return actions.decide(submission, by=by or an_officer(submission.programme), at=clock.now())


def test_a_maker_offers_its_own_product_and_no_other():
    keripik = a_product()
    sitting = a_round(keripik.programme)
    owner = a_seat(keripik.maker)
    made = actions.submit_product(keripik, sitting, by=owner, at=clock.now())
    assert (made.state, len(made.sample_code)) == (State.SUBMITTED, 3)
    with pytest.raises(NotAllowed):
        actions.submit_product(a_product(), sitting, by=owner, at=clock.now())


def test_offering_twice_is_offering_once():
    first = a_submission()
    assert a_submission(first.product, first.round) == first


def test_a_product_of_another_programme_is_refused():
    with refused("other_programme"):
        a_submission(a_product(), a_round(a_programme()))


def test_a_withdrawn_product_is_not_offered():
    keripik = a_product()
    withdraw_product(keripik, by=an_officer(keripik.programme), at=clock.now())
    with refused("withdrawn"):
        a_submission(keripik)


def test_sample_codes_of_a_round_are_all_different():
    sitting = a_round()
    maker = a_maker(sitting.programme)
    rows = [{"product": a_product(maker)} for _ in range(40)]
    made = actions.submit_many(sitting, rows, by=an_officer(maker.programme), at=clock.now())
    assert len({submission.sample_code for submission in made}) == 40


def test_a_curator_may_not_judge_their_own_product():
    offered = a_submission()
    curator = a_curator(offered)
    assert actions.assess(offered, "Juri", FOURS, by=curator, at=clock.now(), judge=curator)
    owner = a_seat(offered.product.maker)
    Member.objects.create(
        programme=offered.programme, person=owner, role=Member.Role.CURATOR, started_at=clock.now()
    )
    with pytest.raises(NotAllowed):
        actions.assess(offered, "Pemilik", FOURS, by=owner, at=clock.now(), judge=owner)
    with pytest.raises(NotAllowed):
        decide(assessed(offered), by=owner)
    assert "Pemilik" not in offered.assessments.values_list("judge_name", flat=True)


def test_nor_may_an_officer_enter_the_owners_scores():
    offered = a_submission()
    owner = a_seat(offered.product.maker)
    with refused("own_product"):
        officer = an_officer(offered.programme)
        actions.assess(offered, "Pemilik", FOURS, by=officer, at=clock.now(), judge=owner)


def test_until_the_verdict_a_judge_may_change_the_scores():
    offered = a_submission()
    first = an_assessment(offered, "Juri 1", every=2)
    again = an_assessment(offered, "JURI  1", every=5)
    assert (again.pk, again.taste) == (first.pk, 5)
    assert Assessment.objects.count() == 1
    assert traces_of(again).first().before == dict.fromkeys(CRITERIA, 2)


@pytest.mark.parametrize("wrong", [0, 6, 3.5, "4", None, True])
def test_a_score_is_a_whole_number_from_one_to_five(wrong):
    with refused("score_wrong") as refusal:
        an_assessment(a_submission(), taste=wrong)
    assert refusal.value.field == "taste"


def test_good_scores_and_certificates_are_accepted():
    offered = decide(assessed(a_submission(certified(a_product(composition="singkong"))), 5, 5, 5))
    offered.refresh_from_db()
    assert (offered.state, offered.score, offered.grade) == (State.ACCEPTED, 10_000, "A")
    assert offered.reasons[0] == "Lolos: nilai 100 dari 100, batasnya 70."
    assert offered.decided_at is not None


def test_without_certificates_good_scores_are_sent_back_with_what_to_do():
    keripik = a_product()
    a_certificate(keripik, Kind.HALAL)
    offered = decide(assessed(a_submission(keripik), 5, 5, 5))
    assert offered.state == State.IMPROVE
    assert offered.reasons[1] == (
        "Syarat belum terpenuhi: P-IRT belum ada. Urus atau unggah sertifikatnya, lalu ajukan lagi."
    )
    failed = {gate["code"] for gate in offered.gates if not gate["is_passed"] and gate["stops"]}
    assert failed == {"certificate_pirt"}


def test_an_unvisited_business_only_asks_for_a_look():
    offered = decide(assessed(a_submission(certified(a_product()))))
    looks = {gate["code"] for gate in offered.gates if not gate["is_passed"]}
    assert (offered.state, looks) == (State.ACCEPTED, {"business", "nib", "label"})


def test_low_scores_are_not_yet():
    offered = decide(assessed(a_submission(certified(a_product())), 2, 2, 2))
    assert (offered.state, offered.grade) == (State.NOT_YET, "C")


def test_two_judges_are_too_few():
    with refused("too_few_judges"):
        decide(assessed(a_submission(), 4, 4))


def test_the_rubric_is_the_one_of_the_rounds_day():
    offered = assessed(a_submission(certified(a_product())))
    Parameter.objects.create(
        programme=offered.programme,
        key="curation_accept_from",
        value=90,
        starts_on=offered.round.held_on,
        basis="Uji",
    )
    assert decide(offered).state == State.IMPROVE


def test_a_verdict_cannot_be_given_twice_nor_scores_come_late():
    offered = decide(assessed(a_submission(certified(a_product()))))
    with refused("wrong_state"):
        decide(Submission.objects.get(pk=offered.pk))
    with refused("decided"):
        an_assessment(offered)


def test_a_verdict_opened_again_keeps_its_history():
    offered = decide(assessed(a_submission(a_product()), 5, 5, 5))
    officer = an_officer(offered.programme)
    with refused("reason_missing"):
        actions.reopen(offered, " ", by=officer, at=clock.now())
    actions.reopen(offered, "P-IRT sudah terbit", by=officer, at=clock.now())
    offered.refresh_from_db()
    assert (offered.state, offered.score, offered.reasons) == (State.SUBMITTED, None, [])
    trace = traces_of(offered).first()
    assert (trace.note, trace.before["score"]) == ("P-IRT sudah terbit", 10_000)
    certified(offered.product)
    assert decide(offered).state == State.ACCEPTED


def test_judges_far_apart_are_shown_to_the_chair():
    assert decide(assessed(a_submission(certified(a_product())), 1, 4, 5)).is_disputed
    assert not decide(assessed(a_submission(certified(a_product())), 4, 4, 5)).is_disputed


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_is_decided_in_as_many_queries_as_one_product(count, django_assert_num_queries):
    sitting = a_round()
    maker = a_maker(sitting.programme)
    offered = [assessed(a_submission(certified(a_product(maker)), sitting)) for _ in range(count)]
    waiting = assessed(a_submission(a_product(maker), sitting), 4)
    officer = an_officer(sitting.programme)
    officer = type(officer).objects.get(pk=officer.pk)
    with django_assert_num_queries(14):
        decided = actions.decide_many(sitting, by=officer, at=clock.now())
    assert decided == offered
    assert set(sitting.submissions.filter(state=State.ACCEPTED)) == set(offered)
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED
    assert Trace.objects.filter(verb="accept").count() == count


def test_deciding_a_round_says_the_same_as_deciding_one_by_one():
    levels = [(5, 5, 5), (3, 4, 4), (2, 2, 3), (1, 5, 5)]
    products = [certified(a_product()) for _ in levels]
    one_by_one = [
        decide(assessed(a_submission(product), *given))
        for product, given in zip(products, levels, strict=True)
    ]
    for product, given, single in zip(products, levels, one_by_one, strict=True):
        offered = assessed(a_submission(product, a_round(product.programme)), *given)
        officer = an_officer(product.programme)
        (at_once,) = actions.decide_many(offered.round, by=officer, at=clock.now())
        at_once.refresh_from_db()
        names = ("state", "score", "grade", "reasons", "gates", "is_disputed")
        assert [getattr(at_once, name) for name in names] == [
            getattr(single, name) for name in names
        ]


def test_nobody_decides_their_own_product_along_with_the_round():
    offered = assessed(a_submission(certified(a_product())))
    owner = a_seat(offered.product.maker)
    Member.objects.create(
        programme=offered.programme, person=owner, role=Member.Role.CURATOR, started_at=clock.now()
    )
    assert actions.decide_many(offered.round, by=owner, at=clock.now()) == []
    offered.refresh_from_db()
    assert offered.state == State.SUBMITTED


def test_the_judges_workbook_comes_in_once():
    offered = a_submission()
    officer = an_officer(offered.programme)
    rows = [
        {"submission": offered, "judge_name": f"Juri {number}", "scores": FOURS, "note": ""}
        for number in (1, 2, 3)
    ]
    bad = {"submission": offered, "judge_name": "Juri 4", "scores": FOURS | {"taste": 9}}
    answers = actions.assess_many([*rows, bad, rows[0]], by=officer, at=clock.now())
    assert [getattr(answer, "code", "ok") for answer in answers] == [
        "ok",
        "ok",
        "ok",
        "score_wrong",
        "ok",
    ]
    traces = Trace.objects.count()
    actions.assess_many(rows, by=officer, at=clock.now())
    changed = rows[0] | {"scores": FOURS | {"taste": 5}}
    actions.assess_many([changed], by=officer, at=clock.now())
    assert Assessment.objects.count() == 3
    assert Assessment.objects.get(judge_name="Juri 1").taste == 5
    noted = actions.assess_many([changed | {"note": "renyah"}], by=officer, at=clock.now())
    noted[0].refresh_from_db()
    assert (noted[0].note, noted[0].taste) == ("renyah", 5)
    assert Trace.objects.count() == traces + 2
