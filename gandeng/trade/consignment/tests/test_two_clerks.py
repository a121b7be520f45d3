"""Two clerks in the same moment, each on a connection of their own: the shelf is sold once."""

from datetime import timedelta

import pytest

from gandeng.agreements.samples import an_agreement
from gandeng.kernel import clock
from gandeng.trade.consignment import actions
from gandeng.trade.consignment.models import Count, CountLine, Delivery
from gandeng.trade.consignment.samples import a_delivery, maker_of, manager_of, shop_of
from gandeng.trade.consignment.states import DeliveryState
from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.settlement.tests.test_two_at_once import alone, at_once, db

__all__ = ["db"]
pytestmark = pytest.mark.usefixtures("db")


def a_shelf():
    agreement = an_agreement(at=clock.now() - timedelta(days=1))
    a_delivery(agreement, 10)
    return agreement, shop_of(agreement), agreement.lines.get(), manager_of(agreement)


def balances():
    return dict(
        Account.objects.filter(kind__in=[Kind.SHELF, Kind.SOLD]).values_list("kind", "balance")
    )


def counting(shelf, key, left, seen=None):
    _agreement, outlet, line, manager = shelf
    return lambda: actions.count_shelf(
        outlet,
        {line.pk: left},
        key=key,
        on=clock.today(),
        by=manager,
        at=clock.now(),
        seen=None if seen is None else {line.pk: seen},
    )


def test_of_two_who_saw_the_same_shelf_the_second_is_shown_the_new_one():
    shelf = alone(a_shelf)

    given = at_once(counting(shelf, "a", 6, 10), counting(shelf, "b", 6, 10))

    assert "shelf_changed" in given
    assert sorted(type(one).__name__ for one in given) == ["Count", "str"]
    assert alone(balances) == {Kind.SHELF: 6, Kind.SOLD: 4}


def test_two_counts_at_once_sell_what_is_gone_once():
    shelf = alone(a_shelf)

    given = at_once(counting(shelf, "a", 6), counting(shelf, "b", 6))

    assert all(isinstance(one, Count) for one in given)
    sold = alone(lambda: sorted(CountLine.objects.values_list("sold_quantity", flat=True)))
    assert sold == [0, 4]
    assert alone(balances) == {Kind.SHELF: 6, Kind.SOLD: 4}


def test_one_count_sent_by_three_taps_at_once_is_one():
    shelf = alone(a_shelf)

    given = at_once(*[counting(shelf, "a", 6)] * 3)

    assert len({one.pk for one in given}) == 1
    assert alone(Count.objects.count) == 1


def test_a_delivery_is_taken_in_by_one_of_two_clerks():
    def a_van():
        agreement = an_agreement(at=clock.now() - timedelta(days=1))
        delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
        return delivery.pk, manager_of(agreement), maker_of(agreement)

    pk, manager, _owner = alone(a_van)

    def take_in():
        delivery = Delivery.objects.get(pk=pk)
        return actions.receive_delivery(delivery, by=manager, at=clock.now()).state

    assert sorted(at_once(take_in, take_in)) == [DeliveryState.RECEIVED, "wrong_state"]
    assert alone(balances) == {Kind.SHELF: 10}
