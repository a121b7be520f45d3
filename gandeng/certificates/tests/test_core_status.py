"""How certificates stand on a day, what is needed, and what contradicts itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.certificates.core.contradictions import (
    ProductFacts,
    contradictions,
    food_types_for,
)
from gandeng.certificates.core.needs import Storage, what_is_needed
from gandeng.certificates.core.numbers import (
    FOOD_TYPES,
    Kind,
    Severity,
    read_bpom,
    read_halal,
    read_pirt,
    read_slhs,
)
from gandeng.certificates.core.status import Status, months_after, standing_of

TODAY = date(2026, 11, 24)
HALAL_FROM = date(2026, 10, 18)
PIRT_2028 = read_pirt("2053215010001-28")
PIRT_2025 = read_pirt("2053215010001-25")


def standing(reading, **facts):
    return standing_of(reading, on=facts.pop("on", TODAY), soon_days=90, **facts)


def codes(problems):
    return [problem.code for problem in problems]


# --- standing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expires_on", "status"),
    [
        (date(2026, 11, 23), Status.LAPSED),
        (date(2026, 11, 24), Status.LAPSES_SOON),
        (date(2027, 2, 22), Status.LAPSES_SOON),
        (date(2027, 2, 23), Status.VALID),
    ],
)
def test_the_last_day_still_counts_and_ninety_days_before_it_are_soon(expires_on, status):
    assert standing(read_bpom("MD 772277345040"), expires_on=expires_on).status is status


@pytest.mark.parametrize("reading", [None, read_pirt(""), read_pirt("dalam proses")])
def test_no_number_is_a_missing_certificate(reading):
    assert standing(reading, expires_on=date(2030, 1, 1)).status is Status.MISSING


def test_a_pirt_without_a_day_holds_to_the_end_of_its_numbers_year():
    result = standing(PIRT_2028)
    assert (result.status, result.holds_until) == (Status.VALID, date(2028, 12, 31))
    assert codes(result.reasons) == ["expiry_from_number"]
    assert standing(PIRT_2025).status is Status.LAPSED


def test_a_day_that_disagrees_with_the_number_is_doubtful_unless_both_are_past():
    assert standing(PIRT_2028, expires_on=date(2028, 5, 2)).status is Status.VALID
    result = standing(PIRT_2028, expires_on=date(2026, 5, 2))
    assert (result.status, codes(result.reasons)) == (Status.DOUBTFUL, ["expiry_disagrees"])
    assert standing(PIRT_2025, expires_on=date(2024, 5, 2)).status is Status.LAPSED


def test_a_number_that_cannot_be_read_is_doubtful():
    assert standing(read_pirt("513321504011")).status is Status.DOUBTFUL
    assert standing(read_halal("KF-8310366602", on=TODAY)).status is Status.DOUBTFUL


def test_halal_never_lapses_but_asks_every_twelve_months():
    halal = read_halal("ID32110001333131122", on=TODAY)
    old = standing(halal, issued_on=date(2022, 11, 13), expires_on=date(2026, 1, 1))
    assert (old.status, old.holds_until) == (Status.VALID, None)
    assert codes(old.reasons) == ["confirm_unchanged"]
    fresh = standing(halal, issued_on=date(2022, 11, 13), confirmed_on=date(2026, 1, 10))
    assert (fresh.reasons, fresh.confirm_from) == ((), date(2027, 1, 10))
    by_number = standing(halal)
    assert by_number.confirm_from == date(2023, 11, 1)


def test_an_old_mui_certificate_has_lapsed():
    assert standing(read_halal("04030021380616", on=TODAY)).status is Status.LAPSED


def test_without_any_day_an_md_is_doubtful_and_with_its_issue_day_it_is_counted():
    number = read_bpom("MD 772277345040")
    assert standing(number).status is Status.DOUBTFUL
    counted = standing(number, issued_on=date(2024, 2, 29), validity_years=5)
    assert (counted.status, counted.holds_until) == (Status.VALID, date(2029, 2, 27))
    assert standing(read_slhs("1/SLHS/2023")).status is Status.DOUBTFUL


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"issued_on": date(2026, 12, 1), "expires_on": date(2028, 1, 1)}, "issued_later"),
        ({"issued_on": date(2026, 5, 1), "expires_on": date(2026, 4, 1)}, "ends_before_issue"),
        ({"expires_on": date(2039, 1, 1), "validity_years": 5}, "expiry_too_far"),
    ],
)
def test_impossible_days_are_doubtful(facts, code):
    result = standing(read_bpom("MD 772277345040"), **facts)
    assert (result.status, codes(result.reasons)[-1]) == (Status.DOUBTFUL, code)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(0, 400),
)
def test_a_certificate_passes_through_its_states_in_order(expires_on, on, soon_days):
    order = [Status.VALID, Status.LAPSES_SOON, Status.LAPSED]
    md = read_bpom("MD 772277345040")

    def at(day):
        result = standing_of(md, on=day, soon_days=soon_days, expires_on=expires_on)
        assert result.is_in_force == (day <= expires_on)
        return order.index(result.status)

    assert at(on) <= at(on + timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_after_stay_in_the_month_they_name(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


# --- needs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "permit"),
    [
        ({"shelf_life_days": 90}, Kind.PIRT),
        ({"shelf_life_days": 8}, Kind.PIRT),
        ({"shelf_life_days": 7}, Kind.SLHS),
        ({"shelf_life_days": None}, Kind.PIRT),
        ({"shelf_life_days": 5, "storage": Storage.FROZEN}, Kind.BPOM),
        ({"shelf_life_days": 180, "storage": Storage.FROZEN}, Kind.BPOM),
        ({"shelf_life_days": 2, "storage": Storage.CHILLED}, Kind.SLHS),
        ({"shelf_life_days": 30, "storage": Storage.CHILLED}, Kind.BPOM),
        ({"shelf_life_days": 365, "is_sterile": True}, Kind.BPOM),
        ({"shelf_life_days": 90, "is_liquid_drink": True}, Kind.BPOM),
        ({"shelf_life_days": 90, "has_claims": True}, Kind.BPOM),
    ],
)
def test_each_food_needs_one_permit_and_halal(facts, permit):
    needed = what_is_needed(is_food=True, on=TODAY, halal_from=HALAL_FROM, **facts)
    assert needed == {permit, Kind.HALAL}


def test_halal_is_needed_from_its_day_on():
    def on(day):
        return what_is_needed(is_food=True, on=day, shelf_life_days=90, halal_from=HALAL_FROM)

    assert on(HALAL_FROM - timedelta(days=1)) == {Kind.PIRT}
    assert on(HALAL_FROM) == {Kind.PIRT, Kind.HALAL}


def test_crafts_need_nothing_and_rice_only_halal():
    assert what_is_needed(is_food=False, on=TODAY, halal_from=HALAL_FROM) == frozenset()
    rice = what_is_needed(is_food=True, on=TODAY, halal_from=HALAL_FROM, is_raw_material=True)
    assert rice == {Kind.HALAL}


def test_what_is_declared_not_halal_needs_no_halal_certificate():
    needed = what_is_needed(
        is_food=True,
        on=TODAY,
        halal_from=HALAL_FROM,
        shelf_life_days=60,
        is_declared_not_halal=True,
    )
    assert needed == {Kind.PIRT}


# --- contradictions -------------------------------------------------------------------------------

SAMBAL = read_pirt("1113215010037-27")


def sambal(**facts):
    return ProductFacts("Sambal Bawang", "Sambal & bumbu", packaging_code=1, **facts)


@pytest.mark.parametrize(
    ("facts", "code", "severity"),
    [
        ({"storage": Storage.FROZEN}, "pirt_but_cold", Severity.ERROR),
        ({"storage": Storage.CHILLED}, "pirt_but_cold", Severity.ERROR),
        ({"shelf_life_days": 7}, "pirt_but_fresh", Severity.ERROR),
        ({"is_sterile": True}, "pirt_but_sterile", Severity.ERROR),
        ({"is_liquid_drink": True}, "pirt_but_liquid", Severity.WARNING),
        ({"label_text": "Rendah gula, asli Karawang"}, "pirt_but_claim", Severity.WARNING),
        ({"label_text": "dapat menyembuhkan batuk"}, "pirt_but_claim", Severity.WARNING),
        ({"label_text": "TANPA KOLESTEROL"}, "pirt_but_claim", Severity.WARNING),
    ],
)
def test_what_cannot_be_a_home_industry_food_is_found(facts, code, severity):
    found = contradictions(SAMBAL, sambal(**facts))
    assert [(problem.code, problem.severity) for problem in found] == [(code, severity)]


def test_a_clean_sambal_contradicts_nothing():
    facts = sambal(shelf_life_days=180, label_text="Komposisi: cabai, gula, garam")
    assert contradictions(SAMBAL, facts, other_serials={"0037"}, maker_regency="3215") == ()


def test_digits_that_belong_to_another_product_or_maker_are_found():
    facts = ProductFacts("Kopi Bubuk", "Kopi & teh", packaging_code=5)
    found = contradictions(SAMBAL, facts, other_serials={"0038"}, maker_regency="3214")
    assert codes(found) == [
        "packaging_differs",
        "food_type_differs",
        "serial_differs",
        "regency_differs",
    ]
    assert all(problem.severity is Severity.WARNING for problem in found)


def test_a_frozen_food_with_an_md_contradicts_nothing():
    facts = ProductFacts("Nugget Ayam", "Makanan beku", storage=Storage.FROZEN)
    assert contradictions(read_bpom("MD 772277345040"), facts) == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Keripik Singkong Pedas", "15"),
        ("Keripik Pisang Cokelat", "14"),
        ("Kerupuk Kulit Sapi", "01"),
        ("Kerupuk Ikan", "02"),
        ("Telur Asin", "03"),
        ("Emping Melinjo", "04"),
        ("Moci Wijen", "06"),
        ("Gula Aren Cetak", "09"),
        ("Kopi Bubuk Robusta", "10"),
        ("Rengginang Terasi", "15"),
    ],
)
def test_the_examples_of_the_code_list_are_known(name, code):
    assert code in food_types_for(name, "Camilan")


@given(st.text(max_size=40), st.text(max_size=20))
def test_a_suggested_food_type_is_one_of_the_fifteen(name, category):
    assert food_types_for(name, category) <= set(FOOD_TYPES)
