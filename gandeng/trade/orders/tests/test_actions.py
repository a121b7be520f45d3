"""A manager orders, a maker says yes and ships, the shop receives."""

from datetime import timedelta

import pytest

from gandeng.agreements.actions import draft_from_outcome, offer_agreement, sign_agreement
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.agreements.states import Scheme
from gandeng.agreements.states import State as AgreementState
from gandeng.audit.queries import traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money
from gandeng.meetings.samples import an_outcome
from gandeng.organisations.models import Seat
from gandeng.organisations.samples import a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer
from gandeng.trade.ledger.models import Account, Kind
from gandeng.trade.orders import actions, queries
from gandeng.trade.orders.models import Order
from gandeng.trade.orders.samples import an_order
from gandeng.trade.orders.states import State

pytestmark = pytest.mark.django_db


def pieces(agreement, kind):
    return sum(
        Account.objects.filter(agreement=agreement, kind=kind).values_list("balance", flat=1)
    )


def refused(code):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


@pytest.fixture
def agreement():
    maker = a_maker()
    product = a_product(maker, "Sambal Cibiuk", minimum_order=12, monthly_capacity=50)
    return an_agreement(maker, products=[product], scheme=Scheme.OUTRIGHT)


def owner(agreement):
    return signer_of(agreement.maker, Seat.Role.OWNER)


def manager(agreement):
    return signer_of(agreement.buyer, Seat.Role.MANAGER)


def place(agreement, quantity=20, **values):
    return actions.place_order(
        agreement,
        values.pop("outlet", None) or agreement.outlets.get(),
        {agreement.lines.get().pk: quantity},
        key=values.pop("key", "kunci"),
        by=values.pop("by", None) or manager(agreement),
        at=clock.now(),
        **values,
    )


def test_an_order_goes_from_placed_to_the_buyers_own(agreement):
    order = an_order(agreement, 20, state=State.SHIPPED)
    assert pieces(agreement, Kind.IN_TRANSIT) == 20

    actions.receive_order(order, by=manager(agreement), at=clock.now())

    assert order.state == State.RECEIVED
    assert (pieces(agreement, Kind.IN_TRANSIT), pieces(agreement, Kind.BOUGHT)) == (0, 20)
    verbs = [trace.verb for trace in traces_of(order)]
    assert verbs == ["receive", "ship", "confirm", "place_order"]


def test_an_order_is_worth_its_frozen_price_and_what_arrived(agreement):
    order = an_order(agreement, 20, state=State.SHIPPED)
    line = order.lines.select_related("line").get()
    price = line.line.consignment_price
    assert queries.value_of([line]) == price * 20

    actions.receive_order(
        order, {line.pk: (18, "Dua botol pecah")}, by=manager(agreement), at=clock.now()
    )

    assert queries.value_of(order.lines.select_related("line")) == price * 18
    assert price > Money(0)
    assert (pieces(agreement, Kind.BOUGHT), pieces(agreement, Kind.MAKER_STOCK)) == (18, -18)


def test_a_double_click_orders_once(agreement):
    assert place(agreement) == place(agreement)
    assert Order.objects.count() == 1


def test_less_than_the_minimum_is_refused_with_both_figures(agreement):
    with pytest.raises(Refusal) as refusal:
        place(agreement, 5)

    assert refusal.value.code == "below_minimum"
    assert str(refusal.value) == "Sambal Cibiuk paling sedikit 12, Anda memesan 5."


def test_more_than_the_maker_can_make_this_month_is_shown(agreement):
    place(agreement, 40, key="satu")
    order = place(agreement, 20, key="dua")

    (strain,) = queries.strains_of(order)
    assert (strain.ordered, strain.capacity) == (60, 50)


def test_an_order_within_capacity_shows_no_strain(agreement):
    assert queries.strains_of(place(agreement, 40)) == []


def test_a_declined_order_says_why(agreement):
    order = place(agreement)
    with refused("reason_missing"):
        actions.decline_order(order, " ", by=owner(agreement), at=clock.now())

    actions.decline_order(order, "Cabai habis", by=owner(agreement), at=clock.now())

    assert order.state == State.DECLINED
    assert traces_of(order)[0].note == "Cabai habis"


def test_a_shipped_order_cannot_be_cancelled(agreement):
    order = an_order(agreement, state=State.SHIPPED)

    with refused("wrong_state"):
        actions.cancel_order(order, "Salah pesan", by=manager(agreement), at=clock.now())
    assert pieces(agreement, Kind.IN_TRANSIT) == 20


def test_a_missing_piece_needs_a_reason(agreement):
    order = an_order(agreement, state=State.SHIPPED)

    with refused("reason_missing"):
        actions.receive_order(
            order, {order.lines.get().pk: (19, "")}, by=manager(agreement), at=clock.now()
        )
    order.refresh_from_db()
    assert order.state == State.SHIPPED


def test_nobody_receives_more_than_was_shipped(agreement):
    order = an_order(agreement, state=State.SHIPPED)

    with refused("more_than_ordered"):
        actions.receive_order(
            order, {order.lines.get().pk: (21, "bonus")}, by=manager(agreement), at=clock.now()
        )


def test_an_order_of_which_nothing_is_taken_is_refused(agreement):
    order = an_order(agreement, state=State.SHIPPED)

    actions.receive_order(
        order, {order.lines.get().pk: (0, "Basi")}, by=manager(agreement), at=clock.now()
    )

    assert order.state == State.REFUSED
    assert (pieces(agreement, Kind.IN_TRANSIT), pieces(agreement, Kind.BOUGHT)) == (0, 0)


def test_food_is_shipped_with_a_best_before_day(agreement):
    order = an_order(agreement, state=State.CONFIRMED)

    with refused("best_before_missing"):
        actions.ship_order(order, by=owner(agreement), at=clock.now())
    with refused("best_before_past"):
        lots = {order.lines.get().pk: ("A1", clock.today())}
        actions.ship_order(order, lots, by=owner(agreement), at=clock.now())


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"scheme": Scheme.CONSIGNMENT}, "not_outright"),
        ({"state": AgreementState.OFFERED}, "agreement_not_signed"),
        ({"starts_on": clock.today() + timedelta(days=2)}, "agreement_out_of_term"),
    ],
)
def test_an_order_rests_on_a_signed_outright_agreement(terms, code):
    agreement = an_agreement(**{"scheme": Scheme.OUTRIGHT, **terms})

    with refused(code):
        place(agreement)


def test_a_shop_outside_the_agreement_orders_nothing(agreement):
    with refused("foreign_shop"):
        place(agreement, outlet=an_outlet(agreement.buyer))


def test_goods_are_not_wanted_yesterday(agreement):
    with refused("wanted_in_past"):
        place(agreement, wanted_on=clock.today() - timedelta(days=1))


def test_a_clerk_receives_but_does_not_order(agreement):
    clerk = a_seat(agreement.buyer, outlet=agreement.outlets.get())

    with pytest.raises(NotAllowed):
        place(agreement, by=clerk)
    order = an_order(agreement, state=State.SHIPPED)
    actions.receive_order(order, by=clerk, at=clock.now())
    assert order.state == State.RECEIVED


def test_the_maker_does_not_receive_and_the_buyer_does_not_confirm(agreement):
    order = place(agreement)
    with pytest.raises(NotAllowed):
        actions.confirm_order(order, by=manager(agreement), at=clock.now())
    with pytest.raises(NotAllowed):
        actions.receive_order(order, by=owner(agreement), at=clock.now())


def test_orders_are_seen_by_both_parties_and_the_clerk_of_that_shop(agreement):
    order = place(agreement)
    clerk = a_seat(agreement.buyer, outlet=agreement.outlets.get())
    other_clerk = a_seat(agreement.buyer, outlet=an_outlet(agreement.buyer))
    stranger = a_seat(a_maker(agreement.programme))

    for person in (owner(agreement), manager(agreement), clerk):
        assert list(queries.orders_for(person)) == [order]
    for person in (other_clerk, stranger):
        assert list(queries.orders_for(person)) == []


def test_what_was_ordered_at_the_table_is_the_first_order_and_only_once():
    outcome = an_outcome(result="order", quantity=30)
    officer = an_officer(outcome.programme)
    draft = draft_from_outcome(outcome, by=officer, at=clock.now())
    with pytest.raises(Refusal) as refusal:
        actions.order_from_outcome(outcome, by=officer, at=clock.now())
    assert refusal.value.code == "no_outright_agreement"
    offer_agreement(draft, by=officer, at=clock.now())
    for side, organisation, role in (
        ("maker", draft.maker, "owner"),
        ("buyer", draft.buyer, "manager"),
    ):
        person = signer_of(organisation, role)
        sign_agreement(draft, side, by=person, at=clock.now(), name=person.name)
    later = clock.start_of(draft.starts_on) + timedelta(hours=10)
    order = actions.order_from_outcome(outcome, by=officer, at=later)
    assert [(row.line.product, row.quantity) for row in order.lines.all()] == [
        (outcome.lines.get().product, 30)
    ]
    assert (order.outcome, order.outlet) == (outcome, draft.outlets.get())
    assert actions.order_from_outcome(outcome, by=officer, at=later) == order
    with pytest.raises(NotAllowed):
        actions.order_from_outcome(outcome, by=signer_of(draft.maker, "owner"), at=later)
