"""Answers and wishes: by the link, by an account, by the office for somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gandeng.audit.models import Trace
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions.answering import (
    accept_invitation,
    decline_invitation,
    note_opened,
)
from gandeng.meetings.actions.wishing import change_one, choose
from gandeng.meetings.models import Invitation, Wish
from gandeng.meetings.queries.answers import open_invitations
from gandeng.meetings.rules import Guest
from gandeng.meetings.samples import a_day, an_invitation
from gandeng.meetings.states import Channel, DayState, InvitationState, WhyNotComing
from gandeng.organisations.models import Organisation
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db

LINK: dict[str, Any] = {"channel": Channel.LINK}


@pytest.fixture
def invitation() -> Invitation:
    return an_invitation(state=InvitationState.SENT)


def traces(invitation: Invitation, verb: str) -> int:
    return Trace.objects.filter(
        thing_kind="meetings.Invitation", thing_id=invitation.pk, verb=verb
    ).count()


def test_a_guest_says_who_comes_and_when(invitation: Invitation) -> None:
    guest, now = Guest(invitation), clock.now()
    hours = [["09:00", "10:00"]]
    answered = accept_invitation(
        invitation, by=guest, at=now, attendees=" Bu  Tuti ", head_count=2, hours=hours, **LINK
    )
    answered.refresh_from_db()
    assert (answered.state, answered.attendees, answered.head_count) == ("coming", "Bu Tuti", 2)
    assert (answered.hours, answered.answered_by) == (hours, "link")
    assert answered.answered_at == answered.opened_at == now
    answered.day.refresh_from_db()
    assert answered.day.beat == 1


def test_the_same_answer_twice_is_one(invitation: Invitation) -> None:
    for _ in range(2):
        # both from the page as it was before the first
        accept_invitation(invitation, by=Guest(invitation), at=clock.now(), **LINK)
    assert traces(invitation, "accept") == 1


def test_of_two_phones_the_later_answer_counts_and_both_are_in_the_book(
    invitation: Invitation,
) -> None:
    stale = Invitation.objects.get(pk=invitation.pk)
    accept_invitation(invitation, by=Guest(invitation), at=clock.now(), **LINK)
    decline_invitation(
        stale, by=Guest(stale), at=clock.now(), why_not=WhyNotComing.NO_PERMIT, note="Maaf", **LINK
    )
    invitation.refresh_from_db()
    assert (invitation.state, invitation.why_not) == ("not_coming", "no_permit")
    assert invitation.note == "Maaf"
    assert (traces(invitation, "accept"), traces(invitation, "decline")) == (1, 1)


def test_whoever_changes_their_mind_keeps_no_reason_for_staying_away(
    invitation: Invitation,
) -> None:
    decline_invitation(
        invitation, by=Guest(invitation), at=clock.now(), why_not=WhyNotComing.TOO_FAR, **LINK
    )
    answered = accept_invitation(invitation, by=Guest(invitation), at=clock.now(), **LINK)
    assert (answered.state, answered.why_not) == (InvitationState.COMING, "")


def test_hours_of_the_whole_day_are_kept_as_all_day(invitation: Invitation) -> None:
    answered = accept_invitation(
        invitation, by=Guest(invitation), at=clock.now(), hours=[["08:00", "17:00"]], **LINK
    )
    assert answered.hours == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"hours": [["05:00", "06:00"]]}, "no_slot_in_hours"),
        ({"hours": [["10:00", "09:00"]]}, "bad_hours"),
        ({"head_count": 0}, "bad_head_count"),
        ({"head_count": 21}, "bad_head_count"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    invitation: Invitation, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        accept_invitation(invitation, by=Guest(invitation), at=clock.now(), **LINK, **values)
    assert refused.value.code == code
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


def test_after_the_term_a_guest_calls_and_the_office_writes_it_down() -> None:
    now = clock.now()
    invitation = an_invitation(
        a_day(answer_until=now - timedelta(minutes=1)), state=InvitationState.SENT
    )
    with pytest.raises(Refusal) as refused:
        accept_invitation(invitation, by=Guest(invitation), at=now, **LINK)
    assert refused.value.code == "answers_closed"
    officer = an_officer(invitation.programme)
    answered = accept_invitation(invitation, by=officer, at=now, channel=Channel.PHONE)
    assert (answered.state, answered.answered_by) == (InvitationState.COMING, Channel.PHONE)
    assert answered.opened_at is None


def test_a_day_that_is_over_takes_no_answer() -> None:
    invitation = an_invitation(a_day(state=DayState.ENDED), state=InvitationState.SENT)
    with pytest.raises(Refusal) as refused:
        decline_invitation(
            invitation, by=an_officer(invitation.programme), at=clock.now(), channel=Channel.PHONE
        )
    assert refused.value.code == "day_not_open"


def test_a_link_answers_for_its_own_invitation_only(invitation: Invitation) -> None:
    other = an_invitation(invitation.day, state=InvitationState.SENT)
    with pytest.raises(NotAllowed):
        accept_invitation(invitation, by=Guest(other), at=clock.now(), **LINK)
    with pytest.raises(NotAllowed):
        choose(invitation, [], by=Guest(other), at=clock.now(), **LINK)


def test_a_manager_answers_with_their_account(invitation: Invitation) -> None:
    manager = a_seat(invitation.organisation)
    assert list(open_invitations(manager, at=clock.now())) == [invitation]
    accept_invitation(invitation, by=manager, at=clock.now(), **LINK)
    stranger = a_seat(a_buyer(invitation.programme))
    assert not open_invitations(stranger, at=clock.now()).exists()
    with pytest.raises(NotAllowed):
        decline_invitation(invitation, by=stranger, at=clock.now(), **LINK)


def test_a_letter_is_opened_once(invitation: Invitation) -> None:
    first = clock.now()
    note_opened(invitation, by=Guest(invitation), at=first)
    note_opened(invitation, by=Guest(invitation), at=first + timedelta(hours=1))
    invitation.refresh_from_db()
    assert invitation.opened_at == first


@pytest.fixture
def goods(invitation: Invitation) -> list[tuple[Organisation, Product | None]]:
    makers = [a_maker(invitation.programme), a_maker(invitation.programme)]
    return [(maker, a_product(maker)) for maker in makers for _ in range(2)]


def chosen(invitation: Invitation) -> list[tuple[int, int | None]]:
    rows = Wish.objects.filter(invitation=invitation).order_by("rank")
    found = list(rows.values_list("target_id", "product_id"))
    assert [rank for (rank,) in rows.values_list("rank")] == list(range(1, len(found) + 1))
    return found


def ids(goods: list[tuple[Organisation, Product | None]]) -> list[tuple[int, int | None]]:
    return [(maker.pk, product.pk if product else None) for maker, product in goods]


def test_picks_are_kept_in_their_order(invitation: Invitation, goods: list) -> None:
    by, at = Guest(invitation), clock.now()
    choose(invitation, goods, by=by, at=at, **LINK)
    kept = set(Wish.objects.values_list("pk", flat=True))
    choose(invitation, [goods[3], goods[0], goods[0], (goods[0][0], None)], by=by, at=at, **LINK)
    assert chosen(invitation) == ids([goods[3], goods[0], (goods[0][0], None)])
    # what stays is the same wish still
    assert len(kept & set(Wish.objects.values_list("pk", flat=True))) == 2


def test_picks_made_on_two_phones_at_once_are_all_kept(invitation: Invitation, goods: list) -> None:
    by, at = Guest(invitation), clock.now()
    choose(invitation, goods[:2], by=by, at=at, **LINK)
    base = ids(goods[:2])
    choose(invitation, [goods[1], goods[2]], by=by, at=at, base=base, **LINK)
    choose(invitation, [*goods[:2], goods[3]], by=by, at=at, base=base, **LINK)
    assert chosen(invitation) == ids([goods[1], goods[3], goods[2]])


def test_one_wish_is_changed_without_the_others(invitation: Invitation, goods: list) -> None:
    by, at = Guest(invitation), clock.now()
    for what in ("add", "add", "up", "down", "remove", "remove"):
        change_one(invitation, *goods[0], what, by=by, at=at, **LINK)
    assert chosen(invitation) == []
    choose(invitation, goods, by=by, at=at, **LINK)
    change_one(invitation, *goods[2], "up", by=by, at=at, **LINK)
    change_one(invitation, *goods[0], "up", by=by, at=at, **LINK)
    change_one(invitation, *goods[3], "first", by=by, at=at, **LINK)
    assert chosen(invitation) == ids([goods[3], goods[0], goods[2], goods[1]])
    change_one(invitation, *goods[0], "down", by=by, at=at, **LINK)
    change_one(invitation, *goods[1], "down", by=by, at=at, **LINK)
    assert chosen(invitation) == ids([goods[3], goods[2], goods[0], goods[1]])


def test_the_same_list_again_leaves_no_trace(invitation: Invitation, goods: list) -> None:
    for _ in range(2):
        choose(invitation, goods, by=Guest(invitation), at=clock.now(), **LINK)
    assert traces(invitation, "wish") == 1


def test_a_maker_wishes_for_buyers_and_not_for_makers(invitation: Invitation) -> None:
    maker = an_invitation(invitation.day, a_maker(invitation.programme))
    by, at = Guest(maker), clock.now()
    choose(maker, [(invitation.organisation, None)], by=by, at=at, **LINK)
    assert chosen(maker) == [(invitation.organisation_id, None)]
    for target in (a_maker(invitation.programme), maker.organisation):
        with pytest.raises(Refusal) as refused:
            choose(maker, [(target, None)], by=by, at=at, **LINK)
        assert refused.value.code == "wrong_side"


def test_a_product_belongs_to_the_maker_it_is_wished_of(
    invitation: Invitation, goods: list
) -> None:
    with pytest.raises(Refusal) as refused:
        choose(
            invitation, [(goods[0][0], goods[3][1])], by=Guest(invitation), at=clock.now(), **LINK
        )
    assert refused.value.code == "not_the_makers_product"


def test_there_is_an_end_to_wishing(invitation: Invitation) -> None:
    makers = Organisation.objects.bulk_create(
        [
            Organisation(
                programme=invitation.programme, kind="maker", name=f"UMKM {n}",
                folded_name=f"umkm {n}", created_at=clock.now(),
            )
            for n in range(31)
        ]
    )  # fmt: skip
    targets: list[tuple[Organisation, Product | None]] = [(maker, None) for maker in makers]
    choose(invitation, targets[:30], by=Guest(invitation), at=clock.now(), **LINK)
    with pytest.raises(Refusal) as refused:
        change_one(
            invitation, makers[30], None, "add", by=Guest(invitation), at=clock.now(), **LINK
        )
    assert refused.value.code == "too_many_wishes"
    assert len(chosen(invitation)) == 30
