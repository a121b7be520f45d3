"""Organisations are chosen, invited, written to, phoned; their form answers are taken in."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pypdfium2
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from gandeng.audit.models import Trace
from gandeng.catalogue.samples import a_listing
from gandeng.intake.actions import carry_out
from gandeng.intake.queries.planning import File, plan_files
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions import inviting, sending
from gandeng.meetings.actions.answering import accept_invitation
from gandeng.meetings.actions.chasing import note_call
from gandeng.meetings.models import Call, Day, Invitation, Need, Sending, Wish
from gandeng.meetings.queries.attendance import outlook_of
from gandeng.meetings.queries.candidates import CAME, MISSED, NEW, Filter, candidates
from gandeng.meetings.queries.chasing import calls_in_order, silent
from gandeng.meetings.queries.counts import counts_of
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.queries.messages import whatsapp_url
from gandeng.meetings.queries.sending import failed, to_mail, to_message, to_print
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
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, an_officer

pytestmark = pytest.mark.django_db
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


# Choosing and inviting ---------------------------------------------------------------------------


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


# Sending -----------------------------------------------------------------------------------------


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


# Chasing -----------------------------------------------------------------------------------------


def sent(day, organisation=None, **values):
    values = {"phone": "+6281234567890", "sent_at": clock.now() - timedelta(days=5)} | values
    return an_invitation(day, organisation, state=InvitationState.SENT, **values)


def order(day, officer, at=None):
    rows = calls_in_order(silent(officer, day), day, outlook_of(day), at=at or clock.now())
    return [row.invitation for row in rows], rows


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


# Answers of the web form -------------------------------------------------------------------------

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


# Pages and programs ------------------------------------------------------------------------------


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
