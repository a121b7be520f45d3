"""Whom and what a guest would like to meet, and what a buyer needs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gandeng.catalogue.samples import a_listing
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.meetings.models import Invitation, Need, Wish
from gandeng.meetings.samples import a_day, a_wish, an_invitation
from gandeng.meetings.states import InvitationState
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_member, an_officer

from .guests import invitation, link, text

__all__ = ["invitation"]
pytestmark = pytest.mark.django_db


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
