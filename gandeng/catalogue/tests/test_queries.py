"""What the shelf shows on a day, and that it notices what changes."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine

from gandeng.catalogue import actions, queries
from gandeng.catalogue.queries import Asked
from gandeng.catalogue.queries import shelf as shelf_module
from gandeng.catalogue.queries import shelves as shelves_module
from gandeng.catalogue.queries.finding import cards_of
from gandeng.catalogue.samples import a_listing
from gandeng.certificates import actions as certificates
from gandeng.kernel import clock
from gandeng.kernel.money import Money
from gandeng.organisations import actions as organisations
from gandeng.organisations.samples import a_maker
from gandeng.products import actions as products
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme("karawang")


def names_on(programme, day=None):
    return {card.name for card in queries.shelf_of(programme, day or clock.today()).cards}


def test_a_listing_goes_the_day_after_its_certificate(programme):
    listing = a_listing(a_maker(programme), "Rengginang")
    last_day = listing.product.certificates.get(kind="pirt").expires_on
    assert names_on(programme, last_day) == {"Rengginang"}
    assert names_on(programme, last_day + timedelta(days=1)) == set()
    assert queries.listings_open_on(last_day, programme).get() == listing
    assert not queries.listings_open_on(last_day + timedelta(days=1), programme)


def test_the_page_loses_a_listing_at_midnight_in_jakarta(programme, client):
    listing = a_listing(a_maker(programme), "Rengginang")
    last_day = listing.product.certificates.get(kind="pirt").expires_on
    midnight = datetime(last_day.year, last_day.month, last_day.day, tzinfo=clock.JAKARTA)
    midnight += timedelta(days=1)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert "Rengginang" in client.get("/katalog/").content.decode()
    with time_machine.travel(midnight, tick=False):
        assert "Rengginang" not in client.get("/katalog/").content.decode()


def test_a_change_is_seen_at_once(programme):
    officer, at = an_officer(programme), clock.now()
    maker, other = a_maker(programme, "Dapur Sari"), a_maker(programme, "Kopi Loji")
    keripik = a_listing(maker, "Keripik").product
    a_listing(other, "Kopi")
    assert names_on(programme) == {"Keripik", "Kopi"}
    products.change_product(keripik, by=officer, at=at, name="Kerupuk")
    assert names_on(programme) == {"Kerupuk", "Kopi"}
    products.reprice(
        keripik, consignment_price=Money(1000), shelf_price=Money(2000), by=officer, at=at
    )
    shelf = queries.shelf_of(programme, clock.today())
    assert shelf.card(keripik.pk).price_rupiah == 2000
    products.withdraw_product(keripik, by=officer, at=at)
    assert names_on(programme) == {"Kopi"}
    products.offer_product_again(keripik, by=officer, at=at)
    assert names_on(programme) == {"Kerupuk", "Kopi"}
    head = a_member(programme, Member.Role.HEAD)
    organisations.suspend_organisation(other, "Izin dicabut", by=head, at=at)
    assert names_on(programme) == {"Kerupuk"}
    halal = keripik.certificates.get(kind="halal")
    certificates.reject_certificate(halal, "Palsu", by=officer, at=at)
    assert names_on(programme) == set()
    certificates.reopen_certificate(halal, by=officer, at=at)
    assert names_on(programme) == {"Kerupuk"}


def test_nothing_changed_means_one_query_and_the_same_shelf(programme, django_assert_num_queries):
    a_listing(a_maker(programme))
    shelf = queries.shelf_of(programme, clock.today())
    with django_assert_num_queries(1):
        assert queries.shelf_of(programme, clock.today()) is shelf


def test_what_the_catalogue_does_not_rest_on_leaves_the_shelf_as_it_is(programme):
    a_listing(a_maker(programme))
    shelf = queries.shelf_of(programme, clock.today())
    # so far back nothing is looked at again
    shelves_module.LOOK_BACK, kept = 0, shelves_module.LOOK_BACK
    try:
        a_member(programme, Member.Role.AUDITOR)
        assert queries.shelf_of(programme, clock.today()) is shelf
    finally:
        shelves_module.LOOK_BACK = kept


def test_a_new_price_does_not_make_a_new_index(programme):
    product = a_listing(a_maker(programme)).product
    index = queries.shelf_of(programme, clock.today()).index
    products.reprice(
        product,
        consignment_price=Money(1000),
        shelf_price=Money(2000),
        by=an_officer(programme),
        at=clock.now(),
    )
    assert queries.shelf_of(programme, clock.today()).index is index


@pytest.mark.parametrize("count", [1, 3])
def test_a_shelf_is_read_in_as_many_queries_for_one_as_for_three(
    programme, count, django_assert_max_num_queries
):
    for _number in range(count):
        a_listing(a_maker(programme))
    with django_assert_max_num_queries(10):
        assert len(queries.shelf_of(programme, clock.today())) == count


def test_while_one_thread_reads_the_others_keep_the_shelf_before(programme, monkeypatch):
    product = a_listing(a_maker(programme), "Keripik").product
    before = queries.shelf_of(programme, clock.today())
    products.change_product(product, by=an_officer(programme), at=clock.now(), name="Kerupuk")
    slot = next(iter(shelves_module._slots.values()))
    taken, done = threading.Event(), threading.Event()

    def read_slowly():
        with slot.lock:
            taken.set()
            done.wait(5)

    reader = threading.Thread(target=read_slowly)
    reader.start()
    assert taken.wait(5)
    try:
        assert queries.shelf_of(programme, clock.today()) is before
    finally:
        done.set()
        reader.join()
    assert names_on(programme) == {"Kerupuk"}


def test_two_programmes_have_two_shelves(programme):
    other = a_programme("bekasi")
    a_listing(a_maker(programme), "Keripik")
    a_listing(a_maker(other), "Kopi")
    assert names_on(programme) == {"Keripik"}
    assert names_on(other) == {"Kopi"}


def found(programme, words="", order="", **wishes):
    shelf = queries.shelf_of(programme, clock.today())
    asked = Asked.of(words, {name: [value] for name, value in wishes.items()}, order)
    return [card.name for card in cards_of(shelf, queries.find(shelf, asked))]


def test_people_sieve_by_everything_on_the_label(programme):
    a_listing(a_maker(programme), "Keripik", shelf_price=Money(15_000), shelf_life_days=120)
    a_listing(
        a_maker(programme),
        "Kopi Bubuk",
        category="coffee_tea",
        shelf_price=Money(60_000),
        shelf_life_days=365,
    )
    assert found(programme, category="coffee_tea") == ["Kopi Bubuk"]
    assert found(programme, price="10") == ["Keripik"]
    assert found(programme, keeps="180") == ["Kopi Bubuk"]
    assert found(programme, storage="frozen") == []
    assert sorted(found(programme, halal="1")) == ["Keripik", "Kopi Bubuk"]
    assert sorted(found(programme, district="32.15.01")) == ["Keripik", "Kopi Bubuk"]
    assert found(programme, order="termahal") == ["Kopi Bubuk", "Keripik"]
    assert found(programme, order="nama") == ["Keripik", "Kopi Bubuk"]
    assert sorted(found(programme, category="nonsense")) == ["Keripik", "Kopi Bubuk"]
    assert found(programme, "kripik", category="coffee_tea") == []


def test_words_find_what_is_meant_and_a_code_finds_the_one(programme):
    keripik = a_listing(a_maker(programme), "Keripik Singkong").product
    a_listing(a_maker(programme), "Kopi Bubuk", category="coffee_tea")
    assert found(programme, "kripik singkon") == ["Keripik Singkong"]
    assert found(programme, keripik.code.upper()) == ["Keripik Singkong"]
    assert found(programme, keripik.barcode) == ["Keripik Singkong"]
    assert found(programme, "qzx") == []
    assert sorted(found(programme, "   ")) == ["Keripik Singkong", "Kopi Bubuk"]


def test_what_is_in_the_way_is_said_in_words(programme):
    officer = an_officer(programme)
    listing = a_listing(a_maker(programme))
    pirt = listing.product.certificates.get(kind="pirt")
    after = pirt.expires_on + timedelta(days=1)
    standing = queries.standings([listing.product], on=after)[0]
    assert [o.words for o in standing.obstacles] == [f"P-IRT habis {pirt.expires_on:%d-%m-%Y}"]
    assert not standing.is_shown
    actions.unlist_product(listing, "Label diganti", by=officer, at=clock.now())
    standing = queries.standings([listing.product], on=clock.today())[0]
    assert (standing.obstacles, standing.is_taken_down) == ([], True)


def test_memory_is_bounded_by_what_is_kept_not_by_how_much_is_asked(programme, monkeypatch):
    for _number in range(3):
        a_listing(a_maker(programme))
    shelf = queries.shelf_of(programme, clock.today())
    room_for_two = 2 * (shelf_module.AN_ANSWER + 3 * shelf_module.A_PLACE)
    monkeypatch.setattr(shelf_module, "MOST_KEPT", room_for_two)
    first, *_rest, last = [
        queries.find(shelf, Asked.of("", {}, order)) for order in ("nama", "terbaru", "termahal")
    ]
    assert queries.find(shelf, last.asked) is last
    assert queries.find(shelf, first.asked) is not first
