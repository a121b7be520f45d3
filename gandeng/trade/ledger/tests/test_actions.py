from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations.samples import a_seat
from gandeng.programmes.samples import an_officer
from gandeng.trade.ledger import actions
from gandeng.trade.ledger.actions import Fact, Move, Spot
from gandeng.trade.ledger.models import Account, Entry, Kind, Transfer
from gandeng.trade.ledger.samples import a_lot, moved, on_shelf

from .promises import a_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise():
    return a_promise()


def today():
    return clock.today()


def bring(promise, lot, amount, reference="kirim/1", **values):
    line, outlet = promise.line, promise.outlet
    move = Move(
        Spot(Kind.MAKER_STOCK, line, lot, outlet), Spot(Kind.SHELF, line, lot, outlet), amount
    )
    return actions.post(
        promise.agreement, reference, [move], **{"on": today(), "at": clock.now()} | values
    )


def shelf(promise):
    return Account.objects.get(kind=Kind.SHELF, agreement=promise.agreement).balance


def test_goods_brought_lie_on_the_shelf(promise):
    entry = bring(promise, a_lot(promise.line), 20)
    assert shelf(promise) == 20
    (transfer,) = entry.transfers.all()
    assert (transfer.amount, transfer.occurred_on) == (20, today())
    assert Account.objects.get(kind=Kind.MAKER_STOCK).balance == -20


def test_the_same_delivery_sent_twice_arrives_once(promise):
    lot = a_lot(promise.line)
    first, again = bring(promise, lot, 20), bring(promise, lot, 20)
    assert first == again
    assert (shelf(promise), Transfer.objects.count()) == (20, 1)


def test_another_delivery_under_the_same_reference_is_refused(promise):
    lot = a_lot(promise.line)
    bring(promise, lot, 20)
    for change in ({"amount": 21}, {"amount": 20, "on": today() - timedelta(days=1)}):
        with pytest.raises(Refusal) as refusal:
            bring(promise, lot, **change)
        assert refusal.value.code == "reference_reused"
    assert shelf(promise) == 20


def test_a_reference_of_another_agreement_is_refused(promise):
    bring(promise, a_lot(promise.line), 20)
    other = a_promise()
    with pytest.raises(Refusal) as refusal:
        bring(other, a_lot(other.line), 20)
    assert refusal.value.code == "reference_reused"


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1, True, 1.5])
def test_an_impossible_amount_is_refused(promise, amount):
    with pytest.raises(Refusal) as refusal:
        bring(promise, a_lot(promise.line), amount)
    assert refusal.value.code in {"amount_not_positive", "amount_too_large"}
    assert not Entry.objects.exists()


def test_what_goes_out_and_what_comes_in_is_the_same_goods(promise):
    line, outlet = promise.line, promise.outlet
    one, two = a_lot(line), a_lot(line)
    other = a_promise()
    for credit, debit, code in [
        (Spot(Kind.SHELF, line, one, outlet), Spot(Kind.SOLD, line, two), "different_commodity"),
        (Spot(Kind.SHELF, line, one, outlet), Spot(Kind.RECEIVABLE), "different_commodity"),
        (Spot(Kind.SHELF, line, None), Spot(Kind.SOLD, line, None), "commodity_unclear"),
        (Spot(Kind.SALES, line, one), Spot(Kind.RECEIVABLE), "commodity_unclear"),
        (Spot(Kind.SHELF, other.line, one), Spot(Kind.SOLD, other.line, one), "foreign_goods"),
        (
            Spot(Kind.MAKER_STOCK, line, one),
            Spot(Kind.SHELF, line, one, other.outlet),
            "foreign_shop",
        ),
        (Spot(Kind.SALES), Spot(Kind.SALES), "goes_nowhere"),
    ]:
        with pytest.raises(Refusal) as refusal:
            actions.post(
                promise.agreement, "x", [Move(credit, debit, 5)], on=today(), at=clock.now()
            )
        assert refusal.value.code == code


def test_nobody_sells_more_than_lies_on_the_shelf_and_is_told_the_sum(promise):
    lot = on_shelf(promise.line, promise.outlet, 12, on=today())
    with pytest.raises(Refusal) as refusal:
        moved(promise.line, lot, promise.outlet, (Kind.SHELF, Kind.SOLD), 15, on=today())
    assert refusal.value.code == "not_enough"
    assert str(refusal.value).startswith("Rak toko: Keripik")
    assert str(refusal.value).endswith("hanya 12, diminta 15.")
    assert shelf(promise) == 12


def test_the_database_itself_refuses_a_shelf_below_zero(promise):
    on_shelf(promise.line, promise.outlet, 12, on=today())
    below_zero = pytest.raises(IntegrityError, match="account_is_not_below_zero")
    with below_zero, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = -1 WHERE kind = 'shelf'")
    assert shelf(promise) == 12


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_transfer"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_a_fact(promise, table, sql):
    on_shelf(promise.line, promise.outlet, 12, on=today())
    refused = pytest.raises(DatabaseError, match="only grows")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_a_stated_day_is_closed(promise):
    lot = a_lot(promise.line)
    start = promise.agreement.starts_on
    with pytest.raises(Refusal) as refusal:
        bring(promise, lot, 20, on=start - timedelta(days=1))
    assert refusal.value.code == "period_closed"
    actions.open_book(promise.agreement, start)
    actions.close_book(promise.agreement, start, start + timedelta(days=14))
    with pytest.raises(Refusal) as refusal:
        bring(promise, lot, 20, on=start + timedelta(days=13))
    assert refusal.value.code == "period_closed"
    assert bring(promise, lot, 20, on=start + timedelta(days=14))


def test_nothing_is_posted_for_tomorrow(promise):
    with pytest.raises(Refusal) as refusal:
        bring(promise, a_lot(promise.line), 20, on=today() + timedelta(days=1))
    assert refusal.value.code == "day_in_future"


def test_goods_brought_after_today_was_stated_count_for_tomorrow_and_once(promise):
    lot = a_lot(promise.line)
    tomorrow = today() + timedelta(days=1)
    actions.open_book(promise.agreement, promise.agreement.starts_on)
    actions.close_book(promise.agreement, promise.agreement.starts_on, tomorrow)
    entry = bring(promise, lot, 20)
    assert entry.occurred_on == tomorrow
    assert bring(promise, lot, 20) == entry
    assert shelf(promise) == 20


def test_of_two_who_close_the_same_period_one_is_told_so(promise):
    start = promise.agreement.starts_on
    assert actions.open_book(promise.agreement, start) == actions.open_book(
        promise.agreement, today()
    )
    actions.close_book(promise.agreement, start, today())
    with pytest.raises(Refusal) as refusal:
        actions.close_book(promise.agreement, start, today())
    assert refusal.value.code == "period_stated"


def test_the_office_reverses_a_fact_once_and_says_why(promise):
    officer = an_officer(promise.agreement.programme)
    entry = bring(promise, a_lot(promise.line), 20)
    with pytest.raises(Refusal, match="alasan"):
        actions.reverse(entry, because=" ", by=officer, at=clock.now())
    reversal = actions.reverse(entry, because="salah toko", by=officer, at=clock.now())
    assert (reversal.reverses, reversal.because, shelf(promise)) == (entry, "salah toko", 0)
    assert actions.reverse(entry, because="lagi", by=officer, at=clock.now()) == reversal
    with pytest.raises(Refusal) as refusal:
        actions.reverse(reversal, because="batal", by=officer, at=clock.now())
    assert refusal.value.code == "is_a_reversal"


def test_a_delivery_can_not_be_reversed_once_its_goods_are_sold(promise):
    officer = an_officer(promise.agreement.programme)
    lot = a_lot(promise.line)
    entry = bring(promise, lot, 20)
    moved(promise.line, lot, promise.outlet, (Kind.SHELF, Kind.SOLD), 1, on=today())
    with pytest.raises(Refusal) as refusal:
        actions.reverse(entry, because="salah", by=officer, at=clock.now())
    assert refusal.value.code == "not_enough"


def test_money_is_not_corrected_here(promise):
    officer = an_officer(promise.agreement.programme)
    move = Move(Spot(Kind.SALES), Spot(Kind.RECEIVABLE), 5_000)
    entry = actions.post(promise.agreement, "rekap", [move], on=today(), at=clock.now())
    with pytest.raises(Refusal) as refusal:
        actions.reverse(entry, because="salah", by=officer, at=clock.now())
    assert refusal.value.code == "is_money"


def test_only_the_office_reverses(promise):
    entry = bring(promise, a_lot(promise.line), 20)
    for person in (a_seat(promise.agreement.maker), an_officer(a_promise().agreement.programme)):
        with pytest.raises(NotAllowed):
            actions.reverse(entry, because="salah", by=person, at=clock.now())


def many_sales(promise, lot, count):
    line, outlet = promise.line, promise.outlet
    sale = Move(Spot(Kind.SHELF, line, lot, outlet), Spot(Kind.SOLD, line, lot, outlet), 1)
    return [Fact(promise.agreement, f"jual/{n}", (sale,), today()) for n in range(count)]


def test_a_thousand_facts_are_posted_in_few_queries(promise, django_assert_max_num_queries):
    lot = on_shelf(promise.line, promise.outlet, 1000, on=today())
    with django_assert_max_num_queries(40):
        actions.post_many(many_sales(promise, lot, 1000), at=clock.now())
    assert shelf(promise) == 0
    assert len(actions.post_many(many_sales(promise, lot, 1000), at=clock.now())) == 1000
    assert Entry.objects.count() == 1001


def test_of_many_facts_all_or_none_are_posted(promise):
    lot = on_shelf(promise.line, promise.outlet, 99, on=today())
    with pytest.raises(Refusal) as refusal:
        actions.post_many(many_sales(promise, lot, 100), at=clock.now())
    assert refusal.value.code == "not_enough"
    assert (shelf(promise), Entry.objects.count()) == (99, 1)


def test_one_fact_costs_a_handful_of_queries(promise, django_assert_max_num_queries):
    lot = on_shelf(promise.line, promise.outlet, 10, on=today())
    with django_assert_max_num_queries(14):
        moved(promise.line, lot, promise.outlet, (Kind.SHELF, Kind.SOLD), 1, on=today())
