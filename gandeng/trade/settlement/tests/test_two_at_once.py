"""People who do the same thing in the same moment, each on a connection of their own.

Everything here is really committed, so it happens in a copy of the test database that is thrown
away afterwards; on both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from gandeng.agreements.samples import an_agreement
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import Money
from gandeng.trade.ledger.actions import Fact, Move, Spot, post_many
from gandeng.trade.ledger.models import Account, Entry, Kind
from gandeng.trade.ledger.samples import on_shelf
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.models import Payment, Statement
from gandeng.trade.settlement.queries.checking import examine

from .promises import NOW, World, a_world

DAY = date(2026, 10, 5)
ENDS = date(2026, 10, 15)

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """Instead of a transaction that is undone: a copy of the test database, for one test alone."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        copy = _copy(name, tmp_path)
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.settings_dict["NAME"] = name
            if connection.vendor == "postgresql":
                _administer(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _copy(name: str, folder: Path) -> str:
    if connection.vendor == "sqlite":
        path = str(folder / "copy.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [path])
        return path
    connection.close()
    copy = f"{name}_two_at_once"
    _administer(f'DROP DATABASE IF EXISTS "{copy}"')
    _administer(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    return copy


def _administer(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same time; what each gave, or the refusal it met."""

    def alone(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(alone, act) for act in acts]]


def alone(act: Callable[[], Any]) -> Any:
    (given,) = at_once(act)
    return given


def sale(world: World, reference: str, amount: int = 1) -> Fact:
    line = world.lines[0]
    lot = world.lots[line.pk]
    shelf, sold = (Spot(kind, line, lot, world.shop) for kind in (Kind.SHELF, Kind.SOLD))
    return Fact(world.agreement, reference, (Move(shelf, sold, amount),), DAY)


def shelf(world: World) -> int:
    return Account.objects.get(line=world.lines[0], kind=Kind.SHELF).balance


def nothing_differs() -> bool:
    return examine().differences == []


def test_of_two_who_state_the_same_period_one_does_and_one_is_told():
    world = alone(a_world)
    alone(lambda: post_many([sale(world, "jual", 5)], at=NOW))

    def state(by: Any) -> Callable[[], Any]:
        return lambda: actions.draw_up_statement(world.agreement, ends_on=ENDS, by=by, at=NOW)

    given = at_once(state(world.owner), state(world.manager))
    assert sorted(type(one).__name__ for one in given) == ["Statement", "str"]
    assert "period_empty" in given
    assert alone(Statement.objects.count) == 1
    assert alone(nothing_differs)


def test_more_customers_than_goods_leave_an_empty_shelf_and_not_less():
    world = alone(a_world)

    def sell(clerk: int) -> Callable[[], list[str]]:
        def sell_eight() -> list[str]:
            given = []
            for number in range(8):
                try:
                    post_many([sale(world, f"jual/{clerk}/{number}")], at=NOW)
                    given.append("sold")
                except Refusal as refusal:
                    given.append(refusal.code)
            return given

        return sell_eight

    given = list(chain.from_iterable(at_once(*(sell(clerk) for clerk in range(4)))))
    assert (given.count("sold"), given.count("not_enough")) == (20, 12)
    assert alone(lambda: shelf(world)) == 0
    assert alone(nothing_differs)


def test_one_fact_sent_four_times_at_once_is_one_fact():
    world = alone(a_world)
    send = [lambda: post_many([sale(world, "jual", 3)], at=NOW)[0].pk] * 4
    assert len(set(at_once(*send))) == 1
    assert alone(lambda: shelf(world)) == 17
    assert alone(Entry.objects.filter(reference="jual").count) == 1


def test_one_reference_for_two_agreements_at_once_is_taken_once():
    one, two = alone(lambda: (a_world(), a_world()))
    given = at_once(
        *(lambda world=world: post_many([sale(world, "jual")], at=NOW)[0] for world in (one, two))
    )
    assert "reference_reused" in given
    assert sorted(type(each).__name__ for each in given) == ["Entry", "str"]
    assert alone(nothing_differs)


def test_counts_that_touch_two_agreements_in_any_order_wait_and_never_deadlock():
    one, two = alone(lambda: (a_world(), a_world()))

    def count(name: str, worlds: tuple[World, World]) -> Callable[[], int]:
        def nine_times() -> int:
            for number in range(9):
                facts = [sale(world, f"{name}/{world.agreement.pk}/{number}") for world in worlds]
                post_many(facts, at=NOW)
            return 9

        return nine_times

    assert at_once(count("a", (one, two)), count("b", (two, one))) == [9, 9]
    assert alone(lambda: (shelf(one), shelf(two))) == (2, 2)


def test_two_agreements_stated_at_once_get_two_numbers():
    one = alone(a_world)

    def beside() -> World:
        """Another promise of the same programme."""
        agreement = an_agreement(one.agreement.maker, one.agreement.buyer, [one.shop], at=NOW)
        lots = {line.pk: on_shelf(line, one.shop, 9, on=NOW.date(), at=NOW) for line in
                agreement.lines.select_related("agreement")}  # fmt: skip
        return World(agreement, one.shop, one.owner, one.manager, one.officer, lots)

    two = alone(beside)
    given = at_once(
        lambda: actions.draw_up_statement(one.agreement, ends_on=ENDS, by=one.owner, at=NOW),
        lambda: actions.draw_up_statement(
            two.agreement, ends_on=NOW.date() + timedelta(days=1), by=two.owner, at=NOW
        ),
    )
    assert len({statement.number for statement in given}) == 2


def test_what_is_sold_while_a_period_is_stated_is_in_it_or_refused():
    world = alone(a_world)

    def sell_on() -> list[str]:
        given = []
        for number in range(20):
            try:
                post_many([sale(world, f"jual/{number}")], at=NOW)
                given.append("sold")
            except Refusal as refusal:
                given.append(refusal.code)
        return given

    given, statement = at_once(
        sell_on,
        lambda: actions.draw_up_statement(world.agreement, ends_on=ENDS, by=world.owner, at=NOW),
    )
    assert set(given) <= {"sold", "period_closed"}
    stated = alone(lambda: statement.lines.get(line=world.lines[0]).sold)
    assert stated == given.count("sold")
    assert alone(nothing_differs)


def test_a_debt_is_not_paid_twice_by_two_who_pay_at_once():
    world = alone(a_world)

    def owe() -> Statement:
        post_many([sale(world, "jual", 5)], at=NOW)
        statement = actions.draw_up_statement(
            world.agreement, ends_on=ENDS, by=world.manager, at=NOW
        )
        return actions.agree_statement(statement, by=world.owner, at=NOW)

    statement = alone(owe)

    def pay(key: str, reference: str) -> Callable[[], Any]:
        return lambda: actions.record_payment(
            statement,
            amount=statement.net,
            method="transfer",
            reference=reference,
            paid_on=NOW.date(),
            key=key,
            by=world.manager,
            at=NOW,
        )

    given = at_once(pay("a", "TRF1"), pay("b", "TRF2"), pay("c", "TRF1"))
    assert sum(isinstance(one, Payment) for one in given) == 1
    payment = alone(Payment.objects.get)
    confirm = [lambda: actions.confirm_payment(payment, by=world.owner, at=NOW)] * 3
    at_once(*confirm)
    paid = alone(lambda: Account.objects.get(kind=Kind.PAID).balance)
    assert Money(paid) == statement.net
    assert alone(nothing_differs)
