"""The pages behind an invitation's link, and the office's pages of wishes and pairs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escapejs

from gandeng.catalogue.samples import a_listing
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money
from gandeng.meetings.actions.pairings import forbid_pair, free_pair, require_pair
from gandeng.meetings.models import Invitation, Need, Notice, Pairing, Wish
from gandeng.meetings.queries.links import new_link_key, token_of
from gandeng.meetings.queries.matching import matching_of
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import DayState, InvitationState, Order, Side
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_member, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation() -> Invitation:
    return an_invitation(state=InvitationState.SENT)


def link(invitation: Invitation, *more: str) -> str:
    return "/".join(["/u", token_of(invitation), *more, ""])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


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


def test_products_are_picked_and_put_in_order_without_a_script(
    client: Client, invitation: Invitation
) -> None:
    goods = [a_listing(a_maker(invitation.programme), f"Keripik {n}").product for n in (1, 2)]
    an_invitation(invitation.day, goods[0].maker)
    keys = [f"{product.maker_id}-{product.pk}" for product in goods]
    page = text(client.get(link(invitation, "keinginan") + "?q=keripik"))
    assert all(f'value="add:{key}"' in page for key in keys)
    assert "Hadir" in page
    assert "Belum tentu hadir" in page
    change = link(invitation, "keinginan", "ubah")
    for what in (f"add:{keys[0]}", f"add:{keys[0]}", f"add:{keys[1]}", f"up:{keys[1]}"):
        response = client.post(change, {"ubah": what, "q": "keripik"})
        assert response["Location"].startswith(link(invitation, "keinginan") + "?q=keripik#")
    ranked = Wish.objects.filter(invitation=invitation).order_by("rank")
    assert [wish.product for wish in ranked] == goods[::-1]
    client.post(change, {"ubah": f"remove:{keys[1]}"})
    assert [wish.product for wish in ranked.all()] == goods[:1]
    for nonsense in ("add:1-2-3", "add:", "fly:1-", "add:9999-"):
        assert client.post(change, {"ubah": nonsense}).status_code == 302
    assert ranked.all().count() == 1


def save(client: Client, invitation: Invitation, wishes: list[str], base: list[str]) -> Any:
    body = json.dumps({"wishes": wishes, "base": base})
    address = link(invitation, "keinginan", "simpan")
    return client.post(address, body, content_type="application/json")


def test_a_whole_list_is_kept_and_comes_back_as_it_is_now(
    client: Client, invitation: Invitation
) -> None:
    goods = [a_product(a_maker(invitation.programme)) for _ in range(3)]
    keys = [f"{product.maker_id}-{product.pk}" for product in goods]
    assert save(client, invitation, keys[:1], []).json()["wishes"][0]["key"] == keys[0]
    # another phone began from the empty list, too
    answer = save(client, invitation, [keys[2], keys[1]], [])
    assert [wish["key"] for wish in answer.json()["wishes"]] == [keys[2], keys[1], keys[0]]
    assert save(client, invitation, [f"{goods[0].maker_id}-{goods[1].pk}"], []).status_code == 409
    for body in ("[]", "{}", '{"wishes": [1], "base": []}', "\x00"):
        address = link(invitation, "keinginan", "simpan")
        response = client.post(address, body, content_type="application/json")
        assert response.status_code == 409, body
    assert Wish.objects.filter(invitation=invitation).count() == 3


def test_a_list_of_another_programme_is_not_taken(client: Client, invitation: Invitation) -> None:
    from gandeng.programmes.samples import a_programme

    stranger = a_product(a_maker(a_programme("lain")))
    save(client, invitation, [f"{stranger.maker_id}-{stranger.pk}"], [])
    assert not Wish.objects.exists()


def test_a_maker_sees_what_buyers_look_for_and_is_discreet(client: Client) -> None:
    day = a_day()
    maker = an_invitation(day, a_maker(day.programme), state=InvitationState.SENT)
    buyer = an_invitation(day, a_buyer(day.programme, "Kopkar Maju"))
    Need.objects.create(
        programme=day.programme, buyer=buyer.organisation, category="snack", monthly_quantity=1200,
        created_at=clock.now(),
    )  # fmt: skip
    a_wish(buyer, product=a_product(maker.organisation))
    page = client.get(link(maker, "keinginan"))
    assert "Kopkar Maju" in text(page)
    assert "Camilan 1.200" in text(page)
    assert "Kopkar Maju" in text(client.get(link(maker, "keinginan") + "?q=camil"))
    assert "Kopkar Maju" not in text(client.get(link(maker, "keinginan") + "?q=sabun"))
    # nobody is told who wishes for them before they wished and said they come
    assert not page.context["picked"]
    a_wish(maker, buyer.organisation)
    assert not client.get(link(maker, "keinginan")).context["picked"][0].is_mutual
    maker.state = InvitationState.COMING
    maker.save()
    assert client.get(link(maker, "keinginan")).context["picked"][0].is_mutual


def test_a_buyer_tells_its_needs_by_the_link(client: Client, invitation: Invitation) -> None:
    needs = link(invitation, "kebutuhan")
    client.post(needs, {"categories": ["snack", "drink"]})
    snack = link(invitation, "kebutuhan", "snack")
    typed = {"monthly_quantity": "300", "price_to": "20.000", "storages": ["room"]}
    assert client.post(snack, typed)["Location"] == needs
    need = Need.objects.get(category="snack")
    assert (need.buyer, need.monthly_quantity) == (invitation.organisation, 300)
    assert (need.price_to, need.storages) == (Money(20_000), ["room"])
    assert "300 sebulan · sampai Rp20.000" in text(client.get(needs))
    wrong = client.post(snack, typed | {"price_from": "30.000"})
    assert wrong.status_code == 422
    assert "Harga sampai tidak boleh di bawah harga dari." in text(wrong)
    # what stays ticked keeps its figures, what is not goes
    client.post(needs, {"categories": ["snack"]})
    assert Need.objects.get().monthly_quantity == 300
    client.post(snack, {"hapus": "1"})
    assert not Need.objects.exists()
    maker = an_invitation(invitation.day, a_maker(invitation.programme))
    assert client.get(link(maker, "kebutuhan")).status_code == 404


def test_the_office_and_the_manager_fill_needs_on_the_buyers_page(client: Client) -> None:
    buyer = a_buyer()
    address = reverse("meetings:buyer-needs", args=[buyer.pk])
    panel = reverse("meetings:buyer-needs-panel", args=[buyer.pk])
    for person, may in (
        (an_officer(buyer.programme), True),
        (a_seat(buyer), True),
        (a_member(buyer.programme, "auditor"), False),
    ):
        client.force_login(person)
        assert client.get(address).status_code == (200 if may else 404)
        assert (address in text(client.get(panel))) is may
    client.force_login(a_seat(a_buyer(buyer.programme)))
    assert client.get(panel).status_code == client.get(address).status_code == 404


def test_an_account_opens_the_same_pages(client: Client, invitation: Invitation) -> None:
    address = reverse("meetings:own", args=[invitation.pk])
    assert client.get(address).status_code == 302  # to the sign-in
    buyer = invitation.organisation
    for person in (a_seat(a_buyer(buyer.programme)), a_seat(buyer, outlet=an_outlet(buyer))):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(a_seat(buyer))
    typed = {"head_count": "1", "hours": "all"}
    client.post(reverse("meetings:own-answer", args=[invitation.pk]), typed)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_by) == ("coming", "link")
    client.force_login(an_officer(buyer.programme))
    assert "Anda menjawab untuk" in text(client.get(address))
    client.post(reverse("meetings:own-decline", args=[invitation.pk]), {})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_by) == ("not_coming", "phone")


# ---- the office ---------------------------------------------------------------------------------


@pytest.fixture
def pair() -> tuple[Invitation, Invitation]:
    day = a_day()
    return an_invitation(day), an_invitation(day, a_maker(day.programme))


def test_the_office_orders_a_pair_with_a_reason_and_takes_it_back(
    client: Client, pair: tuple[Invitation, Invitation]
) -> None:
    buyer, maker = pair
    day = buyer.day
    client.force_login(an_officer(day.programme))
    address = reverse("meetings:pair", args=[day.pk, buyer.pk, maker.pk])
    page = text(client.get(address))
    assert "Belum pernah ada perjanjian di antara keduanya." in page
    slot, table = day.slots.all()[2], day.tables.all()[1]
    typed = {"order": "require", "slot": slot.pk, "table": table.pk, "reason": "Titipan Bupati"}
    assert client.post(address, typed | {"reason": " "}).status_code == 422
    client.post(address, typed)
    pairing = Pairing.objects.get()
    assert (pairing.order, pairing.slot, pairing.table) == (Order.REQUIRE, slot, table)
    assert "Titipan Bupati" in text(client.get(reverse("meetings:pairings", args=[day.pk])))
    # forbidding replaces it, and a pin makes no sense any more
    client.post(address, typed | {"order": "forbid"})
    pairing.refresh_from_db()
    assert (pairing.order, pairing.slot, pairing.table) == (Order.FORBID, None, None)
    for _ in range(2):
        client.post(reverse("meetings:free-pair", args=[pairing.pk]))
    assert not Pairing.objects.exists()


def test_two_pinned_meetings_do_not_share_a_party_or_a_table(
    pair: tuple[Invitation, Invitation],
) -> None:
    buyer, maker = pair
    day, officer = buyer.day, an_officer(buyer.programme)
    slot, table = day.slots.all()[0], day.tables.all()[0]
    said = {"reason": "Perlu", "by": officer, "at": clock.now()}
    require_pair(buyer, maker, slot=slot, table=table, **said)
    other, stranger = an_invitation(day), an_invitation(day, a_maker(day.programme))
    for one, two, code in (
        (buyer, stranger, "slot_taken"),
        (other, maker, "slot_taken"),
        (other, stranger, "table_taken"),
    ):
        with pytest.raises(Refusal) as refused:
            require_pair(one, two, slot=slot, table=table, **said)
        assert refused.value.code == code
    require_pair(other, stranger, slot=slot, table=day.tables.all()[1], **said)


def test_only_the_office_orders_pairs_and_only_of_one_day(
    pair: tuple[Invitation, Invitation],
) -> None:
    buyer, maker = pair
    officer, now = an_officer(buyer.programme), clock.now()
    with pytest.raises(NotAllowed):
        forbid_pair(buyer, maker, reason="x", by=a_seat(buyer.organisation), at=now)
    elsewhere = an_invitation(a_day(buyer.programme), a_maker(buyer.programme))
    for one, two in ((buyer, elsewhere), (maker, buyer)):
        with pytest.raises(Refusal) as refused:
            forbid_pair(one, two, reason="x", by=officer, at=now)
        assert refused.value.code == "not_of_this_day"
    pairing = forbid_pair(buyer, maker, reason="x", by=officer, at=now)
    with pytest.raises(NotAllowed):
        free_pair(pairing, by=a_member(buyer.programme, "auditor"), at=now)


def test_the_office_sees_who_is_wanted_who_is_not_and_who_is_too_small(
    pair: tuple[Invitation, Invitation],
) -> None:
    buyer, maker = pair
    day = buyer.day
    alone = an_invitation(day, a_maker(day.programme))
    silent = an_invitation(day, a_buyer(day.programme))
    product = a_product(maker.organisation, monthly_capacity=100)
    Need.objects.create(
        programme=day.programme, buyer=buyer.organisation, category="snack", monthly_quantity=300,
        created_at=clock.now(),
    )  # fmt: skip
    a_wish(buyer, product=product)
    wanted = a_product(a_maker(day.programme))
    a_wish(buyer, product=wanted, rank=2)
    a_wish(maker, buyer.organisation)
    found = matching_of(day)
    assert [(row.buyer, row.maker, row.is_mutual) for row in found.pairs] == [(buyer, maker, True)]
    assert found.mutual_count == 1
    assert [(one, count) for one, _invitation, count in found.wanted] == [(wanted.maker, 1)]
    assert [one.party for one in found.unwished_makers] == [alone]
    assert {one for one, _score in found.unwished_makers[0].suggestions} == {buyer, silent}
    assert [one.party for one in found.unwishing_buyers] == [silent]
    assert [(one.maker, one.asked, one.left, one.is_short) for one in found.demands] == [
        (maker, 300, 100, True)
    ]


def test_the_page_of_wishes_is_the_offices(
    client: Client, pair: tuple[Invitation, Invitation]
) -> None:
    buyer, maker = pair
    a_wish(buyer, product=a_product(maker.organisation))
    address = reverse("meetings:matching", args=[buyer.day_id])
    client.force_login(a_member(buyer.programme, "auditor"))
    for shown in ("pasangan", "dicari", "umkm", "pembeli", "kapasitas"):
        assert client.get(address, {"lihat": shown}).status_code == 200
    assert maker.organisation.name in text(client.get(address))
    assert maker.organisation.name not in text(client.get(address, {"q": "tidak ada"}))
    for person in (a_seat(buyer.organisation), a_seat(maker.organisation)):
        client.force_login(person)
        assert client.get(address).status_code == 404


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
