"""Margins, numbers and the words of a paper."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.agreements.core.clauses import borne_by
from gandeng.agreements.core.document import canonical_text, digest_of
from gandeng.agreements.core.numbers import agreement_number, short_name
from gandeng.agreements.core.terms import (
    COST,
    SELLING_PRICE,
    Prices,
    PricesDisagree,
    freeze_prices,
    share_of_selling_price,
)
from gandeng.agreements.core.words import day_in_words, percent_in_words
from gandeng.kernel.money import Money, Rate

prices = st.integers(1, 10**9).map(Money)
rates = st.integers(0, 9_999).map(Rate)


@given(prices, rates)
def test_of_the_selling_price_both_parts_add_up_to_it(shelf, rate):
    try:
        frozen = freeze_prices(SELLING_PRICE, rate, shelf=shelf)
    except ValueError:
        assert shelf - shelf.share(rate) == Money(0)
        return
    assert frozen.consignment + frozen.margin == shelf
    assert frozen.margin == shelf.share(rate)


@given(prices, rates)
def test_on_cost_the_maker_gets_all_they_asked_for(consignment, rate):
    frozen = freeze_prices(COST, rate, consignment=consignment)
    assert frozen.consignment == consignment
    assert frozen.shelf >= consignment


@given(prices, rates, st.integers(0, 10_000))
def test_many_pieces_cost_as_many_times_one(shelf, rate, pieces):
    try:
        frozen = freeze_prices(SELLING_PRICE, rate, shelf=shelf)
    except ValueError:
        return
    assert frozen.shelf * pieces - frozen.margin * pieces == frozen.consignment * pieces


@given(prices, rates)
def test_frozen_prices_freeze_to_themselves(consignment, rate):
    once = freeze_prices(COST, rate, consignment=consignment)
    assert freeze_prices(COST, rate, consignment=once.consignment, shelf=once.shelf) == once


@given(st.integers(100, 10**9).map(Money), st.integers(0, 5_000).map(Rate))
def test_a_markup_is_less_as_a_share_of_the_selling_price(consignment, rate):
    share = share_of_selling_price(freeze_prices(COST, rate, consignment=consignment))
    assert share.basis_points <= rate.basis_points + 50


def test_ten_percent_on_cost_is_not_ten_percent_of_the_price():
    on_cost = freeze_prices(COST, Rate(1_000), consignment=Money(10_000))
    assert (on_cost.shelf, share_of_selling_price(on_cost)) == (Money(11_000), Rate(909))


def test_a_second_price_that_differs_is_said_with_the_right_one():
    with pytest.raises(PricesDisagree) as disagreement:
        freeze_prices(SELLING_PRICE, Rate(1_500), shelf=Money(15_000), consignment=Money(12_000))
    assert disagreement.value.due == Prices(Money(12_750), Money(15_000))


@pytest.mark.parametrize(
    ("regency", "letters"),
    [("Kabupaten Karawang", "KRW"), ("Kota Bekasi", "BKS"), ("Kab. Aie", "AIE"), ("", "XXX")],
)
def test_a_regency_is_three_letters_in_a_number(regency, letters):
    assert short_name(regency) == letters


def test_a_number_says_serial_place_month_and_year():
    assert agreement_number(7, "Kabupaten Karawang", date(2026, 4, 1)) == "PKS/0007/KRW/IV/2026"
    assert agreement_number(12_345, "Karawang", date(2026, 12, 1)) == "PKS/12345/KRW/XII/2026"


def test_a_day_is_written_out():
    assert day_in_words(date(2026, 11, 24)) == (
        "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    )


def test_percents_are_written_out():
    assert percent_in_words(1_250) == "12,5% (dua belas koma lima persen)"
    assert percent_in_words(1_500) == "15% (lima belas persen)"


def test_who_bears_a_loss_is_said_in_full():
    assert borne_by(Rate(0)) == "menjadi tanggungan PIHAK PERTAMA seluruhnya"
    assert borne_by(Rate(10_000)) == "menjadi tanggungan PIHAK KEDUA seluruhnya"
    assert borne_by(Rate(2_500)).startswith("ditanggung PIHAK KEDUA sebesar 25% (dua puluh lima")


words = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=5)


@given(words)
def test_the_order_in_which_a_document_was_put_together_does_not_matter(document):
    turned = dict(reversed(list(document.items())))
    assert canonical_text(document) == canonical_text(turned)


@given(words, words)
def test_another_document_has_another_hash(one, other):
    same = canonical_text(one) == canonical_text(other)
    assert (digest_of(canonical_text(one)) == digest_of(canonical_text(other))) == same
