"""Organisations are chosen and invited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gandeng.audit.models import Trace
from gandeng.catalogue.samples import a_listing
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions import inviting
from gandeng.meetings.queries.candidates import CAME, MISSED, NEW, Filter, candidates
from gandeng.meetings.queries.counts import counts_of
from gandeng.meetings.samples import a_day, an_invitation
from gandeng.meetings.states import (
    DayState,
    InvitationState,
    Presence,
    Side,
)
from gandeng.organisations.samples import a_buyer, a_maker
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member

from .before import day, listed, officer

__all__ = ["day", "officer"]
pytestmark = pytest.mark.django_db


def test_three_hundred_are_invited_in_few_queries(day, officer, django_assert_max_num_queries):
    buyers = [a_buyer(day.programme) for _number in range(12)]
    with django_assert_max_num_queries(12):
        made = inviting.invite_many(day, buyers, by=officer, at=clock.now())
    assert len({one.link_key for one in made}) == 12
    assert inviting.invite_many(day, buyers, by=officer, at=clock.now()) == []
    assert Trace.objects.filter(verb="invite").count() == 12
    assert counts_of(day)[Side.BUYER].listed == 12


def test_an_invitation_is_addressed_to_whom_the_register_names_unless_said(day, officer):
    buyer = a_buyer(
        day.programme, signatory_name="H. Dadang", signatory_title="Ketua", email="k@contoh.id"
    )
    made = inviting.invite(day, buyer, by=officer, at=clock.now())
    assert (made.person_name, made.person_title, made.email) == (
        "H. Dadang",
        "Ketua",
        "k@contoh.id",
    )
    again = inviting.invite(day, buyer, person_name="Bu Eni", by=officer, at=clock.now())
    assert (again.pk, again.person_name) == (made.pk, "Bu Eni")
    assert buyer.signatory_name == "H. Dadang"


def test_who_was_taken_off_the_list_comes_back_with_a_new_link(day, officer):
    (one,) = listed(day)
    old = one.link_key
    inviting.withdraw(one, "Tutup.", by=officer, at=clock.now())
    assert inviting.invite_many(day, [one.organisation], by=officer, at=clock.now()) == []
    again = inviting.invite(day, one.organisation, by=officer, at=clock.now())
    assert (again.pk, again.state) == (one.pk, InvitationState.LISTED)
    assert again.link_key != old


def test_only_the_office_invites_and_only_those_of_its_programme(day, officer):
    with pytest.raises(NotAllowed):
        inviting.invite_many(
            day,
            [a_buyer(day.programme)],
            by=a_member(day.programme, Member.Role.AUDITOR),
            at=clock.now(),
        )
    with pytest.raises(Refusal) as refused:
        inviting.invite_many(day, [a_buyer()], by=officer, at=clock.now())
    assert refused.value.code == "not_of_this_programme"


def test_candidates_are_chosen_by_what_they_did_and_what_they_sell(day, officer):
    programme = day.programme
    came, missed, _new = (a_buyer(programme, name) for name in ("Datang", "Absen", "Baru"))
    past = a_day(programme, held_on=clock.today() - timedelta(days=90), state=DayState.ENDED)
    an_invitation(past, came, presence=Presence.PRESENT)
    an_invitation(past, missed, presence=Presence.ABSENT)
    an_invitation(day, a_buyer(programme, "Sudah diundang"))

    def names(**chosen):
        return [one.name for one in candidates(officer, day, Filter(**chosen))]

    assert names(side=Side.BUYER) == ["Absen", "Baru", "Datang"]
    assert [names(side=Side.BUYER, past=past) for past in (CAME, MISSED, NEW)] == [
        ["Datang"], ["Absen"], ["Baru"],
    ]  # fmt: skip
    a_maker(programme, "Tanpa produk")
    listing = a_listing(a_maker(programme))
    assert names(side=Side.MAKER) == [listing.product.maker.name]
    assert names(side=Side.MAKER, district="32.15.99") == []
