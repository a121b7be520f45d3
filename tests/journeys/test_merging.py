"""Merging two records of one business moves what every room keeps about them, and back."""

from datetime import timedelta

import pytest
from django.core import serializers

from gandeng.agreements.models import Agreement
from gandeng.audit.queries import traces_of
from gandeng.certificates.models import Certificate
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations import actions
from gandeng.organisations.actions.moving import pointers
from gandeng.organisations.models import Organisation, Outlet, Seat
from gandeng.organisations.samples import a_buyer, a_double, a_maker, a_seat
from gandeng.organisations.states import DoubleState, State
from gandeng.people.models import Person
from gandeng.products.models import Product
from gandeng.products.samples import a_product
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db
NIK = "3215014507850001"
NIB = "1234567890123"


def everything():
    """Every row a merge might touch, as plain data."""
    models = (Organisation, Outlet, Seat, Product, Certificate, Agreement)
    rows = {}
    for model in models:
        for row in serializers.serialize("python", model.objects.order_by("pk")):
            row["fields"].pop("updated_at", None)
            rows[row["model"], row["pk"]] = row["fields"]
    return rows


def test_merging_moves_everything_and_fills_what_was_blank():
    double = a_double()
    kept, gone = double.left, double.right
    keripik = a_product(gone)
    certificate = Certificate.objects.create(
        programme=gone.programme, maker=gone, kind="nib", number=NIB, created_at=clock.now()
    )
    agreement = Agreement.objects.create(
        programme=gone.programme,
        maker=gone,
        buyer=a_buyer(gone.programme),
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=365),
        scheme="consignment",
        created_at=clock.now(),
    )
    owner = a_seat(gone)
    actions.merge(double, by=an_officer(gone.programme), at=clock.now())
    for thing in (keripik, certificate, agreement):
        thing.refresh_from_db()
        assert thing.maker == kept
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.nib, kept.nik, kept.phone) == (NIB, NIK, "+6281234567890")
    assert kept.nik_fingerprint == gone.nik_fingerprint
    assert (gone.state, gone.merged_into) == (State.MERGED, kept)
    assert Seat.objects.get(person=owner).organisation == kept
    assert "merge_in" in [trace.verb for trace in traces_of(kept)]
    assert NIK not in str([trace.after for trace in traces_of(kept, gone, double)])


@pytest.mark.parametrize("keep", ["left", "right"])
def test_undoing_brings_back_exactly_what_was(keep):
    double = a_double()
    a_product(double.left)
    a_product(double.right)
    a_seat(double.right)
    a_seat(double.left)
    before = everything()
    officer = an_officer(double.programme)
    actions.merge(double, by=officer, at=clock.now(), keep=getattr(double, keep))
    assert everything() != before
    actions.undo_merge(double, by=officer, at=clock.now())
    assert everything() == before
    double.refresh_from_db()
    assert (double.state, double.merge_record) == (DoubleState.OPEN, {})


def test_what_changed_since_the_merge_stays_when_it_is_undone():
    double = a_double()
    officer = an_officer(double.programme)
    kept = actions.merge(double, by=officer, at=clock.now())
    actions.describe_organisation(kept, by=officer, at=clock.now(), phone="081999999999")
    newer = a_product(kept)
    actions.undo_merge(double, by=officer, at=clock.now())
    kept.refresh_from_db()
    newer.refresh_from_db()
    assert (kept.phone, kept.nib, newer.maker) == ("+6281999999999", "", kept)


def test_merges_on_merges_are_undone_from_the_last_one():
    double = a_double()
    officer = an_officer(double.programme)
    first = actions.merge(double, by=officer, at=clock.now())
    oldest = a_maker(double.programme, "Dapur Sari Pusat")
    further = a_double(first, oldest)
    keripik = a_product(first)
    actions.merge(further, by=officer, at=clock.now(), keep=oldest)
    with pytest.raises(Refusal) as refused:
        actions.undo_merge(double, by=officer, at=clock.now())
    assert refused.value.code == "merged_further"
    actions.undo_merge(further, by=officer, at=clock.now())
    actions.undo_merge(double, by=officer, at=clock.now())
    keripik.refresh_from_db()
    assert keripik.maker == first
    assert not Organisation.objects.filter(state=State.MERGED).exists()


def test_rooms_that_come_later_are_moved_without_being_known_here():
    labels = {f"{field.model._meta.label}.{field.name}" for field in pointers()}
    assert {
        "products.Product.maker",
        "certificates.Certificate.maker",
        "agreements.Agreement.maker",
        "agreements.Agreement.buyer",
        "organisations.Seat.organisation",
        "organisations.Outlet.organisation",
        "organisations.Organisation.merged_into",
    } <= labels
    assert not {label for label in labels if label.startswith("organisations.Double")}
    assert Person.objects.count() == 0
