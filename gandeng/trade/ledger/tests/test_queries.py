from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from gandeng.kernel import clock
from gandeng.kernel.append_only import refusal_statements
from gandeng.organisations.samples import an_outlet
from gandeng.programmes.samples import an_officer
from gandeng.trade.ledger import actions, queries
from gandeng.trade.ledger.actions import Move, Spot
from gandeng.trade.ledger.models import Account, Entry, Kind, Transfer
from gandeng.trade.ledger.samples import moved, on_shelf

from .promises import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    """Twenty brought, five sold, one expired, two on their way back, over three days."""
    promise = a_promise()
    line, outlet, today = promise.line, promise.outlet, clock.today()
    lot = on_shelf(line, outlet, 20, on=today - timedelta(days=7))
    moved(line, lot, outlet, (Kind.SHELF, Kind.SOLD), 3, on=today - timedelta(days=5))
    moved(line, lot, outlet, (Kind.SHELF, Kind.SOLD), 2, on=today - timedelta(days=1))
    moved(line, lot, outlet, (Kind.SHELF, Kind.EXPIRED), 1, on=today)
    moved(line, lot, outlet, (Kind.SHELF, Kind.RETURNING), 2, on=today)
    return promise


def test_a_period_shows_what_moved_in_it_and_since(week):
    today, line = clock.today(), week.line.pk
    found = queries.movements_between(
        week.agreement, today - timedelta(days=5), today - timedelta(days=1)
    )
    assert found == [
        (line, "expired", 0, -1),
        (line, "returning", 0, -2),
        (line, "sold", -3, -5),
    ]


def test_moving_goods_between_two_shops_cancels_out(week):
    there = an_outlet(week.agreement.buyer)
    account = Account.objects.get(kind=Kind.SHELF, agreement=week.agreement)
    move = Move(
        Spot(Kind.SHELF, week.line, account.lot, week.outlet),
        Spot(Kind.SHELF, week.line, account.lot, there),
        4,
    )
    today = clock.today()
    actions.post(week.agreement, "pindah", [move], on=today, at=clock.now())
    tomorrow = today + timedelta(days=1)
    moves = queries.movements_between(week.agreement, today, tomorrow)
    assert {move.kind: move.amount for move in moves}["shelf"] == 0
    assert [a.balance for a in queries.shelf_balances(there)] == [4]
    assert queries.shelf_by_line(week.agreement) == {week.line.pk: 12}


def test_movements_take_three_queries_whatever_moved(week, django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.movements_between(week.agreement, week.agreement.starts_on, clock.today())


def test_balances_by_kind(week):
    assert queries.balances_of(week.agreement) == {
        "expired": 1,
        "maker_stock": -20,
        "returning": 2,
        "shelf": 12,
        "sold": 5,
    }


def test_a_book_is_closed_until_its_first_day_before_any_statement(week):
    assert queries.closed_until(week.agreement) == week.agreement.starts_on
    assert queries.closed_until(a_promise().agreement)


def test_a_book_kept_by_posting_has_no_differences(week):
    entry = Entry.objects.order_by("-pk")[0]
    officer = an_officer(week.agreement.programme)
    actions.reverse(entry, because="salah", by=officer, at=clock.now())
    assert Transfer.objects.count() == 6
    assert queries.differences() == []


def test_a_balance_changed_behind_the_books_back_is_found(week):
    Account.objects.filter(kind=Kind.SHELF).update(balance=F("balance") + 1)
    (difference,) = queries.differences()
    assert (difference.code, difference.message) == ("balance", "balance 13, transfers say 12")


def tamper(sql):
    """Change the book as somebody could who takes the triggers off."""
    tables = ("ledger_transfer", "ledger_entry")
    with connection.cursor() as cursor:
        for table in tables:
            for statement in refusal_statements(connection.vendor, table)[1]:
                cursor.execute(statement)
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE ledger_transfer SET amount = amount + 1 WHERE amount = 3", "entry"),
        ("UPDATE ledger_transfer SET occurred_on = '2020-01-01' WHERE amount = 3", "transfer"),
        ("UPDATE ledger_entry SET because = 'lain'", "entry"),
        ("DELETE FROM ledger_transfer WHERE amount = 3", "entry"),
    ],
)
def test_a_fact_changed_behind_the_triggers_back_is_found(week, sql, code):
    tamper(sql)
    assert code in {difference.code for difference in queries.differences()}


def test_a_reversal_that_is_not_the_opposite_is_found(week):
    officer = an_officer(week.agreement.programme)
    entry = Entry.objects.order_by("-pk")[0]
    reversal = actions.reverse(entry, because="salah", by=officer, at=clock.now())
    tamper(f"UPDATE ledger_transfer SET amount = 1 WHERE entry_id = {reversal.pk}")  # noqa: S608 -- a number
    assert "reversal" in {difference.code for difference in queries.differences()}
