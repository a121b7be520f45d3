"""Money never loses a rupiah."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.kernel.money import Money, Rate

rupiah = st.integers(-(10**12), 10**12)
rates = st.builds(Rate, st.integers(0, 10_000))


@given(rupiah, rates)
def test_a_share_and_its_remainder_are_the_whole(amount, rate):
    money = Money(amount)
    assert money.share(rate) + (money - money.share(rate)) == money


@given(st.integers(0, 10**12), rates)
def test_a_share_is_off_by_half_a_rupiah_at_most(amount, rate):
    share = Money(amount).share(rate).rupiah
    assert abs(share * 10_000 - amount * rate.basis_points) <= 5_000


@given(rupiah, st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any))
def test_a_split_always_adds_up(amount, weights):
    parts = Money(amount).split(weights)
    assert sum(parts) == Money(amount)
    assert len(parts) == len(weights)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 50), min_size=1, max_size=9).filter(any))
def test_no_part_of_a_split_is_a_rupiah_off(amount, weights):
    for part, weight in zip(Money(amount).split(weights), weights, strict=True):
        assert abs(part.rupiah * sum(weights) - amount * weight) < sum(weights)


def test_half_a_rupiah_goes_up():
    assert Money(5).share(Rate(5_000)) == Money(3)
    assert Money(-5).share(Rate(5_000)) == Money(-3)


def test_money_prints_as_in_indonesia():
    assert str(Money(1_234_567)) == "Rp1.234.567"
    assert str(Money(-900)) == "-Rp900"
    assert str(Rate(1250)) == "12,5%"
    assert str(Rate(1505)) == "15,05%"
    assert str(Rate(2000)) == "20%"


@pytest.mark.parametrize("wrong", [1.0, "5", None, True])
def test_a_float_is_not_money(wrong):
    with pytest.raises(TypeError):
        Money(wrong)


@pytest.mark.parametrize("wrong", [-1, 10_001])
def test_a_rate_is_a_part_of_the_whole(wrong):
    with pytest.raises(ValueError, match="between"):
        Rate(wrong)


def test_money_and_numbers_do_not_mix():
    with pytest.raises(TypeError):
        Money(1) + 1
    assert sum([Money(2), Money(3)]) == Money(5)
