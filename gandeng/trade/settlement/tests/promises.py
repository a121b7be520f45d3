"""A small promise to test with: one maker, one shop, two products, moved by the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gandeng.agreements.models import Agreement
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.organisations.models import Outlet, Seat
from gandeng.organisations.samples import a_buyer, a_maker, an_outlet
from gandeng.people.models import Person
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer
from gandeng.trade.ledger.actions import Move, Spot, post
from gandeng.trade.ledger.models import Kind, Lot
from gandeng.trade.ledger.samples import on_shelf

NOW = datetime(2026, 11, 24, 3, tzinfo=clock.JAKARTA)
BEGAN = date(2026, 10, 1)


@dataclass
class World:
    agreement: Agreement
    shop: Outlet
    owner: Person
    manager: Person
    officer: Person
    lots: dict[int, Lot]
    number: int = 0

    @property
    def lines(self):
        return list(self.agreement.lines.order_by("pk"))

    def move(self, index: int, source: str, target: str, amount: int, on: date) -> None:
        line = self.lines[index]
        lot = self.lots[line.pk]

        def spot(kind: str) -> Spot:
            return Spot(kind, line, lot, self.shop if kind != Kind.MAKER_STOCK else None)

        self.number += 1
        move = Move(credit=spot(source), debit=spot(target), amount=amount)
        post(self.agreement, f"test/{self.agreement.pk}/{self.number}", [move], on=on, at=NOW)


def a_world(**terms) -> World:
    maker = a_maker(name="Dapur Sari")
    buyer = a_buyer(maker.programme, "Kopkar Bakti")
    shop = an_outlet(buyer, "Toko Bakti")
    goods = [
        a_product(maker, "Keripik", shelf_price=Money(15_000)),
        a_product(maker, "Dodol", shelf_price=Money(9_999), consignment_price=Money(7_000)),
    ]
    began = clock.start_of(BEGAN) + timedelta(hours=9)
    agreement = an_agreement(maker, buyer, [shop], goods, at=began, **terms)
    lots = {line.pk: on_shelf(line, shop, 20, on=BEGAN, at=NOW) for line in agreement.lines.all()}
    return World(
        agreement,
        shop,
        signer_of(maker, Seat.Role.OWNER),
        signer_of(buyer, Seat.Role.MANAGER),
        an_officer(maker.programme),
        lots,
    )
