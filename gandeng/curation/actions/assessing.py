"""A judge gives six scores, or a workbook brings them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import record, record_many, snapshot
from gandeng.curation.core.scoring import WORDS, Criterion, Scorecard
from gandeng.curation.models import Assessment, Submission
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.organisations.rules import seats_of
from gandeng.people.models import Person


@transaction.atomic
def assess(
    submission: Submission,
    judge_name: str,
    scores: Mapping[str, int],
    *,
    by: Person,
    at: datetime,
    note: str = "",
    judge: Person | None = None,
) -> Assessment:
    """Put down a judge's six scores, whole numbers from 1 to 5 by ``Criterion``. Until the verdict
    the same judge may change them. ``judge`` is the person when it is one who signs in.

    Refuses: ``decided``, ``judge_missing``, ``score_wrong``, ``own_product`` when the judge named
    owns the maker.
    """
    require(by, "curation.assess", submission)
    if judge is not None and submission.maker_id in seats_of(judge).owned:
        raise Refusal("own_product", _("Juri tidak boleh menilai produk usahanya sendiri."))
    name = _judge(judge_name)
    values = _checked(submission, name, scores) | {"note": note.strip()[:300]}
    known = _of_judge(submission, name, judge)
    if known:
        return _change(known, values, by=by, at=at)
    assessment = Assessment.objects.create(
        programme_id=submission.programme_id,
        submission=submission,
        judge_name=name,
        judge=judge,
        created_at=at,
        **values,
    )
    record(assessment, "assess", by=by, at=at, after=values)
    return assessment


@transaction.atomic
def assess_many(
    rows: Sequence[Mapping[str, Any]], *, by: Person, at: datetime
) -> list[Assessment | Refusal]:
    """A workbook's rows at once. Each holds ``submission`` (with product and maker loaded),
    ``judge_name``, ``scores`` and may hold ``note``. What differs from what was there is changed
    (and traced as one by one), what is equal stays. In the rows' order, the assessment or why not.
    """
    submissions = {row["submission"].pk: row["submission"] for row in rows}
    for submission in submissions.values():
        require(by, "curation.assess", submission)
    known = {
        (assessment.submission_id, _fold(assessment.judge_name)): assessment
        for assessment in Assessment.objects.filter(submission_id__in=submissions)
    }
    new: list[Assessment] = []
    answers: list[Assessment | Refusal] = []
    for row in rows:
        submission = row["submission"]
        try:
            name = _judge(str(row["judge_name"]))
            assessment = known.get((submission.pk, _fold(name)))
            note = str(row.get("note") or "").strip()[:300]
            values = {"note": note} | {str(key): value for key, value in row["scores"].items()}
            if assessment and all(getattr(assessment, key) == values[key] for key in values):
                answers.append(assessment)
                continue
            values = _checked(submission, name, row["scores"]) | {"note": note}
        except Refusal as refusal:
            answers.append(refusal)
            continue
        if assessment is None:
            assessment = Assessment(
                programme_id=submission.programme_id,
                submission=submission,
                judge_name=name,
                created_at=at,
                **values,
            )
            known[submission.pk, _fold(name)] = assessment
            new.append(assessment)
        elif assessment.pk is None:
            answers.append(Refusal("twice", _("Juri ini sudah menilai sampel ini di atas.")))
            continue
        else:
            _change(assessment, values, by=by, at=at)
        answers.append(assessment)
    Assessment.objects.bulk_create(new, batch_size=500)
    record_many(new, "assess", by=by, at=at)
    return answers


def _change(
    assessment: Assessment, values: dict[str, Any], *, by: Person, at: datetime
) -> Assessment:
    """What differs is changed, in one trace; nothing is traced where nothing differs."""
    names = [name for name in values if getattr(assessment, name) != values[name]]
    if names:
        before = snapshot(assessment, names)
        for name in names:
            setattr(assessment, name, values[name])
        assessment.save(update_fields=names)
        after = snapshot(assessment, names)
        record(assessment, "assess", by=by, at=at, before=before, after=after)
    return assessment


def _judge(name: str) -> str:
    tidy = " ".join(name.split())[:100]
    if not tidy:
        raise Refusal("judge_missing", _("Tulis nama jurinya."), field="judge_name")
    return tidy


def _fold(name: str) -> str:
    return name.casefold()


def _of_judge(submission: Submission, name: str, judge: Person | None) -> Assessment | None:
    """The judge's row: by the person, else by the name in whatever capitals."""
    for assessment in submission.assessments.all():
        if judge is not None and assessment.judge_id == judge.pk:
            return assessment
        if _fold(assessment.judge_name) == _fold(name):
            if judge is not None and assessment.judge_id not in (None, judge.pk):
                raise Refusal("name_taken", _("Juri lain dengan nama itu sudah menilai."))
            return assessment
    return None


def _checked(submission: Submission, name: str, scores: Mapping[str, int]) -> dict[str, Any]:
    if submission.is_decided:
        raise Refusal(
            "decided", _("Ajuan ini sudah diputuskan. Buka kembali dulu untuk mengubah nilai.")
        )
    for criterion in Criterion:
        score = scores.get(criterion)
        if type(score) is not int or not 1 <= score <= 5:
            raise Refusal(
                "score_wrong",
                _("Nilai %(what)s harus bilangan bulat 1 sampai 5.") % {"what": WORDS[criterion]},
                field=str(criterion),
            )
    Scorecard(name, {criterion: scores[criterion] for criterion in Criterion})
    return {str(criterion): scores[criterion] for criterion in Criterion}
