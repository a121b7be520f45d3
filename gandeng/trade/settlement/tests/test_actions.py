"""Two people settle a period: to the piece and to the rupiah."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money
from gandeng.trade.ledger.models import Account, Entry, Kind
from gandeng.trade.ledger.queries import differences
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.models import Statement, StatementLine
from gandeng.trade.settlement.queries import owed_on, receivable_of

from .promises import BEGAN, NOW, a_world

pytestmark = pytest.mark.django_db
ENDS = date(2026, 10, 15)


def a_stated_world():
    world = a_world()
    world.move(0, Kind.SHELF, Kind.SOLD, 12, on=date(2026, 10, 5))
    world.move(1, Kind.SHELF, Kind.SOLD, 3, on=date(2026, 10, 6))
    world.move(1, Kind.SHELF, Kind.DAMAGED, 2, on=date(2026, 10, 7))
    statement = actions.draw_up_statement(world.agreement, ends_on=ENDS, by=world.manager, at=NOW)
    return world, statement


def pay(world, statement, amount, key="p1", reference="TRF1", **more):
    return actions.record_payment(
        statement,
        amount=amount,
        method="transfer",
        reference=reference,
        paid_on=date(2026, 11, 20),
        key=key,
        by=world.manager,
        at=NOW,
        **more,
    )


def test_a_statement_closes_in_pieces_and_in_rupiah():
    _world, statement = a_stated_world()
    keripik, dodol = statement.lines.order_by("pk")
    assert (keripik.opening, keripik.received, keripik.sold, keripik.left) == (0, 20, 12, 8)
    assert (dodol.received, dodol.sold, dodol.damaged, dodol.left) == (20, 3, 2, 15)
    # Rp15.000 less 15 % is Rp12.750; Rp9.999 less 15 % (Rp1.499,85, rounded up) is Rp8.499
    assert keripik.net == Money(12 * 12_750)
    assert (dodol.gross, dodol.margin) == (Money(3 * 9_999), Money(3 * 1_500))
    assert dodol.losses == Money(2 * 8_499)
    assert statement.net == Money(12 * 12_750 + 3 * 8_499 + 2 * 8_499)


def test_nothing_is_owed_before_the_other_side_agrees():
    world, statement = a_stated_world()
    assert receivable_of(world.agreement) == Money(0)
    with pytest.raises(Refusal) as refusal:
        actions.agree_statement(statement, by=world.manager, at=NOW)
    assert refusal.value.code == "own_statement"
    actions.agree_statement(statement, by=world.owner, at=NOW)
    assert receivable_of(world.agreement) == statement.net
    assert owed_on(statement) == statement.net


def test_periods_follow_each_other_without_gap_or_overlap():
    world, first = a_stated_world()
    with pytest.raises(Refusal) as refusal:
        actions.draw_up_statement(world.agreement, ends_on=ENDS, by=world.manager, at=NOW)
    assert refusal.value.code == "period_empty"
    with pytest.raises(Refusal) as refusal:
        world.move(0, Kind.SHELF, Kind.SOLD, 1, on=date(2026, 10, 14))
    assert refusal.value.code == "period_closed"
    world.move(0, Kind.SHELF, Kind.SOLD, 5, on=date(2026, 10, 20))
    second = actions.draw_up_statement(
        world.agreement, ends_on=date(2026, 11, 1), by=world.owner, at=NOW
    )
    assert second.starts_on == first.ends_on
    line = second.lines.get(line=world.lines[0])
    assert (line.opening, line.sold, line.left) == (8, 5, 3)
    assert second.number.endswith("0002")


def test_a_price_changed_later_leaves_the_statement_as_it_is():
    world, _statement = a_stated_world()
    product = world.lines[0].product
    product.shelf_price, product.consignment_price = Money(99_000), Money(90_000)
    product.save()
    world.move(0, Kind.SHELF, Kind.SOLD, 1, on=date(2026, 10, 20))
    later = actions.draw_up_statement(
        world.agreement, ends_on=date(2026, 11, 1), by=world.manager, at=NOW
    )
    assert later.net == Money(12_750)


def test_a_period_in_the_future_is_refused():
    world = a_world()
    with pytest.raises(Refusal) as refusal:
        actions.draw_up_statement(
            world.agreement, ends_on=NOW.date() + timedelta(days=2), by=world.manager, at=NOW
        )
    assert refusal.value.code == "period_in_future"


def test_a_period_without_sales_is_settled_at_once():
    world = a_world()
    statement = actions.draw_up_statement(world.agreement, ends_on=ENDS, by=world.manager, at=NOW)
    assert (statement.state, statement.net) == ("paid", Money(0))


def test_money_is_there_when_the_receiver_says_so():
    world, statement = a_stated_world()
    actions.agree_statement(statement, by=world.owner, at=NOW)
    half = Money(100_000)
    first = pay(world, statement, half)
    assert pay(world, statement, half) == first
    actions.confirm_payment(first, by=world.owner, at=NOW)
    statement.refresh_from_db()
    assert statement.state == "agreed"
    rest = pay(world, statement, statement.net - half, key="p2", reference="TRF2")
    assert receivable_of(world.agreement) == statement.net - half
    actions.confirm_payment(rest, by=world.owner, at=NOW)
    statement.refresh_from_db()
    assert statement.state == "paid"
    assert receivable_of(world.agreement) == Money(0)
    assert differences() == []


@pytest.mark.parametrize(
    ("amount", "reference", "code"),
    [
        (Money(0), "T", "amount_not_positive"),
        (Money(10**9), "T", "more_than_owed"),
        (Money(1_000), "", "reference_missing"),
        (Money(1_000), "TRF1", "reference_used"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(amount, reference, code):
    world, statement = a_stated_world()
    actions.agree_statement(statement, by=world.owner, at=NOW)
    pay(world, statement, Money(5_000))
    with pytest.raises(Refusal) as refusal:
        pay(world, statement, amount, key="p2", reference=reference)
    assert refusal.value.code == code


def test_what_waits_for_confirmation_cannot_be_paid_twice():
    world, statement = a_stated_world()
    actions.agree_statement(statement, by=world.owner, at=NOW)
    pay(world, statement, statement.net)
    with pytest.raises(Refusal) as refusal:
        pay(world, statement, Money(1), key="p2", reference="TRF2")
    assert refusal.value.code == "more_than_owed"


def test_a_payment_that_never_came_is_refused_and_can_be_made_again():
    world, statement = a_stated_world()
    actions.agree_statement(statement, by=world.owner, at=NOW)
    payment = pay(world, statement, statement.net)
    actions.refuse_payment(payment, reason="belum masuk", by=world.owner, at=NOW)
    again = pay(world, statement, statement.net, key="p2")
    actions.confirm_payment(again, by=world.owner, at=NOW)
    statement.refresh_from_db()
    assert statement.state == "paid"


def test_an_objection_is_settled_by_an_amount_both_agree_on():
    world, statement = a_stated_world()
    before = statement.net
    actions.object_to_statement(statement, reason="kurang dua bungkus", by=world.owner, at=NOW)
    with pytest.raises(Refusal):
        actions.agree_statement(statement, by=world.owner, at=NOW)
    with pytest.raises(Refusal) as refusal:
        actions.settle_objection(
            statement, adjustment=-before - Money(1), reason="terlalu", by=world.officer, at=NOW
        )
    assert refusal.value.code == "net_below_zero"
    actions.settle_objection(
        statement, adjustment=Money(25_500), reason="dua ditemukan", by=world.officer, at=NOW
    )
    statement.refresh_from_db()
    assert statement.net == before + Money(25_500)
    assert receivable_of(world.agreement) == statement.net
    assert differences() == []


def test_a_sale_reversed_after_its_statement_is_taken_off_the_next():
    from gandeng.trade.ledger.actions import reverse

    world, _statement = a_stated_world()
    sale = Entry.objects.get(reference=f"test/{world.agreement.pk}/1")
    reverse(sale, because="salah hitung", by=world.officer, at=NOW, on=date(2026, 10, 20))
    world.move(0, Kind.SHELF, Kind.SOLD, 15, on=date(2026, 10, 21))
    later = actions.draw_up_statement(
        world.agreement, ends_on=date(2026, 11, 1), by=world.manager, at=NOW
    )
    line = later.lines.get(line=world.lines[0])
    assert (line.opening, line.sold, line.left) == (8, 3, 5)
    assert differences() == []


def test_a_stranger_may_nothing():
    world, statement = a_stated_world()
    stranger = a_world().manager
    for attempt in (
        lambda: actions.agree_statement(statement, by=stranger, at=NOW),
        lambda: actions.draw_up_statement(world.agreement, ends_on=ENDS, by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Statement, {"net": Money(1)}),
        (StatementLine, {"left": 99}),
        (StatementLine, {"net": Money(1)}),
    ],
)
def test_the_database_refuses_a_statement_that_does_not_close(model, change):
    a_stated_world()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_the_database_refuses_to_owe_less_than_nothing():
    world, statement = a_stated_world()
    actions.agree_statement(statement, by=world.owner, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(kind=Kind.RECEIVABLE).update(balance=-1)


def test_the_book_begins_with_the_agreement():
    world = a_world()
    statement = actions.draw_up_statement(world.agreement, ends_on=ENDS, by=world.manager, at=NOW)
    assert statement.starts_on == BEGAN
