"""Size classes by turnover and evidence in words."""

from hypothesis import given
from hypothesis import strategies as st

from gandeng.intake.core import similarity
from gandeng.kernel.money import Money
from gandeng.organisations.core.doubles import evidence_of, words_of
from gandeng.organisations.core.names import fold_name
from gandeng.organisations.core.sizes import size_class_of

BOUNDS = {
    "micro_yearly_turnover_most": 2_000_000_000,
    "small_yearly_turnover_most": 15_000_000_000,
    "medium_yearly_turnover_most": 50_000_000_000,
}


def test_a_turnover_of_exactly_the_bound_still_belongs_to_the_class():
    sizes = [size_class_of(Money(bound), BOUNDS) for bound in BOUNDS.values()]
    assert sizes == ["micro", "small", "medium"]
    above = [size_class_of(Money(bound + 1), BOUNDS) for bound in BOUNDS.values()]
    assert above == ["small", "medium", "large"]


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_who_earns_more_is_never_in_a_smaller_class(less, more):
    order = ["micro", "small", "medium", "large"]
    less, more = sorted((less, more))
    small, large = size_class_of(Money(less), BOUNDS), size_class_of(Money(more), BOUNDS)
    assert order.index(small) <= order.index(large)


def test_names_that_differ_in_legal_form_and_capitals_fold_to_one():
    assert fold_name("KOPKAR Bakti  Prima") == fold_name("Koperasi Karyawan Bakti Prima")


def test_evidence_is_told_in_words_also_by_programs_that_know_only_words():
    sari = similarity.Business("1", "Dapur Sari", nib="1234567890123")
    twin = similarity.Business("2", "Warung Lain", nib="1234567890123")
    (pair,) = similarity.find_doubles([sari, twin])
    assert words_of(evidence_of(pair)) == ["NIB sama: 1234567890123"]
    assert words_of([{"code": "visit", "words": "Alamat sama"}]) == ["Alamat sama"]
