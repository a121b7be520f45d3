"""The paper both sides sign: composed once, written down in one canonical way, and hashed.

What is signed is this text with all its words, not a reference to a template: a later version of
the program cannot change what somebody agreed to. The PDF is only how it is laid out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from gandeng.kernel.money import Money

from .clauses import FIRST, SECOND, Terms, clauses_of
from .terms import Prices
from .words import day_in_figures, day_in_words

VERSION = 1
TITLES = {
    True: ("PERJANJIAN KERJA SAMA", "KONSINYASI (TITIP JUAL)"),
    False: ("PERJANJIAN KERJA SAMA", "JUAL BELI PUTUS"),
}
CONSENT = (
    "Saya telah membaca seluruh isi perjanjian ini, berwenang menandatanganinya, dan "
    "menyetujuinya. Saya mengerti bahwa ini tanda tangan elektronik tidak tersertifikasi yang sah "
    "dan mengikat."
)


@dataclass(frozen=True, slots=True)
class Party:
    """One side as the paper names it. ``identifiers`` are (label, value), personal ones masked."""

    name: str
    kind: str
    signatory: str
    title: str
    address: str
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Goods:
    """One product of the annex with its frozen prices."""

    code: str
    name: str
    size: str
    shelf_life_days: int | None
    prices: Prices
    quantity: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the paper says."""

    number: str
    programme: str
    office: str
    regency: str
    drawn_up_on: date
    maker: Party
    buyer: Party
    outlets: tuple[tuple[str, str], ...]
    terms: Terms
    goods: tuple[Goods, ...]
    note: str
    stamp_duty: Money


def compose(facts: Facts) -> dict[str, Any]:
    """The document as plain data: strings, whole numbers and lists only."""
    terms = facts.terms
    clauses = clauses_of(
        terms, regency=facts.regency, office=facts.office, stamp_duty=facts.stamp_duty
    )
    return {
        "version": VERSION,
        "number": facts.number,
        "title": list(TITLES[terms.is_consignment]),
        "programme": facts.programme,
        "office": facts.office,
        "regency": facts.regency,
        "drawn_up_on": facts.drawn_up_on.isoformat(),
        "place_and_day": f"{facts.regency}, {day_in_figures(facts.drawn_up_on)}",
        "opening": (
            f"Pada hari ini, {day_in_words(facts.drawn_up_on)}, di {facts.regency}, "
            "yang bertanda tangan di bawah ini:"
        ),
        "parties": [_party(FIRST, facts.maker), _party(SECOND, facts.buyer)],
        "recitals": [
            f"{FIRST} dan {SECOND} secara bersama-sama disebut PARA PIHAK.",
            "PARA PIHAK sepakat mengikatkan diri berdasarkan asas saling membutuhkan, mempercayai, "
            "memperkuat, dan menguntungkan, dengan ketentuan sebagai berikut.",
        ],
        "clauses": [
            {"title": clause.title, "paragraphs": list(clause.paragraphs)} for clause in clauses
        ],
        "closing": (
            "Demikian perjanjian ini dibuat dengan sadar dan tanpa paksaan, dan ditandatangani "
            "oleh PARA PIHAK."
        ),
        "consent": CONSENT,
        "outlets": [{"name": name, "address": address} for name, address in facts.outlets],
        "goods": [
            {
                "code": goods.code,
                "name": goods.name,
                "size": goods.size,
                "shelf_life_days": goods.shelf_life_days,
                "consignment_price_rupiah": goods.prices.consignment.rupiah,
                "shelf_price_rupiah": goods.prices.shelf.rupiah,
                "margin_rupiah": goods.prices.margin.rupiah,
                "quantity_per_period": goods.quantity,
            }
            for goods in facts.goods
        ],
        "note": facts.note,
        "terms": {
            "scheme": "consignment" if terms.is_consignment else "outright",
            "margin_basis_points": terms.margin_rate.basis_points,
            "margin_basis": terms.margin_basis,
            "cycle": terms.cycle,
            "due_days": terms.due_days,
            "unsold_buyer_basis_points": terms.unsold_buyer_rate.basis_points,
            "expired_buyer_basis_points": terms.expired_buyer_rate.basis_points,
            "damaged_buyer_basis_points": terms.damaged_buyer_rate.basis_points,
            "lost_buyer_basis_points": terms.lost_buyer_rate.basis_points,
            "starts_on": terms.starts_on.isoformat(),
            "last_day": terms.last_day.isoformat(),
        },
    }


def _party(role: str, party: Party) -> dict[str, Any]:
    return {
        "role": role,
        "name": party.name,
        "kind": party.kind,
        "signatory": party.signatory,
        "title": party.title,
        "address": party.address,
        "identifiers": [[label, value] for label, value in party.identifiers],
    }


def canonical_text(document: dict[str, Any]) -> str:
    """One text for one document: keys sorted, no spaces, UTF-8 as it is, a line end at the end. So
    ``sha256sum`` on the downloaded file gives the hash that was signed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def digest_of(text: str) -> str:
    """The SHA-256 of a canonical text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
