"""Whatever is delivered, counted, sent back and thrown away: the shelf is the sum of it."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gandeng.agreements.samples import an_agreement
from gandeng.agreements.states import Cause
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations.samples import a_maker
from gandeng.products.samples import a_product
from gandeng.trade.consignment import actions, queries
from gandeng.trade.consignment.models import CountLine
from gandeng.trade.consignment.samples import a_delivery, a_key, maker_of, manager_of, shop_of
from gandeng.trade.consignment.states import DeliveryState, ShortReason
from gandeng.trade.ledger.models import Account, Kind, Transfer

pytestmark = pytest.mark.django_db

small = st.integers(0, 12)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("deliver"), st.integers(1, 12), small, st.integers(1, 3)),
        st.tuples(st.just("count"), small),
        st.tuples(st.just("announce"), st.integers(1, 6), st.booleans()),
        st.tuples(st.just("settle"), st.booleans()),
        st.tuples(st.just("write_off"), st.integers(1, 6), st.sampled_from(["damaged", "lost"])),
    ),
    max_size=14,
)


class Story:
    """One product in one shop, what was done to it, and a clerk's pencil sums beside the book."""

    def __init__(self):
        self.at = clock.now() - timedelta(days=40)
        maker = a_maker()
        self.agreement = an_agreement(maker, products=[a_product(maker)], at=self.at)
        self.outlet, self.line = shop_of(self.agreement), self.agreement.lines.get()
        self.owner, self.manager = maker_of(self.agreement), manager_of(self.agreement)
        self.pencil = self.sold = 0
        self.returns = []

    def tick(self):
        self.at += timedelta(hours=1)
        return self.at

    def lot(self):
        """A lot that lies on the shelf, the fullest."""
        account = (
            Account.objects.filter(agreement=self.agreement, kind=Kind.SHELF, balance__gt=0)
            .select_related("lot")
            .order_by("-balance", "pk")
            .first()
        )
        return (account.lot, account.balance) if account else (None, 0)

    def deliver(self, sent, received, lot):
        delivery = a_delivery(
            self.agreement,
            sent,
            state=DeliveryState.SENT,
            code=f"L{lot}",
            best_before_on=clock.today() + timedelta(days=30 * lot),
            at=self.tick(),
        )
        arrivals = {delivery.lines.get().pk: (received, ShortReason.OTHER)}
        actions.receive_delivery(delivery, arrivals, by=self.manager, at=self.tick())
        self.pencil += received

    def count(self, left):
        write_down = partial(
            actions.count_shelf,
            self.outlet,
            {self.line.pk: left},
            key=a_key(),
            on=clock.day_of(self.at),
            by=self.manager,
            at=self.tick(),
        )
        if left > self.pencil:
            with pytest.raises(Refusal, check=lambda refusal: refusal.code == "impossible_count"):
                write_down()
            return
        counted = write_down()
        self.sold += self.pencil - left
        assert counted.lines.get().sold_quantity == self.pencil - left
        self.pencil = left

    def announce(self, wanted, by_maker):
        lot, there = self.lot()
        if not lot:
            return
        back = actions.announce_return(
            self.agreement,
            self.outlet,
            [(self.line, lot, min(wanted, there))],
            by=self.owner if by_maker else self.manager,
            at=self.tick(),
        )
        self.returns.append((back, lot, min(wanted, there), by_maker))
        self.pencil -= 0 if by_maker else min(wanted, there)

    def settle(self, confirms):
        if not self.returns:
            return
        back, lot, quantity, by_maker = self.returns.pop()
        if not confirms:
            person = self.owner if by_maker else self.manager
            actions.withdraw_return(back, by=person, at=self.tick())
            self.pencil += 0 if by_maker else quantity
            return
        person = self.manager if by_maker else self.owner
        confirm = partial(actions.confirm_return, back, by=person, at=self.tick())
        shelf = Account.objects.get(agreement=self.agreement, kind=Kind.SHELF, lot=lot)
        if by_maker and shelf.balance < quantity:
            with pytest.raises(Refusal, check=lambda refusal: refusal.code == "not_enough"):
                confirm()
            return
        confirm()
        self.pencil -= quantity if by_maker else 0

    def write_off(self, wanted, cause):
        lot, there = self.lot()
        if not lot:
            return
        actions.write_off(
            self.outlet,
            self.line,
            lot,
            Cause(cause),
            min(wanted, there),
            key=a_key(),
            by=self.manager,
            at=self.tick(),
        )
        self.pencil -= min(wanted, there)


def moved(agreement, kind):
    """What came to all places of a kind, less what left them, by the transfers alone."""
    into = Transfer.objects.filter(debit__agreement=agreement, debit__kind=kind)
    out = Transfer.objects.filter(credit__agreement=agreement, credit__kind=kind)
    return sum(into.values_list("amount", flat=True)) - sum(out.values_list("amount", flat=True))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_whatever_happens_the_shelf_is_the_sum_of_what_moved(story_steps):
    story = Story()
    for name, *values in story_steps:
        getattr(story, name)(*values)
        rows = queries.shelf_of(story.outlet, line_ids=[story.line.pk])
        total = rows[0].sum
        assert total.expected == story.pencil == moved(story.agreement, Kind.SHELF)
        last = CountLine.objects.filter(line=story.line).order_by("-pk").first()
        assert total.opening == (last.left_quantity if last else 0)
        assert moved(story.agreement, Kind.SOLD) == story.sold
        assert not Account.objects.filter(
            agreement=story.agreement, is_floored=True, balance__lt=0
        ).exists()
    everything = sum(
        Account.objects.filter(agreement=story.agreement, line__isnull=False).values_list(
            "balance", flat=True
        )
    )
    assert everything == 0
