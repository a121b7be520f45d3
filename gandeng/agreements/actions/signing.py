"""Each side's authorised person accepts the frozen paper; the second acceptance seals it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gandeng.agreements.core.document import digest_of
from gandeng.agreements.models import Agreement, Signature
from gandeng.agreements.states import Side, State
from gandeng.audit.actions import advance, record
from gandeng.kernel.errors import Refusal
from gandeng.kernel.permissions import require
from gandeng.people.models import Person


@transaction.atomic
def sign_agreement(
    agreement: Agreement,
    side: str,
    *,
    by: Person,
    at: datetime,
    name: str,
    title: str = "",
    address: str | None = None,
    agent: str = "",
    document_hash: str = "",
) -> Signature:
    """Accept the paper for one side: an uncertified electronic signature (UU ITE, PP 71/2019
    art. 59–60). ``document_hash`` is what the person was shown (the loaded agreement's, if not
    said); ``address`` and ``agent`` are where they signed from.

    The second side's acceptance seals the agreement. Signing the same paper again as the same
    person changes nothing.

    Refuses: ``wrong_state``, ``document_changed``, ``document_damaged``, ``name_missing``,
    ``side_signed``, ``signs_for_both``.
    """
    require(by, f"agreements.sign_for_{Side(side).value}", agreement)
    shown = document_hash or agreement.document_hash
    stored = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    signatures = list(
        Signature.objects.filter(agreement=stored, document_hash=stored.document_hash)
    )
    mine = next((one for one in signatures if one.side == side), None)
    if mine is not None and mine.person_id == by.pk and mine.document_hash == shown:
        return mine
    if stored.state != State.OFFERED:
        raise Refusal("wrong_state", _("Perjanjian ini tidak sedang ditawarkan."))
    if shown != stored.document_hash:
        raise Refusal(
            "document_changed",
            _("Naskah sudah berubah sejak Anda membukanya. Baca lagi sebelum menandatangani."),
        )
    if digest_of(stored.document_text) != stored.document_hash:
        raise Refusal(
            "document_damaged",
            _("Naskah tidak cocok dengan sidiknya. Tarik penawaran ini dan buat naskah baru."),
        )
    if mine is not None:
        raise Refusal("side_signed", _("Pihak ini sudah menandatangani."))
    if any(one.person_id == by.pk for one in signatures):
        raise Refusal(
            "signs_for_both", _("Satu orang tidak boleh menandatangani untuk kedua pihak.")
        )
    if not name.strip():
        raise Refusal("name_missing", _("Tulis nama lengkap Anda."), field="name")
    signature = Signature.objects.create(
        programme_id=stored.programme_id,
        agreement=agreement,
        side=side,
        person=by,
        name=name.strip()[:150],
        title=title.strip()[:100],
        document_hash=stored.document_hash,
        signed_at=at,
        address=address,
        agent=agent[:200],
    )
    after = {
        "side": side,
        "name": signature.name,
        "title": signature.title,
        "document_hash": signature.document_hash,
    }
    record(agreement, "sign_agreement", by=by, at=at, after=after)
    agreement.state = stored.state
    if signatures:
        advance(agreement, "seal", by=by, at=at, signed_at=at)
    return signature
