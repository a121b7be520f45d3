"""Whatever people do in whatever order: every statement closes, the check finds nothing, nothing is
billed twice, and prices stay as signed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.kernel.money import ZERO, Money, Rate
from gandeng.trade.ledger.actions import Move, Spot, post, reverse
from gandeng.trade.ledger.models import Account, Entry, Kind
from gandeng.trade.settlement import actions
from gandeng.trade.settlement.models import Payment, Statement, StatementLine
from gandeng.trade.settlement.queries import owed_on, receivable_of, waiting_on
from gandeng.trade.settlement.queries.checking import examine

from .promises import BEGAN, a_world

ONE = st.integers(0, 1)
FEW = st.integers(1, 12)
WAYS = {
    "deliver": (Kind.MAKER_STOCK, Kind.SHELF),
    "sell": (Kind.SHELF, Kind.SOLD),
    "send_back": (Kind.SHELF, Kind.RETURNING),
    "take_back": (Kind.RETURNING, Kind.RETURNED),
    "keep_after_all": (Kind.RETURNING, Kind.SHELF),
    "expire": (Kind.SHELF, Kind.EXPIRED),
    "damage": (Kind.SHELF, Kind.DAMAGED),
    "lose": (Kind.SHELF, Kind.LOST),
}
FIELDS = {
    Kind.SOLD: "sold",
    Kind.RETURNING: "returned",
    Kind.EXPIRED: "expired",
    Kind.DAMAGED: "damaged",
    Kind.LOST: "lost",
}


class TwoParties(RuleBasedStateMachine):
    """A maker and a shop with two products, beside a plain tally of what they did."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = a_world(expired_buyer_rate=Rate(5_000), unsold_buyer_rate=Rate(333))
        self.lines = self.world.lines
        self.prices = [line.consignment_price for line in self.lines]
        self.day = BEGAN
        self.number = 0
        # pieces by (product, kind of place), and what moved since the last statement
        self.lying = Counter({(index, Kind.SHELF): 20 for index in (0, 1)})
        self.since = [Counter(received=20), Counter(received=20)]
        self.facts: list[tuple[Entry, int, str, int]] = []
        self.reversed: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def now(self):
        return clock.start_of(self.day) + timedelta(hours=12)

    # goods ---------------------------------------------------------------------------------------

    @rule(way=st.sampled_from(sorted(WAYS)), index=ONE, amount=FEW)
    def move_goods(self, way, index, amount):
        source, target = WAYS[way]
        there = self.lying[index, source]
        self.number += 1
        reference = f"law/{self.world.agreement.pk}/{self.number}"
        if source != Kind.MAKER_STOCK and amount > there:
            with pytest.raises(Refusal, match=rf"hanya {there}, diminta {amount}\."):
                self.write(reference, index, source, target, amount)
            return
        entry = self.write(reference, index, source, target, amount)
        assert self.write(reference, index, source, target, amount) == entry
        with pytest.raises(Refusal, match="sudah dipakai"):
            self.write(reference, index, source, target, amount + 1)
        self.facts.append((entry, index, way, amount))
        self.tally(index, way, amount)

    def write(self, reference, index, source, target, amount):
        line = self.lines[index]
        source, target = (
            Spot(kind, line, self.world.lots[line.pk], self.world.shop) for kind in (source, target)
        )
        move = Move(source, target, amount)
        return post(self.world.agreement, reference, [move], on=self.day, at=self.now)

    def tally(self, index, way, amount):
        source, target = WAYS[way]
        self.lying[index, source] -= amount
        self.lying[index, target] += amount
        if way == "deliver":
            self.since[index]["received"] += amount
        elif source == Kind.SHELF:
            self.since[index][FIELDS[target]] += amount
        elif target == Kind.SHELF:
            self.since[index][FIELDS[source]] -= amount

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def undo(self, data):
        entry, index, way, amount = data.draw(st.sampled_from(self.facts))
        target = WAYS[way][1]
        floored = target in {Kind.SHELF, Kind.RETURNING}
        undo = {"because": "salah catat", "by": self.world.officer, "at": self.now}
        if entry.pk in self.reversed:
            assert reverse(entry, **undo).reverses == entry
        elif floored and self.lying[index, target] < amount:
            with pytest.raises(Refusal, match="hanya"):
                reverse(entry, **undo)
        else:
            reverse(entry, **undo)
            self.reversed.add(entry.pk)
            self.tally(index, way, -amount)

    @rule(days=st.integers(1, 9))
    def wait(self, days):
        self.day += timedelta(days=days)

    @rule(index=ONE, rupiah=st.integers(1, 90_000))
    def change_the_price_list(self, index, rupiah):
        product = self.lines[index].product
        product.consignment_price = product.shelf_price = Money(rupiah)
        product.save()

    # papers --------------------------------------------------------------------------------------

    @rule(by_maker=st.booleans(), agrees=st.booleans())
    def state(self, by_maker, agrees):
        by = self.world.owner if by_maker else self.world.manager
        ends_on = self.day + timedelta(days=1)
        last = Statement.objects.order_by("starts_on").last()
        how = {"ends_on": ends_on, "by": by, "at": self.now}
        if no := self.why_not(last, ends_on):
            with pytest.raises(Refusal, match=no):
                actions.draw_up_statement(self.world.agreement, **how)
            return
        statement = actions.draw_up_statement(self.world.agreement, **how)
        assert statement.starts_on == (last.ends_on if last else BEGAN)
        stated = {line.line_id: line for line in statement.lines.all()}
        for index, line in enumerate(self.lines):
            found = stated.get(line.pk) or StatementLine()
            for field in ("received", "sold", "returned", "expired", "damaged", "lost"):
                assert (getattr(found, field) or 0) == self.since[index][field]
            assert (found.left or 0) == self.lying[index, Kind.SHELF]
            sold = self.prices[index] * self.since[index]["sold"]
            if found.pk:
                assert found.gross - found.margin == sold
        assert statement.net == self.worth()
        self.since = [Counter(), Counter()]
        if agrees and statement.net:
            other = self.world.manager if by_maker else self.world.owner
            actions.agree_statement(statement, by=other, at=self.now)

    def why_not(self, last, ends_on):
        """The sentence a statement is refused with now; nothing where it is drawn up."""
        if last and last.ends_on == ends_on:
            return "sudah direkap"
        if not any(
            self.lying[index, Kind.SHELF] or any(since.values())
            for index, since in enumerate(self.since)
        ):
            return "Tidak ada barang di rak"
        return "lebih besar dari penjualannya" if self.worth() < ZERO else ""

    def worth(self):
        """What the unstated days come to: sold goods, and the shop's share of each loss."""
        bears = {"returned": 333, "expired": 5_000, "damaged": 10_000, "lost": 10_000}
        return sum(
            (
                price * since["sold"]
                + sum(((price * since[f]).share(Rate(rate)) for f, rate in bears.items()), ZERO)
                for price, since in zip(self.prices, self.since, strict=True)
            ),
            ZERO,
        )

    def some(self, data, rows):
        return data.draw(st.sampled_from(list(rows.order_by("pk"))))

    @precondition(lambda self: Statement.objects.filter(state="drawn_up").exists())
    @rule(data=st.data())
    def agree(self, data):
        statement = self.some(data, Statement.objects.filter(state="drawn_up"))
        other = {"maker": self.world.manager, "buyer": self.world.owner}
        actions.agree_statement(statement, by=other[statement.drawn_up_side], at=self.now)

    @precondition(lambda self: Statement.objects.filter(state="drawn_up").exists())
    @rule(data=st.data(), rupiah=st.integers(-200_000, 200_000))
    def object_and_settle(self, data, rupiah):
        statement = self.some(data, Statement.objects.filter(state="drawn_up"))
        net = statement.net + Money(rupiah)
        actions.object_to_statement(
            statement, reason="kurang dua", by=self.world.owner, at=self.now
        )
        settle = {"reason": "disepakati", "by": self.world.officer, "at": self.now}
        if net < ZERO:
            with pytest.raises(Refusal, match="terlalu besar"):
                actions.settle_objection(statement, adjustment=Money(rupiah), **settle)
            rupiah = 0
        actions.settle_objection(statement, adjustment=Money(rupiah), **settle)

    @precondition(lambda self: Statement.objects.filter(state="agreed").exists())
    @rule(data=st.data(), rupiah=st.integers(1, 300_000), key=st.integers(0, 99))
    def pay(self, data, rupiah, key):
        statement = self.some(data, Statement.objects.filter(state="agreed"))
        if Payment.objects.filter(key=f"{key}").exists():
            return
        rest = owed_on(statement) - waiting_on(statement)
        how = {
            "amount": Money(rupiah),
            "method": "cash",
            "paid_on": self.day,
            "key": f"{key}",
            "by": self.world.manager,
            "at": self.now,
        }
        if Money(rupiah) > rest:
            with pytest.raises(Refusal, match="Sisa yang harus dibayar"):
                actions.record_payment(statement, **how)
            if rest:
                actions.record_payment(statement, **{**how, "amount": rest})
            return
        payment = actions.record_payment(statement, **how)
        assert actions.record_payment(statement, **how) == payment

    @precondition(lambda self: Payment.objects.filter(state="recorded").exists())
    @rule(data=st.data(), came=st.booleans())
    def answer_payment(self, data, came):
        payment = self.some(data, Payment.objects.filter(state="recorded"))
        answer = {"by": self.world.owner, "at": self.now}
        if came:
            actions.confirm_payment(payment, **answer)
            actions.confirm_payment(payment, **answer)
        else:
            actions.refuse_payment(payment, reason="belum masuk", **answer)

    # laws ----------------------------------------------------------------------------------------

    @invariant()
    def the_check_finds_nothing(self):
        assert examine().differences == []

    @invariant()
    def the_shelf_is_what_people_did(self):
        for index, line in enumerate(self.lines):
            account = Account.objects.get(line=line, kind=Kind.SHELF)
            assert account.balance == self.lying[index, Kind.SHELF]

    @invariant()
    def nothing_is_billed_twice_or_forgotten(self):
        for index, line in enumerate(self.lines):
            stated = sum(row.sold for row in StatementLine.objects.filter(line=line))
            assert stated + self.since[index]["sold"] == self.lying[index, Kind.SOLD]

    @invariant()
    def what_is_owed_is_what_was_agreed_less_what_came(self):
        owed = Statement.objects.filter(state__in=["agreed", "paid"])
        came = Payment.objects.filter(state="confirmed")
        assert receivable_of(self.world.agreement) == sum(
            (statement.net for statement in owed), ZERO
        ) - sum((payment.amount for payment in came), ZERO)


@pytest.mark.django_db
def test_every_statement_closes_and_nothing_is_billed_twice(request):
    run(
        TwoParties,
        settings=settings(
            # the second database is asked whether it holds the same, by the first of them
            max_examples=5 if request.config.getoption("--only-database") else 9,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
