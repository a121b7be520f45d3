"""People tap twice and answers get lost: what was done is found, what was typed stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.agreements.samples import an_agreement
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations.samples import a_seat
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.models import Count, Return, WriteOff
from gandeng.trade.consignment.samples import a_delivery, a_key, manager_of, shop_of
from gandeng.trade.ledger.models import Account, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    now = clock.now()
    agreement = an_agreement(at=now - timedelta(days=3))
    a_delivery(agreement, 10, at=now - timedelta(days=2))
    return agreement


@pytest.fixture
def clerk(client, agreement):
    client.force_login(a_seat(agreement.buyer, outlet=shop_of(agreement)))
    return client


def address(name, agreement):
    return reverse(f"consignment:{name}", args=[shop_of(agreement).pk])


def typed(agreement, left, seen=10, **more):
    line = agreement.lines.get()
    return {
        "key": "k" * 32,
        f"left_{line.pk}": left,
        f"seen_{line.pk}": seen,
        "on": "",
        "counted_by": "",
    } | more


def test_a_lot_written_off_whole_by_a_double_click_is_done_and_shown(clerk, agreement):
    account = Account.objects.get(agreement=agreement, kind=Kind.SHELF)
    url = address("write-off", agreement)
    form = {"key": "k", "account": account.pk, "cause": "lost", "quantity": 10, "note": ""}

    assert clerk.post(url, form).url == address("shelf", agreement)
    assert clerk.post(url, form).url == address("shelf", agreement)

    assert WriteOff.objects.get().quantity == 10


def test_a_count_saved_once_and_changed_afterwards_is_not_swallowed(clerk, agreement):
    url = address("count-shelf", agreement)
    clerk.post(url, typed(agreement, 7, simpan="1"))

    answer = clerk.post(url, typed(agreement, 5))

    assert answer.status_code == 409
    assert "Hitungan tadi sudah tersimpan dengan angka lain" in answer.content.decode()
    fresh = answer.context["key"]
    assert fresh not in ("", "k" * 32)
    done = clerk.post(url, typed(agreement, 5, seen=7, key=fresh, simpan="1"))
    assert done.status_code == 302
    assert [
        line.sold_quantity for count in Count.objects.order_by("pk") for line in count.lines.all()
    ] == [3, 2]


def test_a_key_of_another_agreements_return_is_refused_in_words(agreement):
    other = an_agreement(buyer=agreement.buyer, outlets=[shop_of(agreement)])
    a_delivery(other, 10)
    manager = manager_of(agreement)
    for one in (agreement, other):
        account = Account.objects.get(agreement=one, kind=Kind.SHELF)
        goods = [(account.line, account.lot, 1)]
        ask = {"by": manager, "at": clock.now(), "key": "satu"}
        if one is agreement:
            actions.announce_return(one, shop_of(one), goods, **ask)
        else:
            with pytest.raises(Refusal, check=lambda refusal: refusal.code == "key_reused"):
                actions.announce_return(one, shop_of(one), goods, **ask)
    assert Return.objects.count() == 1


def test_goods_that_came_between_a_sheet_and_its_typing_stand_in_the_sum_as_received(agreement):
    a_delivery(agreement, 8, code="BARU")
    line = agreement.lines.get()
    actions.count_shelf(
        shop_of(agreement),
        {line.pk: 6},
        key=a_key(),
        on=clock.today() - timedelta(days=1),
        by=manager_of(agreement),
        at=clock.now(),
    )

    assert queries.shelf_of(shop_of(agreement))[0].words == "awal 6 + masuk 8"
