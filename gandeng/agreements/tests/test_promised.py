"""What the meetings room learns of agreements: pieces promised a month, and who trades."""

import pytest

from gandeng.agreements.actions import draft_from_outcome, end_agreement, offer_agreement
from gandeng.agreements.samples import an_agreement, sign_on_both_sides
from gandeng.agreements.states import Cycle, State
from gandeng.kernel import clock
from gandeng.meetings.queries.promised import promised_monthly, trades_with
from gandeng.meetings.queries.tables import offline_pack
from gandeng.meetings.samples import a_day, a_timetable, an_invitation, an_outcome
from gandeng.meetings.states import DayState, Side
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db


def test_signed_agreements_promise_pieces_a_month() -> None:
    product = a_product()
    first = an_agreement(product.maker, products=[product], quantity=60, cycle=Cycle.MONTHLY)
    an_agreement(product.maker, products=[product], quantity=10, cycle=Cycle.WEEKLY)
    an_agreement(product.maker, products=[product], quantity=999, state=State.OFFERED)
    # ten a week are 43 in thirty days, rounded up
    assert promised_monthly([product.pk], on=first.starts_on) == {product.pk: 60 + 43}
    assert promised_monthly([product.pk], on=first.ends_on) == {}


def test_whoever_signed_once_trades() -> None:
    ended = an_agreement(state=State.ENDED)
    offered = an_agreement(ended.maker, state=State.OFFERED)
    parties = [ended.maker_id, ended.buyer_id, offered.buyer_id]
    assert trades_with(parties) == {(ended.buyer_id, ended.maker_id)}


def test_what_was_signed_on_the_running_day_is_counted_once() -> None:
    day = a_day(held_on=clock.today(), state=DayState.RUNNING)
    maker = an_invitation(day, side=Side.MAKER)
    product = a_product(maker.organisation, monthly_capacity=200)
    buyer = an_invitation(day)
    a_timetable(day, [(buyer, maker, 0, 0)])
    outcome = an_outcome(day, buyer.organisation, product, quantity=40)

    def left() -> int:
        (goods,) = offline_pack(day)["makers"][maker.pk]["products"]
        return int(goods["left"])

    officer = an_officer(day.programme)
    agreement = draft_from_outcome(outcome, by=officer, at=clock.now())
    assert left() == 160
    offer_agreement(agreement, by=officer, at=clock.now())
    assert left() == 160
    sign_on_both_sides(agreement, at=clock.now())
    signed = promised_monthly([product.pk], on=day.held_on)[product.pk]
    assert signed > 0
    assert left() == 200 - signed
    # what is over promises nothing any more, neither by its paper nor by what it came from
    end_agreement(agreement, by=officer, at=clock.now(), reason="Batal")
    assert left() == 200
