"""Two phones with the same link in the same moment, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gandeng.audit.models import Trace
from gandeng.kernel import clock
from gandeng.meetings.actions.answering import accept_invitation, decline_invitation
from gandeng.meetings.actions.deciding import accept_proposal
from gandeng.meetings.actions.needs import choose_categories
from gandeng.meetings.actions.wishing import change_one, choose
from gandeng.meetings.models import Invitation, Need, Proposal, Timetable, Wish
from gandeng.meetings.queries.boards import board_of
from gandeng.meetings.rules import Guest
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import Channel, DayState, InvitationState, Side
from gandeng.organisations.models import Organisation
from gandeng.organisations.samples import a_maker
from gandeng.people.models import Person
from gandeng.programmes.samples import an_officer
from gandeng.trade.settlement.tests.test_two_at_once import alone, at_once, db

__all__ = ["db"]
pytestmark = pytest.mark.usefixtures("db")


def test_whatever_two_phones_do_at_once_is_done_once() -> None:
    invitation, makers = alone(_a_guest)

    def doing(act: Callable[..., Any], *what: Any, **more: Any) -> Callable[[], Any]:
        def done() -> Any:
            return act(
                invitation, *what, by=Guest(invitation), at=clock.now(), channel=Channel.LINK,
                **more,
            )  # fmt: skip

        return done

    at_once(*[doing(accept_invitation)] * 3)
    assert alone(lambda: _traces(invitation)) == ["accept"]
    at_once(doing(accept_invitation, head_count=2), doing(decline_invitation))
    assert sorted(alone(lambda: _traces(invitation))) == ["accept", "accept", "decline"]

    adding = [doing(change_one, maker, None, "add") for maker in makers]
    at_once(*adding, *adding[:1])
    wished = alone(lambda: list(Wish.objects.order_by("rank").values_list("rank", "target_id")))
    assert [rank for rank, _target in wished] == [1, 2, 3]
    assert {target for _rank, target in wished} == {maker.pk for maker in makers}

    # both began from the three; one drops the first, the other puts the last first
    base = [(target, None) for _rank, target in wished]
    by_pk = {maker.pk: maker for maker in makers}
    one, two, three = (by_pk[target] for target, _product in base)
    at_once(
        doing(choose, [(two, None), (three, None)], base=base),
        doing(choose, [(three, None), (one, None), (two, None)], base=base),
    )
    left = alone(lambda: set(Wish.objects.values_list("target_id", flat=True)))
    assert left == {two.pk, three.pk}

    def tell() -> None:
        choose_categories(
            invitation.organisation, ["snack", "drink"], by=Guest(invitation), at=clock.now(),
            invitation=invitation,
        )  # fmt: skip

    at_once(tell, tell)
    assert alone(Need.objects.count) == 2


def test_whoever_accepts_second_learns_it_and_one_version_comes_of_it() -> None:
    proposal, officer = alone(_a_proposal)

    def accept() -> int:
        version, _left_out = accept_proposal(proposal, by=officer, at=clock.now())
        return version.version

    said = at_once(accept, accept, accept)
    assert sorted(map(str, said)) == ["2", "already_decided", "already_decided"]

    def bounds() -> tuple[int, int]:
        (made,) = Timetable.objects.filter(version__gt=1)
        return made.bounds["breaks_here"], board_of(made).bound().breaks

    kept, found = alone(bounds)
    assert kept == found


def _a_proposal() -> tuple[Proposal, Person]:
    day = a_day(held_on=clock.today(), state=DayState.RUNNING)
    maker, other = (an_invitation(day, side=Side.MAKER) for _n in range(2))
    shops = [an_invitation(day) for _n in range(3)]
    base = a_timetable(day, [(shops[0], maker, 0, 0), (shops[1], maker, 1, 0)])
    officer = an_officer(day.programme)
    added = {
        "kind": "added", "buyer": shops[2].pk, "maker": maker.pk, "from": None,
        "to": [3, day.tables.earliest("order").pk], "value": 5, "needs": [], "taken": None,
    }  # fmt: skip
    a_wish(shops[2], maker.organisation)
    a_wish(shops[2], other.organisation)
    proposal = Proposal.objects.create(
        programme=day.programme, day=day, base=base, changes=[added], created_at=clock.now()
    )
    return proposal, officer


def _a_guest() -> tuple[Invitation, list[Organisation]]:
    invitation = an_invitation(state=InvitationState.SENT)
    return invitation, [a_maker(invitation.programme) for _ in range(3)]


def _traces(invitation: Invitation) -> list[str]:
    lines = Trace.objects.filter(thing_kind="meetings.Invitation", thing_id=invitation.pk)
    return list(lines.order_by("pk").values_list("verb", flat=True))
