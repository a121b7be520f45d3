"""Makers deliver, clerks receive and count, goods go back or are gone."""

from datetime import timedelta

import pytest

from gandeng.agreements.samples import an_agreement
from gandeng.agreements.states import Cause, Scheme, Side
from gandeng.agreements.states import State as AgreementState
from gandeng.audit.queries import traces_of
from gandeng.certificates.samples import a_certificate
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.models import Count, Delivery, Return, WriteOff
from gandeng.trade.consignment.samples import (
    a_delivery,
    a_key,
    maker_of,
    manager_of,
    shop_of,
)
from gandeng.trade.consignment.states import DeliveryState, ReturnState, ShortReason
from gandeng.trade.ledger.models import Account, Entry, Kind

pytestmark = pytest.mark.django_db


def pieces(agreement, kind):
    """What the agreement has in all places of that kind."""
    return sum(
        Account.objects.filter(agreement=agreement, kind=kind).values_list("balance", flat=1)
    )


def count(agreement, left, **values):
    """The shop's manager counts the agreement's only product."""
    line = agreement.lines.get()
    at = values.pop("at", None) or clock.now()
    return actions.count_shelf(
        shop_of(agreement),
        {line.pk: left},
        key=values.pop("key", None) or a_key(),
        on=values.pop("on", None) or clock.day_of(at),
        by=values.pop("by", None) or manager_of(agreement),
        at=at,
        **values,
    )


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def agreement():
    maker = a_maker()
    return an_agreement(maker, products=[a_product(maker, "Keripik Pisang")])


# Delivering ---------------------------------------------------------------------------------------


def test_a_prepared_delivery_moves_nothing(agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.DRAFT)

    assert delivery.number == f"SJ-{agreement.pk:04d}-001"
    assert not Entry.objects.filter(agreement=agreement).exists()


def test_sent_goods_are_on_the_road_and_received_goods_on_the_shelf(agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    assert pieces(agreement, Kind.IN_TRANSIT) == 10
    assert pieces(agreement, Kind.SHELF) == 0

    actions.receive_delivery(
        delivery, by=manager_of(agreement), at=clock.now(), receiver_name="Bu Rina"
    )

    assert delivery.state == DeliveryState.RECEIVED
    assert delivery.receiver_name == "Bu Rina"
    assert pieces(agreement, Kind.IN_TRANSIT) == 0
    assert pieces(agreement, Kind.SHELF) == 10
    assert pieces(agreement, Kind.MAKER_STOCK) == -10


def test_what_did_not_arrive_goes_back_to_the_maker(agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    line = delivery.lines.get()

    actions.receive_delivery(
        delivery, {line.pk: (7, ShortReason.BROKEN)}, by=manager_of(agreement), at=clock.now()
    )

    line.refresh_from_db()
    assert (line.received_quantity, line.reason) == (7, "broken")
    assert pieces(agreement, Kind.SHELF) == 7
    assert pieces(agreement, Kind.IN_TRANSIT) == 0
    assert pieces(agreement, Kind.MAKER_STOCK) == -7


def test_more_than_was_sent_comes_from_the_makers_stock(agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    line = delivery.lines.get()

    actions.receive_delivery(
        delivery, {line.pk: (12, ShortReason.OVER)}, by=manager_of(agreement), at=clock.now()
    )

    assert pieces(agreement, Kind.SHELF) == 12
    assert pieces(agreement, Kind.MAKER_STOCK) == -12


def test_a_difference_needs_a_reason_and_nothing_is_taken_in_without(agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    line = delivery.lines.get()

    with refused("reason_missing"):
        actions.receive_delivery(delivery, {line.pk: 9}, by=manager_of(agreement), at=clock.now())

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert pieces(agreement, Kind.IN_TRANSIT) == 10


def test_a_delivery_of_which_nothing_is_taken_is_refused(agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    line = delivery.lines.get()

    actions.receive_delivery(
        delivery, {line.pk: (0, ShortReason.LABEL)}, by=manager_of(agreement), at=clock.now()
    )

    assert delivery.state == DeliveryState.REFUSED
    assert pieces(agreement, Kind.SHELF) == 0
    assert pieces(agreement, Kind.MAKER_STOCK) == 0


def test_a_delivery_is_received_once(agreement):
    delivery = a_delivery(agreement, 10)

    with refused("wrong_state"):
        actions.receive_delivery(delivery, by=manager_of(agreement), at=clock.now())

    assert pieces(agreement, Kind.SHELF) == 10


def test_a_double_click_prepares_one_delivery(agreement):
    line = agreement.lines.get()
    packed = [(line, "A1", clock.today() + timedelta(days=30), 5)]
    made = [
        actions.prepare_delivery(
            agreement, shop_of(agreement), packed, by=maker_of(agreement), at=clock.now(), key="x"
        )
        for _click in range(2)
    ]

    assert made[0] == made[1]
    assert Delivery.objects.count() == 1


def test_a_cancelled_note_cannot_be_sent(agreement):
    delivery = a_delivery(agreement, state=DeliveryState.DRAFT)
    owner = maker_of(agreement)
    actions.cancel_delivery(delivery, by=owner, at=clock.now())

    with refused("wrong_state"):
        actions.send_delivery(delivery, by=owner, at=clock.now())
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (AgreementState.OFFERED, "agreement_not_signed"),
        (AgreementState.ENDED, "agreement_not_signed"),
    ],
)
def test_nothing_is_delivered_without_a_signed_agreement(state, code):
    agreement = an_agreement(state=state)

    with refused(code):
        a_delivery(agreement)


def test_nothing_is_delivered_before_the_agreement_begins():
    agreement = an_agreement(starts_on=clock.today() + timedelta(days=1))

    with refused("agreement_out_of_term"):
        a_delivery(agreement)


def test_goods_bought_outright_are_not_delivered_as_consignment():
    agreement = an_agreement(scheme=Scheme.OUTRIGHT)

    with refused("not_consignment"):
        a_delivery(agreement)


def test_a_shop_outside_the_agreement_gets_nothing(agreement):
    other = an_outlet(agreement.buyer)

    with refused("foreign_shop"):
        a_delivery(agreement, outlet=other)


def test_goods_past_their_day_stay_at_home(agreement):
    with refused("best_before_past"):
        a_delivery(agreement, best_before_on=clock.today())


def test_food_has_a_best_before_day(agreement):
    line = agreement.lines.get()

    with refused("best_before_missing"):
        actions.prepare_delivery(
            agreement,
            shop_of(agreement),
            [(line, "A1", None, 5)],
            by=maker_of(agreement),
            at=clock.now(),
        )


def test_one_code_has_one_best_before_day(agreement):
    a_delivery(agreement, code="A1", best_before_on=clock.today() + timedelta(days=30))

    with refused("lot_differs"):
        a_delivery(agreement, code="a1 ", best_before_on=clock.today() + timedelta(days=31))


def test_a_lapsed_certificate_stops_the_goods(agreement):
    product = agreement.lines.get().product
    a_certificate(product, expires_on=clock.today() - timedelta(days=1))

    with refused("certificate_lapsed"):
        a_delivery(agreement, state=DeliveryState.DRAFT)


def test_certificates_are_kept_as_they_stood_when_the_goods_left(agreement):
    product = agreement.lines.get().product
    certificate = a_certificate(product)

    delivery = a_delivery(agreement, state=DeliveryState.SENT)

    (kept,) = delivery.certificates_then[str(product.pk)]
    assert kept["kind"] == "pirt"
    assert kept["number"] == certificate.shown_number
    assert kept["until"] == certificate.expires_on.isoformat()


def test_a_stranger_may_neither_send_nor_receive(agreement):
    stranger = a_seat(a_maker(agreement.programme))
    delivery = a_delivery(agreement, state=DeliveryState.SENT)

    with pytest.raises(NotAllowed):
        actions.prepare_delivery(agreement, shop_of(agreement), [], by=stranger, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.receive_delivery(delivery, by=maker_of(agreement), at=clock.now())


def test_a_clerk_receives_in_their_own_shop_only():
    buyer = a_buyer()
    here, there = an_outlet(buyer), an_outlet(buyer)
    agreement = an_agreement(buyer=buyer, outlets=[here, there])
    clerk = a_seat(buyer, outlet=there)
    delivery = a_delivery(agreement, outlet=here, state=DeliveryState.SENT)

    with pytest.raises(NotAllowed):
        actions.receive_delivery(delivery, by=clerk, at=clock.now())


# Counting -----------------------------------------------------------------------------------------


def test_what_is_not_left_was_sold(agreement):
    a_delivery(agreement, 10)

    counted = count(agreement, 4)

    line = counted.lines.get()
    assert (line.expected_quantity, line.left_quantity, line.sold_quantity) == (10, 4, 6)
    assert pieces(agreement, Kind.SHELF) == 4
    assert pieces(agreement, Kind.SOLD) == 6
    assert [trace.verb for trace in traces_of(counted)] == ["count_shelf"]


def test_an_impossible_count_is_refused_with_the_sum_that_shows_why():
    now, maker = clock.now(), a_maker()
    goods = [a_product(maker, "Keripik Pisang")]
    agreement = an_agreement(maker, products=goods, at=now - timedelta(days=1))
    a_delivery(agreement, 14, at=now - timedelta(hours=5))
    count(agreement, 10, at=now - timedelta(hours=4))
    a_delivery(agreement, 8, at=now - timedelta(hours=3), code="B")
    line, lot = agreement.lines.get(), Account.objects.filter(kind=Kind.SHELF).last().lot
    actions.announce_return(
        agreement,
        shop_of(agreement),
        [(line, lot, 2)],
        by=manager_of(agreement),
        at=now - timedelta(hours=2),
    )
    actions.write_off(
        shop_of(agreement),
        line,
        lot,
        Cause.DAMAGED,
        1,
        key="rusak",
        by=manager_of(agreement),
        at=now - timedelta(hours=1),
    )

    with pytest.raises(Refusal) as refusal:
        count(agreement, 18)

    assert str(refusal.value) == (
        "Keripik Pisang: dihitung 18, padahal paling banyak 15 (awal 10 + masuk 8 − retur 2 − "
        "rusak 1). Hitung ulang, atau catat kiriman yang belum diterima."
    )
    assert refusal.value.code == "impossible_count"
    assert Count.objects.count() == 1


def test_one_impossible_product_keeps_the_whole_count_out():
    maker = a_maker()
    goods = [a_product(maker, "Dodol"), a_product(maker, "Rengginang")]
    agreement = an_agreement(maker, products=goods)
    a_delivery(agreement, 5)
    first, second = agreement.lines.order_by("pk")

    with refused("impossible_count"):
        actions.count_shelf(
            shop_of(agreement),
            {first.pk: 3, second.pk: 6},
            key="k",
            on=clock.today(),
            by=manager_of(agreement),
            at=clock.now(),
        )

    assert not Count.objects.exists()
    assert pieces(agreement, Kind.SHELF) == 10


def test_products_that_were_not_counted_stay_as_they_were():
    maker = a_maker()
    goods = [a_product(maker, "Dodol"), a_product(maker, "Rengginang")]
    agreement = an_agreement(maker, products=goods)
    a_delivery(agreement, 5)
    first, _second = agreement.lines.order_by("pk")

    counted = actions.count_shelf(
        shop_of(agreement),
        {first.pk: 3},
        key="k",
        on=clock.today(),
        by=manager_of(agreement),
        at=clock.now(),
    )

    assert [line.line for line in counted.lines.all()] == [first]
    assert pieces(agreement, Kind.SHELF) == 8


def test_the_same_count_sent_twice_is_one(agreement):
    a_delivery(agreement, 10)

    assert count(agreement, 4, key="telepon-1") == count(agreement, 4, key="telepon-1")

    assert Count.objects.count() == 1
    assert pieces(agreement, Kind.SOLD) == 6


def test_the_same_key_with_other_figures_is_a_conflict(agreement):
    a_delivery(agreement, 10)
    count(agreement, 4, key="telepon-1")

    with refused("key_reused"):
        count(agreement, 3, key="telepon-1")


def test_of_two_clerks_at_once_the_second_sees_the_new_sum(agreement):
    a_delivery(agreement, 10)
    line = agreement.lines.get()
    count(agreement, 6, seen={line.pk: 10})

    with pytest.raises(Refusal) as refusal:
        count(agreement, 6, seen={line.pk: 10})
    assert refusal.value.code == "shelf_changed"
    assert "Keripik Pisang dari 10 menjadi 6" in str(refusal.value)

    again = count(agreement, 6, seen={line.pk: 6})
    assert again.lines.get().sold_quantity == 0
    assert pieces(agreement, Kind.SOLD) == 4


def test_the_lot_that_expires_first_is_sold_first(agreement):
    today = clock.today()
    a_delivery(agreement, 5, code="TUA", best_before_on=today + timedelta(days=20))
    a_delivery(agreement, 5, code="MUDA", best_before_on=today + timedelta(days=90))

    count(agreement, 3)

    held = {
        account.lot.code: account.balance for account in Account.objects.filter(kind=Kind.SHELF)
    }
    assert held == {"TUA": 0, "MUDA": 3}


def test_a_count_of_two_makers_goods_books_each_under_its_agreement():
    buyer = a_buyer()
    outlet = an_outlet(buyer)
    ours, theirs = (
        an_agreement(a_maker(buyer.programme), buyer, outlets=[outlet]) for _maker in range(2)
    )
    for agreement in (ours, theirs):
        a_delivery(agreement, 10)

    counted = actions.count_shelf(
        outlet,
        {ours.lines.get().pk: 7, theirs.lines.get().pk: 9},
        key="k",
        on=clock.today(),
        by=manager_of(ours),
        at=clock.now(),
    )

    assert (pieces(ours, Kind.SOLD), pieces(theirs, Kind.SOLD)) == (3, 1)
    assert Entry.objects.filter(reference__startswith=f"count/{counted.pk}/").count() == 2


def test_a_sheet_counted_yesterday_and_typed_today_knows_yesterdays_shelf():
    now = clock.now()
    yesterday = clock.today() - timedelta(days=1)
    agreement = an_agreement(at=now - timedelta(days=3))
    a_delivery(agreement, 10, at=now - timedelta(days=2))
    a_delivery(agreement, 8, code="BARU", at=now)

    counted = count(agreement, 6, on=yesterday, counted_by="Pak Darma")

    line = counted.lines.get()
    assert (line.expected_quantity, line.sold_quantity) == (10, 4)
    assert counted.counted_by == "Pak Darma"
    assert pieces(agreement, Kind.SHELF) == 14


def test_nothing_is_counted_before_a_later_count():
    now = clock.now()
    agreement = an_agreement(at=now - timedelta(days=3))
    a_delivery(agreement, 10, at=now - timedelta(days=2))
    count(agreement, 6)

    with refused("counted_later"):
        count(agreement, 7, on=clock.today() - timedelta(days=1))


def test_tomorrow_cannot_be_counted(agreement):
    a_delivery(agreement, 10)

    with refused("day_in_future"):
        count(agreement, 4, on=clock.today() + timedelta(days=1))


def test_somebody_elses_goods_cannot_be_counted_here(agreement):
    elsewhere = an_agreement()
    a_delivery(agreement, 10)

    with refused("foreign_goods"):
        actions.count_shelf(
            shop_of(agreement),
            {elsewhere.lines.get().pk: 0},
            key="k",
            on=clock.today(),
            by=manager_of(agreement),
            at=clock.now(),
        )


def test_a_clerk_of_another_shop_does_not_count_here():
    buyer = a_buyer()
    here, there = an_outlet(buyer), an_outlet(buyer)
    agreement = an_agreement(buyer=buyer, outlets=[here, there])
    a_delivery(agreement, 10, outlet=here)
    clerk_here, clerk_there = a_seat(buyer, outlet=here), a_seat(buyer, outlet=there)

    with pytest.raises(NotAllowed):
        count(agreement, 4, by=clerk_there)
    assert count(agreement, 4, by=clerk_here).counted_by == str(clerk_here)


# Returning and writing off ------------------------------------------------------------------------


def shelf_lot(agreement):
    return Account.objects.get(agreement=agreement, kind=Kind.SHELF).lot


def test_what_the_shop_announces_leaves_the_shelf_and_waits_for_the_maker(agreement):
    a_delivery(agreement, 10)
    line, lot = agreement.lines.get(), shelf_lot(agreement)

    back = actions.announce_return(
        agreement, shop_of(agreement), [(line, lot, 3)], by=manager_of(agreement), at=clock.now()
    )
    assert back.announced_by == Side.BUYER
    assert (pieces(agreement, Kind.SHELF), pieces(agreement, Kind.RETURNING)) == (7, 3)
    with pytest.raises(NotAllowed):
        actions.confirm_return(back, by=manager_of(agreement), at=clock.now())

    actions.confirm_return(back, by=maker_of(agreement), at=clock.now())

    assert back.state == ReturnState.CONFIRMED
    assert (pieces(agreement, Kind.RETURNING), pieces(agreement, Kind.RETURNED)) == (0, 3)


def test_what_the_maker_asks_back_stays_until_the_shop_confirms(agreement):
    a_delivery(agreement, 10)
    line, lot = agreement.lines.get(), shelf_lot(agreement)

    back = actions.announce_return(
        agreement, shop_of(agreement), [(line, lot, 3)], by=maker_of(agreement), at=clock.now()
    )
    assert back.announced_by == Side.MAKER
    assert pieces(agreement, Kind.SHELF) == 10
    with pytest.raises(NotAllowed):
        actions.confirm_return(back, by=maker_of(agreement), at=clock.now())

    actions.confirm_return(back, by=manager_of(agreement), at=clock.now())

    assert (pieces(agreement, Kind.SHELF), pieces(agreement, Kind.RETURNED)) == (7, 3)


def test_what_sold_meanwhile_cannot_be_handed_back(agreement):
    a_delivery(agreement, 10)
    back = actions.announce_return(
        agreement,
        shop_of(agreement),
        [(agreement.lines.get(), shelf_lot(agreement), 8)],
        by=maker_of(agreement),
        at=clock.now(),
    )
    count(agreement, 5)

    with refused("not_enough"):
        actions.confirm_return(back, by=manager_of(agreement), at=clock.now())

    back.refresh_from_db()
    assert back.state == ReturnState.ANNOUNCED
    assert pieces(agreement, Kind.SHELF) == 5


def test_a_withdrawn_return_puts_the_goods_back_on_the_shelf(agreement):
    a_delivery(agreement, 10)
    manager = manager_of(agreement)
    back = actions.announce_return(
        agreement,
        shop_of(agreement),
        [(agreement.lines.get(), shelf_lot(agreement), 3)],
        by=manager,
        at=clock.now(),
    )

    actions.withdraw_return(back, by=manager, at=clock.now())

    assert pieces(agreement, Kind.SHELF) == 10
    with refused("wrong_state"):
        actions.confirm_return(back, by=maker_of(agreement), at=clock.now())


def test_nobody_returns_more_than_lies_there(agreement):
    a_delivery(agreement, 10)

    with refused("not_enough"):
        actions.announce_return(
            agreement,
            shop_of(agreement),
            [(agreement.lines.get(), shelf_lot(agreement), 11)],
            by=manager_of(agreement),
            at=clock.now(),
        )
    assert not Return.objects.exists()


def gone(agreement, quantity=2, cause=Cause.DAMAGED, **values):
    return actions.write_off(
        shop_of(agreement),
        agreement.lines.get(),
        shelf_lot(agreement),
        cause,
        quantity,
        key=values.pop("key", None) or a_key(),
        by=values.pop("by", None) or manager_of(agreement),
        at=clock.now(),
        **values,
    )


@pytest.mark.parametrize(
    ("cause", "kind"), [(Cause.DAMAGED, Kind.DAMAGED), (Cause.LOST, Kind.LOST)]
)
def test_what_is_gone_leaves_the_shelf(agreement, cause, kind):
    a_delivery(agreement, 10)

    gone(agreement, 2, cause)

    assert (pieces(agreement, Kind.SHELF), pieces(agreement, kind)) == (8, 2)


def test_goods_expire_on_their_day_and_not_before():
    now = clock.now()
    agreement = an_agreement(at=now - timedelta(days=9))
    a_delivery(agreement, 10, at=now - timedelta(days=8), best_before_on=clock.today())
    gone(agreement, 4, Cause.EXPIRED)
    assert pieces(agreement, Kind.EXPIRED) == 4

    fresh = an_agreement()
    a_delivery(fresh, 10)
    with refused("not_expired_yet"):
        gone(fresh, 4, Cause.EXPIRED)


def test_a_double_click_writes_off_once(agreement):
    a_delivery(agreement, 10)
    gone(agreement, key="x")
    gone(agreement, key="x")

    assert WriteOff.objects.count() == 1
    assert pieces(agreement, Kind.SHELF) == 8


@pytest.mark.parametrize(
    ("quantity", "cause", "code"),
    [
        (11, Cause.LOST, "not_enough"),
        (0, Cause.LOST, "quantity_impossible"),
        (1, Cause.UNSOLD, "cause_unknown"),
        (1, "dimakan", "cause_unknown"),
    ],
)
def test_a_write_off_that_cannot_be_is_refused(agreement, quantity, cause, code):
    a_delivery(agreement, 10)

    with refused(code):
        gone(agreement, quantity, cause)
    assert not WriteOff.objects.exists()


def test_the_maker_does_not_write_off_in_the_shop(agreement):
    a_delivery(agreement, 10)

    with pytest.raises(NotAllowed):
        gone(agreement, by=maker_of(agreement))


def test_the_shelf_tells_its_lots_and_what_is_near_its_end(agreement):
    a_delivery(agreement, 10, best_before_on=clock.today() + timedelta(days=5))

    (row,) = queries.shelf_of(shop_of(agreement))

    assert row.expected == 10
    assert row.is_near
    assert not row.is_expired
    assert row.nearest.days_left == 5
    assert row.words == "awal 0 + masuk 10"
