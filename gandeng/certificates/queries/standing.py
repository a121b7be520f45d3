"""What products can prove on a day, and until when that carries them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gandeng.certificates.core.numbers import Problem
from gandeng.certificates.core.proof import Proof, best_of, last_day_carried
from gandeng.certificates.core.status import Status
from gandeng.certificates.models import Certificate
from gandeng.certificates.states import (
    CORE_KINDS,
    KINDS_OF_CORE,
    OF_A_PRODUCT,
    STATUS_TONES,
    Kind,
    words_of,
)
from gandeng.products.models import Product

from .examining import Surroundings, examine, kinds_needed, surroundings_of


@dataclass(frozen=True)
class Held:
    """One kind of certificate of a product on a day, as pages and programs read it."""

    kind: Kind
    is_needed: bool
    proof: Proof
    certificate: Certificate | None

    @property
    def status(self) -> Status:
        return self.proof.status

    @property
    def carries(self) -> bool:
        """May the product rest on it today?"""
        return self.proof.carries

    @property
    def until(self) -> date | None:
        """The last day it holds; None: no end, or not known."""
        return self.proof.until

    @property
    def reasons(self) -> tuple[Problem, ...]:
        return self.proof.reasons

    @property
    def number(self) -> str:
        return self.certificate.shown_number if self.certificate else ""

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def words(self) -> str:
        return words_of(self.status, carries=self.carries)

    @property
    def tone(self) -> str:
        """For the badge: ok, warn, bad, quiet. What is needed and missing is bad."""
        if self.status == Status.MISSING and self.is_needed:
            return "bad"
        if self.status == Status.DOUBTFUL and not self.carries:
            return "bad"
        return STATUS_TONES[self.status]


def statuses_of(products: Iterable[Product], *, on: date) -> dict[int, dict[Kind, Held]]:
    """By product id: every needed kind (also when missing), then what else was shown.

    Five queries, however many products of one programme.
    """
    products = list(products)
    around = surroundings_of({product.maker_id for product in products}, on=on)
    own: dict[int, list[Certificate]] = defaultdict(list)
    shared: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in around.certificates:
        if certificate.product_id:
            own[certificate.product_id].append(certificate)
        elif certificate.kind not in OF_A_PRODUCT:
            shared[certificate.maker_id].append(certificate)
    return {
        product.pk: _held(product, [*own[product.pk], *shared[product.maker_id]], around)
        for product in products
    }


def status_of(product: Product, *, on: date) -> dict[Kind, Held]:
    """What one product can prove on a day."""
    return statuses_of([product], on=on)[product.pk]


def carried_until_of(products: Iterable[Product], *, on: date) -> dict[int, date | None]:
    """By product id: the last day on which everything needed carries; None when there is no end. A
    day before ``on`` says that it does not carry now."""
    return {pk: until_of(held, on=on) for pk, held in statuses_of(products, on=on).items()}


def carried_until(product: Product, *, on: date) -> date | None:
    """The same for one product."""
    return carried_until_of([product], on=on)[product.pk]


def until_of(held: Mapping[Kind, Held], *, on: date) -> date | None:
    """The last day of what ``statuses_of`` says of one product."""
    return last_day_carried((one.proof for one in held.values() if one.is_needed), on=on)


def examination_of(certificate: Certificate, *, on: date) -> Held:
    """One certificate by itself on a day, also one that was refused or renewed."""
    around = surroundings_of([certificate.maker_id], on=on)
    _reading, proof = examine(
        certificate,
        certificate.product,
        around.measures[certificate.programme_id],
        other_serials=around.others_of(certificate),
        maker_regency=around.regencies.get(certificate.maker_id, ""),
    )
    return Held(Kind(certificate.kind), False, proof, certificate)


def _held(
    product: Product, certificates: Iterable[Certificate], around: Surroundings
) -> dict[Kind, Held]:
    measures = around.measures[product.programme_id]
    proofs: dict[Kind, list[Proof]] = defaultdict(list)
    by_id = {}
    for certificate in certificates:
        by_id[certificate.pk] = certificate
        _reading, proof = examine(
            certificate,
            product,
            measures,
            other_serials=around.others_of(certificate),
            maker_regency=around.regencies.get(certificate.maker_id, ""),
        )
        proofs[KINDS_OF_CORE[proof.kind]].append(proof)
    needed = kinds_needed(product, measures)
    held = {}
    for kind in (*needed, *(kind for kind in Kind if kind in proofs and kind not in needed)):
        proof = best_of(CORE_KINDS[kind], proofs[kind])
        held[kind] = Held(kind, kind in needed, proof, by_id.get(proof.certificate_id or 0))
    return held
