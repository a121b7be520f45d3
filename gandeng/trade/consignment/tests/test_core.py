"""The laws of the shelf's arithmetic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.trade.consignment.core.shelf import (
    ImpossibleCount,
    LotOnShelf,
    ShelfSum,
    allocate,
    first_expiring_first,
    receive,
    suggest,
)

pieces = st.integers(0, 500)
lots = st.lists(
    st.builds(
        LotOnShelf,
        lot_id=st.integers(1, 10_000),
        best_before_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        quantity=pieces,
    ),
    max_size=6,
    unique_by=lambda lot: lot.lot_id,
)


def test_what_is_gone_was_sold():
    total = ShelfSum(opening=10, received=8, returned=2, damaged=1)

    assert total.expected == 15
    assert total.sold(11) == 4


def test_more_than_can_be_there_is_impossible():
    with pytest.raises(ImpossibleCount):
        ShelfSum(opening=10, received=8, returned=2, damaged=1).sold(18)


def test_nobody_counts_fewer_than_none():
    with pytest.raises(ValueError, match="fewer"):
        ShelfSum(opening=1).sold(-1)


@given(pieces, pieces, st.data())
def test_sold_and_left_are_what_was_expected(opening, received, data):
    total = ShelfSum(opening=opening, received=received)
    left = data.draw(st.integers(0, total.expected))

    assert total.sold(left) + left == opening + received


@given(lots, st.data())
def test_lots_give_exactly_what_was_sold_and_never_more_than_they_hold(held, data):
    there = sum(lot.quantity for lot in held)
    sold = data.draw(st.integers(0, there))

    taken = allocate(sold, held)

    assert sum(taken.values()) == sold
    by_id = {lot.lot_id: lot.quantity for lot in held}
    assert all(0 < amount <= by_id[pk] for pk, amount in taken.items())


@given(lots, st.data())
def test_a_later_lot_is_touched_only_when_all_earlier_ones_are_empty(held, data):
    taken = allocate(data.draw(st.integers(0, sum(lot.quantity for lot in held))), held)

    order = first_expiring_first(held)
    last = max((at for at, lot in enumerate(order) if lot.lot_id in taken), default=0)
    for lot in order[:last]:
        assert taken.get(lot.lot_id, 0) == lot.quantity


def test_lots_without_a_day_go_last():
    soon = LotOnShelf(2, date(2026, 5, 1), 1)

    assert first_expiring_first([LotOnShelf(1, None, 1), soon])[0] == soon


@given(lots)
def test_lots_cannot_give_more_than_there_is(held):
    with pytest.raises(ValueError, match="cannot give"):
        allocate(sum(lot.quantity for lot in held) + 1, held)


@given(st.integers(1, 500), pieces)
def test_a_receipt_loses_nothing(sent, received):
    split = receive(sent, received)

    assert split.shelved + split.back == sent
    assert split.shelved + split.extra == received
    assert min(split.shelved, split.back, split.extra) >= 0


@pytest.mark.parametrize(("sent", "received"), [(0, 0), (-1, 0), (1, -1)])
def test_a_receipt_of_nothing_sent_is_no_receipt(sent, received):
    with pytest.raises(ValueError, match="positive"):
        receive(sent, received)


@pytest.mark.parametrize(
    ("sold", "on_shelf", "expected"),
    [(28, 3, 11), (1, 0, 1), (28, 20, 0), (0, 0, 0)],
)
def test_a_suggestion_covers_two_weeks_at_the_pace_seen(sold, on_shelf, expected):
    assert suggest(sold, 28, on_shelf, 14) == expected


def test_without_days_there_is_no_pace():
    assert suggest(5, 0, 0, 14) == 0
