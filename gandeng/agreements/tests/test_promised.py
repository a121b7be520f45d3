"""What the meetings room learns of agreements: pieces promised a month, and who trades."""

import pytest

from gandeng.agreements.samples import an_agreement
from gandeng.agreements.states import Cycle, State
from gandeng.meetings.queries.promised import promised_monthly, trades_with
from gandeng.products.samples import a_product

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
