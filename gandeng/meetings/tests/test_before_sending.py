"""Invitations go out by mail, WhatsApp and letter: once, and nobody is lost."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.meetings.actions import inviting, sending
from gandeng.meetings.models import Day, Invitation, Sending
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.queries.messages import whatsapp_url
from gandeng.meetings.queries.sending import failed, to_mail, to_message, to_print
from gandeng.meetings.samples import a_day
from gandeng.meetings.states import (
    Channel,
    DayState,
    InvitationState,
)

from .before import BASE, day, listed, officer, post

__all__ = ["day", "officer"]
pytestmark = pytest.mark.django_db


def test_mails_go_out_once_with_the_link_however_often_one_presses(day, officer):
    first, second = listed(day, 2)
    assert post(day, officer) == sending.Posted(2, 0, 0)
    assert post(day, officer) == sending.Posted(0, 0, 0)
    assert len(mail.outbox) == 2
    links = {f"{BASE}/u/{token_of(one)}/" for one in (first, second)}
    for sent in mail.outbox:
        html = sent.alternatives[0][0]
        assert [link in sent.body and link in html for link in sorted(links)].count(True) == 1
        assert day.name in sent.subject
        assert "WIB" in sent.body
        assert sent.from_email.startswith(day.programme.office_name)
    first.refresh_from_db()
    assert (first.state, first.sendings.get().failure) == (InvitationState.SENT, "")


def test_rounds_go_on_until_nobody_waits(day, officer):
    listed(day, 5)
    since = clock.now()
    rounds = [post(day, officer, most=2, since=since) for _number in range(3)]
    assert [(one.sent, one.waiting) for one in rounds] == [(2, 3), (2, 1), (1, 0)]


def test_a_bad_address_hinders_nobody_and_is_shown_until_it_is_put_right(day, officer):
    good, bad = listed(day, 2)
    inviting.address_invitation(bad, email="x\ny@contoh.id", by=officer, at=clock.now())
    since = clock.now()
    assert post(day, officer, since=since) == sending.Posted(1, 1, 0)
    assert post(day, officer, since=since) == sending.Posted(0, 0, 0)
    assert [one.invitation for one in failed(day)] == [bad]
    bad.refresh_from_db()
    assert bad.state == InvitationState.LISTED
    inviting.address_invitation(bad, email="y@contoh.id", by=officer, at=clock.now())
    assert post(day, officer) == sending.Posted(1, 0, 0)
    assert not failed(day).exists()
    assert [one.to for one in mail.outbox] == [[good.email], ["y@contoh.id"]]


def test_when_the_server_is_down_nobody_is_lost(day, officer, monkeypatch):
    listed(day, 3)

    def refuse(*_args):
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", refuse)
        posted = post(day, officer)
    assert (posted.sent, posted.failed, posted.is_server_down) == (0, 1, True)
    assert Sending.objects.exclude(failure="").count() == 1
    assert post(day, officer).sent == 3


def test_what_a_crash_cut_off_is_seen_and_sent_again(day, officer, monkeypatch):
    listed(day)

    def die(*_args):
        raise KeyboardInterrupt

    at = clock.now()
    with monkeypatch.context() as crash:
        crash.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(KeyboardInterrupt):
            post(day, officer)
    assert not to_mail(day, is_reminder=False, at=at).exists()
    assert failed(day).count() == 1
    later = at + timedelta(minutes=5)
    assert to_mail(day, is_reminder=False, at=later).count() == 1


def test_reminders_are_for_the_silent_and_once_a_day(day, officer):
    asked, _coming = listed(day, 2)
    post(day, officer)
    Invitation.objects.exclude(pk=asked.pk).update(state=InvitationState.COMING)
    assert post(day, officer, is_reminder=True) == sending.Posted(1, 0, 0)
    assert post(day, officer, is_reminder=True) == sending.Posted(0, 0, 0)
    assert "Pengingat" in mail.outbox[-1].subject
    tomorrow = clock.now() + timedelta(hours=21)
    assert list(to_mail(day, is_reminder=True, at=tomorrow)) == [asked]


def test_whatsapp_and_letters_are_noted_once(day, officer):
    one, landline = (*listed(day), *listed(day, phone="+62267400123"))
    assert list(to_message(day, is_reminder=False, at=clock.now())) == [one]
    for _press in range(2):
        sending.note_sent([one], Channel.WHATSAPP, by=officer, at=clock.now())
    one.refresh_from_db()
    assert (one.state, one.sendings.count()) == (InvitationState.SENT, 1)
    assert set(to_print(day, at=clock.now())) == {one, landline}
    assert sending.note_sent([one, landline], Channel.LETTER, by=officer, at=clock.now()) == 2
    assert not to_print(day, at=clock.now()).exists()
    assert whatsapp_url("0812 3456 7890", "Yth. & hadir?") == (
        "https://wa.me/6281234567890?text=Yth.%20%26%20hadir%3F"
    )
    assert whatsapp_url("+62267400123") == ""


def test_sending_opens_the_invitations_of_a_planned_day_that_has_slots(officer, day):
    planned = a_day(day.programme, state=DayState.PLANNED, slots=0)
    listed(planned)
    with pytest.raises(Refusal) as refused:
        post(planned, officer)
    assert refused.value.code == "no_slots_yet"
    ready = a_day(day.programme, state=DayState.PLANNED)
    listed(ready)
    post(ready, officer)
    assert Day.objects.get(pk=ready.pk).state == DayState.INVITING


def test_the_letters_are_one_print_with_a_code_on_each(client, day, officer):
    first, second = listed(day, 2, person_name='H. "Asep" #[Su]$herman_*')
    client.force_login(officer)
    url = reverse("meetings:letters", args=[day.pk])
    answer = client.get(url, {"number": "500/1", "dated_on": "2026-11-24", "signer_name": "Ibu X"})
    pdf = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    assert len(pdf) == 2
    text = pdf[0].get_textpage().get_text_range()
    for words in ("500/1", "24 November 2026", "Ibu X", '"Asep" #[Su]$herman_*', "Yth."):
        assert words in text
    assert {token_of(one) in pdf[0].get_textpage().get_text_range().replace("\r\n", "")
            for one in (first, second)} == {True, False}  # fmt: skip
    assert Sending.objects.count() == 0
