"""The whole demo in order of time: the office's register, then twelve weeks of life up to today."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.db import transaction

from gandeng.agreements.states import Cycle, MarginBasis, Scheme
from gandeng.catalogue.actions import refresh_shown_until
from gandeng.catalogue.models import Listing
from gandeng.catalogue.queries import listings_open_on
from gandeng.kernel import clock
from gandeng.kernel.money import Rate
from gandeng.organisations.actions import open_outlet
from gandeng.organisations.models import Organisation, Outlet, Seat
from gandeng.organisations.states import Kind
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.programmes.models import Programme

from .cast import Company
from .days import ComingDay, PastDay, TodaysDay
from .days.gathering import Gathering, Goods
from .life import Deal, Life, Teller, Telling, at_hour
from .morning import this_morning
from .office import build_office

SEED = 3215
WEEKS = 12
# how long ago the last meeting day was, and when the next will be
PAST_DAYS, COMING_DAYS = 63, 6
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
G = TypeVar("G", bound=Gathering)


@transaction.atomic
def tell(*, until: datetime, say: Callable[[str], object]) -> Programme:
    """Build the demo, ending at ``until``. All or nothing: a killed build leaves an empty house."""
    today = clock.day_of(until)
    began_on = today - timedelta(weeks=WEEKS)
    rng = random.Random(SEED)
    say("register: workbooks, doubles, verdicts, catalogue …")
    programme, officer = build_office(at=at_hour(began_on - timedelta(days=10), 9), today=today)
    say("twelve weeks: agreements, deliveries, counts, statements, payments …")
    company = Company(officer)
    goods = _products_by_maker(programme, today)

    def gathering(kind: type[G], days: int) -> G:
        held_on = today + timedelta(days=days)
        return kind(programme, company, officer, goods, held_on=held_on, seed=SEED * 10 + days)

    past = gathering(PastDay, -PAST_DAYS)
    coming, running = gathering(ComingDay, COMING_DAYS), gathering(TodaysDay, 0)
    deals = _deals(programme, officer, company, past, goods, began_on, rng)
    tellers: list[Teller] = [past, coming, running]
    tellers += [
        Telling(deal, company, officer, seed=SEED * 1000 + number)
        for number, deal in enumerate(deals)
    ]
    past.begin(deals)
    _invite_the_cast(coming, running, deals, goods)
    live_out([(one, one.live()) for one in tellers], until)
    this_morning(deals, company, officer, until, rng)
    say("today: a meeting day is running …")
    live_out([(running, running.go_on())], until)
    # listings made at the beginning carry the law of that day; today's is what counts
    refresh_shown_until(programme, at=until)
    return programme


def live_out(lives: Iterable[tuple[Teller, Life]], until: datetime) -> None:
    """Let the earliest of all lives act next, until now."""
    waiting: list[tuple[datetime, int, Teller, Life]] = []
    order = iter(range(10**9))

    def step(teller: Teller, life: Life, at: datetime) -> None:
        wants_on_at = next(life, None)
        for when, one in [(wants_on_at, life), *teller.later]:
            if when is not None and (when := max(when, at)) <= until:
                heapq.heappush(waiting, (when, next(order), teller, one))
        teller.later.clear()

    for teller, life in lives:
        teller.until = until
        step(teller, life, LONG_AGO)
    while waiting:
        at, _number, teller, life = heapq.heappop(waiting)
        teller.now = at
        step(teller, life, at)


def _invite_the_cast(
    coming: ComingDay, running: TodaysDay, deals: Sequence[Deal], goods: Goods
) -> None:
    """The people to be are invited to both days to come; the manager has yet to answer."""
    star = deals[0]
    buyers = [one for one in dict.fromkeys(deal.buyer for deal in deals) if one != star.buyer]
    known = set(buyers) | {star.buyer}
    everybody = Organisation.objects.filter(programme=star.maker.programme).buyers().standing()
    buyers += [one for one in everybody.order_by("pk") if one not in known]
    makers = [star.maker, *(maker for maker in goods if maker != star.maker)]
    coming.begin(buyers, makers, undecided=star.buyer)
    running.begin([star.buyer, *buyers[5:]], makers)


def _deals(
    programme: Programme,
    officer: Person,
    company: Company,
    past: PastDay,
    by_maker: Goods,
    began_on: date,
    rng: random.Random,
) -> list[Deal]:
    """Who promises whom what, and how each behaves; those of one wave met at the ``past`` day."""
    makers = list(by_maker)
    rng.shuffle(makers)
    buyers = list(
        Organisation.objects.filter(programme=programme, kind=Kind.COOPERATIVE).order_by("pk")[:32]
    )
    others = list(
        Organisation.objects.filter(programme=programme)
        .exclude(kind__in=[Kind.MAKER, Kind.COOPERATIVE])
        .order_by("pk")[:8]
    )
    shops = {buyer.pk: _shop_of(buyer, officer, began_on) for buyer in buyers + others}
    # the people to be sit where most happens
    star_maker = max(makers, key=lambda maker: (len(by_maker[maker]), -maker.pk))
    star_buyer = buyers[0]
    at = at_hour(began_on - timedelta(days=9), 10)
    company.cast("umkm", star_maker, Seat.Role.OWNER, at=at)
    company.cast("manajer", star_buyer, Seat.Role.MANAGER, at=at)
    company.cast("toko", star_buyer, Seat.Role.CLERK, at=at)

    deals: list[Deal] = []

    def promise(
        maker: Organisation, buyer: Organisation, week: int | None, **behaviour: object
    ) -> None:
        """``week`` None: at a table of the past day."""
        goods = by_maker[maker]
        behaviour.setdefault("first_delivery_days", rng.choice([2, 3, 4, 5, 7, 9, 12]))
        days = rng.randint(0, 4)
        if week is None:
            behaviour["met_at"] = past
        deals.append(
            Deal(
                maker=maker,
                buyer=buyer,
                outlet=shops[buyer.pk],
                products=goods[: rng.randint(1, min(3, len(goods)))],
                signed_on=past.held_on
                if week is None
                else began_on + timedelta(days=7 * week + days),
                cycle=rng.choice([Cycle.FORTNIGHTLY, Cycle.FORTNIGHTLY, Cycle.THREE_WEEKS]),
                margin=Rate(rng.choice([1000, 1250, 1500, 1500, 2000])),
                basis=rng.choice([MarginBasis.SELLING_PRICE, MarginBasis.COST]),
                **behaviour,  # type: ignore[arg-type]
            )
        )

    partners = [maker for maker in makers if maker != star_maker]
    # the star shop: ten makers' goods on one shelf, one delivery to receive today
    promise(
        star_maker,
        star_buyer,
        0,
        leaves_statement_open=True,
        counts_missed=0,
        uncounted_days=8,
    )
    for number, maker in enumerate(partners[:9]):
        promise(
            maker,
            star_buyer,
            number % 3,
            counts_missed=0,
            expired_lot=number == 2,
            leaves_payment_open=number == 5,
            uncounted_days=8,
        )
    # the star maker in four more shops, one of which pays late
    for number, buyer in enumerate(buyers[1:5]):
        promise(
            star_maker,
            buyer,
            None if number == 3 else number,
            pays_late_days=16 if number == 2 else 0,
            leaves_payment_open=number == 1,
        )
    # everybody else: some found each other themselves, a wave met at the tables
    for number, buyer in enumerate(buyers[5:] * 2):
        maker = partners[(9 + number) % len(partners)]
        promise(
            maker,
            buyer,
            [0, 0, 1, None, None, None, 8, 10][number % 8],
            first_delivery_days=None if number % 11 == 7 else rng.choice([2, 3, 5, 7, 10, 16]),
            counts_missed=0.6 if number % 7 == 3 else 0.1,
            pays_late_days=18 if number % 6 == 4 else 0,
            never_pays=number % 23 == 9,
            objects_at=2 if number == 12 else None,
            expired_lot=number % 13 == 5,
        )
    for number, buyer in enumerate(others):
        promise(
            partners[(40 + number * 3) % len(partners)],
            buyer,
            None if number == 4 else number % 6,
            scheme=Scheme.OUTRIGHT,
            pays_late_days=15 if number == 3 else 0,
        )
    promise(star_maker, others[0], 3, scheme=Scheme.OUTRIGHT)
    return _once_each(deals)


def _once_each(deals: list[Deal]) -> list[Deal]:
    """One agreement for each pair of maker and buyer."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for deal in deals:
        pair = (deal.maker.pk, deal.buyer.pk)
        if pair not in seen:
            seen.add(pair)
            kept.append(deal)
    return kept


def _products_by_maker(programme: Programme, today: date) -> dict[Organisation, Sequence[Product]]:
    """What may be promised: listed products, by maker."""
    listings: list[Listing] = list(
        listings_open_on(today, programme).select_related("product__maker").order_by("product_id")
    )
    found: dict[Organisation, list[Product]] = {}
    for listing in listings:
        found.setdefault(listing.product.maker, []).append(listing.product)
    return dict(sorted(found.items(), key=lambda pair: pair[0].pk))


def _shop_of(buyer: Organisation, officer: Person, began_on: date) -> Outlet:
    found = buyer.outlets.filter(is_open=True).order_by("pk").first()
    at = at_hour(began_on - timedelta(days=8), 9)
    return found or open_outlet(buyer, f"Toko {buyer.name}"[:120], by=officer, at=at)
