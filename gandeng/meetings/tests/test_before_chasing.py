"""The silent are phoned, the dearest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.meetings.actions.chasing import note_call
from gandeng.meetings.models import Call, Invitation
from gandeng.meetings.queries.attendance import outlook_of
from gandeng.meetings.samples import a_day, a_wish, an_invitation
from gandeng.meetings.states import (
    CallResult,
    Channel,
    DayState,
    InvitationState,
    Presence,
    Side,
)
from gandeng.organisations.actions import give_seat
from gandeng.organisations.models import Seat
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, an_officer

from .before import day, officer, order, sent

__all__ = ["day", "officer"]
pytestmark = pytest.mark.django_db


def test_the_dearest_silent_invitee_is_phoned_first_and_the_page_says_why(day, officer):
    plain, wanted, big = (
        sent(day),
        sent(day),
        sent(day, a_buyer(day.programme, employee_count=1_200)),
    )
    maker = an_invitation(day, side=Side.MAKER)
    for number in range(3):
        a_wish(maker if not number else an_invitation(day, side=Side.MAKER), wanted.organisation)
    found, rows = order(day, officer)
    assert found == [wanted, big, plain]
    assert "ditunggu 3 peserta" in [reason.words for reason in rows[0].reasons]
    assert rows[0].reasons[0].effect == "+10"
    assert "perusahaannya 1.200 karyawan" in [reason.words for reason in rows[1].reasons]
    # what stands beside the place can be reckoned after
    points = sum(int(reason.effect) for reason in rows[0].reasons if "+" in reason.effect)
    said = f"{points} poin × peluang datang 20% × 10 = {rows[0].priority.score}"
    assert rows[0].sum_in_words == said


def test_a_call_moves_who_asked_for_another_day_to_the_end_until_then(day, officer):
    first, second = sent(day), sent(day)
    tomorrow = clock.today() + timedelta(days=1)
    note_call(first, CallResult.CALL_LATER, again_on=tomorrow, by=officer, at=clock.now())
    assert order(day, officer)[0] == [second, first]
    assert order(day, officer, at=clock.now() + timedelta(days=1))[0] == [first, second]
    with pytest.raises(Refusal) as refused:
        note_call(first, CallResult.CALL_LATER, by=officer, at=clock.now())
    assert refused.value.code == "again_missing"


def test_a_yes_on_the_phone_is_the_answer(client, day, officer):
    one = sent(day)
    client.force_login(officer)
    url = reverse("meetings:call", args=[one.pk])
    said = {"result": "will_come", "head_count": "3", "hours": "pagi", "attendees": "Pak Ujang"}
    wrong = client.post(url, said | {"hours": "entah", "head_count": "99"}).content.decode()
    assert "Isi jumlah orang dengan angka 1 sampai 20." in wrong
    # said in the office's words, not in the browser's language
    assert "novalidate" in wrong
    one.refresh_from_db()
    assert (one.state, Call.objects.count()) == (InvitationState.SENT, 0)
    client.post(url, said)
    one.refresh_from_db()
    assert (one.state, one.answered_by, one.head_count) == (
        InvitationState.COMING, Channel.PHONE, 3,
    )  # fmt: skip
    assert one.hours == [["07:00", "12:00"]]
    page = client.get(reverse("meetings:invitation", args=[one.pk])).content.decode()
    assert "07.00–12.00" in page
    assert order(day, officer)[0] == []


def test_a_mentor_phones_the_makers_of_the_district_and_nobody_else(client, day):
    here, buyer = sent(day, a_maker(day.programme)), sent(day)
    # next door to the maker, and still not a mentor's to call
    buyer.organisation.district = here.organisation.district
    buyer.organisation.save()
    mentor = a_member(day.programme, Member.Role.MENTOR)
    client.force_login(mentor)
    page = client.get(reverse("meetings:chase", args=[day.pk])).content.decode()
    assert str(here) in page
    assert str(buyer) not in page
    client.post(reverse("meetings:call", args=[here.pk]), {"result": "will_come"})
    here.refresh_from_db()
    assert (Call.objects.get().by, here.state) == (mentor, InvitationState.SENT)
    # the word on the phone counts for the expectation all the same
    assert outlook_of(day).sides[Side.MAKER].groups[0].said == "coming"
    other = client.post(reverse("meetings:call", args=[buyer.pk]), {"result": "reached"})
    assert other.status_code == 404


def test_who_comes_with_two_organisations_opens_each_and_a_mentor_no_ones(client, day):
    sari, galuh = (a_maker(day.programme, name) for name in ("Dapur Sari", "Kopi Galuh"))
    owner = a_seat(sari)
    officer = an_officer(day.programme)
    give_seat(galuh, owner, Seat.Role.OWNER, by=officer, at=clock.now())
    for maker in (sari, galuh):
        sent(day, maker)
    client.force_login(owner)
    page = client.get(reverse("meetings:days")).content.decode()
    for one in Invitation.objects.all():
        assert f'href="{reverse("meetings:own", args=[one.pk])}"' in page
    assert "Dapur Sari · " in page
    # a mentor calls others; none of their answers is the mentor's own
    client.force_login(a_member(day.programme, Member.Role.MENTOR))
    rows = client.get(reverse("meetings:days")).context["rows"]
    assert [row["invitation"] for row in rows] == [None]


def test_past_days_tell_who_comes(day):
    past = a_day(day.programme, held_on=clock.today() - timedelta(days=90), state=DayState.ENDED)
    faithful, absent = a_buyer(day.programme), a_buyer(day.programme)
    an_invitation(past, faithful, presence=Presence.PRESENT)
    an_invitation(past, absent, presence=Presence.ABSENT)
    both = an_invitation(day, faithful), an_invitation(day, absent)
    walked_in = an_invitation(past, is_walk_in=True, presence=Presence.PRESENT)
    outlook = outlook_of(day)
    assert (outlook.past_invited, outlook.past_came) == (2, 1)
    assert walked_in.organisation_id not in outlook.pasts
    chances = [outlook.chances[one.pk] for one in both]
    assert chances[0] > outlook.beliefs[Side.BUYER]["coming"].rate > chances[1]


def test_the_chase_list_asks_few_questions(day, officer, django_assert_max_num_queries):
    for _number in range(8):
        sent(day)
    with django_assert_max_num_queries(12):
        assert len(order(day, officer)[0]) == 8
