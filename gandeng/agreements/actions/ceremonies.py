"""The hour of signing: a numbered batch, names on glass or on paper, a witness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.core.document import digest_of
from gandeng.agreements.models import Agreement, Ceremony, CeremonyEntry, Scan, Signature
from gandeng.agreements.states import CeremonyState, Side, SignatureMethod, State
from gandeng.audit.actions import advance, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.meetings.models import Day
from gandeng.people.models import Person
from gandeng.programmes.models import Programme

from .offering import offer_agreement

MOST_STROKES = 200
MOST_POINTS = 6_000
# a dot or a slip of the finger is no signature
LEAST_POINTS = 8


@transaction.atomic
def open_ceremony(
    programme: Programme,
    name: str,
    held_at: datetime,
    *,
    day: Day | None = None,
    place: str = "",
    witness_name: str = "",
    witness_title: str = "",
    by: Person,
    at: datetime,
    key: str | None = None,
) -> Ceremony:
    """Plan an hour of signing; the same ``key`` twice plans once. Refuses: ``name_missing``."""
    ceremony = Ceremony(
        programme=programme,
        day=day,
        name=name.strip()[:120],
        held_at=held_at,
        place=place.strip()[:150],
        witness_name=witness_name.strip()[:150],
        witness_title=witness_title.strip()[:150],
        created_at=at,
        key=key,
    )
    require(by, "agreements.hold_ceremony", ceremony)
    if key and (done := Ceremony.objects.filter(programme=programme, key=key).first()):
        return done
    if not ceremony.name:
        raise Refusal("name_missing", _("Tulis nama acaranya."), field="name")
    ceremony.save()
    record(ceremony, "open_ceremony", by=by, at=at, after={"name": ceremony.name})
    return ceremony


@transaction.atomic
def enter_agreements(
    ceremony: Ceremony, agreements: Iterable[Agreement], *, by: Person, at: datetime
) -> int:
    """Put drafts and offers into the batch, behind those already there, in the order given. Those
    that are in a batch already are left where they are. How many were entered.

    Refuses: ``ceremony_closed``, ``other_programme``, ``not_to_be_signed``.
    """
    require(by, "agreements.hold_ceremony", ceremony)
    _lock_open(ceremony)
    chosen = list(agreements)
    if any(one.programme_id != ceremony.programme_id for one in chosen):
        raise Refusal("other_programme", _("Perjanjian itu bukan milik program ini."))
    if any(one.state not in {State.DRAFT, State.OFFERED} for one in chosen):
        raise Refusal(
            "not_to_be_signed",
            _("Hanya konsep dan yang ditawarkan yang bisa dimasukkan ke penandatanganan."),
        )
    taken = set(
        CeremonyEntry.objects.filter(agreement__in=chosen).values_list("agreement_id", flat=True)
    )
    last = ceremony.entries.aggregate(last=Max("position"))["last"] or 0
    fresh = [one for one in chosen if one.pk not in taken]
    CeremonyEntry.objects.bulk_create(
        [
            CeremonyEntry(
                programme_id=ceremony.programme_id,
                ceremony=ceremony,
                agreement=one,
                position=last + place,
            )
            for place, one in enumerate(fresh, start=1)
        ]
    )
    if fresh:
        record(ceremony, "enter_agreements", by=by, at=at, after={"count": len(fresh)})
    return len(fresh)


def offer_all(
    ceremony: Ceremony, *, by: Person, at: datetime
) -> tuple[int, list[tuple[Agreement, str]]]:
    """Number and offer every draft of the batch, in its order, so that numbers follow places. What
    was refused comes back with the sentence. Refuses: ``ceremony_closed``."""
    require(by, "agreements.hold_ceremony", ceremony)
    _refuse_closed(ceremony)
    offered, refused = 0, []
    entries = ceremony.entries.filter(agreement__state=State.DRAFT).order_by("position")
    for entry in entries.select_related("agreement__maker", "agreement__buyer"):
        try:
            offer_agreement(entry.agreement, by=by, at=at)
            offered += 1
        except Refusal as refusal:
            refused.append((entry.agreement, str(refusal)))
    record(ceremony, "offer_all", by=by, at=at, after={"offered": offered})
    return offered, refused


@transaction.atomic
def sign_on_glass(
    agreement: Agreement,
    side: str,
    *,
    name: str,
    title: str = "",
    ink: Sequence[Sequence[Sequence[float]]],
    document_hash: str,
    by: Person,
    at: datetime,
    address: str | None = None,
    agent: str = "",
) -> Signature:
    """One side's authorised person writes their name on the office's screen, before an officer.

    ``ink`` is a list of strokes, each a list of [x, y] in thousandths of the pad's width. Like a
    signature with an account this is an uncertified electronic signature (UU ITE, PP 71/2019
    art. 59-60); the officer who recorded it answers for who held the pen.

    Refuses: ``no_ink``, ``name_missing``, ``wrong_state``, ``document_changed``,
    ``document_damaged``, ``side_signed``.
    """
    require(by, "agreements.record_signature", agreement)
    strokes = _clean_ink(ink)
    stored = _lock_offered(agreement, document_hash)
    signature = _write(
        stored,
        side,
        SignatureMethod.GLASS,
        name=name,
        title=title,
        ink=strokes,
        by=by,
        at=at,
        address=address,
        agent=agent,
    )
    record(
        agreement,
        "sign_on_glass",
        by=by,
        at=at,
        after={"side": side, "name": signature.name, "document_hash": stored.document_hash},
    )
    _seal_if_both(agreement, stored, by=by, at=at)
    return signature


@transaction.atomic
def sign_on_paper(
    agreement: Agreement,
    *,
    maker_name: str,
    buyer_name: str,
    maker_title: str = "",
    buyer_title: str = "",
    by: Person,
    at: datetime,
) -> Agreement:
    """An officer has the paper with the missing signatures before them, and its scan is here.

    Refuses: ``scan_missing``, ``name_missing``, ``wrong_state``, ``document_damaged``.
    """
    require(by, "agreements.record_signature", agreement)
    if not Scan.objects.filter(agreement=agreement).exists():
        raise Refusal("scan_missing", _("Unggah dulu pindaian kertas yang sudah ditandatangani."))
    stored = _lock_offered(agreement, agreement.document_hash)
    there = {one.side for one in _signatures(stored)}
    named = {Side.MAKER: (maker_name, maker_title), Side.BUYER: (buyer_name, buyer_title)}
    for side, (name, title) in named.items():
        if side not in there:
            _write(stored, side, SignatureMethod.PAPER, name=name, title=title, by=by, at=at)
    after = {"maker": maker_name, "buyer": buyer_name, "document_hash": stored.document_hash}
    record(agreement, "sign_on_paper", by=by, at=at, after=after)
    _seal_if_both(agreement, stored, by=by, at=at)
    return agreement


def close_ceremony(
    ceremony: Ceremony, *, witness_name: str, witness_title: str = "", by: Person, at: datetime
) -> Ceremony:
    """The signing is over; who saw it is noted. Refuses: ``witness_missing``, ``wrong_state``."""
    require(by, "agreements.hold_ceremony", ceremony)
    if not witness_name.strip():
        raise Refusal("witness_missing", _("Tulis siapa yang menyaksikan."), field="witness_name")
    return advance(
        ceremony,
        "close",
        by=by,
        at=at,
        closed_at=at,
        witness_name=witness_name.strip()[:150],
        witness_title=witness_title.strip()[:150],
    )


def reopen_ceremony(ceremony: Ceremony, *, by: Person, at: datetime) -> Ceremony:
    """Take up a closed signing again. Refuses: ``wrong_state``."""
    require(by, "agreements.hold_ceremony", ceremony)
    return advance(ceremony, "reopen", by=by, at=at, closed_at=None)


def _refuse_closed(ceremony: Ceremony) -> None:
    if ceremony.state != CeremonyState.OPEN:
        raise Refusal(
            "ceremony_closed", _("Penandatanganan ini sudah ditutup. Buka lagi kalau perlu.")
        )


def _lock_open(ceremony: Ceremony) -> None:
    locked = Ceremony.objects.select_for_update(of=("self",)).get(pk=ceremony.pk)
    _refuse_closed(locked)


def _signatures(stored: Agreement) -> list[Signature]:
    return list(Signature.objects.filter(agreement=stored, document_hash=stored.document_hash))


def _lock_offered(agreement: Agreement, shown_hash: str) -> Agreement:
    stored = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if stored.state != State.OFFERED:
        raise Refusal("wrong_state", _("Perjanjian ini tidak sedang ditawarkan."))
    if shown_hash != stored.document_hash:
        raise Refusal(
            "document_changed",
            _("Naskah sudah berubah sejak Anda membukanya. Baca lagi sebelum menandatangani."),
        )
    if digest_of(stored.document_text) != stored.document_hash:
        raise Refusal(
            "document_damaged",
            _("Naskah tidak cocok dengan sidiknya. Tarik penawaran ini dan buat naskah baru."),
        )
    return stored


def _write(
    stored: Agreement,
    side: str,
    method: SignatureMethod,
    *,
    name: str,
    by: Person,
    at: datetime,
    title: str = "",
    **details: Any,
) -> Signature:
    if not name.strip():
        raise Refusal("name_missing", _("Tulis nama lengkap yang menandatangani."), field="name")
    if any(one.side == side for one in _signatures(stored)):
        raise Refusal("side_signed", _("Pihak ini sudah menandatangani."))
    details["agent"] = details.get("agent", "")[:200]
    return Signature.objects.create(
        programme_id=stored.programme_id,
        agreement=stored,
        side=Side(side),
        method=method,
        recorded_by=by,
        name=name.strip()[:150],
        title=title.strip()[:100],
        document_hash=stored.document_hash,
        signed_at=at,
        **details,
    )


def _seal_if_both(agreement: Agreement, stored: Agreement, *, by: Person, at: datetime) -> None:
    agreement.state = stored.state
    if {one.side for one in _signatures(stored)} == set(Side):
        advance(agreement, "seal", by=by, at=at, signed_at=at)


def _clean_ink(ink: Sequence[Sequence[Sequence[float]]]) -> list[list[list[int]]]:
    """The strokes as whole thousandths. Refuses: ``no_ink``."""
    refusal = Refusal("no_ink", _("Tulis tanda tangan di kotaknya dulu."), field="ink")
    try:
        strokes = [[[round(x), round(y)] for x, y in stroke] for stroke in ink][:MOST_STROKES]
    except (TypeError, ValueError, OverflowError) as error:
        raise refusal from error
    points = [point for stroke in strokes for point in stroke]
    if not LEAST_POINTS <= len(points) <= MOST_POINTS:
        raise refusal
    if any(not (-50 <= x <= 1_050 and -50 <= y <= 1_050) for x, y in points):
        raise refusal
    return [stroke for stroke in strokes if stroke]
