"""Who sees which submissions, and how rounds are counted."""

from datetime import timedelta

import pytest

from gandeng.certificates.samples import certified
from gandeng.curation import actions, queries
from gandeng.curation.samples import a_round, a_submission, assessed
from gandeng.curation.states import State
from gandeng.kernel import clock
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


def decided(submission):
    return actions.decide(submission, by=an_officer(submission.programme), at=clock.now())


def test_everybody_sees_their_own_and_no_more():
    karawang = a_programme()
    sitting = a_round(karawang)
    mine = a_submission(a_product(a_maker(karawang)), sitting)
    other = a_submission(a_product(a_maker(karawang)), sitting)
    foreign = a_submission()
    assert list(queries.submissions_for(a_seat(mine.product.maker))) == [mine]
    assert list(queries.submissions_for(an_officer(karawang))) == [other, mine]
    assert list(queries.submissions_for(an_officer(foreign.programme))) == [foreign]
    away = a_member(karawang, Member.Role.MENTOR, districts=("32.15.02",))
    assert list(queries.submissions_for(away)) == []


def test_a_maker_counts_only_its_own_in_a_round():
    karawang = a_programme()
    sitting = a_round(karawang)
    mine = decided(assessed(a_submission(certified(a_product(a_maker(karawang))), sitting)))
    a_submission(a_product(a_maker(karawang)), sitting)
    (seen,) = queries.rounds_for(a_seat(mine.product.maker))
    assert (seen.submitted_count, seen.accepted_count) == (1, 1)
    (whole,) = queries.rounds_for(an_officer(karawang))
    assert (whole.submitted_count, whole.accepted_count) == (2, 1)


def test_states_that_do_not_occur_count_nothing():
    offered = a_submission()
    counts = queries.counts_in(offered.round.submissions.all())
    assert counts == {"submitted": 1, "accepted": 0, "improve": 0, "not_yet": 0}


def test_the_latest_verdict_is_the_one_that_counts():
    keripik = certified(a_product())
    today = clock.today()
    karawang = keripik.programme
    early = a_round(karawang, held_on=today - timedelta(days=60))
    late = a_round(karawang, held_on=today)
    decided(assessed(a_submission(keripik, late), 5, 5, 5))
    decided(assessed(a_submission(keripik, early), 1, 1, 1))
    assert list(queries.accepted_products(karawang)) == [keripik]
    assert queries.latest_of([keripik])[keripik.pk].round == late


def test_what_was_never_accepted_is_not_there():
    offered = decided(assessed(a_submission(), 5, 5, 5))
    assert offered.state == State.IMPROVE
    assert list(queries.accepted_products(offered.programme)) == []


def test_a_judge_is_shown_what_waits_for_them():
    karawang = a_programme()
    sitting = a_round(karawang)
    first, second = (a_submission(a_product(a_maker(karawang)), sitting) for _ in range(2))
    judge = a_member(karawang, Member.Role.CURATOR)
    scores = dict.fromkeys(("taste", "packaging", "capacity", "price", "shelf_life", "story"), 4)
    actions.assess(first, str(judge), scores, by=judge, at=clock.now(), judge=judge)
    assert list(queries.unjudged_by(judge, queries.submissions_for(judge))) == [second]
    assert queries.judge_counts([first, second]) == {first.pk: 1, second.pk: 0}


def test_weights_that_do_not_add_up_are_a_bug_that_shows():
    karawang = a_programme()
    rubric = queries.rubric_of(karawang, on=clock.today())
    assert sum(rubric.weights.values()) == 100
    assert (rubric.accepted_from, rubric.improve_from, rubric.fewest_judges) == (70, 55, 3)
