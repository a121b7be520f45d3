"""What products can prove on a day, and what asks for something to be done."""

from datetime import date, timedelta

import pytest

from gandeng.certificates import actions, queries
from gandeng.certificates.core.status import Status
from gandeng.certificates.queries import Want
from gandeng.certificates.samples import a_certificate, a_pirt_number, certified
from gandeng.certificates.states import Kind
from gandeng.kernel import clock
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.products.states import Category, Storage
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def statuses(product, on=TODAY):
    return {kind.value: held.status for kind, held in queries.status_of(product, on=on).items()}


def test_a_dry_snack_needs_a_permit_and_halal():
    keripik = a_product()
    assert statuses(keripik) == {"pirt": Status.MISSING, "halal": Status.MISSING}
    assert queries.carried_until(keripik, on=TODAY) < TODAY


def test_with_both_it_is_carried_until_the_permit_ends():
    keripik = certified(a_product())
    assert statuses(keripik) == {"pirt": Status.VALID, "halal": Status.VALID}
    assert queries.carried_until(keripik, on=TODAY) == date(TODAY.year + 4, 6, 30)


def test_before_the_law_halal_was_not_needed():
    keripik = a_product()
    assert statuses(keripik, on=date(2026, 10, 17)) == {"pirt": Status.MISSING}
    assert set(statuses(keripik, on=date(2026, 10, 18))) == {"pirt", "halal"}


def test_a_craft_needs_nothing_and_holds_without_end():
    anyaman = a_product(category=Category.BAMBOO, shelf_life_days=None)
    assert statuses(anyaman) == {}
    assert queries.carried_until(anyaman, on=TODAY) is None


@pytest.mark.parametrize(
    ("values", "permit"),
    [
        ({"storage": Storage.FROZEN, "category": Category.FROZEN}, "md"),
        ({"category": Category.READY_MEAL, "shelf_life_days": 1}, "slhs"),
        ({"category": Category.DRINK}, "md"),
    ],
)
def test_the_permit_follows_from_how_it_keeps(values, permit):
    assert set(statuses(a_product(**values))) == {permit, "halal"}


def test_raw_rice_needs_halal_only():
    assert set(statuses(a_product(category=Category.RICE_GRAIN))) == {"halal"}


def test_the_kitchens_hygiene_certificate_carries_all_its_fresh_food():
    sari = a_maker()
    risol = a_product(sari, "Risol", category=Category.READY_MEAL, shelf_life_days=1)
    actions.add_certificate(
        sari,
        Kind.SLHS,
        "12/SLHS/DINKES/2026",
        expires_on=TODAY + timedelta(days=400),
        by=an_officer(sari.programme),
        at=clock.now(),
    )
    assert statuses(risol)["slhs"] == Status.VALID


def test_a_permit_for_dry_food_does_not_carry_frozen_food():
    nugget = a_product(storage=Storage.FROZEN, category=Category.FROZEN)
    a_certificate(nugget, Kind.PIRT)
    held = queries.status_of(nugget, on=TODAY)
    assert (held[Kind.PIRT].status, held[Kind.PIRT].carries) == (Status.DOUBTFUL, False)
    assert held[Kind.MD].status == Status.MISSING
    assert queries.carried_until(nugget, on=TODAY) < TODAY


def test_what_is_odd_is_marked_and_still_carries():
    keripik = certified(a_product(name="Sambal Terasi", category=Category.SEASONING))
    held = queries.status_of(keripik, on=TODAY)[Kind.PIRT]
    assert (held.status, held.carries) == (Status.DOUBTFUL, True)
    assert [reason.code for reason in held.reasons] == ["food_type_differs"]
    assert queries.carried_until(keripik, on=TODAY) == date(TODAY.year + 4, 6, 30)


def test_a_producer_serial_that_differs_is_looked_at():
    sari = a_maker()
    first, second = a_product(sari), a_product(sari)
    a_certificate(first, number=a_pirt_number(serial=11))
    a_certificate(second, number=a_pirt_number(serial=12))
    for product in (first, second):
        held = queries.status_of(product, on=TODAY)[Kind.PIRT]
        assert "serial_differs" in [reason.code for reason in held.reasons]
        assert held.status == Status.DOUBTFUL


def test_on_the_day_after_its_last_it_has_lapsed():
    pirt = a_certificate(expires_on=TODAY + timedelta(days=10))
    held = [
        queries.status_of(pirt.product, on=TODAY + timedelta(days=days))[Kind.PIRT].status
        for days in (0, 10, 11)
    ]
    assert held == [Status.LAPSES_SOON, Status.LAPSES_SOON, Status.LAPSED]


@pytest.mark.parametrize("count", [1, 3])
def test_the_statuses_of_many_cost_as_much_as_of_one(count, django_assert_num_queries):
    karawang = a_programme()
    products = [certified(a_product(a_maker(karawang))) for _ in range(count)]
    with django_assert_num_queries(5):
        found = queries.statuses_of(products, on=TODAY)
    assert all(held[Kind.PIRT].carries for held in found.values())
    assert len(found) == count


def test_what_lapses_before_a_day_comes_earliest_first():
    karawang = a_programme()
    ends = [TODAY + timedelta(days=days) for days in (40, -5, 20, 300)]
    made = [a_certificate(a_product(a_maker(karawang)), expires_on=day) for day in ends]
    found = queries.lapsing(karawang, before=TODAY + timedelta(days=100), on=TODAY)
    assert list(found) == [made[2], made[0]]


def test_each_list_holds_what_it_says():
    karawang = a_programme()
    soon = a_certificate(a_product(a_maker(karawang)), expires_on=TODAY + timedelta(days=9))
    lapsed = a_certificate(a_product(a_maker(karawang)), expires_on=TODAY - timedelta(days=9))
    wrong = a_certificate(a_product(a_maker(karawang)), number="P-IRT 123")
    asked = a_certificate(a_product(a_maker(karawang)), Kind.HALAL, number="ID32110000000010120")
    gone = a_certificate(a_product(a_maker(karawang)))
    actions.reject_certificate(gone, "Palsu", by=an_officer(karawang), at=clock.now())
    seen = queries.certificates_for(an_officer(karawang))
    lists = {
        want: list(queries.wanted(seen, want, karawang, on=TODAY))
        for want in (Want.SOON, Want.LAPSED, Want.DOUBTFUL, Want.CONFIRM, Want.REJECTED)
    }
    assert lists == {
        Want.SOON: [soon],
        Want.LAPSED: [lapsed],
        Want.DOUBTFUL: [wrong],
        Want.CONFIRM: [asked],
        Want.REJECTED: [gone],
    }
    counts = queries.wanted_counts(seen, on=TODAY, soon_days=90)
    assert counts == {Want.ALL: 4} | {want: len(rows) for want, rows in lists.items()}


def test_what_is_missing_names_the_kinds():
    keripik = a_product()
    a_certificate(keripik, Kind.HALAL)
    certified(a_product(keripik.maker))
    anyaman = a_product(keripik.maker, category=Category.BAMBOO)
    found = queries.missing_kinds(type(anyaman).objects.order_by("pk"), on=TODAY)
    assert found == [(keripik, [Kind.PIRT])]


def test_a_serial_on_two_makers_numbers_is_evidence():
    karawang = a_programme()
    one, other, alone = (a_maker(karawang) for _ in range(3))
    for maker, serial in ((one, 77), (other, 77), (alone, 78)):
        a_certificate(a_product(maker), number=a_pirt_number(serial=serial))
    assert queries.shared_serials(karawang) == [("0077", [one, other])]
    assert queries.serials_of_makers(karawang)[alone.pk] == {"0078"}


def test_everybody_sees_their_own_and_no_more():
    karawang, elsewhere = a_programme(), a_programme()
    mine = a_certificate(a_product(a_maker(karawang)))
    others = a_certificate(a_product(a_maker(karawang)))
    foreign = a_certificate(a_product(a_maker(elsewhere)))
    assert list(queries.certificates_for(a_seat(mine.maker))) == [mine]
    assert list(queries.certificates_for(an_officer(karawang))) == [others, mine]
    assert list(queries.certificates_for(an_officer(elsewhere))) == [foreign]
    away = a_member(karawang, Member.Role.MENTOR, districts=("32.15.02",))
    assert list(queries.certificates_for(away)) == []
    here = a_member(karawang, Member.Role.MENTOR, districts=("32.15.01",))
    assert list(queries.certificates_for(here)) == [others, mine]
