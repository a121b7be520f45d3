"""Whether what was shown carries a product on a day, and what asks for a look.

Three things are kept apart. An **error** (a number that cannot be read, a day that cannot be, a
product the permit is not for) does not carry. A **look** (a number that is odd beside its product)
carries and is marked until somebody has checked it. A **hint** (an expiry day derived from the
number, a confirmation that is due) carries and is only said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .numbers.reading import Kind, Problem, Severity
from .status import Standing, Status

# What a person may read without having to go and look.
HINTS = frozenset(
    {"expiry_from_number", "expiry_from_issue", "confirm_unchanged", "prefix_missing"}
)


@dataclass(frozen=True, slots=True)
class Proof:
    """How one needed (or shown) kind stands on a day.

    ``until`` is the last day it carries (None: no end, or nothing known); ``certificate_id`` names
    the certificate it rests on, None where there is none.
    """

    kind: Kind
    status: Status
    carries: bool
    until: date | None = None
    reasons: tuple[Problem, ...] = ()
    confirm_from: date | None = None
    certificate_id: int | None = None

    @property
    def looks(self) -> tuple[Problem, ...]:
        """The reasons that are not hints."""
        return tuple(reason for reason in self.reasons if reason.code not in HINTS)


def proof_of(
    kind: Kind,
    standing: Standing,
    contradictions: Iterable[Problem] = (),
    *,
    is_checked: bool = False,
    certificate_id: int | None = None,
) -> Proof:
    """Bring a standing and the contradictions with the product together.

    ``is_checked``: somebody found it at its issuer; that answers every look, but no error.
    """
    found = (*standing.reasons, *contradictions)
    has_error = any(problem.severity is Severity.ERROR for problem in found)
    has_look = any(
        problem.severity is Severity.WARNING and problem.code not in HINTS for problem in found
    )
    status = standing.status
    if standing.is_in_force and (has_error or (has_look and not is_checked)):
        status = Status.DOUBTFUL
    if is_checked and not has_error and standing.is_in_force:
        found = tuple(problem for problem in found if problem.code in HINTS)
    return Proof(
        kind=kind,
        status=status,
        carries=standing.is_in_force and not has_error,
        until=standing.holds_until,
        reasons=found,
        confirm_from=standing.confirm_from,
        certificate_id=certificate_id,
    )


def missing(kind: Kind) -> Proof:
    """Nothing was shown."""
    return Proof(kind, Status.MISSING, carries=False)


_RANK = {Status.VALID: 0, Status.LAPSES_SOON: 1, Status.DOUBTFUL: 2, Status.LAPSED: 3}


def best_of(kind: Kind, proofs: Iterable[Proof]) -> Proof:
    """The proof a product rests on: one that carries before one that does not, the one without end
    or with the latest last day first, then the better status, then the newer."""

    def order(proof: Proof) -> tuple[bool, date, int, int]:
        until = proof.until or (date.max if proof.carries else date.min)
        return (
            proof.carries,
            until,
            -_RANK.get(proof.status, len(_RANK)),
            proof.certificate_id or 0,
        )

    return max(proofs, key=order, default=missing(kind))


def last_day_carried(proofs: Iterable[Proof], *, on: date) -> date | None:
    """The last day on which all of these carry; None when there is no end. A day before ``on`` says
    that they do not carry now."""
    last: date | None = None
    for proof in proofs:
        day = proof.until
        if not proof.carries:
            yesterday = on - timedelta(days=1)
            day = min(day, yesterday) if day else yesterday
        if day is not None and (last is None or day < last):
            last = day
    return last
