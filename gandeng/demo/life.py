"""What one agreement lives through, told as a generator of instants: it acts, then says when it
wants to act again. The story lets the earliest of all act next, so that the book of traces is in
order of time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from gandeng.agreements.actions import draft_agreement, offer_agreement, sign_agreement
from gandeng.agreements.models import Agreement, Line
from gandeng.agreements.states import Cause, Cycle, MarginBasis, Scheme, Side
from gandeng.kernel import clock
from gandeng.kernel.money import Money, Rate
from gandeng.organisations.models import Organisation, Outlet
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.trade.consignment import actions as consignment
from gandeng.trade.consignment.states import ShortReason
from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.orders import actions as orders
from gandeng.trade.orders.models import Order
from gandeng.trade.settlement import actions as settlement
from gandeng.trade.settlement.models import Invoice, Statement
from gandeng.trade.settlement.states import Method

from .cast import Company

if TYPE_CHECKING:
    from .days import PastDay

Life = Iterator[datetime]
CYCLE_DAYS = {Cycle.WEEKLY: 7, Cycle.FORTNIGHTLY: 14, Cycle.THREE_WEEKS: 21, Cycle.MONTHLY: 28}


class Teller(Protocol):
    """Whoever lives a life: the story sets ``now`` before each step and takes up what ``later``
    holds beside it."""

    now: datetime
    until: datetime
    later: list[tuple[datetime, Life]]

    def live(self) -> Life: ...


@dataclass
class Deal:
    """Two parties, some products, and how they behave."""

    maker: Organisation
    buyer: Organisation
    outlet: Outlet
    products: Sequence[Product]
    signed_on: date
    scheme: str = Scheme.CONSIGNMENT
    cycle: str = Cycle.FORTNIGHTLY
    margin: Rate = field(default_factory=lambda: Rate(1500))
    basis: str = MarginBasis.SELLING_PRICE
    first_delivery_days: int | None = 5  # None: nothing was ever delivered
    counts_missed: float = 0.1
    pays_late_days: int = 0
    never_pays: bool = False
    objects_at: int | None = None  # which statement the maker objects to
    expired_lot: bool = False
    uncounted_days: int = 0  # nobody counted in these last days
    leaves_statement_open: bool = False
    leaves_payment_open: bool = False
    met_at: PastDay | None = None  # promised at a table of this day, signed there that afternoon


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant in Jakarta."""
    return clock.start_of(day) + timedelta(hours=hour, minutes=minute)


class Telling:
    """One deal as it unfolds. Remembers what lies on the shelf, so it need not ask."""

    def __init__(self, deal: Deal, company: Company, officer: Person, seed: int) -> None:
        self.deal, self.company, self.officer = deal, company, officer
        self.rng = random.Random(seed)
        self.shelf: dict[int, int] = {}
        self.pace: dict[int, float] = {}
        self.lines: list[Line] = []
        self.agreement: Agreement
        self.first_lot: dict[int, str] = {}
        self.later = []

    # -------------------------------------------------------------- the whole life

    def live(self) -> Life:
        deal = self.deal
        if deal.met_at is not None:
            yield at_hour(deal.signed_on, 17)
            self.agreement = deal.met_at.agreements[deal.maker.pk, deal.buyer.pk]
            deal.cycle = self.agreement.cycle
            self.take_up()
        else:
            yield at_hour(deal.signed_on - timedelta(days=self.rng.randint(1, 6)), 9)
            draft_on = clock.day_of(self.now)
            yield at_hour(draft_on, 9, self.rng.randint(0, 50))
            self.draft()
            yield at_hour(deal.signed_on, 10, self.rng.randint(0, 59))
            self.sign()
        if deal.first_delivery_days is None:
            return
        first_on = deal.signed_on + timedelta(days=deal.first_delivery_days)
        if deal.scheme == Scheme.OUTRIGHT:
            yield from self.buy_outright(first_on)
        else:
            yield from self.consign(first_on)

    def key(self) -> str:
        return UUID(int=self.rng.getrandbits(128)).hex

    @property
    def owner(self) -> Person:
        return self.company.owner(self.deal.maker, at=self.now)

    @property
    def manager(self) -> Person:
        return self.company.manager(self.deal.buyer, at=self.now)

    @property
    def clerk(self) -> Person:
        return self.company.clerk(self.deal.outlet, at=self.now)

    # -------------------------------------------------------------- the promise

    def draft(self) -> None:
        deal = self.deal
        self.agreement = draft_agreement(
            deal.maker.programme,
            deal.maker,
            deal.buyer,
            scheme=deal.scheme,
            lines=[
                (product, None, None, self.rng.choice([20, 24, 30, 40, 60]))
                for product in deal.products
            ],
            outlets=[deal.outlet],
            margin_rate=deal.margin,
            margin_basis=deal.basis,
            cycle=deal.cycle,
            due_days=self.rng.choice([3, 7, 7, 14]),
            starts_on=deal.signed_on,
            ends_on=deal.signed_on + timedelta(days=365),
            by=self.officer,
            at=self.now,
        )
        offer_agreement(self.agreement, by=self.officer, at=self.now)

    def sign(self) -> None:
        for side, person, title in (
            (Side.MAKER, self.owner, "Pemilik"),
            (Side.BUYER, self.manager, "Manajer toko"),
        ):
            sign_agreement(
                self.agreement, side, by=person, at=self.now, name=person.name, title=title
            )
        self.take_up()

    def take_up(self) -> None:
        """What was signed, and how fast each of it will sell."""
        self.agreement.refresh_from_db()
        self.lines = list(self.agreement.lines.select_related("product").order_by("pk"))
        self.pace = {line.pk: self.rng.uniform(0.5, 3.2) for line in self.lines}

    # -------------------------------------------------------------- titip jual

    def consign(self, first_on: date) -> Life:
        deal, rng = self.deal, self.rng
        yield at_hour(first_on, 8)
        yield from self.deliver()
        day = clock.day_of(self.now)
        cycle = timedelta(days=CYCLE_DAYS[Cycle(deal.cycle)])
        next_statement = max(deal.signed_on + cycle, day + timedelta(days=7))
        statements = 0
        while True:
            day += timedelta(days=7)
            yield at_hour(max(day, clock.day_of(self.now)), 15, rng.randint(0, 55))
            rests_from = clock.day_of(self.until) - timedelta(days=deal.uncounted_days)
            if deal.uncounted_days and day > rests_from:
                return
            states_now = day >= next_statement
            if states_now or rng.random() >= deal.counts_missed:
                self.count()
                if deal.expired_lot and statements == 1:
                    self.expire()
                    deal.expired_lot = False
            if states_now and any(self.shelf.values()):
                # the morning after the count, so that the day of the count is inside the period
                yield at_hour(day + timedelta(days=1), 9, rng.randint(0, 50))
                next_statement = day + cycle
                statements += 1
                yield from self.state(statements)
            if sum(self.shelf.values()) < 12 * len(self.lines):
                yield at_hour(max(day, clock.day_of(self.now)) + timedelta(days=1), 10)
                yield from self.deliver()

    def deliver(self) -> Life:
        rng, deal = self.rng, self.deal
        on = clock.day_of(self.now)
        packed = []
        for line in self.lines:
            # a day's batch of a product has one best-before day, whichever shop it goes to
            code, best_before = f"{on:%y%m%d}", on + timedelta(days=_shelf_life(line.product) - 1)
            if deal.expired_lot and line.pk not in self.first_lot:
                code, best_before = f"{code}-{deal.outlet.pk}", on + timedelta(days=18)
            self.first_lot.setdefault(line.pk, code)
            wanted = rng.choice([24, 30, 36, 40]) - self.shelf.get(line.pk, 0) // 2
            packed.append((line, code, best_before, max(10, wanted)))
        delivery = consignment.prepare_delivery(
            self.agreement,
            deal.outlet,
            packed,
            by=self.owner,
            at=self.now,
            key=self.key(),
            driver_name=rng.choice(["Ujang", "Asep", "Dadang", "Neneng", "Sendiri"]),
        )
        consignment.send_delivery(delivery, by=self.owner, at=self.now + timedelta(minutes=40))
        yield at_hour(on + timedelta(days=rng.choice([0, 0, 0, 1])), rng.randint(11, 14))
        differing: dict[int, tuple[int, str]] = {}
        rows = list(delivery.lines.order_by("pk"))
        if rng.random() < 0.12:
            row = rng.choice(rows)
            reason = rng.choice([ShortReason.BROKEN, ShortReason.SHORT])
            differing[row.pk] = (row.sent_quantity - rng.randint(1, 4), reason)
        consignment.receive_delivery(delivery, differing, by=self.clerk, at=self.now)
        for row in rows:
            arrived = differing.get(row.pk, (row.sent_quantity, ""))[0]
            self.shelf[row.line_id] = self.shelf.get(row.line_id, 0) + arrived

    def count(self) -> None:
        left = {}
        for line in self.lines:
            there = self.shelf.get(line.pk, 0)
            if not there:
                continue
            sold = min(there, round(self.rng.gauss(7 * self.pace[line.pk], 2.5)))
            left[line.pk] = there - max(0, sold)
        if not left:
            return
        consignment.count_shelf(
            self.deal.outlet,
            left,
            key=self.key(),
            on=clock.day_of(self.now),
            by=self.clerk,
            at=self.now,
        )
        self.shelf.update(left)

    def expire(self) -> None:
        """What is left of the first lot has passed its day: written off, the maker bears it."""
        accounts = Account.objects.filter(
            agreement=self.agreement,
            kind=Kind.SHELF,
            balance__gt=0,
            lot__best_before_on__lt=clock.day_of(self.now),
        ).select_related("lot", "line__product")
        for account in accounts.order_by("pk"):
            assert account.line is not None  # an account of a shelf names both
            assert account.lot is not None
            consignment.write_off(
                self.deal.outlet,
                account.line,
                account.lot,
                Cause.EXPIRED,
                account.balance,
                key=self.key(),
                by=self.clerk,
                at=self.now,
                note="Lewat tanggal di rak",
            )
            self.shelf[account.line.pk] -= account.balance

    # -------------------------------------------------------------- rekap and money

    def state(self, number: int) -> Life:
        deal, rng = self.deal, self.rng
        statement = settlement.draw_up_statement(
            self.agreement, ends_on=clock.day_of(self.now), by=self.manager, at=self.now
        )
        open_days = timedelta(days=CYCLE_DAYS[Cycle(deal.cycle)])
        is_last = clock.day_of(self.now) + open_days > clock.day_of(self.until)
        if deal.leaves_statement_open and is_last:
            return
        yield at_hour(clock.day_of(self.now) + timedelta(days=rng.randint(1, 2)), 19)
        if deal.objects_at == number:
            reason = "Titipan tanggal pertama kami hitung 2 bungkus lebih banyak dari rekap."
            settlement.object_to_statement(statement, reason=reason, by=self.owner, at=self.now)
            yield at_hour(clock.day_of(self.now) + timedelta(days=2), 11)
            line = self.lines[0]
            settlement.settle_objection(
                statement,
                adjustment=line.consignment_price * 2,
                reason="Dua bungkus ditemukan terjual tanpa tercatat; toko mengganti.",
                by=self.officer,
                at=self.now,
            )
        elif statement.net:
            settlement.agree_statement(statement, by=self.owner, at=self.now)
        yield from self.pay(statement, is_last=is_last)

    def pay(self, bill: Statement | Invoice, *, is_last: bool) -> Life:
        deal, rng = self.deal, self.rng
        bill.refresh_from_db()
        if not bill.net or deal.never_pays:
            return
        late = deal.pays_late_days + rng.randint(0, 4) if deal.pays_late_days else 0
        pay_on = bill.due_on - timedelta(days=rng.randint(0, 2)) + timedelta(days=late)
        pay_on = max(pay_on, clock.day_of(self.now))
        wait = at_hour(pay_on, 13, rng.randint(0, 59))
        self.later.append((wait, self._pay_then(bill, is_last)))
        yield from ()

    def _pay_then(self, bill: Statement | Invoice, is_last: bool) -> Life:
        deal, rng = self.deal, self.rng
        bill.refresh_from_db()
        method = Method.TRANSFER if rng.random() < 0.75 else Method.CASH
        payment = settlement.record_payment(
            bill,
            amount=Money(bill.net.rupiah),
            method=method,
            reference=f"TRF{rng.randint(10**8, 10**9)}" if method == Method.TRANSFER else "",
            paid_on=clock.day_of(self.now),
            key=self.key(),
            by=self.manager,
            at=self.now,
        )
        if deal.leaves_payment_open and is_last:
            return
        yield at_hour(clock.day_of(self.now) + timedelta(days=rng.randint(0, 2)), 20)
        settlement.confirm_payment(payment, by=self.owner, at=self.now)

    # -------------------------------------------------------------- beli putus

    def buy_outright(self, first_on: date) -> Life:
        rng = self.rng
        day = first_on
        while True:
            yield at_hour(day, 9, rng.randint(0, 50))
            if self.agreement.outcome is not None and day == first_on:
                # what was said at the table, word for word
                order = orders.order_from_outcome(
                    self.agreement.outcome, by=self.officer, at=self.now
                )
            else:
                order = self.order_again(day)
            yield at_hour(day + timedelta(days=1), 18)
            orders.confirm_order(order, by=self.owner, at=self.now)
            yield at_hour(day + timedelta(days=rng.randint(3, 6)), 8)
            on = clock.day_of(self.now)
            rows = order.lines.select_related("line__product").order_by("pk")
            lots = {
                row.pk: (
                    f"{on:%y%m%d}",
                    on + timedelta(days=_shelf_life(row.line.product) - 1),
                )
                for row in rows
            }
            orders.ship_order(order, lots, by=self.owner, at=self.now)
            yield at_hour(on, 13, rng.randint(0, 50))
            orders.receive_order(order, by=self.clerk, at=self.now)
            yield at_hour(on, 16)
            invoice = settlement.issue_invoice(order, by=self.owner, at=self.now)
            is_last = on + timedelta(days=28) > clock.day_of(self.until)
            yield from self.pay(invoice, is_last=is_last)
            day = on + timedelta(days=rng.randint(18, 26))

    def order_again(self, day: date) -> Order:
        rng = self.rng
        return orders.place_order(
            self.agreement,
            self.deal.outlet,
            {
                line.pk: line.product.minimum_order * rng.randint(1, 3) + rng.choice([0, 6])
                for line in self.lines
            },
            key=self.key(),
            by=self.manager,
            at=self.now,
            wanted_on=day + timedelta(days=7),
        )

    # set by the story before each step
    now: datetime
    until: datetime
    later: list[tuple[datetime, Life]]


def _shelf_life(product: Product) -> int:
    return max(3, product.shelf_life_days or 180)
