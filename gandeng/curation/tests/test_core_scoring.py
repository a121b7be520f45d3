"""The verdict by laws and by the cases people argue about."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.curation.core.scoring import (
    HIGHEST,
    Criterion,
    GateCheck,
    Grade,
    Middle,
    Rubric,
    Scorecard,
    Verdict,
    judge,
    middle_of,
    variance_of,
)

RUBRIC = Rubric()


def a_card(name, **scores):
    """A judge who gives 4 everywhere but where said."""
    return Scorecard(name, {criterion: scores.get(criterion.value, 4) for criterion in Criterion})


def a_panel(**scores):
    return [a_card(f"Juri {number}", **scores) for number in (1, 2, 3)]


def everywhere(score):
    return a_panel(**{criterion.value: score for criterion in Criterion})


cards = st.builds(
    lambda scores: Scorecard("juri", dict(zip(Criterion, scores, strict=True))),
    st.lists(st.integers(1, 5), min_size=6, max_size=6),
)
panels = st.lists(cards, min_size=3, max_size=7).map(
    lambda row: [Scorecard(f"Juri {i}", card.scores) for i, card in enumerate(row)]
)


@pytest.mark.parametrize(
    ("score", "total", "verdict", "grade"),
    [
        (5, 100, Verdict.ACCEPTED, Grade.A),
        (4, 80, Verdict.ACCEPTED, Grade.B),
        (3, 60, Verdict.IMPROVE, Grade.C),
        (2, 40, Verdict.NOT_YET, Grade.C),
        (1, 20, Verdict.NOT_YET, Grade.C),
    ],
)
def test_the_same_score_everywhere_is_that_share_of_five(score, total, verdict, grade):
    judgement = judge(everywhere(score), rubric=RUBRIC)
    assert (judgement.score, judgement.verdict, judgement.grade) == (total, verdict, grade)


def test_a_score_of_exactly_seventy_is_accepted():
    # 30·4 + 20·4 + 20·3 + 15·3 + 10·3 + 5·3 = 350 fifths = 70
    judgement = judge(a_panel(capacity=3, price=3, shelf_life=3, story=3), rubric=RUBRIC)
    assert judgement.score == 70
    assert (judgement.verdict, judgement.grade) == (Verdict.ACCEPTED, Grade.B)


def test_one_point_less_is_sent_back_to_improve():
    judgement = judge(
        a_panel(packaging=3, capacity=3, price=4, shelf_life=3, story=3), rubric=RUBRIC
    )
    assert judgement.score == 69
    assert judgement.verdict is Verdict.IMPROVE
    assert judgement.reasons[0] == "Perbaikan: nilai 69 dari 100, belum mencapai 70."


def test_a_high_score_with_one_weak_criterion_must_improve_and_is_told_which():
    judgement = judge(a_panel(taste=2, packaging=5, capacity=5, price=5), rubric=RUBRIC)
    assert judgement.score == 79
    assert (judgement.verdict, judgement.grade) == (Verdict.IMPROVE, Grade.C)
    assert judgement.reasons[:2] == (
        "Perbaikan: nilai 79 dari 100 cukup, tetapi Rasa di bawah batas.",
        "Rasa 2 dari 5, di bawah batas 3: perbaiki resep atau mutu bahan, lalu uji rasa lagi.",
    )


def test_a_closed_gate_stops_even_a_perfect_score():
    gates = [
        GateCheck("nib", "NIB ada.", True),
        GateCheck("halal", "sertifikat halal belum ada.", False),
    ]
    judgement = judge(everywhere(5), rubric=RUBRIC, gates=gates)
    assert judgement.verdict is Verdict.IMPROVE
    assert [gate.code for gate in judgement.failed_gates] == ["halal"]
    assert "Syarat belum terpenuhi: sertifikat halal belum ada." in judgement.reasons


def test_judges_far_apart_are_shown_to_the_chair():
    panel = [a_card("A", taste=1), a_card("B", taste=5), a_card("C", taste=3)]
    judgement = judge(panel, rubric=RUBRIC)
    assert [result.criterion for result in judgement.disputed] == [Criterion.TASTE]
    assert "Juri berbeda jauh (dari 1 sampai 5)" in judgement.disputed[0].dispute


def test_a_standard_deviation_of_exactly_one_is_no_dispute():
    panel = [a_card("A", taste=3), a_card("B", taste=4), a_card("C", taste=5)]
    assert variance_of([3, 4, 5]) == 1
    assert judge(panel, rubric=RUBRIC).disputed == ()


def test_four_judges_can_meet_between_two_scores():
    assert middle_of([2, 3, 3, 4], Middle.MEDIAN) == 3
    assert middle_of([2, 2, 3, 4], Middle.MEDIAN) == Fraction(5, 2)
    assert middle_of([1, 4, 4, 5], Middle.TRIMMED_MEAN) == 4


def test_a_score_just_short_is_not_written_as_reached():
    rubric = Rubric(middle=Middle.TRIMMED_MEAN, fewest_judges=5)
    names = "ABCDE"
    stories = (3, 3, 4, 4, 4)
    panel = [
        a_card(name, capacity=3, price=3, shelf_life=3, story=3, packaging=packaging)
        for name, packaging in zip(names, stories, strict=True)
    ]
    judgement = judge(panel, rubric=rubric)
    assert judgement.score == Fraction(206, 3)
    assert judgement.shown_score == "68,6"


def test_two_judges_are_too_few():
    with pytest.raises(ValueError, match="Baru 2 juri"):
        judge(a_panel()[:2], rubric=RUBRIC)


def test_a_judge_who_scores_twice_is_refused_even_in_other_capitals():
    with pytest.raises(ValueError, match="dua kali"):
        judge([a_card("Bu Rina"), a_card("bu  rina"), a_card("Pak Ade")], rubric=RUBRIC)


@pytest.mark.parametrize("score", [0, 6, -1, 2.5, "4", True, None])
def test_a_score_off_the_scale_is_refused(score):
    with pytest.raises(ValueError, match="Juri 1: nilai Rasa harus bilangan bulat"):
        a_card("Juri 1", taste=score)


def test_a_missing_score_is_refused_by_name():
    scores = {criterion: 4 for criterion in Criterion if criterion is not Criterion.PRICE}
    with pytest.raises(ValueError, match="nilai Harga & margin belum diisi"):
        Scorecard("Juri 1", scores)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": dict.fromkeys(Criterion, 20)},
        {"weights": {Criterion.TASTE: 100}},
        {"improve_from": 80},
        {"grade_a_from": 60},
        {"criterion_floor": 6},
        {"fewest_judges": 0},
    ],
)
def test_a_rubric_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValueError):
        Rubric(**wrong)


@given(panels, st.sampled_from(Middle))
def test_points_add_up_to_the_score_and_stay_on_the_scale(panel, middle):
    judgement = judge(panel, rubric=Rubric(middle=middle))
    assert sum(result.points for result in judgement.results) == judgement.score
    assert 20 <= judgement.score <= 100
    for result in judgement.results:
        assert result.lowest <= result.middle <= result.highest <= HIGHEST


@given(panels, st.randoms(use_true_random=False))
def test_the_order_of_the_judges_changes_nothing(panel, random):
    shuffled = list(panel)
    random.shuffle(shuffled)
    assert judge(shuffled, rubric=RUBRIC) == judge(panel, rubric=RUBRIC)


@given(panels, st.data())
def test_a_better_score_never_lowers_the_total_or_the_verdict(panel, data):
    index = data.draw(st.integers(0, len(panel) - 1))
    criterion = data.draw(st.sampled_from(Criterion))
    card = panel[index]
    better = {**card.scores, criterion: min(HIGHEST, card.scores[criterion] + 1)}
    before = judge(panel, rubric=RUBRIC)
    after = judge(
        [*panel[:index], Scorecard(card.judge, better), *panel[index + 1 :]], rubric=RUBRIC
    )
    rank = [Verdict.NOT_YET, Verdict.IMPROVE, Verdict.ACCEPTED]
    assert after.score >= before.score
    assert rank.index(after.verdict) >= rank.index(before.verdict)


@given(panels)
def test_an_accepted_product_has_no_weak_criterion_and_reaches_the_threshold(panel):
    judgement = judge(panel, rubric=RUBRIC)
    weak = any(result.middle < 3 for result in judgement.results)
    assert (judgement.verdict is Verdict.ACCEPTED) == (judgement.score >= 70 and not weak)
    assert (judgement.verdict is Verdict.NOT_YET) == (judgement.score < 55)
    assert len(judgement.reasons) == 1 + len(Criterion)
