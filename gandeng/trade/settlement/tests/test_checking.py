"""The check finds what somebody changed behind the book's back."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.models import Payment, Statement

from .promises import NOW
from .test_actions import a_stated_world, pay

pytestmark = pytest.mark.django_db


def check() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("ledger_check", stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def a_paid_world():
    world, statement = a_stated_world()
    world.move(0, Kind.SHELF, Kind.SOLD, 2, on=date(2026, 10, 20))
    actions.agree_statement(statement, by=world.owner, at=NOW)
    actions.confirm_payment(pay(world, statement, statement.net), by=world.owner, at=NOW)
    return world, statement


def test_a_book_that_agrees_says_what_was_checked():
    a_paid_world()
    code, said = check()
    assert code == 0
    assert "1 statements" in said
    assert "everything agrees" in said


def test_a_changed_balance_is_found():
    a_paid_world()
    Account.objects.filter(kind=Kind.SOLD).update(balance=999)
    code, said = check()
    assert code == 1
    assert "DIFFERS balance" in said


def test_a_statement_changed_afterwards_is_found():
    _world, statement = a_paid_world()
    line = statement.lines.order_by("pk").first()
    type(line).objects.filter(pk=line.pk).update(sold=11, left=9)
    code, said = check()
    assert code == 1
    assert "sold 11, transfers say 12" in said


def test_a_payment_that_was_never_posted_is_found():
    a_paid_world()
    Payment.objects.update(amount=5)
    assert check()[0] == 1


def test_a_period_moved_is_found():
    a_paid_world()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE settlement_statement SET ends_on = '2026-10-14'")
    assert Statement.objects.get().ends_on == date(2026, 10, 14)
    code, said = check()
    assert code == 1
    assert "closed at another day" in said
