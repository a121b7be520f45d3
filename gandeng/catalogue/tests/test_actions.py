"""Products go up when nothing is in the way, and come down for a reason."""

from datetime import timedelta

import pytest

from gandeng.audit.queries import traces_of
from gandeng.catalogue import actions
from gandeng.catalogue.models import Listing
from gandeng.catalogue.queries import listings_open_on
from gandeng.catalogue.samples import a_listing, an_accepted_product
from gandeng.catalogue.states import State
from gandeng.certificates import actions as certificates
from gandeng.certificates.samples import certified
from gandeng.curation.samples import a_submission
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations.samples import a_maker, a_seat
from gandeng.products.samples import a_product
from gandeng.programmes.models import Member
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme("karawang")


def test_an_officer_puts_up_what_passed_and_is_certified(programme):
    product = an_accepted_product(a_maker(programme))
    listing = actions.list_product(product, by=an_officer(programme), at=clock.now())
    assert (listing.state, listing.programme, listing.grade) == (State.SHOWN, programme, "B")
    assert [trace.verb for trace in traces_of(listing)] == ["list_product"]
    again = actions.list_product(product, by=an_officer(programme), at=clock.now())
    assert again == listing
    assert len(traces_of(listing)) == 1


def test_what_lacks_something_is_told_all_that_it_lacks(programme):
    product = a_product(a_maker(programme))
    with pytest.raises(Refusal) as refusal:
        actions.list_product(product, by=an_officer(programme), at=clock.now())
    assert refusal.value.code == "not_ready"
    assert str(refusal.value) == (
        "Belum bisa ditayangkan: Belum dikurasi; P-IRT belum ada; Halal belum ada."
    )
    assert not Listing.objects.exists()


def test_a_product_the_judges_have_not_decided_waits(programme):
    product = certified(a_product(a_maker(programme)))
    a_submission(product)
    with pytest.raises(Refusal, match="Kurasi: diajukan"):
        actions.list_product(product, by=an_officer(programme), at=clock.now())


def test_an_owner_does_not_put_up_their_own_product(programme):
    maker = a_maker(programme)
    product = an_accepted_product(maker)
    with pytest.raises(NotAllowed):
        actions.list_product(product, by=a_seat(maker), at=clock.now())


def test_a_product_comes_down_for_a_reason_and_goes_up_again(programme):
    officer, listing = an_officer(programme), a_listing(a_maker(programme))
    with pytest.raises(Refusal) as refusal:
        actions.unlist_product(listing, "  ", by=officer, at=clock.now())
    assert (refusal.value.code, refusal.value.field) == ("reason_missing", "reason")
    actions.unlist_product(listing, "Label diganti", by=officer, at=clock.now())
    assert not listings_open_on(clock.today(), programme)
    assert traces_of(listing)[0].note == "Label diganti"
    with pytest.raises(Refusal, match="tidak bisa dilakukan lagi"):
        actions.unlist_product(listing, "Label diganti", by=officer, at=clock.now())
    actions.list_product(listing.product, by=officer, at=clock.now())
    assert listings_open_on(clock.today(), programme).get() == listing


def test_all_that_is_ready_goes_up_at_once_and_what_was_taken_down_stays_down(programme):
    officer, maker = an_officer(programme), a_maker(programme)
    down = a_listing(maker, "Diturunkan")
    actions.unlist_product(down, "Label diganti", by=officer, at=clock.now())
    ready = an_accepted_product(maker, "Siap")
    lacking = an_accepted_product(maker, "Ditolak halalnya")
    for certificate in lacking.certificates.filter(kind="halal"):
        certificates.reject_certificate(certificate, "Palsu", by=officer, at=clock.now())
    foreign = an_accepted_product(a_maker(a_programme("bekasi")))
    new = actions.list_accepted(programme, by=officer, at=clock.now())
    assert [listing.product for listing in new] == [ready]
    assert [trace.verb for trace in traces_of(new[0])] == ["list_product"]
    assert actions.list_accepted(programme, by=officer, at=clock.now()) == []
    assert not Listing.objects.filter(product=foreign).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_listing_all_takes_as_many_queries_for_one_as_for_three(
    programme, count, django_assert_max_num_queries
):
    maker = a_maker(programme)
    for _number in range(count):
        an_accepted_product(maker)
    officer = an_officer(programme)
    with django_assert_max_num_queries(15):
        assert len(actions.list_accepted(programme, by=officer, at=clock.now())) == count


def test_an_auditor_puts_nothing_up(programme):
    auditor = a_member(programme, Member.Role.AUDITOR)
    with pytest.raises(NotAllowed):
        actions.list_accepted(programme, by=auditor, at=clock.now())


def test_the_last_day_follows_the_certificates(programme):
    listing = a_listing(a_maker(programme))
    pirt = listing.product.certificates.get(kind="pirt")
    assert listing.shown_until == pirt.expires_on
    assert actions.refresh_shown_until(programme, at=clock.now()) == 0
    certificates.reject_certificate(pirt, "Palsu", by=an_officer(programme), at=clock.now())
    assert actions.refresh_shown_until(programme, at=clock.now()) == 1
    listing.refresh_from_db()
    assert listing.shown_until == clock.today() - timedelta(days=1)
