"""Traces are written by every action and never change."""

import pytest
from django.db import DatabaseError, connection, transaction

from gandeng.audit.actions import advance, change
from gandeng.audit.models import Trace
from gandeng.audit.queries import traces_in, traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.organisations.samples import a_maker
from gandeng.programmes.samples import an_officer

pytestmark = pytest.mark.django_db


def test_a_change_is_traced_before_and_after():
    maker = a_maker(name="Dapur Sari", pic_name="Ani")
    officer = an_officer(maker.programme)
    assert change(maker, "describe", by=officer, at=clock.now(), pic_name="Sari", name="Dapur Sari")
    trace = traces_of(maker).first()
    assert (trace.verb, trace.before, trace.after) == (
        "describe",
        {"pic_name": "Ani"},
        {"pic_name": "Sari"},
    )
    assert trace.by_id == officer.pk


def test_what_does_not_differ_is_not_traced():
    maker = a_maker(pic_name="Ani")
    before = Trace.objects.count()
    assert not change(maker, "describe", by=None, at=clock.now(), pic_name="Ani")
    assert Trace.objects.count() == before


def test_a_sealed_number_is_masked_in_its_trace():
    maker = a_maker()
    change(maker, "describe", by=None, at=clock.now(), nik="3215216512880001")
    assert traces_of(maker).first().after == {"nik": "3215**********01"}


def test_of_two_people_on_a_stale_page_one_is_refused():
    maker = a_maker()
    stale = type(maker).objects.get(pk=maker.pk)
    advance(maker, "verify", by=None, at=clock.now())
    with pytest.raises(Refusal) as refusal:
        advance(stale, "verify", by=None, at=clock.now())
    assert refusal.value.code == "wrong_state"
    assert stale.state == "registered"


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_trace SET verb = 'nothing'", "DELETE FROM audit_trace"]
)
def test_the_database_refuses_to_change_a_trace(statement):
    a_maker()
    assert Trace.objects.count() > 0
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_programme_has_its_own_book_of_traces():
    maker, other = a_maker(), a_maker()
    kinds = {trace.thing_id for trace in traces_in(maker.programme_id)}
    assert maker.pk in kinds
    assert maker.programme_id != other.programme_id
    assert not traces_in(maker.programme_id).filter(thing_name=other.name).exists()


def test_a_note_is_a_field_like_any_other():
    maker = a_maker()
    assert change(
        maker, "describe", by=None, at=clock.now(), note="dekat pasar", trace_note="telepon"
    )
    maker.refresh_from_db()
    assert maker.note == "dekat pasar"
    assert traces_of(maker).first().note == "telepon"
