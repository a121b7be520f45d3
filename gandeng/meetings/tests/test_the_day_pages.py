"""The desk, the day's page, the proposal, the news and the big screen, as they are served."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import segno
import time_machine
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.meetings.actions.notices import tell
from gandeng.meetings.models import CheckIn, Day, Invitation, Notice, Proposal
from gandeng.meetings.queries.desk import code_of, desk_pack
from gandeng.meetings.queries.links import badge_of, token_of
from gandeng.meetings.queries.screen import screen_token
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation, an_outcome
from gandeng.meetings.states import DayState, Presence, Side, TimetableState
from gandeng.meetings.views import screen as screens
from gandeng.people.samples import a_person
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db


class Hall:
    """Today: a slot that began two minutes ago and one after it; two shops, one maker."""

    def __init__(self) -> None:
        self.now = clock.now().replace(microsecond=0)
        self.day = a_day(held_on=clock.today(), state=DayState.RUNNING, slots=2, tables=2)
        for slot in self.day.slots.all():
            slot.starts_at = self.now + timedelta(minutes=20 * slot.number - 2)
            slot.ends_at = slot.starts_at + timedelta(minutes=20)
            slot.save()
        self.maker = an_invitation(self.day, side=Side.MAKER, presence=Presence.PRESENT)
        self.shop, self.other = (
            an_invitation(self.day, phone="+628123456789", person_name="Pak Dedi")
            for _number in range(2)
        )
        a_wish(self.other, self.maker.organisation)
        a_timetable(self.day, [(self.shop, self.maker, 0, 0), (self.other, self.maker, 1, 0)])
        self.officer = an_officer(self.day.programme)
        self.client = Client()
        self.client.force_login(self.officer)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"meetings:{name}", args=[self.day.pk, *more])

    def send(self, *notes: dict[str, object], sent_at: datetime | None = None, count: int = 3):
        body = {
            "notes": list(notes),
            "sent_at": (sent_at or clock.now()).isoformat(),
            "desk": "Pintu utara",
            "count": count,
        }
        return self.client.post(
            self.url("send-presence"), json.dumps(body), content_type="application/json"
        )

    def note(self, guest: Invitation, presence: str, key: str, **values: object):
        at = values.pop("at", clock.now())
        assert isinstance(at, datetime)
        made = {"guest": guest.pk, "presence": presence, "key": key, "noted_at": at.isoformat()}
        return made | values


@pytest.fixture
def hall() -> Iterator[Hall]:
    """In the middle of the morning, whatever the hour: a day's slots do not go past midnight."""
    with time_machine.travel(clock.start_of(clock.today()) + timedelta(hours=10)):
        yield Hall()


def test_a_desk_sends_what_it_kept_and_one_bad_note_holds_up_none(hall: Hall):
    notes = [
        hall.note(hall.shop, "present", "key-one-1", heads=2),
        hall.note(hall.other, "asleep", "key-two-2"),
        {"presence": "present"},
        "nonsense",
        {**hall.note(hall.shop, "present", "key-three"), "guest": 0},
    ]
    for _again in range(2):
        answer = hall.send(*notes).json()
        assert [result["ok"] for result in answer["results"]] == [True, False, False, False, False]
        assert answer["stands"][str(hall.shop.pk)][0] == "present"
    note = CheckIn.objects.get()
    assert (note.desk, note.head_count) == ("Pintu utara", 2)
    assert answer["proposal"] is False


def test_a_clock_set_wrong_by_hours_still_tells_the_order(hall: Hall):
    wrong = clock.now() - timedelta(hours=7)
    hall.send(
        hall.note(hall.shop, "left", "key-later", at=wrong),
        hall.note(hall.shop, "present", "key-sooner", at=wrong - timedelta(minutes=1)),
        sent_at=wrong,
    )
    hall.shop.refresh_from_db()
    assert hall.shop.presence == Presence.LEFT
    assert hall.shop.left_at is not None
    assert clock.now() - hall.shop.left_at < timedelta(minutes=30)


def test_a_shop_that_stays_away_is_proposed_decided_and_told(hall: Hall):
    Invitation.objects.filter(pk=hall.other.pk).update(presence=Presence.PRESENT)
    answer = hall.send(hall.note(hall.shop, "absent", "key-away")).json()
    assert answer["proposal"] is True
    proposal = Proposal.objects.get()
    page = hall.client.get(hall.url("proposal")).content.decode()
    assert "Jeda kosong" in page
    assert "slot menunggu 0 → 0" in page
    assert str(hall.shop) in page
    assert "Pakai semua" in page
    day_page = hall.client.get(hall.url("the-day")).content.decode()
    assert "Usulan perubahan jadwal menunggu keputusan" in day_page
    decide = reverse("meetings:decide-proposal", args=[proposal.pk])
    done = hall.client.post(decide, {"decision": "some", "skip": ["99"]}, follow=True)
    assert done.redirect_chain[-1][0] == hall.url("notices")
    assert "Jadwal baru berlaku" in done.content.decode()
    assert hall.day.timetables.count() == 2
    hall.client.post(decide, {"decision": "none"})
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_one_press_marks_all_who_are_missing(hall: Hall):
    page = hall.client.get(hall.url("the-day")).content.decode()
    assert "Tandai 2 pembeli tidak datang" in page
    press = {"side": "buyer", "key": "pressed-once"}
    done = hall.client.post(hall.url("mark-missing"), press, follow=True)
    assert "2 peserta dicatat tidak datang" in done.content.decode()
    hall.client.post(hall.url("mark-missing"), press)
    assert CheckIn.objects.filter(presence=Presence.ABSENT).count() == 2
    assert Proposal.objects.count() == 1


def test_who_was_not_invited_comes_in_by_the_same_queue(hall: Hall):
    note = {
        "key": "key-walk-in",
        "presence": "present",
        "noted_at": clock.now().isoformat(),
        "name": "Keripik Mang Ujang",
        "side": "maker",
        "person": "Mang Ujang",
        "phone": "081234567899",
    }
    answer = hall.send(note).json()
    assert answer["results"][0]["ok"] is True
    assert [guest["name"] for guest in answer["guests"]].count("Keripik Mang Ujang") == 1
    names = hall.client.get(hall.url("known-names") + "?q=mang").json()["names"]
    assert names == [{"name": "Keripik Mang Ujang", "kind": "maker"}]


def a_picture_of(url: str) -> io.BytesIO:
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=8)
    picture.seek(0)
    picture.name = "qr.png"
    return picture


def test_a_photo_of_a_badge_or_an_invitation_finds_the_guest(hall: Hall):
    (known,) = [one for one in desk_pack(hall.day)["guests"] if one["id"] == hall.shop.pk]
    for path, code in (
        (f"u/{token_of(hall.shop)}/", known["code"]),
        (f"u/{token_of(hall.shop)}/hasil/", known["code"]),
        (f"lencana/{badge_of(hall.shop)}/", known["badge"]),
    ):
        photo = a_picture_of(f"https://gandeng.example/{path}")
        answer = hall.client.post(hall.url("read-code"), {"photo": photo})
        assert answer.json() == {"code": code}
    assert known["code"] == code_of(token_of(hall.shop))
    for content in (b"no photo", io.BytesIO(b"").getvalue()):
        file = io.BytesIO(content)
        file.name = "x.png"
        refused = hall.client.post(hall.url("read-code"), {"photo": file})
        assert refused.status_code in {400, 422}


def test_the_camera_opens_on_the_desks_page_only(hall: Hall):
    desk = hall.client.get(hall.url("desk"))
    assert "camera=(self)" in desk["Permissions-Policy"]
    assert "camera=()" in hall.client.get(hall.url("the-day"))["Permissions-Policy"]
    worker = hall.client.get(hall.url("desk-worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert f'"{hall.url("desk")}"' in worker.content.decode().replace("\\u002D", "-")


def test_the_desk_keeps_no_links_and_no_phone_numbers(hall: Hall):
    page = hall.client.get(hall.url("desk")).content.decode()
    assert "Pak Dedi" in page
    assert hall.shop.link_key not in page
    assert "8123456789" not in page


def test_a_desk_hears_what_other_desks_noted(hall: Hall):
    hall.day.refresh_from_db()
    pack = desk_pack(hall.day)
    now = f"{hall.url('desk-now')}?count=3&plan={pack['plan']}"
    assert hall.client.get(f"{now}&beat={pack['beat']}").status_code == 204
    hall.send(hall.note(hall.shop, "present", "key-other-desk"))
    state = hall.client.get(f"{now}&beat={pack['beat']}").json()
    assert state["stands"][str(hall.shop.pk)][0] == "present"
    assert "guests" not in state
    # another timetable is in force by now: the places are others
    hall.day.timetables.update(state=TimetableState.SUPERSEDED)
    a_timetable(hall.day, [(hall.shop, hall.maker, 1, 0)])
    told = hall.client.get(f"{now}&beat={pack['beat']}").json()
    places = {guest["id"]: guest["places"] for guest in told["guests"]}
    table = hall.day.tables.get(order=0).label
    assert (places[hall.shop.pk], places[hall.other.pk]) == ([[1, table]], [])
    ends_at = hall.day.slots.get(number=1).ends_at
    assert told["slots"]["1"][0] == int(ends_at.timestamp() * 1000)


@pytest.mark.parametrize(
    "name", ["the-day", "desk", "desk-now", "desk-worker", "proposal", "notices", "show-screen"]
)
def test_the_day_is_the_offices(hall: Hall, name: str):
    stranger = Client()
    stranger.force_login(a_person())
    assert hall.client.get(hall.url(name)).status_code == 200
    assert stranger.get(hall.url(name)).status_code == 404
    assert Client().get(hall.url(name)).status_code == 302


def test_the_day_ends_goes_on_and_runs_late(hall: Hall):
    hall.client.post(hall.url("move-day"), {"move": "end"})
    assert Day.objects.get().state == DayState.ENDED
    hall.client.post(hall.url("move-day"), {"move": "resume"})
    second = hall.day.slots.get(number=1)
    seen = f"{second.starts_at:%Y-%m-%dT%H:%M:%S%z}"
    shift = {"first": 1, "seen": seen, "minutes": 10}
    late = second.starts_at + timedelta(minutes=10)
    assert (
        "1 slot digeser 10 menit"
        in hall.client.post(hall.url("shift-slots"), shift, follow=True).content.decode()
    )
    second.refresh_from_db()
    assert second.starts_at == late
    assert set(Notice.objects.values_list("invitation_id", flat=True)) == {
        hall.other.pk,
        hall.maker.pk,
    }
    # pressed twice, or by two officers
    page = hall.client.post(hall.url("shift-slots"), shift, follow=True).content.decode()
    assert "Waktunya baru saja digeser" in page
    back = {"first": 1, "seen": f"{late:%Y-%m-%dT%H:%M:%S%z}", "minutes": -15}
    page = hall.client.post(hall.url("shift-slots"), back, follow=True).content.decode()
    assert "bertabrakan" in page
    second.refresh_from_db()
    assert second.starts_at == late


def test_who_has_not_read_is_called_and_ticked_off(hall: Hall):
    tell(hall.day, {hall.shop.pk: "Pindah ke meja A2.", hall.maker.pk: "Baru."}, at=clock.now())
    Notice.objects.filter(invitation=hall.maker).update(seen_at=clock.now())
    page = hall.client.get(hall.url("notices")).content.decode()
    assert "Belum tahu (1)" in page
    assert "https://wa.me/628123456789?text=Pindah%20ke%20meja%20A2." in page
    hall.client.post(hall.url("tell-notice", hall.shop.pk))
    assert "Semua sudah tahu" in hall.client.get(hall.url("notices")).content.decode()
    assert Notice.objects.get(invitation=hall.shop).told_at is not None


def test_the_big_screen_needs_no_login_and_tells_no_numbers(hall: Hall):
    an_outcome(hall.day, hall.other.organisation, quantity=40)
    link = hall.client.get(hall.url("show-screen")).content.decode()
    token = screen_token(hall.day)
    assert token in link
    page = Client().get(reverse("meetings:screen", args=[token]))
    text = page.content.decode()
    assert page.status_code == 200
    assert str(hall.shop) in text
    assert "ditunggu" in text
    assert "<strong>40</strong> produk" in text
    assert "8123456789" not in text
    assert "Pak Dedi" not in text
    assert hall.shop.link_key not in text
    for other in (token[:-1] + "x", "0.x", "x", f"{hall.day.pk + 1}.{token.partition('.')[2]}"):
        assert Client().get(reverse("meetings:screen", args=[other])).status_code == 404
    Day.objects.update(state=DayState.CANCELLED)
    assert Client().get(reverse("meetings:screen", args=[token])).status_code == 404


def test_a_screen_without_a_stream_asks_what_is_new(hall: Hall):
    hall.day.refresh_from_db()
    ask = reverse("meetings:screen-now", args=[screen_token(hall.day)])
    assert Client().get(f"{ask}?mark={hall.day.beat}-0r").status_code == 204
    hall.send(hall.note(hall.shop, "present", "key-arrived"))
    answer = Client().get(f"{ask}?mark={hall.day.beat}-0r")
    assert answer.status_code == 200
    assert answer.content.decode().startswith("<div") or "screen__state" in answer.content.decode()


def leave(answer: Any) -> None:
    """The screen is switched off. The test's own connection to the database stays."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def test_a_stream_speaks_when_the_day_moves_on(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(screens, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(screens, "HEARTBEAT", timedelta(0))
    url = reverse("meetings:screen-stream", args=[screen_token(hall.day)])
    answer = Client().get(url, headers={"accept-encoding": "gzip"})
    assert answer["Content-Type"] == "text/event-stream"
    events = iter(answer)
    assert next(events) == b"retry: 1000\n\n"
    kind, data = next(events).decode().split("\n", 1)
    assert kind == "event: screen"
    assert "UMKM 1/1" in json.loads(data.removeprefix("data: "))
    assert "Pembeli 0/2" in json.loads(data.removeprefix("data: "))
    assert next(events).startswith(b"event: beat")
    hall.send(hall.note(hall.shop, "present", "key-seen-on-screen"))
    fresh = next(event for event in events if event.startswith(b"event: screen"))
    assert "Pembeli 1/2" in json.loads(fresh.decode().split("data: ", 1)[1])
    leave(answer)


def test_a_stream_keeps_the_language_its_screen_was_opened_in(hall: Hall):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(reverse("meetings:screen-stream", args=[screen_token(hall.day)]))
    event = next(one for one in answer if one.startswith(b"event: screen"))
    part = json.loads(event.decode().split("data: ", 1)[1])
    assert "Buyer 0/2" in part
    assert "Pembeli" not in part
    leave(answer)


def test_streams_are_few_and_given_back(hall: Hall):
    url = reverse("meetings:screen-stream", args=[screen_token(hall.day)])
    taken = [Client().get(url) for _number in range(screens.MOST_STREAMS)]
    full = Client().get(url)
    assert full.status_code == 503
    assert full["Retry-After"] == "60"
    for answer in taken:
        leave(answer)
        leave(answer)
    again = Client().get(url)
    assert again.status_code == 200
    leave(again)
