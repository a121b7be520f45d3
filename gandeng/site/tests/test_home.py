"""What the home page says waits of meeting days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.agreements.actions import draft_from_outcome
from gandeng.insight.actions import close_table_task
from gandeng.kernel import clock
from gandeng.meetings.actions.notices import tell
from gandeng.meetings.actions.reading import read_notices
from gandeng.meetings.models import Proposal
from gandeng.meetings.samples import a_day, a_timetable, an_invitation, an_outcome
from gandeng.meetings.states import DayState, InvitationState, Result, Side
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer
from gandeng.site.home import tasks_for
from gandeng.site.home.meetings import after_the_tables, of_callers, of_guest, of_host

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


def waiting(person, programme):
    return {str(task.label): task for task in tasks_for(person, programme)}


OWED, NEWS = "undangan menunggu jawaban", "kabar temu bisnis untuk Anda"
SILENT = "undangan belum dijawab, perlu ditelepon"
PROPOSED = "usulan perubahan jadwal menunggu keputusan"
UNDRAFTED = "kesepakatan di meja belum jadi konsep"
LATE = "tindak lanjut temu bisnis lewat tenggat"


def test_a_maker_finds_the_invitation_that_waits_until_it_is_answered(programme):
    maker = a_maker(programme)
    owner = a_seat(maker)
    invitation = an_invitation(a_day(programme), maker, state=InvitationState.SENT)
    task = waiting(owner, programme)[OWED]
    assert (task.count, task.url) == (1, reverse("meetings:own", args=[invitation.pk]))
    invitation.state = InvitationState.COMING
    invitation.save()
    assert OWED not in waiting(owner, programme)


def test_an_answer_is_not_asked_for_once_its_term_is_over(programme):
    maker = a_maker(programme)
    owner = a_seat(maker)
    term = clock.now() - timedelta(minutes=1)
    an_invitation(a_day(programme, answer_until=term), maker, state=InvitationState.SENT)
    assert OWED not in waiting(owner, programme)


def test_news_waits_until_it_is_read_and_presses_on_the_day_itself(programme):
    day = a_day(programme, held_on=clock.today(), state=DayState.RUNNING)
    guest = an_invitation(day, side=Side.BUYER)
    manager = a_seat(guest.organisation)
    assert NEWS not in waiting(manager, programme)
    tell(day, {guest.pk: "Jadwal Anda sudah terbit."}, at=clock.now())
    task = waiting(manager, programme)[NEWS]
    assert (task.count, task.is_urgent) == (1, True)
    last = guest.notices.get().pk
    read_notices(guest, up_to=last, by=manager, at=clock.now())
    assert NEWS not in waiting(manager, programme)


def test_an_officer_is_sent_to_the_next_day_with_silent_guests(programme):
    later = a_day(programme, held_on=clock.today() + timedelta(days=20))
    next_day = a_day(programme, held_on=clock.today() + timedelta(days=3))
    for day in (later, next_day, next_day):
        an_invitation(day, state=InvitationState.SENT)
    an_invitation(next_day)
    task = waiting(an_officer(programme), programme)[SILENT]
    assert (task.count, task.url) == (2, reverse("meetings:chase", args=[next_day.pk]))
    assert SILENT not in waiting(a_member(programme, Member.Role.CURATOR), programme)


def test_a_mentor_is_sent_to_the_silent_guests_of_the_district(programme):
    here, elsewhere = "32.15.01", "32.15.02"
    mentor = a_member(programme, Member.Role.MENTOR, districts=(here,))
    day = a_day(programme)
    for code in (here, elsewhere):
        an_invitation(day, a_maker(programme, district_id=code), state=InvitationState.SENT)
    assert waiting(mentor, programme)[SILENT].count == 1


def test_an_officer_sees_the_proposal_that_waits(programme):
    day = a_day(programme, state=DayState.RUNNING)
    base = a_timetable(day)
    Proposal.objects.create(programme=programme, day=day, base=base, created_at=clock.now())
    task = waiting(an_officer(programme), programme)[PROPOSED]
    assert (task.count, task.url) == (1, reverse("meetings:proposal", args=[day.pk]))


def test_a_promise_waits_for_its_draft(programme):
    outcome = an_outcome(a_day(programme, state=DayState.RUNNING))
    officer = an_officer(programme)
    task = waiting(officer, programme)[UNDRAFTED]
    assert (task.count, task.url) == (1, reverse("agreements:day-promises", args=[outcome.day_id]))
    draft_from_outcome(outcome, by=officer, at=clock.now())
    assert UNDRAFTED not in waiting(officer, programme)


def test_a_talk_to_take_up_again_presses_after_its_day_until_it_is_closed(programme):
    past = clock.today() - timedelta(days=9)
    day = a_day(programme, held_on=past, state=DayState.ENDED)
    officer = an_officer(programme)
    due = an_outcome(day, result=Result.SAMPLE, quantity=0, next_on=clock.today())
    assert LATE not in waiting(officer, programme)
    late = an_outcome(
        day, result=Result.TALK_LATER, quantity=0, next_on=clock.today() - timedelta(days=1)
    )
    assert waiting(officer, programme)[LATE].count == 1
    close_table_task(late, remedy="Sudah.", owner=officer, by=officer, at=clock.now())
    assert LATE not in waiting(officer, programme)
    assert due.result == Result.SAMPLE


def test_meeting_days_cost_the_home_page_six_queries(programme, django_assert_num_queries):
    officer, owner = an_officer(programme), a_seat(a_maker(programme))
    for _one in range(3):
        an_outcome(a_day(programme, state=DayState.RUNNING))
    # standing and seats are asked once for the whole page
    tasks_for(officer, programme), tasks_for(owner, programme)
    with django_assert_num_queries(6):
        of_guest(owner)
        of_callers(officer, programme)
        of_host(programme)
        after_the_tables(officer, programme)
