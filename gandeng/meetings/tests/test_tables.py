"""What was said at a table is noted once, whoever sends it however often."""

from __future__ import annotations

import base64
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from gandeng.audit.queries import traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money
from gandeng.meetings.actions.outcomes import LineNote, note_outcome
from gandeng.meetings.models import Day, Outcome
from gandeng.meetings.queries.links import token_of
from gandeng.meetings.queries.tables import offline_pack, promised_on
from gandeng.meetings.rules import Guest
from gandeng.meetings.samples import a_day, a_timetable, a_wish, an_invitation
from gandeng.meetings.states import DayState, Result, Side
from gandeng.organisations.samples import a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """A running day with one meeting: buyer, maker, a product and its officer."""
    day = a_day(state=DayState.RUNNING)
    buyer, maker = an_invitation(day), an_invitation(day, side=Side.MAKER)
    product = a_product(maker.organisation, "Rengginang")
    a_timetable(day, [(buyer, maker, 0, 0)])
    return day, buyer, maker, product


def noted(table, result=Result.ORDER, *, quantity=20, key="k" * 32, at=None, by=None, **values):
    day, buyer, maker, product = table
    at = at or clock.now()
    return note_outcome(
        day,
        buyer,
        maker,
        result,
        lines=[LineNote(product, taste=4, price_reaction="fitting", quantity=quantity)],
        key=key,
        noted_at=values.pop("noted_at", at),
        by=by or an_officer(day.programme),
        at=at,
        **values,
    )


def test_the_table_knows_what_a_maker_can_still_promise(table):
    day, _buyer, maker, product = table

    def left():
        (goods,) = offline_pack(day)["makers"][maker.pk]["products"]
        return goods["left"]

    assert left() is None
    product.monthly_capacity = 100
    product.save()
    noted(table, quantity=30)
    assert left() == 70
    # a sample to taste is no promise; more than there is leaves nothing
    noted(table, Result.SAMPLE, quantity=0, key="l" * 32)
    assert left() == 100
    noted(table, quantity=130, key="m" * 32)
    assert left() == 0


def sent(table, **changes):
    _day, buyer, maker, product = table
    note = {
        "key": "a" * 32,
        "buyer": buyer.pk,
        "maker": maker.pk,
        "slot": None,
        "result": "agreement",
        "scheme": "consignment",
        "next_on": "",
        "note": "minta tester",
        "noted_at": clock.now().isoformat(),
        "photo": "",
        "lines": [
            {
                "product": product.pk,
                "taste": 5,
                "price": "dear",
                "quantity": 30,
                "shelf_price": None,
            }
        ],
    }
    return note | changes


def post(client, url, *notes):
    return client.post(url, json.dumps({"notes": notes}), content_type="application/json")


def test_a_note_is_kept_with_its_products_and_moves_the_screens_on(table):
    day = table[0]
    before = Day.objects.get(pk=day.pk).beat
    outcome = noted(table)
    line = outcome.lines.get()
    assert (line.taste, line.price_reaction, line.quantity) == (4, "fitting", 20)
    assert Day.objects.get(pk=day.pk).beat == before + 1
    assert [trace.verb for trace in traces_of(outcome)] == ["note_outcome"]


def test_the_same_key_again_changes_nothing(table):
    first = noted(table, quantity=20)
    again = noted(table, quantity=99)
    assert again == first
    assert first.lines.get().quantity == 20


def test_the_later_word_of_two_devices_counts_in_whatever_order_they_arrive(table):
    now = clock.now()
    noted(table, Result.AGREEMENT, key="late" * 8, at=now, noted_at=now - timedelta(minutes=5))
    earlier = noted(table, Result.NO, quantity=0, key="early" * 6, at=now + timedelta(minutes=1),
                    noted_at=now - timedelta(minutes=30))  # fmt: skip
    assert (Outcome.objects.count(), earlier.result) == (1, Result.AGREEMENT)
    later = noted(table, Result.SAMPLE, quantity=0, key="last" * 8, at=now + timedelta(minutes=2))
    assert (Outcome.objects.count(), later.result) == (1, Result.SAMPLE)


def test_a_clock_that_runs_ahead_does_not_win_forever(table):
    now = clock.now()
    ahead = noted(table, key="ahead" * 6, at=now, noted_at=now + timedelta(days=300))
    assert ahead.noted_at == now


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("nothing_promised", {"quantity": 0}),
        ("unknown_result", {"result": "perhaps"}),
        ("unknown_scheme", {"scheme": "barter"}),
        ("bad_quantity", {"quantity": -1}),
        ("next_in_past", {"next_on": clock.today() - timedelta(days=40)}),
        ("bad_photo", {"photo": b"halo"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(table, code, values):
    result = values.pop("result", Result.ORDER)
    with pytest.raises(Refusal) as refusal:
        noted(table, result, **values)
    assert refusal.value.code == code
    assert not Outcome.objects.exists()


def test_only_the_makers_own_products_are_noted(table):
    day, buyer, maker, _product = table
    foreign = a_product(an_invitation(day, side=Side.MAKER).organisation)
    with pytest.raises(Refusal) as refusal:
        noted((day, buyer, maker, foreign))
    assert refusal.value.code == "not_the_makers_product"


def test_a_buyer_with_the_link_notes_its_own_table_and_nobody_elses(table):
    day, buyer, maker, product = table
    assert noted(table, by=Guest(buyer)).by_name == f"{buyer} (tautan undangan)"
    stranger = an_invitation(day)
    for guest in (Guest(stranger), Guest(maker)):
        with pytest.raises(NotAllowed):
            noted((day, buyer, maker, product), key="x" * 32, by=guest)


def test_a_device_sends_what_it_kept_once_however_often(table, client):
    day, buyer, *_rest = table
    url = reverse("meetings:guest-send-outcomes", args=[token_of(buyer)])
    for _ in range(3):
        answer = post(client, url, sent(table))
        (row,) = answer.json()["results"]
        assert (row["key"], row["ok"], row["id"]) == ("a" * 32, True, Outcome.objects.get().pk)
        assert row["label"] == "Sepakat kerja sama"
    assert Outcome.objects.get(day=day).lines.get().quantity == 30


def test_one_bad_note_does_not_hold_up_the_others(table, client):
    day, *_rest = table
    client.force_login(an_officer(day.programme))
    url = reverse("meetings:send-outcomes", args=[day.pk])
    bad = [
        sent(table, key="b" * 32, buyer=10**9),
        sent(table, key="c" * 32, noted_at="kemarin"),
        sent(table, key="d" * 32, lines=[{"product": "x"}]),
        sent(table, key="e" * 32, photo="data:image/jpeg;base64,!!"),
        "halo",
    ]
    results = post(client, url, *bad, sent(table)).json()["results"]
    assert [row["ok"] for row in results] == [False] * 5 + [True]
    assert all(row["message"] for row in results[:5])


@pytest.mark.parametrize("body", ["", "[]", '{"notes": 3}', "{"])
def test_a_body_that_is_no_note_is_answered_in_words(table, client, body):
    client.force_login(an_officer(table[0].programme))
    url = reverse("meetings:send-outcomes", args=[table[0].pk])
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["message"]) == (400, "Kiriman tidak bisa dibaca.")


def test_a_photo_from_the_table_is_kept_for_those_who_may_see_it(table, client):
    day, _buyer, maker, _product = table
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    picture = "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
    client.force_login(an_officer(day.programme))
    post(client, reverse("meetings:send-outcomes", args=[day.pk]), sent(table, photo=picture))
    outcome = Outcome.objects.get()
    url = reverse("meetings:outcome-photo", args=[outcome.pk])
    assert client.get(url)["Content-Type"] == "image/webp"
    client.force_login(a_seat(maker.organisation))
    assert client.get(url).status_code == 200
    client.force_login(a_seat(an_invitation(day, side=Side.MAKER).organisation))
    assert client.get(url).status_code == 404


def test_the_page_at_the_table_knows_meetings_wishes_and_what_is_noted(
    table, django_assert_num_queries
):
    day, buyer, maker, product = table
    second = a_product(maker.organisation, "Abon")
    a_wish(buyer, maker.organisation, product)
    noted(table)
    with django_assert_num_queries(9):
        pack = offline_pack(day, buyer)
    assert [row["table"] for row in pack["meetings"]] == ["A1"]
    assert {row["id"] for row in pack["makers"][maker.pk]["products"]} == {product.pk, second.pk}
    assert pack["wished"] == {buyer.pk: [product.pk]}
    known = pack["noted"][f"{buyer.pk}-{maker.pk}"]
    assert known["label"] == "Pesan percobaan"
    # it can be opened again and gone on with: nothing that was said has to be typed anew
    assert [(row["product"], row["quantity"]) for row in known["said"]["lines"]] == [
        (product.pk, 20)
    ]


def test_the_counters_add_pairs_pieces_and_rupiah_at_named_prices(table):
    day, _buyer, maker, product = table
    noted(table, quantity=20)
    other = an_invitation(day)
    named = LineNote(product, quantity=10, shelf_price=Money(14_000))
    note_outcome(
        day, other, maker, Result.AGREEMENT, lines=[named], key="n" * 32, noted_at=clock.now(),
        by=an_officer(day.programme), at=clock.now(),
    )  # fmt: skip
    promised = promised_on(day)
    assert (promised.count, promised.pieces) == (2, 30)
    assert promised.worth == Money(20 * 15_000 + 10 * 14_000)


def test_a_makers_link_opens_no_page_for_noting(table, client):
    assert (
        client.get(reverse("meetings:guest-capture", args=[token_of(table[2])])).status_code == 404
    )
    page = client.get(reverse("meetings:guest-capture", args=[token_of(table[1])]))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"


def test_what_keeps_the_page_lies_under_the_page_and_is_only_for_who_may_open_it(table, client):
    day, buyer, maker, _product = table
    page = reverse("meetings:guest-capture", args=[token_of(buyer)])
    worker = reverse("meetings:guest-capture-worker", args=[token_of(buyer)])
    assert worker.startswith(page)
    kept = client.get(worker)
    assert kept["Content-Type"].startswith("text/javascript")
    assert f"gandeng-hasil-{day.pk}-{buyer.pk}" in kept.content.decode().replace("\\u002D", "-")
    foreign = reverse("meetings:guest-capture-worker", args=[token_of(maker)])
    assert client.get(foreign).status_code == 404
    office = reverse("meetings:capture-worker", args=[day.pk])
    client.force_login(a_seat(maker.organisation))
    assert client.get(office).status_code == 404
    client.force_login(an_officer(day.programme))
    assert client.get(office).status_code == 200
    assert office.startswith(reverse("meetings:capture", args=[day.pk]))
