"""The page behind an invitation's link: looked at, answered, kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escapejs

from gandeng.kernel import clock
from gandeng.meetings.models import Invitation, Notice
from gandeng.meetings.queries.links import new_link_key, token_of
from gandeng.meetings.samples import a_day, a_timetable, an_invitation
from gandeng.meetings.states import DayState, InvitationState, Side
from gandeng.organisations.samples import a_maker

from .guests import invitation, link, text

__all__ = ["invitation"]
pytestmark = pytest.mark.django_db


def test_looking_changes_nothing_and_is_kept_private(
    client: Client, invitation: Invitation
) -> None:
    before = Invitation.objects.filter(pk=invitation.pk).values().get()
    response = client.get(link(invitation))
    assert response.status_code == 200
    assert invitation.organisation.name in text(response)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert Invitation.objects.filter(pk=invitation.pk).values().get() == before


def test_the_browser_says_that_somebody_opened_it(client: Client, invitation: Invitation) -> None:
    assert f'data-opened="{link(invitation, "dibuka")}"' in text(client.get(link(invitation)))
    assert client.post(link(invitation, "dibuka")).status_code == 204
    invitation.refresh_from_db()
    assert invitation.opened_at
    assert 'data-opened=""' in text(client.get(link(invitation)))


def test_a_page_says_from_when_it_is_and_comes_with_what_keeps_it(
    client: Client, invitation: Invitation
) -> None:
    page = link(invitation)
    said = text(client.get(page))
    assert "Tidak ada sinyal. Yang tampil disimpan" in said
    worker = link(invitation, "sw.js").removesuffix("/")
    assert f'data-own-worker="{worker}"' in said
    kept = client.get(worker)
    assert kept["Content-Type"].startswith("text/javascript")
    assert f'PAGES = ["{escapejs(page)}", "{escapejs(page)}keinginan/"]' in kept.content.decode()
    assert client.get(worker.replace(".", "x", 1)).status_code == 404


def test_a_phone_that_holds_an_answer_back_learns_which_one_stands(
    client: Client, invitation: Invitation
) -> None:
    pulse = link(invitation, "kabar")
    assert client.get(pulse).json() == {"latest": 0, "answered": ""}
    client.post(link(invitation, "tidak"), {"tidak-why_not": "too_far"})
    invitation.refresh_from_db()
    stands = client.get(pulse).json()["answered"]
    assert stands == invitation.answered_at.isoformat()
    assert f'data-answered="{stands}"' in text(client.get(link(invitation)))


def test_a_void_link_opens_nothing(client: Client, invitation: Invitation) -> None:
    old = link(invitation)
    void = client.get(old[:-3] + "xx/")
    assert void.status_code == 404
    assert "Buka tautan di pesan undangan yang terakhir" in text(void)
    invitation.link_key = new_link_key()
    invitation.save()
    assert client.get(old).status_code == 404
    assert client.get(link(invitation)).status_code == 200
    invitation.state = InvitationState.WITHDRAWN
    invitation.save()
    assert client.get(link(invitation)).status_code == 404


def test_coming_is_answered_and_leads_to_the_wishes(client: Client, invitation: Invitation) -> None:
    typed = {
        "attendees": "Pak Dedi", "head_count": "2", "hours": "other",
        "start": "09:30", "end": "10:30", "note": "",
    }  # fmt: skip
    response = client.post(link(invitation, "hadir"), typed)
    assert response["Location"] == link(invitation, "keinginan")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.hours) == ("coming", [["09:30", "10:30"]])
    page = text(client.get(link(invitation)))
    assert "Pak Dedi, 2 orang, pukul 09:30–10:30".replace(":", ".") in page
    # the form begins with what was said
    assert '<input type="radio" name="hours" value="other"' in page
    client.post(link(invitation, "hadir"), typed | {"hours": "morning"})
    invitation.refresh_from_db()
    assert invitation.hours == [["09:00", "12:00"]]


def test_an_answer_without_hours_or_people_is_shown_again(
    client: Client, invitation: Invitation
) -> None:
    response = client.post(link(invitation, "hadir"), {"head_count": "0", "hours": "all"})
    assert response.status_code == 422
    assert "Isi jumlah orang dengan angka 1 sampai 20." in text(response)
    # the language is changed from the invitation, not from where the form was sent
    assert f'name="next" value="{link(invitation)}"' in text(response)
    response = client.post(link(invitation, "hadir"), {"head_count": "1", "hours": "other"})
    assert "Pilih jam mulai dan jam sampai." in text(response)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


def test_not_coming_says_why(client: Client, invitation: Invitation) -> None:
    typed = {"tidak-why_not": "no_permit", "tidak-note": "Audit"}
    client.post(link(invitation, "tidak"), typed)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.why_not, invitation.note) == (
        "not_coming",
        "no_permit",
        "Audit",
    )
    page = text(client.get(link(invitation)))
    assert "Tidak mendapat izin perusahaan." in page
    assert "Kode masuk" not in page


def test_after_the_term_there_is_somebody_to_call(client: Client) -> None:
    day = a_day(
        answer_until=clock.now() - timedelta(minutes=1),
        contact_phone="+628111",
        contact_name="Rina",
    )
    invitation = an_invitation(day, state=InvitationState.SENT)
    page = text(client.get(link(invitation)))
    assert "Waktu menjawab sudah lewat." in page
    assert 'href="tel:+628111"' in page
    assert "Ya, kami hadir" not in page
    response = client.post(link(invitation, "hadir"), {"head_count": "1", "hours": "all"})
    assert response.status_code == 422
    assert "Waktu menjawab sudah lewat." in text(response)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


def test_news_stay_until_they_were_read(client: Client, invitation: Invitation) -> None:
    def tell(words: str) -> Notice:
        return Notice.objects.create(
            programme=invitation.programme, day=invitation.day, invitation=invitation, text=words,
            created_at=clock.now(),
        )  # fmt: skip

    first = tell("Pindah ke meja B2.")
    assert "Pindah ke meja B2." in text(client.get(link(invitation)))
    later = tell("Pukul 10.00 batal.")
    client.post(link(invitation, "dibaca"), {"sampai": first.pk})
    page = text(client.get(link(invitation)))
    assert "Pindah ke meja B2." not in page
    assert "Pukul 10.00 batal." in page
    assert client.get(link(invitation, "kabar")).json()["latest"] == later.pk


def test_a_published_timetable_stands_on_the_page(client: Client) -> None:
    day = a_day()
    buyer, maker = an_invitation(day), an_invitation(day, a_maker(day.programme, "Dapur Sari"))
    assert "Dapur Sari" not in text(client.get(link(buyer)))
    a_timetable(day, [(buyer, maker, 1, 2)])
    page = text(client.get(link(buyer)))
    assert "Dapur Sari" in page
    assert "A3" in page
    assert "<svg" in page


def test_a_cancelled_day_says_so(client: Client) -> None:
    invitation = an_invitation(a_day(state=DayState.CANCELLED))
    page = text(client.get(link(invitation)))
    assert "Acara ini dibatalkan." in page
    assert "Kode masuk" not in page


def test_the_own_timetable_says_which_meeting_is_on(client):
    now = clock.now()
    day = a_day(held_on=clock.today(), state=DayState.RUNNING, slots=2)
    for slot in day.slots.all():
        slot.starts_at = now + timedelta(minutes=30 * slot.number - 35)
        slot.ends_at = slot.starts_at + timedelta(minutes=30)
        slot.save()
    shop, *makers = [an_invitation(day), *(an_invitation(day, side=Side.MAKER) for _ in range(2))]
    a_timetable(day, [(shop, makers[0], 0, 0), (shop, makers[1], 1, 0)])
    page = client.get(reverse("meetings:guest", args=[token_of(shop)])).content.decode()
    over, running = page.split('<li class="own-timetable__row')[1:]
    assert over.startswith(" own-timetable__row--over")
    assert str(makers[1]) in running
    assert ("Sekarang" in over, "Sekarang" in running.split("</li>")[0]) == (False, True)
