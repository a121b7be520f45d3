"""The pages of goods: what each person sees, does, and may not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gandeng.agreements.samples import an_agreement
from gandeng.kernel import clock
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member
from gandeng.trade.consignment import actions
from gandeng.trade.consignment.models import Count, Delivery, Return, WriteOff
from gandeng.trade.consignment.samples import (
    a_delivery,
    a_key,
    maker_of,
    manager_of,
    shop_of,
)
from gandeng.trade.consignment.states import DeliveryState, ReturnState
from gandeng.trade.ledger.models import Account, Kind

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"consignment:{name}", args=args)


def on_shelf(agreement):
    accounts = Account.objects.filter(agreement=agreement, kind=Kind.SHELF)
    return sum(accounts.values_list("balance", flat=True))


@pytest.fixture
def agreement():
    maker = a_maker(name="Dapur Sari")
    return an_agreement(maker, products=[a_product(maker, "Keripik Pisang")])


@pytest.fixture
def owner(client, agreement):
    client.force_login(maker_of(agreement))
    return client


@pytest.fixture
def clerk(client, agreement):
    client.force_login(a_seat(agreement.buyer, outlet=shop_of(agreement)))
    return client


def a_box(agreement, **changes):
    line = agreement.lines.get()
    typed = {
        "key": "k" * 32,
        "outlet": shop_of(agreement).pk,
        f"quantity_{line.pk}": "12",
        f"best_before_{line.pk}": (clock.today() + timedelta(days=60)).isoformat(),
        f"code_{line.pk}": "A7",
    }
    return typed | changes


# Deliveries ---------------------------------------------------------------------------------------


def test_an_owner_packs_and_sends_from_the_phone(owner, agreement):
    url = f"{page('new-delivery')}?agreement={agreement.pk}"
    assert "Keripik Pisang" in owner.get(url).content.decode()

    answer = owner.post(url, a_box(agreement))
    delivery = Delivery.objects.get()
    assert answer.url == page("delivery", delivery.pk)
    assert owner.post(url, a_box(agreement)).url == answer.url
    assert Delivery.objects.count() == 1

    owner.post(page("send-delivery", delivery.pk), {"driver_name": "Asep"})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.driver_name) == (DeliveryState.SENT, "Asep")


def test_a_form_that_is_refused_keeps_what_was_typed(owner, agreement):
    line = agreement.lines.get()
    url = f"{page('new-delivery')}?agreement={agreement.pk}"

    answer = owner.post(url, a_box(agreement, **{f"best_before_{line.pk}": ""}))

    text = answer.content.decode()
    assert "Isi tanggal baik sebelum untuk Keripik Pisang" in text
    assert 'value="12"' in text
    assert not Delivery.objects.exists()


def test_with_one_agreement_nobody_has_to_choose(owner, agreement):
    answer = owner.get(page("new-delivery"))

    assert answer.url == f"{page('new-delivery')}?agreement={agreement.pk}"


def test_a_clerk_takes_everything_in_by_one_tap(clerk, agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    assert "Semua diterima" in clerk.get(page("delivery", delivery.pk)).content.decode()

    clerk.post(page("receive-delivery", delivery.pk), {"semua": "1"})

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.RECEIVED
    assert on_shelf(agreement) == 10


def test_a_clerk_who_gives_no_reason_reads_which_product_needs_one(clerk, agreement):
    delivery = a_delivery(agreement, 10, state=DeliveryState.SENT)
    line = delivery.lines.get()
    typed = {f"quantity_{line.pk}": "8", f"reason_{line.pk}": "", "receiver_name": "Rina"}

    answer = clerk.post(page("receive-delivery", delivery.pk), typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Keripik Pisang: dikirim 10, diterima 8. Pilih alasannya." in text
    assert 'value="Rina"' in text

    clerk.post(page("receive-delivery", delivery.pk), typed | {f"reason_{line.pk}": "broken"})
    assert on_shelf(agreement) == 8


def test_a_shop_sees_a_delivery_once_it_is_sent(clerk, agreement):
    draft = a_delivery(agreement, state=DeliveryState.DRAFT)
    sent = a_delivery(agreement, state=DeliveryState.SENT)

    assert clerk.get(page("delivery", draft.pk)).status_code == 404
    assert clerk.get(page("delivery", sent.pk)).status_code == 200


def test_a_stranger_finds_nothing(client, agreement):
    delivery = a_delivery(agreement)
    client.force_login(a_seat(a_maker(agreement.programme)))

    for name, pk in (
        ("delivery", delivery.pk),
        ("delivery-code", delivery.pk),
        ("shelf", delivery.outlet_id),
        ("count-shelf", delivery.outlet_id),
        ("agreement-panel", agreement.pk),
    ):
        assert client.get(page(name, pk)).status_code == 404, name


def test_a_clerk_of_another_shop_of_the_same_buyer_finds_nothing(client):
    buyer = a_buyer()
    here, there = an_outlet(buyer), an_outlet(buyer)
    agreement = an_agreement(buyer=buyer, outlets=[here, there])
    delivery = a_delivery(agreement, outlet=here)
    client.force_login(a_seat(buyer, outlet=there))

    assert client.get(page("delivery", delivery.pk)).status_code == 404
    assert client.get(page("shelf", here.pk)).status_code == 404
    assert client.get(page("shelf", there.pk)).status_code == 200


def test_an_auditor_reads_and_may_not_act(client, agreement):
    delivery = a_delivery(agreement, state=DeliveryState.SENT)
    client.force_login(a_member(agreement.programme, Member.Role.AUDITOR))

    assert "Semua diterima" not in client.get(page("delivery", delivery.pk)).content.decode()
    answer = client.post(page("receive-delivery", delivery.pk), {"semua": "1"})
    assert answer.status_code == 403
    assert client.get(page("count-shelf", delivery.outlet_id)).status_code == 403
    assert client.get(page("write-off", delivery.outlet_id)).status_code == 403


def test_the_note_carries_a_code_without_inline_style(owner, agreement):
    delivery = a_delivery(agreement, state=DeliveryState.SENT)

    answer = owner.get(page("delivery-code", delivery.pk))

    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert b"style=" not in answer.content


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("deliveries", 7), ("returns", 6), ("shop", 10), ("stock", 10)]
)
def test_a_list_asks_the_same_questions_whatever_its_rows(
    client, agreement, django_assert_num_queries, name, queries, count
):
    person = manager_of(agreement) if name == "shop" else maker_of(agreement)
    for nth in range(count):
        a_delivery(agreement, code=f"L{nth}")
        a_delivery(agreement, code=f"M{nth}", state=DeliveryState.SENT)
        lot = Account.objects.filter(kind=Kind.SHELF).latest("pk").lot
        actions.announce_return(
            agreement,
            shop_of(agreement),
            [(agreement.lines.get(), lot, 1)],
            by=maker_of(agreement),
            at=clock.now(),
        )
    client.force_login(person)
    client.get(page(name))

    with django_assert_num_queries(queries):
        assert client.get(page(name)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_shelf_asks_the_same_questions_whatever_lies_there(
    client, django_assert_num_queries, count
):
    maker = a_maker()
    agreement = an_agreement(maker, products=[a_product(maker) for _one in range(count)])
    a_delivery(agreement)
    client.force_login(manager_of(agreement))
    url = page("shelf", shop_of(agreement).pk)
    client.get(url)

    with django_assert_num_queries(11):
        assert client.get(url).status_code == 200


# Counting -----------------------------------------------------------------------------------------


def a_count(agreement, left, **changes):
    line = agreement.lines.get()
    typed = {
        "key": "hp-1",
        "on": clock.today().isoformat(),
        "counted_by": "",
        f"left_{line.pk}": str(left),
        f"seen_{line.pk}": "10",
    }
    return typed | changes


def test_a_clerk_counts_looks_it_over_and_saves(clerk, agreement):
    a_delivery(agreement, 10)
    url = page("count-shelf", shop_of(agreement).pk)
    form = clerk.get(url).content.decode()
    assert "paling banyak 10" in form
    assert 'placeholder=" "' in form

    review = clerk.post(url, a_count(agreement, 4))
    assert review.status_code == 200
    assert "Ini yang akan dicatat" in review.content.decode()
    assert "Rp90.000" in review.content.decode()
    assert not Count.objects.exists()

    saved = clerk.post(url, a_count(agreement, 4, simpan="1"))
    counted = Count.objects.get()
    assert saved.url == page("counted", counted.pk)
    assert "90.000" in clerk.get(saved.url).content.decode()
    assert on_shelf(agreement) == 4


def test_a_count_whose_answer_was_lost_lands_on_the_count_that_is_there(clerk, agreement):
    a_delivery(agreement, 10)
    url = page("count-shelf", shop_of(agreement).pk)
    first = clerk.post(url, a_count(agreement, 4, simpan="1"))

    assert clerk.post(url, a_count(agreement, 4)).url == first.url
    assert clerk.post(url, a_count(agreement, 4, simpan="1")).url == first.url
    assert Count.objects.count() == 1


def test_an_impossible_count_shows_its_sum_beside_the_product(clerk, agreement):
    a_delivery(agreement, 10)
    url = page("count-shelf", shop_of(agreement).pk)

    answer = clerk.post(url, a_count(agreement, 12))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Keripik Pisang: dihitung 12, padahal paling banyak 10 (awal 0 + masuk 10)." in text
    assert 'value="12"' in text


def test_a_clerk_who_saves_after_goods_moved_reads_the_new_sum(clerk, agreement):
    a_delivery(agreement, 10)
    a_delivery(agreement, 5, code="BARU")
    url = page("count-shelf", shop_of(agreement).pk)

    answer = clerk.post(url, a_count(agreement, 9, simpan="1"))

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Rak berubah sejak halaman ini dibuka: Keripik Pisang dari 10 menjadi 15." in text
    assert 'value="15"' in text
    assert not Count.objects.exists()


def test_an_empty_count_is_no_count(clerk, agreement):
    a_delivery(agreement, 10)

    answer = clerk.post(page("count-shelf", shop_of(agreement).pk), a_count(agreement, ""))

    assert answer.status_code == 422
    assert "Isi sisa paling sedikit satu produk." in answer.content.decode()


def test_what_was_left_empty_is_named_before_saving(client):
    maker = a_maker()
    agreement = an_agreement(maker, products=[a_product(maker, "Dodol"), a_product(maker, "Opak")])
    a_delivery(agreement, 10)
    client.force_login(manager_of(agreement))
    line = agreement.lines.get(product__name="Dodol")

    answer = client.post(
        page("count-shelf", shop_of(agreement).pk), {"key": "k", f"left_{line.pk}": "3"}
    )

    assert "1 produk dikosongkan, jadi tidak dihitung: Opak." in answer.content.decode()


@pytest.mark.parametrize("left", ["-1", "tiga", "1" * 30, "1.5", "\0"])
def test_nonsense_in_a_count_is_answered_and_not_kept(clerk, agreement, left):
    a_delivery(agreement, 10)

    answer = clerk.post(page("count-shelf", shop_of(agreement).pk), a_count(agreement, left))

    assert answer.status_code == 422
    assert not Count.objects.exists()


@pytest.mark.parametrize(
    "on", ["kemarin", "2026-02-31", "9999-99-99", "9999-12-31", "0001-01-01", "\0"]
)
def test_nonsense_as_a_day_is_answered(clerk, agreement, on):
    a_delivery(agreement, 10)

    answer = clerk.post(page("count-shelf", shop_of(agreement).pk), a_count(agreement, 4, on=on))

    assert answer.status_code == 422


def test_a_printed_sheet_typed_by_another_person_gives_the_same_count(client):
    now = clock.now()
    maker = a_maker()
    shops = [an_outlet(buyer) for buyer in (a_buyer(maker.programme), a_buyer(maker.programme))]
    sold = []
    for shop in shops:
        agreement = an_agreement(
            maker, shop.organisation, outlets=[shop], products=[a_product(maker)],
            at=now - timedelta(days=2),
        )  # fmt: skip
        a_delivery(agreement, 10, at=now - timedelta(days=1))
        client.force_login(manager_of(agreement))
        sheet = client.get(page("count-sheet", shop.pk)).content.decode()
        assert "sheet__box" in sheet
        by = "" if shop == shops[0] else "Pak Darma"
        typed = a_count(agreement, 4, key=a_key(), simpan="1", counted_by=by)
        client.post(page("count-shelf", shop.pk), typed)
        sold.append(Count.objects.get(outlet=shop).lines.get().sold_quantity)

    assert sold == [6, 6]
    assert Count.objects.get(outlet=shops[1]).counted_by == "Pak Darma"


def test_the_list_of_counts_is_the_shops_alone(clerk, agreement):
    a_delivery(agreement, 10)
    outlet = shop_of(agreement)
    clerk.post(page("count-shelf", outlet.pk), a_count(agreement, 4, simpan="1"))
    counted = Count.objects.get()

    assert page("counted", counted.pk) in clerk.get(page("counts", outlet.pk)).content.decode()
    clerk.force_login(maker_of(agreement))
    assert clerk.get(page("counted", counted.pk)).status_code == 404


# Returns, write-offs, the maker's view ------------------------------------------------------------


def test_a_return_is_asked_for_by_the_maker_and_handed_over_by_the_shop(client, agreement):
    a_delivery(agreement, 10)
    account = Account.objects.get(kind=Kind.SHELF)
    url = f"{page('new-return')}?agreement={agreement.pk}&toko={account.outlet_id}"
    client.force_login(maker_of(agreement))
    assert "boleh terjual sampai toko menyerahkannya" in client.get(url).content.decode()
    client.post(url, {"key": "k", f"quantity_{account.line_id}_{account.lot_id}": "3"})
    back = Return.objects.get()
    assert client.post(page("confirm-return", back.pk)).status_code == 403

    client.force_login(manager_of(agreement))
    assert "Sudah diserahkan" in client.get(page("return", back.pk)).content.decode()
    client.post(page("confirm-return", back.pk))

    back.refresh_from_db()
    assert back.state == ReturnState.CONFIRMED
    assert on_shelf(agreement) == 7


def test_a_return_of_too_much_keeps_the_form(clerk, agreement):
    a_delivery(agreement, 10)
    account = Account.objects.get(kind=Kind.SHELF)
    url = f"{page('new-return')}?agreement={agreement.pk}&toko={account.outlet_id}"

    answer = clerk.post(url, {"key": "k", f"quantity_{account.line_id}_{account.lot_id}": "11"})

    assert "di rak tinggal 10, diminta retur 11" in answer.content.decode()
    assert not Return.objects.exists()


def test_a_clerk_writes_off_what_broke(clerk, agreement):
    a_delivery(agreement, 10)
    account = Account.objects.get(kind=Kind.SHELF)
    url = page("write-off", account.outlet_id)
    typed = {"key": "k", "account": account.pk, "cause": "damaged", "quantity": "2", "note": ""}

    assert clerk.post(url, typed | {"quantity": "99"}).status_code == 422
    assert clerk.post(url, typed).url == page("shelf", account.outlet_id)
    clerk.post(url, typed)

    assert WriteOff.objects.count() == 1
    assert on_shelf(agreement) == 8


def test_a_maker_sees_their_goods_in_every_shop_and_no_others(owner, agreement):
    a_delivery(agreement, 10)
    other = an_agreement(a_maker(agreement.programme), agreement.buyer)
    a_delivery(other, 10)

    text = owner.get(page("stock")).content.decode()

    assert "Keripik Pisang" in text
    assert other.lines.get().product.name not in text
    assert owner.get(f"{page('stock')}?umkm={other.maker_id}").status_code == 404


def test_the_office_chooses_whose_stock_to_see(client, agreement):
    a_delivery(agreement, 10)
    client.force_login(a_member(agreement.programme, Member.Role.HEAD))

    assert "Dapur Sari" in client.get(page("stock")).content.decode()
    text = client.get(f"{page('stock')}?umkm={agreement.maker_id}").content.decode()
    assert "Keripik Pisang" in text


def test_the_shops_page_says_what_to_do_today(clerk, agreement):
    assert "Rak masih kosong" in clerk.get(page("shop")).content.decode()
    a_delivery(agreement, 10, best_before_on=clock.today() + timedelta(days=3))
    waiting = a_delivery(agreement, 5, state=DeliveryState.SENT, code="X")

    text = clerk.get(page("shop")).content.decode()

    assert page("delivery", waiting.pk) in text
    assert page("count-shelf", shop_of(agreement).pk) in text
    assert "belum pernah dihitung" in text
    assert "Segera habis tanggalnya" in text


def test_an_agreements_panel_leads_to_its_deliveries(owner, agreement):
    delivery = a_delivery(agreement)

    text = owner.get(page("agreement-panel", agreement.pk)).content.decode()

    assert page("delivery", delivery.pk) in text
    assert f"{page('new-delivery')}?agreement={agreement.pk}" in text


# For programs -------------------------------------------------------------------------------------


def test_programs_read_deliveries_and_shelves(clerk, agreement):
    delivery = a_delivery(agreement, 10)

    body = clerk.get("/api/v1/deliveries?state=received").json()
    assert (body["count"], body["items"][0]["number"]) == (1, delivery.number)
    assert body["items"][0]["lines"][0]["received"] == 10
    shelf = clerk.get(f"/api/v1/shelf?outlet={delivery.outlet_id}").json()
    assert shelf["items"][0]["pieces"] == 10
    assert shelf["items"][0]["shelf_price_rupiah"] == 15_000


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "state=x"])
def test_programs_that_ask_for_nonsense_are_told(clerk, query):
    assert clerk.get(f"/api/v1/deliveries?{query}").status_code == 422


def test_programs_without_a_name_and_strangers_get_nothing(client, agreement):
    delivery = a_delivery(agreement)
    assert client.get("/api/v1/deliveries").status_code == 401

    client.force_login(a_seat(a_maker(agreement.programme)))
    assert client.get("/api/v1/deliveries").json()["count"] == 0
    assert client.get(f"/api/v1/shelf?outlet={delivery.outlet_id}").status_code == 404
