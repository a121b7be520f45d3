"""What was offered, what the judges said, and what a verdict rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from gandeng.certificates.core.status import Status
from gandeng.certificates.queries import Held, statuses_of
from gandeng.certificates.states import Kind
from gandeng.organisations.models import Organisation
from gandeng.organisations.rules import seats_of
from gandeng.organisations.states import State as OrganisationState
from gandeng.parameters.queries import values_of
from gandeng.products.models import Product
from gandeng.programmes.models import Programme
from gandeng.programmes.rules import READERS, standing_of

from .core.scoring import Criterion, GateCheck, Judgement, Rubric, Scorecard, judge
from .models import Assessment, Round, Submission
from .states import State


def submissions_for(person: Any) -> QuerySet[Submission]:
    """The office its programme's, a mentor those of their districts' makers, an owner their own;
    the newest first."""
    standing = standing_of(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS)) | Q(
        product__maker_id__in=seats_of(person).owned
    )
    for programme_id, districts in standing.districts.items():
        seen |= Q(programme_id=programme_id, product__maker__district_id__in=districts)
    return (
        Submission.objects.filter(seen)
        .select_related("product", "product__maker", "round")
        .order_by("-pk")
    )


def rounds_for(person: Any) -> QuerySet[Round]:
    """The rounds a person has something to do with, the latest first, each with its counts."""
    standing = standing_of(person)
    mine = submissions_for(person)
    seen = Q(programme_id__in=standing.programmes_as(*READERS))
    if seats_of(person).owned or standing.districts:
        seen |= Q(pk__in=mine.order_by().values("round_id"))
    counted = Q(submissions__in=mine.order_by().values("pk"))
    return (
        Round.objects.filter(seen)
        .annotate(
            submitted_count=Count("submissions", filter=counted),
            accepted_count=Count(
                "submissions", filter=counted & Q(submissions__state=State.ACCEPTED)
            ),
            improve_count=Count(
                "submissions", filter=counted & Q(submissions__state=State.IMPROVE)
            ),
            not_yet_count=Count(
                "submissions", filter=counted & Q(submissions__state=State.NOT_YET)
            ),
        )
        .order_by("-held_on", "-pk")
    )


def counts_in(submissions: QuerySet[Submission]) -> dict[str, int]:
    """How many are in which state; those of no state that occurs are 0."""
    rows = submissions.order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(rows)


def disputed(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Where the judges were far apart: for the chair, the newest first."""
    return submissions.filter(is_disputed=True)


def accepted_products(programme: Programme | int) -> QuerySet[Product]:
    """Products whose latest decided submission was accepted."""
    latest: dict[int, str] = {}
    rows = (
        Submission.objects.filter(programme=programme)
        .exclude(state=State.SUBMITTED)
        .order_by("round__held_on", "pk")
        .values_list("product_id", "state")
    )
    for product_id, state in rows:
        latest[product_id] = state
    accepted = [pk for pk, state in latest.items() if state == State.ACCEPTED]
    return Product.objects.filter(pk__in=accepted).order_by("pk")


def latest_of(products: Iterable[Product | int]) -> dict[int, Submission]:
    """By product id, its submission to the latest round, with the round."""
    ids = [product.pk if isinstance(product, Product) else product for product in products]
    rows = (
        Submission.objects.filter(product_id__in=ids)
        .select_related("round")
        .order_by("round__held_on", "pk")
    )
    return {submission.product_id: submission for submission in rows}


def rubric_of(programme: Programme | int, *, on: date) -> Rubric:
    """The weights and thresholds in force on a day (a round's own day)."""
    weights = {criterion: f"curation_weight_{criterion}" for criterion in Criterion}
    values = values_of(
        *weights.values(),
        "curation_accept_from",
        "curation_improve_from",
        "curation_criterion_least",
        "curation_grade_a_from",
        "curation_grade_b_from",
        "curation_judges_least",
        on=on,
        programme=programme,
    )
    return Rubric(
        weights={criterion: values[key] for criterion, key in weights.items()},
        accepted_from=values["curation_accept_from"],
        improve_from=values["curation_improve_from"],
        criterion_floor=values["curation_criterion_least"],
        grade_a_from=values["curation_grade_a_from"],
        grade_b_from=values["curation_grade_b_from"],
        fewest_judges=values["curation_judges_least"],
    )


def upcoming_rounds(programme: Programme | int, *, on: date) -> QuerySet[Round]:
    """Rounds in which something may still be offered: held on that day or later, the next first."""
    return Round.objects.filter(programme=programme, held_on__gte=on).order_by("held_on", "pk")


def unjudged_by(person: Any, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """What waits for this judge's scores."""
    done = Assessment.objects.filter(judge=person).values("submission_id")
    return submissions.filter(state=State.SUBMITTED).exclude(pk__in=done)


def judge_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """By submission id, how many judges have seen it."""
    ids = [submission.pk for submission in submissions]
    rows = Assessment.objects.filter(submission_id__in=ids).values_list("submission_id")
    return dict.fromkeys(ids, 0) | dict(rows.order_by().annotate(count=Count("pk")))


@dataclass(frozen=True)
class Gate:
    """One condition beside the score. Those that do not stop are for somebody to look at."""

    code: str
    words: str
    is_passed: bool
    stops: bool

    def as_check(self) -> GateCheck:
        return GateCheck(self.code, self.words, self.is_passed)

    def plain(self) -> dict[str, Any]:
        """As it is kept with the verdict."""
        return {
            "code": self.code,
            "words": self.words,
            "is_passed": self.is_passed,
            "stops": self.stops,
        }


# Verdicts are kept in the language of the papers, whatever the decider's screen speaks.
@translation.override("id")
def gates_for(products: Sequence[Product], *, on: date) -> dict[int, list[Gate]]:
    """By product id: what has to hold on a day whatever the score. The certificates stop; the rest
    cannot be known from the office's workbooks and only asks for a look. Products come with their
    maker; six queries however many."""
    held = statuses_of(products, on=on)
    return {
        product.pk: [
            *(_certificate_gate(one) for one in held[product.pk].values() if one.is_needed),
            _business_gate(product.maker),
            _nib_gate(product.maker, held[product.pk]),
            _label_gate(product),
        ]
        for product in products
    }


def _certificate_gate(held: Held) -> Gate:
    words = f"{held.label} {held.words.lower()}"
    if held.status in {Status.LAPSED, Status.LAPSES_SOON} and held.until:
        words += f" ({held.until:%d-%m-%Y})"
    if not held.carries:
        errors = [reason.message for reason in held.reasons if reason.severity == "error"]
        words += ". " + (errors[0] if errors else _advice(held))
    return Gate(f"certificate_{held.kind}", words, held.carries, stops=True)


def _advice(held: Held) -> str:
    if held.status == Status.LAPSED:
        return _("Perpanjang, lalu catat sertifikat yang baru.")
    return _("Urus atau unggah sertifikatnya, lalu ajukan lagi.")


def _business_gate(maker: Organisation) -> Gate:
    is_verified = maker.state == OrganisationState.VERIFIED
    words = (
        _("Usaha sudah dikunjungi dan terverifikasi")
        if is_verified
        else _("Usaha belum diverifikasi: jadwalkan kunjungan lapangan")
    )
    return Gate("business", words, is_verified, stops=False)


def _nib_gate(maker: Organisation, held: dict[Kind, Held]) -> Gate:
    has_nib = bool(maker.nib) or (Kind.NIB in held and held[Kind.NIB].carries)
    words = _("NIB ada") if has_nib else _("NIB belum tercatat: isi dari oss.go.id")
    return Gate("nib", words, has_nib, stops=False)


def _label_gate(product: Product) -> Gate:
    lacking = [
        str(word)
        for word, is_there in (
            (_("komposisi"), product.composition or not product.is_food),
            (_("isi bersih"), product.size_amount),
            (_("masa simpan"), product.shelf_life_days or not product.is_food),
        )
        if not is_there
    ]
    words = (
        _("Isi label belum tercatat: %(what)s") % {"what": ", ".join(lacking)}
        if lacking
        else _("Isi label yang tercatat lengkap")
    )
    return Gate("label", words, not lacking, stops=False)


def scorecards_of(assessments: Iterable[Assessment]) -> list[Scorecard]:
    """The judges' rows as the core wants them."""
    return [
        Scorecard(
            assessment.judge_name,
            {criterion: getattr(assessment, criterion) for criterion in Criterion},
        )
        for assessment in assessments
    ]


def judgement_of(
    assessments: Iterable[Assessment], *, rubric: Rubric, gates: Iterable[Gate] = ()
) -> Judgement:
    """What the judges' rows come to. Raises ValueError with too few judges."""
    checks = [gate.as_check() for gate in gates if gate.stops]
    return judge(scorecards_of(assessments), rubric=rubric, gates=checks)
