"""What an examination leaves on the certificate, so that lists can be filtered by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from gandeng.certificates.core.numbers import Problem, Reading, Severity
from gandeng.certificates.core.proof import Proof
from gandeng.certificates.models import Certificate
from gandeng.certificates.queries import Surroundings, examine, surroundings_of
from gandeng.certificates.states import Doubt
from gandeng.kernel import clock
from gandeng.programmes.models import Programme

FOUND = (
    "normal_number",
    "producer_serial",
    "problems",
    "holds_until",
    "confirm_from",
    "doubt",
)


def put_down(certificate: Certificate, reading: Reading, proof: Proof, at: datetime) -> None:
    """Set what was found on the instance; saving is the caller's."""
    serial = reading.parts.get("producer_serial", "")
    certificate.normal_number = reading.normal
    certificate.producer_serial = "" if serial == "0000" else serial
    certificate.problems = [_plain(problem) for problem in proof.reasons]
    certificate.holds_until = proof.until
    if reading.has("old_mui") and certificate.holds_until is None:
        # These were limited and are over, though nobody wrote down the day.
        certificate.holds_until = clock.day_of(at) - timedelta(days=1)
    certificate.confirm_from = proof.confirm_from
    certificate.doubt = doubt_in(proof)


def doubt_in(proof: Proof) -> Doubt:
    """Whether somebody has to look, or something is wrong."""
    if any(problem.severity is Severity.ERROR for problem in proof.reasons):
        return Doubt.ERROR
    return Doubt.LOOK if proof.looks else Doubt.NONE


def examine_all(certificates: Iterable[Certificate], around: Surroundings, at: datetime) -> None:
    """Examine instances whose ``product`` is loaded. No queries."""
    for certificate in certificates:
        reading, proof = examine(
            certificate,
            certificate.product,
            around.measures[certificate.programme_id],
            other_serials=around.others_of(certificate),
            maker_regency=around.regencies.get(certificate.maker_id, ""),
        )
        put_down(certificate, reading, proof, at)


@transaction.atomic
def reexamine(programme: Programme, *, at: datetime) -> int:
    """Look at all of a programme's certificates again: products and parameters change, days pass.
    Nothing is decided, so nothing is traced. How many were found to be otherwise than noted."""
    certificates = list(
        Certificate.objects.filter(programme=programme).select_related("product").order_by("pk")
    )
    around = surroundings_of(
        {certificate.maker_id for certificate in certificates}, on=clock.day_of(at)
    )
    changed = []
    for certificate in certificates:
        before = [getattr(certificate, name) for name in FOUND]
        examine_all([certificate], around, at)
        if before != [getattr(certificate, name) for name in FOUND]:
            changed.append(certificate)
    Certificate.objects.bulk_update(changed, FOUND, batch_size=500)
    return len(changed)


def _plain(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
    }
