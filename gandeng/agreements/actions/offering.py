"""A draft becomes a paper, is offered, taken back, declined; a signed agreement ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.agreements import queries
from gandeng.agreements.core.document import canonical_text, compose, digest_of
from gandeng.agreements.core.numbers import agreement_number
from gandeng.agreements.models import Agreement
from gandeng.agreements.states import State
from gandeng.audit.actions import advance
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person
from gandeng.programmes.models import Programme


@transaction.atomic
def offer_agreement(agreement: Agreement, *, by: Person, at: datetime) -> Agreement:
    """Freeze a draft into a numbered paper that both sides can read and sign.

    A number is given once: a paper that was taken back and offered again keeps it.
    Refuses: ``wrong_state``, ``no_lines``, ``no_outlets``.
    """
    require(by, "agreements.offer_agreement", agreement)
    lines = list(agreement.lines.select_related("product").order_by("pk"))
    outlets = list(agreement.outlets.order_by("name", "pk"))
    if not lines:
        raise Refusal("no_lines", _("Pilih sekurangnya satu produk sebelum menawarkan."))
    if not outlets:
        raise Refusal("no_outlets", _("Pilih sekurangnya satu toko sebelum menawarkan."))
    # one numbering at a time; SQLite's write transactions queue by themselves
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("regency")
        .get(pk=agreement.programme_id)
    )
    values: dict[str, Any] = {}
    if not agreement.number:
        serial = queries.next_serial(programme, at)
        number = agreement_number(serial, programme.regency.name, clock.day_of(at))
        values = {"number": number, "serial": serial}
        agreement.number = number
    facts = queries.facts_of(agreement, programme, lines, outlets, at=at)
    text = canonical_text(compose(facts))
    # beside the move, so that the trace keeps the hash and not the whole paper
    agreement.document_text = text
    Agreement.objects.filter(pk=agreement.pk, state=State.DRAFT).update(document_text=text)
    return advance(
        agreement,
        "offer",
        by=by,
        at=at,
        document_hash=digest_of(text),
        offered_at=at,
        **values,
    )


@transaction.atomic
def revise_agreement(agreement: Agreement, *, by: Person, at: datetime, reason: str = "") -> None:
    """Take an offer back to change it. Signatures on the old paper count for nothing any more."""
    require(by, "agreements.revise_agreement", agreement)
    advance(agreement, "revise", by=by, at=at, note=reason, document_hash="", offered_at=None)


def decline_agreement(agreement: Agreement, *, by: Person, at: datetime, reason: str) -> Agreement:
    """One of the parties says no. Refuses: ``reason_missing``, ``wrong_state``."""
    require(by, "agreements.decline_agreement", agreement)
    reason = _reason(reason)
    return advance(agreement, "decline", by=by, at=at, note=reason, end_reason=reason)


def end_agreement(agreement: Agreement, *, by: Person, at: datetime, reason: str) -> Agreement:
    """End a signed agreement. Goods on the shelf and money owed are still settled under it.

    Refuses: ``reason_missing``, ``wrong_state``.
    """
    require(by, "agreements.end_agreement", agreement)
    reason = _reason(reason)
    return advance(agreement, "end", by=by, at=at, note=reason, ended_at=at, end_reason=reason)


def _reason(text: str) -> str:
    text = text.strip()[:300]
    if not text:
        raise Refusal("reason_missing", _("Tulis alasannya dengan singkat."), field="reason")
    return text
