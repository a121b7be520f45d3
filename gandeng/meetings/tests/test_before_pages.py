"""The office prepares a day page by page; who may read it changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.meetings.models import Day, Sending
from gandeng.meetings.samples import a_day, an_invitation
from gandeng.organisations.samples import a_buyer
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, an_officer

from .before import day, listed, officer, sent

__all__ = ["day", "officer"]
pytestmark = pytest.mark.django_db


def test_the_office_prepares_a_day_page_by_page(client, day, officer):
    """From an empty day to the list of whom to phone, over the forms."""
    client.force_login(officer)
    made = client.post(
        reverse("meetings:new-day"),
        {
            "key": "abc",
            "name": "Temu Bisnis 2026",
            "held_on": clock.today() + timedelta(days=30),
            "place": "Aula",
            "answer_until": clock.today() + timedelta(days=20),
            "contact_phone": "0812 3456 7890",
            "seated": "maker",
            "buyer_maximum": 0,
            "maker_maximum": 0,
        },
    )
    new = Day.objects.get(name="Temu Bisnis 2026")
    assert made.url == reverse("meetings:venue", args=[new.pk])
    assert new.contact_phone == "+6281234567890"
    slots = {"hours": "09.00–12.00 dan 13.00–15.00", "minutes": 20, "gap_minutes": 0}
    preview = client.get(reverse("meetings:preview-slots", args=[new.pk]), slots)
    assert "15 slot" in preview.content.decode()
    client.post(reverse("meetings:lay-out", args=[new.pk]), slots)
    tables = {"count": 12, "per_row": 6, "seats": 4, "area": "Aula", "label_prefix": ""}
    client.post(reverse("meetings:add-tables", args=[new.pk]), tables)
    assert (new.slots.count(), new.tables.count()) == (15, 12)
    buyer, other = a_buyer(day.programme, email="a@contoh.id"), a_buyer(day.programme)
    choose = reverse("meetings:choose-invitees", args=[new.pk])
    assert str(buyer) in client.get(choose).content.decode()
    client.post(choose, {"sisi": "buyer", "organisasi": [buyer.pk]})
    assert [one.organisation for one in new.invitations.all()] == [buyer]
    client.post(choose, {"sisi": "buyer", "semua": "ya"})
    assert other in [one.organisation for one in new.invitations.all()]
    part = client.post(
        reverse("meetings:send-mails", args=[new.pk]), headers={"HX-Request": "true"}
    )
    assert "1 e-mail terkirim" in part.content.decode()
    page = client.get(reverse("meetings:day", args=[new.pk])).content.decode()
    assert "Perkiraan yang datang" in page
    beat = Day.objects.get(pk=new.pk).beat
    counts = reverse("meetings:day-counts", args=[new.pk])
    assert client.get(counts, {"beat": beat}).status_code == 204
    assert client.get(counts, {"beat": beat - 1}).status_code == 200


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("entah", "Tulis jamnya"),
        ("12.00-09.00", "jam selesai harus sesudah jam mulai"),
        ("09.00-09.10", "lebih pendek daripada satu slot"),
    ],
)
def test_wrong_hours_are_answered_with_a_sentence(client, day, officer, hours, sentence):
    client.force_login(officer)
    values = {"hours": hours, "minutes": 20, "gap_minutes": 0}
    for answer in (
        client.get(reverse("meetings:preview-slots", args=[day.pk]), values),
        client.post(reverse("meetings:lay-out", args=[day.pk]), values),
    ):
        assert sentence in answer.content.decode()
    assert day.slots.count() == 6


def test_readers_see_the_lists_and_change_nothing(client, day):
    (one,) = listed(day)
    client.force_login(a_member(day.programme, Member.Role.AUDITOR))
    for name in ("day", "invitations", "venue", "chase"):
        assert client.get(reverse(f"meetings:{name}", args=[day.pk])).status_code == 200
    assert client.get(reverse("meetings:invitation", args=[one.pk])).status_code == 200
    assert client.get(reverse("meetings:sending", args=[day.pk])).status_code == 403
    for name in ("send-mails", "letters-sent", "add-tables"):
        client.post(reverse(f"meetings:{name}", args=[day.pk]), {"count": 3, "per_row": 3})
    client.post(reverse("meetings:mark-sent", args=[one.pk]), {"lewat": "whatsapp"})
    assert Sending.objects.count() == 0
    assert day.tables.count() == 4
    stranger = an_officer(a_day().programme)
    client.force_login(stranger)
    assert client.get(reverse("meetings:day", args=[day.pk])).status_code == 404
    assert client.get(reverse("meetings:invitation", args=[one.pk])).status_code == 404


def test_programs_read_the_days_with_their_answers(client, day, officer):
    an_invitation(day, head_count=3)
    sent(day)
    client.force_login(officer)
    found = client.get("/api/v1/days").json()
    assert (found["count"], found["items"][0]["name"]) == (1, day.name)
    buyers = next(one for one in found["items"][0]["sides"] if one["side"] == "buyer")
    assert (buyers["asked"], buyers["coming"], buyers["silent"], buyers["people"]) == (2, 1, 1, 3)
    client.force_login(a_member(day.programme, Member.Role.MENTOR))
    assert client.get("/api/v1/days").json() == {"count": 0, "items": []}
