"""The pages of orders: a manager orders, a maker answers, a clerk receives."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.agreements.states import Scheme
from gandeng.kernel import clock
from gandeng.organisations.models import Seat
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.samples import an_order
from gandeng.trade.orders.states import State

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"orders:{name}", args=args)


@pytest.fixture
def agreement():
    maker = a_maker()
    product = a_product(maker, "Sambal Cibiuk", minimum_order=12, monthly_capacity=30)
    return an_agreement(maker, products=[product], scheme=Scheme.OUTRIGHT)


@pytest.fixture
def owner(agreement):
    return signer_of(agreement.maker, Seat.Role.OWNER)


@pytest.fixture
def manager(agreement):
    return signer_of(agreement.buyer, Seat.Role.MANAGER)


def an_order_form(agreement, quantity=24, **changes):
    typed = {
        "key": "k" * 32,
        "outlet": agreement.outlets.get().pk,
        f"quantity_{agreement.lines.get().pk}": str(quantity),
        "wanted_on": (clock.today() + timedelta(days=7)).isoformat(),
        "note": "",
    }
    return typed | changes


def test_a_manager_orders_once_however_often_the_button_is_tapped(client, agreement, manager):
    client.force_login(manager)
    assert client.get(page("new-order")).url == f"{page('new-order')}?agreement={agreement.pk}"
    url = f"{page('new-order')}?agreement={agreement.pk}"
    assert "paling sedikit 12" in client.get(url).content.decode()

    first = client.post(url, an_order_form(agreement))
    again = client.post(url, an_order_form(agreement))

    order = Order.objects.get()
    assert first.url == again.url == page("order", order.pk)


def test_too_small_an_order_keeps_the_form(client, agreement, manager):
    client.force_login(manager)
    url = f"{page('new-order')}?agreement={agreement.pk}"

    answer = client.post(url, an_order_form(agreement, 5))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Sambal Cibiuk paling sedikit 12, Anda memesan 5." in text
    assert 'value="5"' in text
    assert not Order.objects.exists()


def test_an_order_is_answered_shipped_and_received_on_its_page(client, agreement, owner):
    order = an_order(agreement, 24, state=State.PLACED)
    line = order.lines.get()
    client.force_login(owner)
    assert "Sanggup?" in client.get(page("order", order.pk)).content.decode()
    client.post(page("confirm-order", order.pk))
    ship = page("ship-order", order.pk)
    assert client.post(ship, {f"best_before_{line.pk}": ""}).status_code == 422
    day = (clock.today() + timedelta(days=90)).isoformat()
    client.post(ship, {f"best_before_{line.pk}": day, f"code_{line.pk}": "S1"})
    order.refresh_from_db()
    assert order.state == State.SHIPPED

    client.force_login(a_seat(agreement.buyer, outlet=order.outlet))
    assert "Semua diterima" in client.get(page("order", order.pk)).content.decode()
    client.post(page("receive-order", order.pk), {"semua": "1"})

    order.refresh_from_db()
    assert order.state == State.RECEIVED
    assert order.lines.get().received_quantity == 24


def test_a_short_receipt_asks_for_its_reason(client, agreement, manager):
    order = an_order(agreement, 24, state=State.SHIPPED)
    line = order.lines.get()
    client.force_login(manager)

    answer = client.post(page("receive-order", order.pk), {f"quantity_{line.pk}": "20"})

    assert answer.status_code == 422
    assert "dikirim 24, diterima 20. Tulis alasannya." in answer.content.decode()


def test_an_overbooked_maker_is_warned_before_saying_yes(client, agreement, owner):
    order = an_order(agreement, 48, state=State.PLACED)
    client.force_login(owner)

    text = client.get(page("order", order.pk)).content.decode()

    assert "bulan ini dipesan 48, padahal kapasitasnya 30 sebulan" in text


def test_declining_needs_a_reason(client, agreement, owner):
    order = an_order(agreement, 24, state=State.PLACED)
    client.force_login(owner)
    url = page("decline-order", order.pk)

    assert client.post(url, {"reason": ""}).status_code == 200
    order.refresh_from_db()
    assert order.state == State.PLACED
    assert client.post(url, {"reason": "Cabai habis"}).url == page("order", order.pk)
    order.refresh_from_db()
    assert order.state == State.DECLINED


def test_a_stranger_finds_nothing_and_an_auditor_only_reads(client, agreement):
    order = an_order(agreement, 24, state=State.PLACED)
    client.force_login(a_seat(a_maker(agreement.programme)))
    assert client.get(page("order", order.pk)).status_code == 404
    assert client.post(page("confirm-order", order.pk)).status_code == 404
    assert client.get(page("agreement-panel", agreement.pk)).status_code == 404

    client.force_login(a_member(agreement.programme, Member.Role.AUDITOR))
    assert client.get(page("order", order.pk)).status_code == 200
    assert client.post(page("confirm-order", order.pk)).status_code == 403
    assert client.get(page("cancel-order", order.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_whatever_its_rows(
    client, agreement, manager, django_assert_num_queries, count
):
    for _nth in range(count):
        an_order(agreement, 24)
    client.force_login(manager)
    client.get(page("orders"))

    with django_assert_num_queries(7):
        assert client.get(page("orders")).status_code == 200


def test_an_empty_list_says_what_to_do(client, agreement, manager):
    client.force_login(manager)

    text = client.get(page("orders")).content.decode()

    assert "Belum ada pesanan" in text
    assert page("new-order") in text


def test_an_agreements_panel_leads_to_its_orders(client, agreement, manager):
    order = an_order(agreement, 24)
    client.force_login(manager)

    text = client.get(page("agreement-panel", agreement.pk)).content.decode()

    assert page("order", order.pk) in text
    assert f"{page('new-order')}?agreement={agreement.pk}" in text
