"""Scores and gates become a verdict with reasons; a verdict can be opened again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, record_many
from gandeng.curation.core.scoring import Judgement, Verdict
from gandeng.curation.models import Assessment, Round, Submission
from gandeng.curation.queries import Gate, gates_for, judgement_of, rubric_of
from gandeng.curation.states import FLOW, State
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import may, require
from gandeng.people.models import Person

MOVES = {
    Verdict.ACCEPTED: "accept",
    Verdict.IMPROVE: "send_back",
    Verdict.NOT_YET: "decline",
}


def decide(submission: Submission, *, by: Person, at: datetime) -> Submission:
    """Compute the verdict by the rubric of the round's day and the certificates of today, and keep
    it with its reasons.

    Refuses: ``too_few_judges``, ``wrong_state``.
    """
    require(by, "curation.decide", submission)
    rubric = rubric_of(submission.programme_id, on=submission.round.held_on)
    gates = gates_for([submission.product], on=clock.day_of(at))[submission.product_id]
    try:
        judgement = judgement_of(submission.assessments.order_by("pk"), rubric=rubric, gates=gates)
    except ValueError as problem:
        raise Refusal("too_few_judges", str(problem)) from problem
    return advance(
        submission,
        MOVES[judgement.verdict],
        by=by,
        at=at,
        **_outcome(judgement, gates, at),
    )


@transaction.atomic
def decide_many(sitting: Round, *, by: Person, at: datetime) -> list[Submission]:
    """Decide all of a round that enough judges have seen, in few queries. Those decided; what waits
    for judges, or is the decider's own, stays as it is. Raises NotAllowed when nothing may be
    decided by this person."""
    require(by, "curation.decide", sitting)
    waiting = list(
        sitting.submissions.filter(state=State.SUBMITTED)
        .select_related("product__maker", "round")
        .prefetch_related("assessments")
        .order_by("pk")
    )
    waiting = [submission for submission in waiting if may(by, "curation.decide", submission)]
    rubric = rubric_of(sitting.programme_id, on=sitting.held_on)
    ready = [
        submission
        for submission in waiting
        if len(_judges(submission.assessments.all())) >= rubric.fewest_judges
    ]
    gates = gates_for([submission.product for submission in ready], on=clock.day_of(at))
    by_move: dict[str, list[Submission]] = {move: [] for move in MOVES.values()}
    fields: set[str] = set()
    for submission in ready:
        held = gates[submission.product_id]
        assessments = sorted(submission.assessments.all(), key=lambda assessment: assessment.pk)
        judgement = judgement_of(assessments, rubric=rubric, gates=held)
        move = MOVES[judgement.verdict]
        outcome = _outcome(judgement, held, at)
        for name, value in outcome.items():
            setattr(submission, name, value)
        submission.state = FLOW[move].target
        fields |= set(outcome)
        by_move[move].append(submission)
    if fields:
        Submission.objects.bulk_update(ready, ["state", *sorted(fields)], batch_size=500)
    for move, submissions in by_move.items():
        record_many(submissions, move, by=by, at=at)
    return ready


def reopen(submission: Submission, reason: str, *, by: Person, at: datetime) -> Submission:
    """Let new scores or new evidence count. The verdict that was stays in the history. Refuses:
    ``reason_missing``, ``wrong_state``."""
    require(by, "curation.decide", submission)
    if not reason.strip():
        raise Refusal("reason_missing", _("Tulis mengapa dibuka kembali."), field="reason")
    return advance(
        submission,
        "reopen",
        by=by,
        at=at,
        note=reason.strip()[:300],
        score=None,
        grade="",
        reasons=[],
        gates=[],
        is_disputed=False,
        decided_at=None,
    )


def _judges(assessments: Iterable[Assessment]) -> set[str]:
    return {assessment.judge_name.casefold() for assessment in assessments}


def _outcome(judgement: Judgement, gates: Iterable[Gate], at: datetime) -> dict[str, Any]:
    return {
        # hundredths of a point, rounded down like what is shown: never past a threshold it missed
        "score": int(judgement.score * 100),
        "grade": str(judgement.grade),
        "reasons": list(judgement.reasons),
        "gates": [gate.plain() for gate in gates],
        "is_disputed": bool(judgement.disputed),
        "decided_at": at,
    }
