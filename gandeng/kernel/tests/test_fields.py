"""An amount is read as people in Karawang type it, or refused."""

import pytest
from django.core.exceptions import ValidationError

from gandeng.kernel.fields import MOST_RUPIAH, MoneyFormField
from gandeng.kernel.money import Money


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("14.500", 14_500),
        ("14500", 14_500),
        ("Rp14.500", 14_500),
        ("Rp 2.000,-", 2_000),
        (" rp. 1.250.000 ", 1_250_000),
        ("0", 0),
        (str(MOST_RUPIAH), MOST_RUPIAH),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, rupiah):
    assert MoneyFormField().clean(typed) == Money(rupiah)


@pytest.mark.parametrize("typed", ["-1", "-14.500", "Rp -1"])
def test_an_amount_below_nothing_is_refused(typed):
    with pytest.raises(ValidationError):
        MoneyFormField().clean(typed)


@pytest.mark.parametrize("typed", [str(10**18), str(MOST_RUPIAH + 1), "9" * 300])
def test_an_amount_no_regency_trades_is_refused(typed):
    with pytest.raises(ValidationError):
        MoneyFormField().clean(typed)


@pytest.mark.parametrize("typed", ["14.500,50", "dua ribu", "1e5", "12;000"])
def test_what_is_no_whole_amount_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match=r"15\.000"):
        MoneyFormField().clean(typed)


def test_an_empty_amount_is_none_or_asked_for():
    assert MoneyFormField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        MoneyFormField().clean("")


def test_an_amount_comes_back_as_it_was_stored():
    field = MoneyFormField()
    assert field.prepare_value(Money(14_500)) == 14_500
    assert field.clean(Money(14_500)) == Money(14_500)
