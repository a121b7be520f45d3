"""The pages of agreements: what each person sees, does, and may not."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest
from django.urls import reverse

from gandeng.agreements.models import Agreement, Signature
from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.agreements.states import State
from gandeng.kernel.money import Money
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"agreements:{name}", args=args)


def a_form(maker, buyer, product, **changes):
    typed = {
        "key": "k" * 32,
        "scheme": "consignment",
        "margin_rate": "12,5",
        "margin_basis": "selling_price",
        "cycle": "weekly",
        "due_days": "3",
        "unsold_buyer_rate": "0",
        "expired_buyer_rate": "50",
        "damaged_buyer_rate": "100",
        "lost_buyer_rate": "100",
        "starts_on": "2026-12-01",
        "last_day": "2027-05-31",
        "outlets": [outlet.pk for outlet in buyer.outlets.all()],
        f"take_{product.pk}": "on",
        f"quantity_{product.pk}": "40",
        f"price_{product.pk}": "",
    }
    return typed | changes


@pytest.fixture
def parties():
    programme = a_programme()
    maker, buyer = a_maker(programme), a_buyer(programme, payment_habit="month_end")
    an_outlet(buyer)
    return maker, buyer, a_product(maker)


def new_url(maker, buyer):
    return f"{page('new-agreement')}?umkm={maker.pk}&pembeli={buyer.pk}"


def test_an_officer_writes_a_promise_down_and_offers_it(client, parties):
    maker, buyer, _product = parties
    client.force_login(an_officer(maker.programme))
    sent = client.post(new_url(maker, buyer), a_form(*parties))
    made = Agreement.objects.get()
    assert sent["Location"] == page("agreement", made.pk)
    assert (made.ends_on, made.cycle) == (date(2027, 6, 1), "weekly")
    assert made.lines.get().consignment_price == Money(13_125)
    again = client.post(new_url(maker, buyer), a_form(*parties))
    assert again["Location"] == page("agreement", made.pk)
    client.post(page("offer", made.pk))
    assert Agreement.objects.get().state == State.OFFERED


def test_an_agreed_price_stands_in_for_the_products_own(client, parties):
    maker, buyer, product = parties
    client.force_login(an_officer(maker.programme))
    client.post(new_url(maker, buyer), a_form(*parties, **{f"price_{product.pk}": "16.000"}))
    assert Agreement.objects.get().lines.get().shelf_price == Money(16_000)


def test_a_new_agreement_starts_from_how_the_buyer_is_used_to_pay(client, parties):
    maker, buyer, _product = parties
    client.force_login(a_seat(buyer))
    shown = client.get(new_url(maker, buyer))
    assert shown.context["form"]["cycle"].value() == "monthly"
    assert "Dari <strong>Rp15.000</strong>" in shown.content.decode()


def test_the_example_speaks_in_rupiah(client, parties):
    client.force_login(an_officer(parties[0].programme))
    shown = client.get(page("example"), {"margin_rate": "15", "margin_basis": "selling_price"})
    assert "toko <strong>Rp2.250</strong>, UMKM <strong>Rp12.750</strong>" in shown.content.decode()
    on_cost = client.get(page("example"), {"margin_rate": "10", "margin_basis": "cost"})
    assert "Rp16.500" in on_cost.content.decode()
    for wrong in ({}, {"margin_rate": "abc", "margin_basis": "cost"}, {"margin_rate": "100"}):
        assert client.get(page("example"), wrong).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"margin_rate": "abc"}, "Masukkan"),
        ({"last_day": "2026-11-01"}, "Tanggal berakhir harus sesudah tanggal mulai."),
        ({"due_days": "900"}, "120"),
        ({"margin_rate": "100"}, "tidak ada yang tersisa untuk UMKM"),
        ({"outlets": []}, "Bidang ini tidak boleh kosong."),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(client, parties, changes, sentence):
    maker, buyer, _product = parties
    client.force_login(an_officer(maker.programme))
    shown = client.post(new_url(maker, buyer), a_form(*parties, note="Tolong", **changes))
    assert shown.status_code == 422
    assert sentence in shown.content.decode()
    assert "Tolong</textarea>" in shown.content.decode()
    assert not Agreement.objects.exists()


def test_no_product_is_no_promise(client, parties):
    maker, buyer, product = parties
    client.force_login(an_officer(maker.programme))
    typed = a_form(*parties)
    del typed[f"take_{product.pk}"]
    shown = client.post(new_url(maker, buyer), typed)
    assert "Pilih sekurangnya satu produk." in shown.content.decode()


def test_both_sides_sign_on_their_own_page(client):
    agreement = an_agreement(state=State.OFFERED)
    owner, manager = a_seat(agreement.maker), a_seat(agreement.buyer)
    typed = {
        "name": "Siti Rohmah",
        "title": "Pemilik",
        "consent": "on",
        "document_hash": agreement.document_hash,
    }
    client.force_login(owner)
    assert "TTE tidak tersertifikasi" in client.get(page("sign", agreement.pk, "maker")).text
    client.post(page("sign", agreement.pk, "maker"), typed, headers={"user-agent": "Firefox"})
    client.force_login(manager)
    client.post(page("sign", agreement.pk, "buyer"), typed | {"name": "Asep"})
    assert Agreement.objects.get().state == State.SIGNED
    first = Signature.objects.get(side="maker")
    assert (first.name, first.agent, first.address) == ("Siti Rohmah", "Firefox", "127.0.0.1")
    again = client.post(page("sign", agreement.pk, "buyer"), typed)
    assert again["Location"] == page("agreement", agreement.pk)
    assert Signature.objects.count() == 2


def test_without_the_tick_nothing_is_signed(client):
    agreement = an_agreement(state=State.OFFERED)
    client.force_login(a_seat(agreement.maker))
    typed = {"name": "Siti", "title": "Pemilik", "document_hash": agreement.document_hash}
    shown = client.post(page("sign", agreement.pk, "maker"), typed)
    assert shown.status_code == 422
    assert "Centang pernyataan persetujuan" in shown.text
    assert not Signature.objects.exists()


def test_the_other_side_and_the_officer_get_403_on_the_sign_page(client):
    agreement = an_agreement(state=State.OFFERED)
    for person in (a_seat(agreement.buyer), an_officer(agreement.programme)):
        client.force_login(person)
        assert client.get(page("sign", agreement.pk, "maker")).status_code == 403


PAGES = ["agreement", "edit-draft", "decline", "end", "pdf", "text"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(client, name):
    agreement = an_agreement()
    other = a_programme()
    for person in (a_seat(a_maker(agreement.programme)), an_officer(other)):
        client.force_login(person)
        assert client.get(page(name, agreement.pk)).status_code == 404
    client.force_login(an_officer(agreement.programme))
    assert client.get(page(name, agreement.pk)).status_code != 404


def test_a_clerk_sees_what_was_signed_for_their_shop_and_changes_nothing(client):
    signed = an_agreement()
    outlet = signed.outlets.get()
    offered = an_agreement(signed.maker, signed.buyer, [outlet], state=State.OFFERED)
    elsewhere = an_agreement(signed.maker, signed.buyer, [an_outlet(signed.buyer)])
    client.force_login(a_seat(signed.buyer, outlet=outlet))
    shown = client.get(page("agreements"))
    assert list(shown.context["page"].rows) == [signed]
    assert client.get(page("agreement", signed.pk)).status_code == 200
    assert client.get(page("agreement", offered.pk)).status_code == 404
    assert client.get(page("agreement", elsewhere.pk)).status_code == 404
    assert client.post(page("end", signed.pk), {"reason": "x"}).status_code == 403
    assert client.get(page("new-agreement")).status_code == 403


def test_a_mentor_reads_their_district_and_an_auditor_everything(client):
    agreement = an_agreement()
    programme = agreement.programme
    near = a_member(programme, Member.Role.MENTOR, districts=("32.15.01",))
    far = a_member(programme, Member.Role.MENTOR, districts=("32.15.02",))
    auditor = a_member(programme, Member.Role.AUDITOR)
    for person, status in ((near, 200), (far, 404), (auditor, 200)):
        client.force_login(person)
        assert client.get(page("agreement", agreement.pk)).status_code == status
    assert client.post(page("end", agreement.pk), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long(client, count, django_assert_num_queries):
    first = an_agreement()
    for _ in range(count - 1):
        an_agreement(first.maker, first.buyer)
    client.force_login(an_officer(first.programme))
    with django_assert_num_queries(11):
        assert len(client.get(page("agreements")).context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_one_asks_the_same_however_many_products(
    client, count, django_assert_num_queries
):
    maker = a_maker()
    agreement = an_agreement(maker, products=[a_product(maker) for _ in range(count)])
    client.force_login(signer_of(maker, "owner"))
    with django_assert_num_queries(15):
        assert client.get(page("agreement", agreement.pk)).status_code == 200


def test_the_list_can_be_narrowed(client):
    signed = an_agreement()
    offered = an_agreement(signed.maker, signed.buyer, state=State.OFFERED)
    client.force_login(an_officer(signed.programme))

    def rows(query):
        return list(client.get(page("agreements") + query).context["page"].rows)

    assert rows("") == [offered, signed]
    assert rows("?status=signed") == [signed]
    assert rows(f"?q={offered.number}") == [offered]
    assert rows("?q=tidak-ada") == []
    assert rows("?status=aneh&skema=aneh&q=%00&halaman=9999999999999999999999") == [offered, signed]


def test_the_text_downloaded_is_the_text_that_was_hashed(client):
    agreement = an_agreement()
    client.force_login(an_officer(agreement.programme))
    text = client.get(page("text", agreement.pk)).content
    assert hashlib.sha256(text).hexdigest() == agreement.document_hash


def test_the_pdf_is_a_pdf_and_the_same_every_time(client):
    agreement = an_agreement()
    client.force_login(an_officer(agreement.programme))
    first, second = (client.get(page("pdf", agreement.pk)) for _ in range(2))
    assert first.content.startswith(b"%PDF-1.")
    assert first.content == second.content
    assert "PKS-0001-KRW" in first["Content-Disposition"]


def test_what_people_type_stays_text_in_the_pdf(client):
    nasty = '#eval("1") $x$ *tebal* \\ <a> @b [c] {d} `e` "f"'
    programme = a_programme()
    maker = a_maker(programme, name=nasty, address=nasty)
    agreement = an_agreement(maker, products=[a_product(maker, name=nasty)], note=nasty)
    client.force_login(an_officer(programme))
    assert client.get(page("pdf", agreement.pk)).content.startswith(b"%PDF-1.")


def test_a_draft_has_no_paper(client):
    agreement = an_agreement(state=State.DRAFT)
    client.force_login(an_officer(agreement.programme))
    assert client.get(page("pdf", agreement.pk)).status_code == 404
    assert client.get(page("text", agreement.pk)).status_code == 404


def test_anybody_can_check_a_hash_and_learns_no_price(client):
    agreement = an_agreement()
    shown = client.get(page("verify", agreement.document_hash.upper()))
    assert shown.status_code == 200
    assert agreement.number in shown.text
    assert not re.search(r"Rp\s?\d", shown.text)
    old_name = agreement.maker.name
    type(agreement.maker).objects.filter(pk=agreement.maker_id).update(name="Nama Baru")
    renamed = client.get(page("verify", agreement.document_hash)).text
    assert old_name in renamed
    assert "Nama Baru" not in renamed
    offered = an_agreement(state=State.OFFERED)
    for unknown in (offered.document_hash, "0" * 64, "x", "a" * 500):
        answer = client.get(page("verify", unknown))
        assert answer.status_code == 404
        assert offered.maker.name not in answer.text
    typed = client.get(page("verify-form"), {"sidik": f" {agreement.document_hash} "})
    assert typed["Location"] == page("verify", agreement.document_hash)


def test_panels_show_only_what_the_viewer_may_see(client):
    agreement = an_agreement()
    owner = signer_of(agreement.maker, "owner")
    client.force_login(owner)
    shown = client.get(page("organisation-panel", agreement.maker_id))
    assert agreement.number in shown.text
    product = agreement.lines.get().product
    assert agreement.number in client.get(page("product-panel", product.pk)).text
    assert client.get(page("organisation-panel", agreement.buyer_id)).status_code == 404


def test_a_get_never_writes(client):
    agreement = an_agreement(state=State.DRAFT)
    client.force_login(an_officer(agreement.programme))
    assert client.get(page("offer", agreement.pk)).status_code == 405
    assert client.get(page("revise", agreement.pk)).status_code == 405


def test_programs_read_frozen_prices(client):
    agreement = an_agreement()
    an_agreement()
    client.force_login(signer_of(agreement.buyer, "manager"))
    answer = client.get("/api/v1/agreements").json()
    assert answer["count"] == 1
    assert answer["items"][0]["lines"][0]["consignment_price_rupiah"] == 12_750
    assert client.get("/api/v1/agreements?limit=101").status_code == 422
    client.logout()
    assert client.get("/api/v1/agreements").status_code == 401
