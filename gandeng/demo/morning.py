"""What happened this morning, so that everybody in the demo finds something waiting."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from gandeng.agreements.actions import draft_agreement, offer_agreement
from gandeng.agreements.models import Agreement
from gandeng.agreements.states import Scheme
from gandeng.kernel import clock
from gandeng.kernel.money import Money, Rate
from gandeng.people.models import Person
from gandeng.trade.consignment import actions as consignment
from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.orders import actions as orders
from gandeng.trade.settlement import actions as settlement
from gandeng.trade.settlement.models import Statement
from gandeng.trade.settlement.states import Method

from .cast import Company
from .life import Deal, at_hour


def this_morning(
    deals: Sequence[Deal], company: Company, officer: Person, until: datetime, rng: random.Random
) -> None:
    """Deliveries on the road, a return and a payment to confirm, an offer to sign, an objection."""
    star = deals[0]
    today = clock.day_of(until)
    # before anybody came, if the demo is built in the small hours
    at = min(until, at_hour(today, 8))

    def key() -> str:
        return UUID(int=rng.getrandbits(128)).hex

    of = {
        (agreement.maker_id, agreement.buyer_id): agreement
        for agreement in Agreement.objects.select_related("maker", "buyer")
    }
    for deal in deals[:3]:
        agreement = of[deal.maker.pk, deal.buyer.pk]
        life = [
            (line, max(3, line.product.shelf_life_days or 180)) for line in agreement.lines.all()
        ]
        packed = [
            (line, f"{today:%y%m%d}", today + timedelta(days=days - 1), 24) for line, days in life
        ]
        owner = company.owner(deal.maker, at=at)
        delivery = consignment.prepare_delivery(
            agreement, deal.outlet, packed, by=owner, at=at, key=key(), driver_name="Ujang"
        )
        consignment.send_delivery(delivery, by=owner, at=at)
    _return_some(of[star.maker.pk, star.buyer.pk], star, company, at, key())
    _pay_one(star, company, at, key())
    _offer_two(deals, officer, at)
    _order_one(deals, star, of, company, at, key())
    _object_to_one(star, company, at)


def _return_some(
    agreement: Agreement, deal: Deal, company: Company, at: datetime, key: str
) -> None:
    """The shop sends back what does not sell."""
    lying = (
        Account.objects.filter(agreement=agreement, kind=Kind.SHELF, balance__gte=2)
        .select_related("line", "lot")
        .order_by("pk")
        .last()
    )
    if lying is not None and lying.line is not None and lying.lot is not None:
        consignment.announce_return(
            agreement,
            deal.outlet,
            [(lying.line, lying.lot, 2)],
            by=company.manager(deal.buyer, at=at),
            at=at,
            key=key,
            note="Kemasannya penyok, belum rusak",
        )


def _pay_one(star: Deal, company: Company, at: datetime, key: str) -> None:
    """Somebody pays the star maker; the money has to be confirmed."""
    owed = (
        Statement.objects.filter(
            agreement__maker=star.maker, state="agreed", payments__isnull=True, net__gt=0
        )
        .select_related("agreement__buyer")
        .order_by("pk")
        .first()
    )
    if owed is not None:
        settlement.record_payment(
            owed,
            amount=Money(owed.net.rupiah),
            method=Method.TRANSFER,
            reference="TRF241126001",
            paid_on=clock.day_of(at),
            key=key,
            by=company.manager(owed.agreement.buyer, at=at),
            at=at,
        )


def _offer_two(deals: Sequence[Deal], officer: Person, at: datetime) -> None:
    """One promise for the star maker to sign, one for the star shop's manager."""
    star = deals[0]
    taken = {(deal.maker.pk, deal.buyer.pk) for deal in deals}
    today = clock.day_of(at)
    new_buyer = next(d for d in deals if (star.maker.pk, d.buyer.pk) not in taken)
    new_maker = next(d for d in deals if (d.maker.pk, star.buyer.pk) not in taken)
    for maker, products, buyer, outlet in (
        (star.maker, star.products, new_buyer.buyer, new_buyer.outlet),
        (new_maker.maker, new_maker.products, star.buyer, star.outlet),
    ):
        agreement = draft_agreement(
            maker.programme,
            maker,
            buyer,
            lines=[(product, None, None, 30) for product in products],
            outlets=[outlet],
            margin_rate=Rate(1500),
            starts_on=today,
            ends_on=today + timedelta(days=365),
            by=officer,
            at=at,
        )
        offer_agreement(agreement, by=officer, at=at)


def _order_one(
    deals: Sequence[Deal],
    star: Deal,
    of: dict[tuple[int, int], Agreement],
    company: Company,
    at: datetime,
    key: str,
) -> None:
    """A hotel orders from the star maker."""
    for deal in deals:
        if deal.scheme == Scheme.OUTRIGHT and deal.maker == star.maker:
            agreement = of[deal.maker.pk, deal.buyer.pk]
            orders.place_order(
                agreement,
                deal.outlet,
                {line.pk: line.product.minimum_order * 2 for line in agreement.lines.all()},
                key=key,
                by=company.manager(deal.buyer, at=at),
                at=at,
                wanted_on=clock.day_of(at) + timedelta(days=10),
            )
            return


def _object_to_one(star: Deal, company: Company, at: datetime) -> None:
    """A maker disagrees with a statement; the office has to bring both together."""
    drawn = (
        Statement.objects.filter(state="drawn_up")
        .exclude(agreement__maker=star.maker)
        .select_related("agreement__maker")
        .order_by("-pk")
        .first()
    )
    if drawn is not None:
        settlement.object_to_statement(
            drawn,
            reason="Menurut catatan kami terjual 4 bungkus lebih banyak dari rekap ini.",
            by=company.owner(drawn.agreement.maker, at=at),
            at=at,
        )
