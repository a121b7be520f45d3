"""Samples make real things through real actions."""

import pytest

from gandeng.audit.queries import traces_of
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.products.queries import products_for
from gandeng.products.samples import a_product
from gandeng.programmes.samples import a_member, a_programme

pytestmark = pytest.mark.django_db


def test_an_owner_sees_their_own_products_and_no_others():
    karawang = a_programme("karawang")
    mine = a_maker(karawang, "Dapur Sari")
    keripik = a_product(mine)
    other = a_product(a_maker(karawang, "Dapur Lain"))
    owner = a_seat(mine)
    assert list(products_for(owner)) == [keripik]
    assert other.pk != keripik.pk


def test_another_programmes_officer_sees_nothing():
    keripik = a_product(a_maker(a_programme("karawang")))
    assert list(products_for(a_member(keripik.programme))) == [keripik]
    assert list(products_for(a_member(a_programme("bekasi")))) == []


def test_an_action_leaves_a_trace():
    keripik = a_product()
    assert [trace.verb for trace in traces_of(keripik)] == ["describe_product"]


def test_a_clerk_belongs_to_one_shop():
    shop = an_outlet(a_buyer())
    clerk = a_seat(shop.organisation, outlet=shop)
    assert [seat.outlet for seat in clerk.seats.all()] == [shop]
