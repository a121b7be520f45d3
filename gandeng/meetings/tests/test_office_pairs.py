"""The office's word on pairs, and its page of wishes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.meetings.actions.pairings import forbid_pair, free_pair, require_pair
from gandeng.meetings.models import Invitation, Need, Pairing
from gandeng.meetings.queries.matching import matching_of
from gandeng.meetings.samples import a_day, a_wish, an_invitation
from gandeng.meetings.states import Order
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_member, an_officer

from .guests import text

pytestmark = pytest.mark.django_db


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
