"""A day before it is held: who is on its list, who was written to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gandeng.kernel import clock
from gandeng.meetings.actions import sending
from gandeng.meetings.queries.attendance import outlook_of
from gandeng.meetings.queries.chasing import calls_in_order, silent
from gandeng.meetings.samples import a_day, an_invitation
from gandeng.meetings.states import (
    InvitationState,
)
from gandeng.organisations.samples import a_buyer
from gandeng.programmes.samples import an_officer

BASE = "https://gandeng.example"


@pytest.fixture
def day():
    return a_day()


@pytest.fixture
def officer(day):
    return an_officer(day.programme)


def listed(day, count=1, **values):
    """So many buyers on the list, with an e-mail and a mobile each."""
    values = {"email": "koperasi@contoh.id", "phone": "+6281234567890"} | values
    return [
        an_invitation(day, a_buyer(day.programme), state=InvitationState.LISTED, **values)
        for _number in range(count)
    ]


def post(day, officer, **values):
    return sending.send_mails(day, base_url=BASE, by=officer, at=clock.now(), **values)


def sent(day, organisation=None, **values):
    values = {"phone": "+6281234567890", "sent_at": clock.now() - timedelta(days=5)} | values
    return an_invitation(day, organisation, state=InvitationState.SENT, **values)


def order(day, officer, at=None):
    rows = calls_in_order(silent(officer, day), day, outlook_of(day), at=at or clock.now())
    return [row.invitation for row in rows], rows
