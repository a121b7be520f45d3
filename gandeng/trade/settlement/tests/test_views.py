"""The pages of statements and payments: what each person sees, does, and may not."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gandeng.agreements.samples import an_agreement, signer_of
from gandeng.agreements.states import Scheme
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.organisations.models import Seat
from gandeng.organisations.samples import a_buyer, a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer
from gandeng.trade.ledger.models import Kind
from gandeng.trade.ledger.samples import moved, on_shelf
from gandeng.trade.orders.samples import an_order
from gandeng.trade.settlement.actions import issue_invoice
from gandeng.trade.settlement.models import Invoice, Payment, Statement
from gandeng.trade.settlement.queries import ageing_for, examine, overdue_for
from gandeng.trade.settlement.samples import a_payment, a_statement
from gandeng.trade.settlement.states import StatementState

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"settlement:{name}", args=args)


def owner_of(bill):
    return signer_of(bill.agreement.maker, Seat.Role.OWNER)


def manager_of(bill):
    return signer_of(bill.agreement.buyer, Seat.Role.MANAGER)


def pictured(colour="red"):
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "JPEG")
    return content.getvalue()


def a_payment_form(statement, **changes):
    typed = {
        "key": "k" * 32,
        "amount": f"{statement.net.rupiah}",
        "method": "transfer",
        "reference": "TRF 77",
        "paid_on": clock.today().isoformat(),
    }
    return typed | changes


# reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_statement_and_for_three(
    client, django_assert_num_queries, count
):
    programme = a_programme()
    for _ in range(count):
        a_statement(an_agreement(a_maker(programme), a_buyer(programme),
                                 at=clock.now() - timedelta(days=60)))  # fmt: skip
    client.force_login(an_officer(programme))
    client.get(page("statements"))
    with django_assert_num_queries(9):
        answer = client.get(page("statements"))
    assert answer.content.decode().count("REK/") == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_statement_costs_the_same_for_one_product_and_for_three(
    client, django_assert_num_queries, count
):
    maker = a_maker()
    products = [a_product(maker) for _ in range(count)]
    statement = a_statement(
        an_agreement(maker, products=products, at=clock.now() - timedelta(days=60))
    )
    client.force_login(owner_of(statement))
    client.get(page("statement", statement.pk))
    with django_assert_num_queries(11):
        client.get(page("statement", statement.pk))


def test_a_statement_reads_as_a_paper_that_closes(client):
    statement = a_statement()
    client.force_login(owner_of(statement))
    said = " ".join(client.get(page("statement", statement.pk)).content.decode().split())
    assert "awal 0 + masuk 20 = terjual 12 + retur 0 + hapus 0 + sisa 8" in said
    for words in ("Rp180.000", "Rp27.000", "Rp153.000", "seratus lima puluh tiga ribu rupiah"):
        assert words in said
    assert "meterai" not in said


def test_a_receipt_over_five_million_asks_for_a_stamp(client):
    statement = a_statement(sold=400, brought=400)
    client.force_login(owner_of(statement))
    said = client.get(page("statement", statement.pk)).content.decode()
    assert "Kuitansi di atas Rp5.000.000: perlu meterai Rp10.000." in said


@pytest.mark.parametrize("name", ["statement", "agree", "object", "settle", "pay-statement"])
def test_a_stranger_finds_no_statement(client, name):
    statement = a_statement()
    client.force_login(a_seat(a_maker()))
    ask = client.post if name == "agree" else client.get
    assert ask(page(name, statement.pk)).status_code == 404


@pytest.mark.parametrize("name", ["payment", "confirm", "refuse", "proof"])
def test_a_stranger_finds_no_payment(client, name):
    payment = a_payment()
    client.force_login(a_seat(a_maker()))
    ask = client.post if name == "confirm" else client.get
    assert ask(page(name, payment.pk)).status_code == 404


def test_an_auditor_reads_everything_and_does_nothing(client):
    statement = a_statement()
    client.force_login(a_member(statement.programme, Member.Role.AUDITOR))
    said = client.get(page("statement", statement.pk)).content.decode()
    assert statement.number in said
    assert "Setuju" not in said
    assert client.post(page("agree", statement.pk)).status_code == 403
    assert client.get(page("object", statement.pk)).status_code == 403
    assert client.get(page("draw-up", statement.agreement_id)).status_code == 403


@pytest.mark.parametrize("name", ["statements", "invoices", "payments"])
def test_an_empty_list_says_what_to_do(client, name):
    client.force_login(a_seat(a_maker()))
    answer = client.get(page(name))
    assert answer.status_code == 200
    assert "Belum ada" in answer.content.decode()


# stating -----------------------------------------------------------------------------------------


@pytest.fixture
def unstated():
    """An agreement with twelve of twenty sold and nothing stated yet."""
    agreement = an_agreement(at=clock.now() - timedelta(days=60))
    line = agreement.lines.select_related("agreement").get()
    outlet = agreement.outlets.get()
    lot = on_shelf(line, outlet, 20, on=clock.today())
    moved(line, lot, outlet, (Kind.SHELF, Kind.SOLD), 12, on=clock.today())
    return agreement


def test_a_manager_sees_what_the_book_says_before_stating_it(client, unstated):
    client.force_login(signer_of(unstated.buyer, Seat.Role.MANAGER))
    said = client.get(page("draw-up", unstated.pk)).content.decode()
    assert "Rp153.000" in said
    assert not Statement.objects.exists()


def test_a_manager_who_clicks_twice_draws_up_once_and_lands_on_the_same_page(client, unstated):
    client.force_login(signer_of(unstated.buyer, Seat.Role.MANAGER))
    typed = {"last_day": clock.today().isoformat()}
    first = client.post(page("draw-up", unstated.pk), typed)
    again = client.post(page("draw-up", unstated.pk), typed)
    statement = Statement.objects.get()
    assert first.url == again.url == page("statement", statement.pk)


def test_a_day_that_has_not_come_keeps_the_form_and_says_so(client, unstated):
    client.force_login(signer_of(unstated.buyer, Seat.Role.MANAGER))
    wrong = (clock.today() + timedelta(days=1)).isoformat()
    answer = client.post(page("draw-up", unstated.pk), {"last_day": wrong})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Rekap paling jauh sampai hari ini" in said
    assert wrong in said


def test_the_maker_agrees_and_the_one_who_drew_it_up_may_not(client):
    statement = a_statement()
    client.force_login(manager_of(statement))
    assert "Setuju" not in client.get(page("statement", statement.pk)).content.decode()
    client.post(page("agree", statement.pk))
    statement.refresh_from_db()
    assert statement.state == StatementState.DRAWN_UP
    client.force_login(owner_of(statement))
    assert "Setuju" in client.get(page("statement", statement.pk)).content.decode()
    client.post(page("agree", statement.pk))
    statement.refresh_from_db()
    assert statement.state == StatementState.AGREED


def test_an_officer_who_drew_it_up_can_not_agree_for_a_side(client, unstated):
    client.force_login(an_officer(unstated.programme))
    client.post(page("draw-up", unstated.pk), {"last_day": clock.today().isoformat()})
    statement = Statement.objects.get()
    assert "Setuju" not in client.get(page("statement", statement.pk)).content.decode()
    client.post(page("agree", statement.pk))
    statement.refresh_from_db()
    assert statement.state == StatementState.DRAWN_UP


def test_an_objection_goes_through_the_office(client):
    statement = a_statement()
    client.force_login(owner_of(statement))
    short = client.post(page("object", statement.pk), {"reason": "tak"})
    assert (short.status_code, "Tulis apa yang tidak cocok" in short.content.decode()) == (
        422,
        True,
    )
    client.post(page("object", statement.pk), {"reason": "kami hitung 13 terjual"})
    assert client.get(page("settle", statement.pk)).status_code == 403
    client.force_login(an_officer(statement.programme))
    typed = {"direction": "minus", "amount": "153.001", "reason": "salah hitung"}
    much = client.post(page("settle", statement.pk), typed)
    assert "minus Rp1" in much.content.decode()
    client.post(page("settle", statement.pk), typed | {"direction": "plus", "amount": "12.750"})
    statement.refresh_from_db()
    assert (statement.state, statement.net) == (StatementState.AGREED, Money(165_750))


# paying ------------------------------------------------------------------------------------------


def test_a_manager_records_a_transfer_with_its_proof_once(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    statement = a_statement(state=StatementState.AGREED)
    client.force_login(manager_of(statement))
    form = client.get(page("pay-statement", statement.pk))
    assert "153000" in form.content.decode().replace(".", "")
    for _ in range(2):
        proof = SimpleUploadedFile("../../bukti.php", pictured(), "text/html")
        typed = a_payment_form(statement, proof=proof)
        answer = client.post(page("pay-statement", statement.pk), typed)
    payment = Payment.objects.get()
    assert answer.url == page("payment", payment.pk)
    assert payment.proof.name.endswith(".webp")
    assert "bukti" not in payment.proof.name
    served = client.get(page("proof", payment.pk))
    assert served["Content-Type"] == "image/webp"
    assert served["X-Content-Type-Options"] == "nosniff"
    # a row that outlived its file is no fault of whoever asks
    payment.proof.storage.delete(payment.proof.name)
    assert client.get(page("proof", payment.pk)).status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"", b"\xff\xd8\xff\xe0rusak", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"MZ" * 50],
)
def test_a_proof_that_is_neither_picture_nor_pdf_is_refused(client, content):
    statement = a_statement(state=StatementState.AGREED)
    client.force_login(manager_of(statement))
    typed = a_payment_form(statement, proof=SimpleUploadedFile("bukti.jpg", content))
    answer = client.post(page("pay-statement", statement.pk), typed)
    assert answer.status_code == 422
    assert not Payment.objects.exists()


def test_a_proof_of_more_than_five_megabytes_is_refused(client):
    statement = a_statement(state=StatementState.AGREED)
    client.force_login(manager_of(statement))
    big = SimpleUploadedFile("bukti.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024))
    answer = client.post(page("pay-statement", statement.pk), a_payment_form(statement, proof=big))
    assert "lebih besar dari 5 MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": "153.001"}, "Sisa yang harus dibayar Rp153.000"),
        ({"amount": "0"}, "lebih dari nol"),
        ({"amount": "banyak"}, "Tulis rupiah bulat"),
        ({"reference": ""}, "Isi nomor referensi transfer"),
        ({"paid_on": "2999-01-01"}, "belum tiba"),
    ],
)
def test_what_was_typed_wrong_stays_and_is_explained(client, change, sentence):
    statement = a_statement(state=StatementState.AGREED)
    client.force_login(manager_of(statement))
    typed = a_payment_form(statement, **change)
    answer = client.post(page("pay-statement", statement.pk), typed)
    said = answer.content.decode()
    assert (answer.status_code, sentence in said) == (422, True)
    assert typed["key"] in said


def test_the_maker_confirms_with_one_click_and_twice_is_once(client):
    payment = a_payment()
    client.force_login(owner_of(payment))
    assert "Uangnya sudah masuk?" in client.get(page("payment", payment.pk)).content.decode()
    for _ in range(2):
        assert client.post(page("confirm", payment.pk)).url == page("payment", payment.pk)
    payment.statement.refresh_from_db()
    assert payment.statement.state == StatementState.PAID


def test_an_officer_who_recorded_a_payment_can_not_confirm_it(client):
    statement = a_statement(state=StatementState.AGREED)
    client.force_login(an_officer(statement.programme))
    client.post(page("pay-statement", statement.pk), a_payment_form(statement))
    payment = Payment.objects.get()
    assert client.post(page("confirm", payment.pk)).status_code == 403
    client.force_login(owner_of(statement))
    client.post(page("confirm", payment.pk))
    payment.refresh_from_db()
    assert payment.state == "confirmed"


def test_a_manager_can_not_confirm_for_the_maker(client):
    payment = a_payment()
    client.force_login(manager_of(payment))
    assert client.post(page("confirm", payment.pk)).status_code == 403
    assert client.get(page("refuse", payment.pk)).status_code == 403


def test_the_maker_says_the_money_did_not_come(client):
    payment = a_payment()
    client.force_login(owner_of(payment))
    answer = client.post(page("refuse", payment.pk), {"reason": "no"})
    assert answer.status_code == 422
    client.post(page("refuse", payment.pk), {"reason": "belum masuk sampai hari ini"})
    payment.refresh_from_db()
    assert (payment.state, payment.refuse_reason) == ("refused", "belum masuk sampai hari ini")


# what is owed, and for programs ------------------------------------------------------------------


def test_what_is_owed_is_told_by_age():
    statement = a_statement(state=StatementState.AGREED)
    owner, due = owner_of(statement), statement.due_on
    a_payment(statement, amount=Money(53_000), is_confirmed=True)
    for late, index in ((0, 0), (1, 1), (7, 1), (8, 2), (30, 2), (31, 3)):
        ages = ageing_for(owner, due + timedelta(days=late))
        assert [age.bill_count for age in ages] == [int(at == index) for at in range(4)]
        assert ages[index].owed == Money(100_000)
    assert list(overdue_for(owner, due)[0]) == []
    assert list(overdue_for(owner, due + timedelta(days=1))[0]) == [statement]
    assert sum(age.bill_count for age in ageing_for(a_seat(a_maker()), due)) == 0


def test_a_program_reads_statements_and_payments_of_its_person_alone(client):
    payment = a_payment()
    client.force_login(owner_of(payment))
    statements = client.get("/api/v1/statements").json()
    assert statements["count"] == 1
    assert statements["items"][0]["net_rupiah"] == 153_000
    assert client.get("/api/v1/payments").json()["items"][0]["amount_rupiah"] == 153_000
    client.force_login(a_seat(a_maker()))
    assert client.get("/api/v1/statements").json() == {"count": 0, "items": []}
    assert client.get("/api/v1/payments").json() == {"count": 0, "items": []}
    client.logout()
    assert client.get("/api/v1/statements").status_code == 401


def test_an_agreement_shows_its_statements_on_its_page(client):
    statement = a_statement()
    client.force_login(owner_of(statement))
    said = client.get(page("agreement-panel", statement.agreement_id)).content.decode()
    assert statement.number in said
    client.force_login(a_seat(a_maker()))
    assert client.get(page("agreement-panel", statement.agreement_id)).status_code == 404


# invoices ----------------------------------------------------------------------------------------


def test_a_received_order_is_invoiced_once_and_paid(client):
    order = an_order()
    client.force_login(signer_of(order.agreement.maker, Seat.Role.OWNER))
    assert "Buat tagihan" in client.get(page("order-panel", order.pk)).content.decode()
    for _ in range(2):
        answer = client.post(page("issue", order.pk))
    invoice = order.invoice
    assert answer.url == page("invoice", invoice.pk)
    said = client.get(page("invoice", invoice.pk)).content.decode()
    assert str(invoice.net) in said
    assert invoice.net == order.agreement.lines.get().consignment_price * 20
    client.force_login(manager_of(invoice))
    client.post(page("pay-invoice", invoice.pk), a_payment_form(invoice))
    client.force_login(owner_of(invoice))
    client.post(page("confirm", Payment.objects.get().pk))
    invoice.refresh_from_db()
    assert invoice.state == "paid"
    assert examine().differences == []


def test_an_order_not_yet_received_is_not_invoiced(client):
    order = an_order(state="shipped")
    client.force_login(signer_of(order.agreement.maker, Seat.Role.OWNER))
    assert "Buat tagihan" not in client.get(page("order-panel", order.pk)).content.decode()
    client.post(page("issue", order.pk))
    assert not Invoice.objects.exists()


def test_only_the_maker_or_the_office_invoices(client):
    order = an_order()
    client.force_login(signer_of(order.agreement.buyer, Seat.Role.MANAGER))
    assert client.post(page("issue", order.pk)).status_code == 403
    client.force_login(a_seat(a_maker()))
    assert client.post(page("issue", order.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_of_invoices_and_payments_cost_the_same(client, django_assert_num_queries, count):
    programme = a_programme()
    for _ in range(count):
        agreement = an_agreement(a_maker(programme), a_buyer(programme), scheme=Scheme.OUTRIGHT)
        invoice = issue_invoice(an_order(agreement), by=an_officer(programme), at=clock.now())
        a_payment(invoice)
    client.force_login(an_officer(programme))
    for name, number, queries in (("invoices", "INV/", 7), ("payments", "INV/", 7)):
        client.get(page(name))
        with django_assert_num_queries(queries):
            answer = client.get(page(name))
        assert answer.content.decode().count(number) == count
