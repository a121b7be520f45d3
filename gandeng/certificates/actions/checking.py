"""Somebody looks a certificate up at its issuer: no register can be asked by machine."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.audit.actions import advance, record
from gandeng.certificates.models import Certificate, Check
from gandeng.certificates.queries import surroundings_of
from gandeng.certificates.states import State
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person

from .examining import examine_all


@transaction.atomic
def verify_certificate(
    certificate: Certificate,
    *,
    found: bool,
    by: Person,
    at: datetime,
    place: str = "",
    note: str = "",
) -> Check:
    """Note who looked where and what they found. Found makes it verified, which answers what was
    odd about it; not found is only noted: rejecting is a verb of its own.

    Refuses ``place_missing``, and ``wrong_state`` for one that was refused.
    """
    require(by, "certificates.verify_certificate", certificate)
    if not place.strip():
        raise Refusal(
            "place_missing",
            _("Tulis di mana diperiksa, misalnya sppirt.pom.go.id atau halal.go.id."),
            field="place",
        )
    if certificate.state == State.REJECTED:
        raise Refusal("wrong_state", _("Sertifikat ini ditolak. Buka kembali dulu."))
    check = Check.objects.create(
        programme_id=certificate.programme_id,
        certificate=certificate,
        by=by,
        at=at,
        found=found,
        place=place.strip()[:120],
        note=note.strip()[:250],
    )
    words = f"{check.place}. {check.note}".strip(" .")
    if found and certificate.state == State.RECORDED:
        draft = copy(certificate)
        draft.state = State.VERIFIED
        examine_all([draft], surroundings_of([draft.maker_id], on=clock.day_of(at)), at)
        advance(
            certificate,
            "verify",
            by=by,
            at=at,
            note=words,
            problems=draft.problems,
            doubt=draft.doubt,
        )
    else:
        verb = "verify_certificate" if found else "look_in_vain"
        record(certificate, verb, by=by, at=at, note=words)
    return check


def reject_certificate(
    certificate: Certificate, reason: str, *, by: Person, at: datetime
) -> Certificate:
    """It does not count any more, for a reason the maker can read. Refuses ``reason_missing``."""
    require(by, "certificates.reject_certificate", certificate)
    if not reason.strip():
        raise Refusal("reason_missing", _("Tulis alasan penolakannya."), field="reason")
    return advance(certificate, "reject", by=by, at=at, note=reason.strip()[:300])


@transaction.atomic
def reopen_certificate(certificate: Certificate, *, by: Person, at: datetime) -> Certificate:
    """Let one that was refused count again, as if nobody had looked."""
    require(by, "certificates.reject_certificate", certificate)
    advance(certificate, "reopen", by=by, at=at)
    examine_all([certificate], surroundings_of([certificate.maker_id], on=clock.day_of(at)), at)
    certificate.save(update_fields=["problems", "doubt", "holds_until", "confirm_from"])
    return certificate
