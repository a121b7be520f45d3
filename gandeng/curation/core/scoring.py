"""How the judges' scores become a verdict. Exact fractions only.

No national rubric with published weights exists; this one is the programme's own and is handed in
as a ``Rubric`` (its numbers are dated parameters).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

LOWEST: Final = 1
HIGHEST: Final = 5


class Criterion(StrEnum):
    """The six things judged, in the order of the judges' sheet; the values are stored."""

    TASTE = "taste"
    PACKAGING = "packaging"
    CAPACITY = "capacity"
    PRICE = "price"
    SHELF_LIFE = "shelf_life"
    STORY = "story"


WORDS: Final[Mapping[Criterion, str]] = {
    Criterion.TASTE: "Rasa",
    Criterion.PACKAGING: "Kemasan & label",
    Criterion.CAPACITY: "Kapasitas & kesinambungan",
    Criterion.PRICE: "Harga & margin",
    Criterion.SHELF_LIFE: "Masa simpan & logistik",
    Criterion.STORY: "Cerita & identitas lokal",
}

# What to do about it: an improvement list must be something a maker can act on.
ADVICE: Final[Mapping[Criterion, str]] = {
    Criterion.TASTE: "perbaiki resep atau mutu bahan, lalu uji rasa lagi",
    Criterion.PACKAGING: "perbaiki kemasan dan lengkapi sembilan isi label",
    Criterion.CAPACITY: "tunjukkan catatan produksi dan kesanggupan pasokan per bulan",
    Criterion.PRICE: "hitung ulang biaya dan harga titip bersama pendamping",
    Criterion.SHELF_LIFE: "uji masa simpan dan perkuat kemasan untuk pengiriman",
    Criterion.STORY: "ceritakan asal bahan, tempat, dan pembuatnya di label",
}


class Verdict(StrEnum):
    """Lolos, perbaikan, belum lolos; the values are stored."""

    ACCEPTED = "accepted"
    IMPROVE = "improve"
    NOT_YET = "not_yet"


class Grade(StrEnum):
    """Where a product may be offered: A hotels and retail, B cooperatives, C district shops."""

    A = "A"
    B = "B"
    C = "C"


class Middle(StrEnum):
    """How the judges' scores on one criterion become one."""

    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed_mean"


@dataclass(frozen=True, slots=True)
class Rubric:
    """Weights and thresholds. The defaults are our proposal; weights add up to 100.

    Scores are percent of the full score, thresholds too; ``criterion_floor`` is on the 1–5 scale.
    Raises ValueError when it contradicts itself.
    """

    weights: Mapping[Criterion, int] = field(
        default_factory=lambda: {
            Criterion.TASTE: 30,
            Criterion.PACKAGING: 20,
            Criterion.CAPACITY: 20,
            Criterion.PRICE: 15,
            Criterion.SHELF_LIFE: 10,
            Criterion.STORY: 5,
        },
        hash=False,
    )
    accepted_from: int = 70
    improve_from: int = 55
    grade_a_from: int = 85
    grade_b_from: int = 70
    criterion_floor: int = 3
    fewest_judges: int = 3
    disagreement_above: Fraction = Fraction(1)
    middle: Middle = Middle.MEDIAN

    def __post_init__(self) -> None:
        if set(self.weights) != set(Criterion):
            raise ValueError("a rubric weighs each of the six criteria")
        if sum(self.weights.values()) != 100 or min(self.weights.values()) < 0:
            raise ValueError("the weights are not negative and add up to 100")
        if not 0 <= self.improve_from <= self.accepted_from <= 100:
            raise ValueError("the thresholds rise from improve to accepted within 0 to 100")
        if not 0 <= self.grade_b_from <= self.grade_a_from <= 100:
            raise ValueError("the grades rise from B to A within 0 to 100")
        if not LOWEST <= self.criterion_floor <= HIGHEST:
            raise ValueError("the floor of a criterion lies on the scale 1 to 5")
        if self.fewest_judges < 1 or self.disagreement_above < 0:
            raise ValueError("at least one judge, and a disagreement that is not negative")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One judge's row: every criterion a whole number from 1 to 5.

    Raises ValueError for a missing criterion or a score off the scale.
    """

    judge: str
    scores: Mapping[Criterion, int] = field(hash=False)

    def __post_init__(self) -> None:
        if not self.judge.strip():
            raise ValueError("Kartu nilai tanpa nama juri. Isi nama jurinya.")
        for criterion in Criterion:
            if criterion not in self.scores:
                raise ValueError(f"{self.judge}: nilai {WORDS[criterion]} belum diisi.")
            score = self.scores[criterion]
            if type(score) is not int or not LOWEST <= score <= HIGHEST:
                raise ValueError(
                    f"{self.judge}: nilai {WORDS[criterion]} harus bilangan bulat 1 sampai 5, "
                    f"bukan {score!r}."
                )


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One condition that must hold whatever the score: business exists, NIB, halal, permit, label
    9/9, no contradiction, days to expiry. ``words`` says it in Indonesian."""

    code: str
    words: str
    is_passed: bool


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What the judges together think of one criterion; ``middle`` is on the 1–5 scale."""

    criterion: Criterion
    middle: Fraction
    weight: int
    lowest: int
    highest: int
    variance: Fraction
    is_below_floor: bool
    is_disputed: bool
    words: str

    @property
    def dispute(self) -> str:
        """For the chair, not for the maker: how far apart the judges are; '' when they agree."""
        if not self.is_disputed:
            return ""
        return f"Juri berbeda jauh (dari {self.lowest} sampai {self.highest}): bahas di sidang."

    @property
    def points(self) -> Fraction:
        """Share of the hundred: a middle of x is x/5 of the weight."""
        return self.weight * self.middle / HIGHEST


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with everything that led to it. ``score`` is exact; show ``shown_score``."""

    verdict: Verdict
    grade: Grade
    score: Fraction
    results: tuple[CriterionResult, ...]
    failed_gates: tuple[GateCheck, ...]
    reasons: tuple[str, ...]
    judge_count: int

    @property
    def disputed(self) -> tuple[CriterionResult, ...]:
        """Criteria the chair should look at: the judges are far apart."""
        return tuple(result for result in self.results if result.is_disputed)

    @property
    def shown_score(self) -> str:
        """One decimal, rounded down, with an Indonesian comma (``69,9``): a score short of a
        threshold is never shown as having reached it."""
        return _in_words(self.score)


def judge(
    scorecards: Sequence[Scorecard], *, rubric: Rubric, gates: Sequence[GateCheck] = ()
) -> Judgement:
    """Bring the scorecards to one verdict.

    Per criterion the median (or trimmed mean) of the judges, on 1–5. The scale becomes percent by
    **x / 5 × 100**: 3 is 60, 5 is 100, and the lowest possible total is 20. The score is the sum of
    those percents by weight.

    Accepted: score ≥ 70 and no criterion below 3, all gates passed. Improve: 55 up to 70, or ≥ 70
    with a criterion below 3 or a gate that is not passed (the maker can still mend that). Not yet:
    below 55. Grade: A from 85, B from 70, else C; only an accepted product may carry A or B.

    Raises ValueError for fewer judges than the rubric asks, or a judge twice.
    """
    names = [" ".join(card.judge.casefold().split()) for card in scorecards]
    if len(set(names)) != len(names):
        raise ValueError("Ada juri yang menilai dua kali. Sisakan satu kartu nilai per juri.")
    if len(scorecards) < rubric.fewest_judges:
        raise ValueError(
            f"Baru {len(scorecards)} juri yang menilai, perlu paling sedikit "
            f"{rubric.fewest_judges}. Tunggu juri lain."
        )
    results = tuple(_result(criterion, scorecards, rubric) for criterion in Criterion)
    score = sum((result.points for result in results), Fraction(0))
    failed = tuple(gate for gate in gates if not gate.is_passed)
    verdict = _verdict(score, results, failed, rubric)
    return Judgement(
        verdict=verdict,
        grade=_grade(score, verdict, rubric),
        score=score,
        results=results,
        failed_gates=failed,
        reasons=tuple(_reasons(score, results, failed, verdict, rubric)),
        judge_count=len(scorecards),
    )


def middle_of(scores: Sequence[int], how: Middle) -> Fraction:
    """Median, or the mean after one lowest and one highest are left out (three scores or more).

    Raises ValueError without scores.
    """
    if not scores:
        raise ValueError("no scores, no middle")
    ordered = sorted(scores)
    if how is Middle.TRIMMED_MEAN:
        kept = ordered[1:-1] if len(ordered) >= 3 else ordered
        return Fraction(sum(kept), len(kept))
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[half])
    return Fraction(ordered[half - 1] + ordered[half], 2)


def variance_of(scores: Sequence[int]) -> Fraction:
    """The sample variance (n − 1), exact; 0 for one score. Its root is never taken: SD > 1 is
    asked as variance > 1²."""
    if len(scores) < 2:
        return Fraction(0)
    mean = Fraction(sum(scores), len(scores))
    return sum(((score - mean) ** 2 for score in scores), Fraction(0)) / (len(scores) - 1)


def _result(
    criterion: Criterion, scorecards: Sequence[Scorecard], rubric: Rubric
) -> CriterionResult:
    scores = [card.scores[criterion] for card in scorecards]
    middle = middle_of(scores, rubric.middle)
    variance = variance_of(scores)
    is_below = middle < rubric.criterion_floor
    is_disputed = variance > rubric.disagreement_above**2
    words = f"{WORDS[criterion]} {_in_words(middle)} dari {HIGHEST}"
    if is_below:
        words += f", di bawah batas {rubric.criterion_floor}: {ADVICE[criterion]}."
    elif middle < HIGHEST - 1:
        words += f", masih bisa naik: {ADVICE[criterion]}."
    else:
        words += ", sudah kuat."
    return CriterionResult(
        criterion=criterion,
        middle=middle,
        weight=rubric.weights[criterion],
        lowest=min(scores),
        highest=max(scores),
        variance=variance,
        is_below_floor=is_below,
        is_disputed=is_disputed,
        words=words,
    )


def _verdict(
    score: Fraction,
    results: Sequence[CriterionResult],
    failed: Sequence[GateCheck],
    rubric: Rubric,
) -> Verdict:
    if score < rubric.improve_from:
        return Verdict.NOT_YET
    if score < rubric.accepted_from or failed or any(r.is_below_floor for r in results):
        return Verdict.IMPROVE
    return Verdict.ACCEPTED


def _grade(score: Fraction, verdict: Verdict, rubric: Rubric) -> Grade:
    if verdict is not Verdict.ACCEPTED or score < rubric.grade_b_from:
        return Grade.C
    return Grade.A if score >= rubric.grade_a_from else Grade.B


def _reasons(
    score: Fraction,
    results: Sequence[CriterionResult],
    failed: Sequence[GateCheck],
    verdict: Verdict,
    rubric: Rubric,
) -> list[str]:
    """The verdict in one sentence, then the gates, then what is weakest and weighs most first."""
    below = [result for result in results if result.is_below_floor]
    number = _in_words(score)
    if verdict is Verdict.ACCEPTED:
        first = f"Lolos: nilai {number} dari 100, batasnya {rubric.accepted_from}."
    elif verdict is Verdict.NOT_YET:
        first = f"Belum lolos: nilai {number} dari 100, di bawah {rubric.improve_from}."
    elif score < rubric.accepted_from:
        first = f"Perbaikan: nilai {number} dari 100, belum mencapai {rubric.accepted_from}."
    elif below:
        named = ", ".join(WORDS[result.criterion] for result in below)
        first = f"Perbaikan: nilai {number} dari 100 cukup, tetapi {named} di bawah batas."
    else:
        first = f"Perbaikan: nilai {number} dari 100 cukup, tetapi ada syarat yang belum terpenuhi."
    gates = [f"Syarat belum terpenuhi: {gate.words}" for gate in failed]
    by_loss = sorted(results, key=lambda r: (not r.is_below_floor, r.points - r.weight))
    return [first, *gates, *(result.words for result in by_loss)]


def _in_words(number: Fraction) -> str:
    """One decimal with a comma, none when whole. Rounded down, so that what is written never
    reaches a threshold the number itself missed."""
    tenths = number * 10 // 1
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)
