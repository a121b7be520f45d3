"""Answers of the web form are taken in."""

from __future__ import annotations

from datetime import datetime

import pytest

from gandeng.intake.actions import carry_out
from gandeng.intake.queries.planning import File, plan_files
from gandeng.kernel import clock
from gandeng.meetings.actions.answering import accept_invitation
from gandeng.meetings.models import Day, Invitation, Need, Wish
from gandeng.meetings.states import (
    Channel,
    DayState,
    InvitationState,
)
from gandeng.organisations.samples import a_buyer, a_maker
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

from .before import day, officer, sent

__all__ = ["day", "officer"]
pytestmark = pytest.mark.django_db


HEADINGS = (
    "Timestamp,Nama Koperasi,Nama yang hadir,Jumlah orang,Bisa hadir jam,Kategori yang diminati,"
    '"Produk yang ingin ditemui (kode, pisahkan koma; urut dari yang paling diminati)",Catatan'
)


def take_in(programme, *rows):
    content = "\n".join([HEADINGS, *rows]).encode("utf-8-sig")
    plan = plan_files(programme, [File("minat.csv", content)], on=clock.today())
    carry_out(plan, by=an_officer(programme), at=clock.now())
    return [(one["row"], one["code"]) for one in plan.problems]


def test_answers_of_the_form_become_answers_wishes_and_needs(day):
    programme = day.programme
    a_buyer(programme, "Kopkar Bakti Prima")
    first, second = a_product(a_maker(programme)), a_product(a_maker(programme))
    row = (
        "21/11/2025 05:32:00,KOPERASI KARYAWAN Bakti Prma,Asep,2,09.00-12.00,Kue basah; Kapal,"
        f'"{second.code}, XX-1, {first.code}",titip jual dulu'
    )
    problems = take_in(programme, row)
    assert {code for _row, code in problems} == {
        "buyer_corrected", "unknown_product", "unknown_category", "not_invited_yet",
    }  # fmt: skip
    one = day.invitations.get()
    assert (one.state, one.answered_by, one.head_count) == (
        InvitationState.COMING, Channel.FORM, 2,
    )  # fmt: skip
    assert one.answered_at == datetime(2025, 11, 21, 5, 32, tzinfo=clock.JAKARTA)
    assert one.hours == [["09:00", "12:00"]]
    assert one.note == "titip jual dulu. minat: Kapal"
    assert [wish.product for wish in one.wishes.order_by("rank")] == [second, first]
    assert Need.objects.get().category == "wet_cake"
    assert take_in(programme, row) == []
    assert Wish.objects.count() == 2


def test_of_two_answers_the_later_one_counts_whichever_row_it_is(day):
    programme = day.programme
    a_buyer(programme, "Kopkar Satu")
    a_buyer(programme, "Kopkar Dua")
    code, more = a_product(a_maker(programme)).code, a_product(a_maker(programme)).code
    problems = take_in(
        programme,
        f"02/11/2025 10:00:00,Kopkar Satu,,3,seharian,,{code},",
        f"01/11/2025 10:00:00,Kopkar Satu,,1,seharian,,{code},",
        f'01/11/2025 10:00:00,Kopkar Dua,,1,seharian,Kue basah,"{code}, {more}",',
        f"01/11/2025 10:00:00,Kopkar Dua,,4,habis dzuhur,,{code},kirim ulang",
    )
    assert [one for one in problems if one[1] == "answered_twice"] == [
        (3, "answered_twice"), (5, "answered_twice"),
    ]  # fmt: skip
    assert sorted(one.head_count for one in day.invitations.all()) == [3, 4]
    # sent twice at the same moment: the second form is shorter, what was picked is not lost
    twice = day.invitations.get(organisation__name="Kopkar Dua")
    assert [wish.product.code for wish in twice.wishes.order_by("rank")] == [code, more]
    assert [need.category for need in Need.objects.filter(buyer=twice.organisation)] == ["wet_cake"]


def test_what_was_said_later_by_another_way_stands(day, officer):
    buyer = a_buyer(day.programme, "Kopkar Satu")
    code = a_product(a_maker(day.programme)).code
    one = sent(day, buyer)
    accept_invitation(one, head_count=5, channel=Channel.PHONE, by=officer, at=clock.now())
    row = f"01/11/2025 10:00:00,Kopkar Satu,,1,seharian,,{code},"
    assert take_in(day.programme, row) == [(2, "answer_is_older")]
    one.refresh_from_db()
    assert (one.head_count, one.answered_by) == (5, Channel.PHONE)


def test_unknown_buyers_stop_and_strange_hours_are_asked_again(day):
    a_buyer(day.programme, "Kopkar Satu")
    code = a_product(a_maker(day.programme)).code
    problems = take_in(
        day.programme,
        f"01/11/2025 10:00:00,Warung Entah,,1,seharian,,{code},",
        f"01/11/2025 10:00:00,Kopkar Satu,,70,nanti dikabari,,{code},",
    )
    assert problems == [
        (2, "unknown_buyer"), (3, "unread_hours"), (3, "bad_head_count"), (3, "not_invited_yet"),
    ]  # fmt: skip
    one = day.invitations.get()
    assert (one.hours, one.head_count, one.note) == ([], 1, "jam: nanti dikabari")


def test_without_a_day_to_come_nothing_is_taken_in_and_it_is_said_once(day):
    Day.objects.update(state=DayState.CANCELLED)
    a_buyer(day.programme, "Kopkar Satu")
    row = "01/11/2025 10:00:00,Kopkar Satu,,1,seharian,,XX-1,"
    assert take_in(day.programme, row, row.replace("01/", "02/")) == [(2, "no_open_day")]
    assert not Invitation.objects.exists()
