"""The register: who may write in it, and what it refuses."""

from datetime import timedelta

import pytest

from gandeng.audit.models import Trace
from gandeng.audit.queries import traces_of
from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.kernel.money import Money
from gandeng.organisations import actions
from gandeng.organisations.models import Organisation, Seat
from gandeng.organisations.queries import buyers_for, makers_for, outlets_for
from gandeng.organisations.samples import a_buyer, a_maker, a_seat, an_outlet
from gandeng.organisations.states import Kind, SizeClass, State
from gandeng.parameters.models import Parameter
from gandeng.programmes.models import Place
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
NIK = "3215014507850001"


def test_the_size_class_follows_from_the_turnover():
    sari = a_maker(yearly_turnover=Money(2_000_000_001))
    assert sari.size_class == SizeClass.SMALL


def test_the_programmes_own_bound_goes_before_the_law():
    karawang = a_programme()
    Parameter.objects.create(
        programme=karawang,
        key="micro_yearly_turnover_most",
        value=10,
        starts_on=clock.today(),
        basis="Uji",
    )
    assert a_maker(karawang, yearly_turnover=Money(11)).size_class == SizeClass.SMALL


def test_a_phone_number_is_kept_in_one_form():
    assert a_maker(phone="0812-3456-7890").phone == "+6281234567890"


def test_the_same_key_registers_once():
    karawang = a_programme()
    first = a_maker(karawang, "Dapur Sari", key="k" * 32)
    assert a_maker(karawang, "Dapur Sari", key="k" * 32) == first
    assert Organisation.objects.count() == 1


def test_a_village_of_another_district_is_refused():
    village = Place.objects.filter(level="village").exclude(parent_id="32.15.01").first()
    with pytest.raises(Refusal) as refused:
        a_maker(village=village)
    assert (refused.value.code, refused.value.field) == ("village_elsewhere", "village")


def test_a_village_brings_its_district():
    village = Place.objects.filter(level="village", parent_id="32.15.07").first()
    assert a_maker(village=village, district=None).district_id == "32.15.07"


def test_a_number_too_long_for_its_field_is_refused_and_not_a_crash():
    with pytest.raises(Refusal) as refused:
        a_maker(nib="1" * 14)
    assert (refused.value.code, refused.value.field) == ("field_wrong", "nib")


def test_a_nameless_row_is_refused():
    karawang = a_programme()
    with pytest.raises(Refusal) as refused:
        actions.register_organisation(
            karawang, Kind.MAKER, "  ", by=an_officer(karawang), at=clock.now()
        )
    assert refused.value.code == "name_missing"


def test_an_owner_describes_their_own_business_only():
    sari, lain = a_maker(name="Dapur Sari"), a_maker(name="Dapur Lain")
    owner = a_seat(sari)
    assert actions.describe_organisation(sari, by=owner, at=clock.now(), nik=NIK)
    assert sari.nik_fingerprint
    (trace, _registered) = traces_of(sari)
    assert trace.after["nik"] == "3215**********01"
    with pytest.raises(NotAllowed):
        actions.describe_organisation(lain, by=owner, at=clock.now(), nik=NIK)


def test_describing_cannot_change_a_state():
    sari = a_maker()
    with pytest.raises(TypeError):
        actions.describe_organisation(
            sari, by=an_officer(sari.programme), at=clock.now(), state=State.VERIFIED
        )


def test_many_rows_get_the_same_checks_and_traces(django_assert_max_num_queries):
    karawang = a_programme()
    officer = an_officer(karawang)
    rows = [{"name": f"Dapur {number}", "phone": "08123456789"} for number in range(300)]
    rows[7] = {"name": ""}
    with django_assert_max_num_queries(25):
        answers = actions.register_many(karawang, Kind.MAKER, rows, by=officer, at=clock.now())
    assert isinstance(answers[7], Refusal)
    assert Organisation.objects.filter(phone="+628123456789").count() == 299
    assert Trace.objects.filter(verb="register_organisation").count() == 299


def test_only_the_office_suspends_and_says_why():
    sari = a_maker()
    officer = an_officer(sari.programme)
    with pytest.raises(Refusal) as refused:
        actions.suspend_organisation(sari, " ", by=officer, at=clock.now())
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowed):
        actions.suspend_organisation(sari, "iseng", by=a_seat(sari), at=clock.now())
    actions.suspend_organisation(sari, "Pindah kota", by=officer, at=clock.now())
    assert traces_of(sari)[0].note == "Pindah kota"
    actions.reinstate_organisation(sari, by=officer, at=clock.now())
    assert Organisation.objects.get().state == State.VERIFIED


def test_seeing_a_number_whole_is_a_recorded_act_with_a_reason():
    sari = a_maker(nik=NIK)
    officer = an_officer(sari.programme)
    with pytest.raises(Refusal):
        actions.unmask(sari, "", by=officer, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.unmask(sari, "ingin tahu", by=a_member(sari.programme, "curator"), at=clock.now())
    shown = actions.unmask(sari, "Mengisi surat perjanjian", by=officer, at=clock.now())
    assert shown["nik"] == NIK
    trace = traces_of(sari)[0]
    assert (trace.verb, trace.note, trace.by_id) == (
        "unmask",
        "Mengisi surat perjanjian",
        officer.pk,
    )
    assert NIK not in str(trace.after)


def test_the_database_holds_no_plain_nik():
    from django.db import connection

    sari = a_maker(nik=NIK)
    with connection.cursor() as cursor:
        cursor.execute("select nik from organisations_organisation where id = %s", [sari.pk])
        (kept,) = cursor.fetchone()
    assert NIK not in kept
    assert Organisation.objects.get().nik == NIK


def test_a_new_person_is_invited_once_and_a_known_one_keeps_their_account():
    koperasi = a_buyer()
    officer = an_officer(koperasi.programme)
    invitation = {"name": "Asep", "phone": "0812 1111 2222", "by": officer, "at": clock.now()}
    seat, is_new = actions.invite(koperasi, Seat.Role.MANAGER, **invitation)
    again, is_new_again = actions.invite(koperasi, Seat.Role.MANAGER, **invitation)
    assert (is_new, is_new_again) == (True, False)
    assert seat == again
    assert not seat.person.has_usable_password()


def test_a_manager_invites_a_clerk_but_only_to_their_own_shops():
    toko = an_outlet()
    manager = a_seat(toko.organisation)
    elsewhere = an_outlet(a_buyer(toko.programme))
    with pytest.raises(Refusal) as refused:
        actions.invite(
            toko.organisation,
            Seat.Role.CLERK,
            name="Ujang",
            phone="081233334444",
            by=manager,
            at=clock.now(),
            outlet=elsewhere,
        )
    assert refused.value.code == "clerk_needs_shop"
    with pytest.raises(NotAllowed):
        actions.invite(
            elsewhere.organisation,
            Seat.Role.CLERK,
            name="Ujang",
            phone="081233334444",
            by=manager,
            at=clock.now(),
            outlet=elsewhere,
        )


def test_who_leaves_a_seat_sees_nothing_any_more():
    sari = a_maker()
    owner = a_seat(sari)
    assert list(makers_for(owner)) == [sari]
    seat = Seat.objects.get(person=owner)
    actions.end_seat(seat, by=an_officer(sari.programme), at=clock.now() + timedelta(days=1))
    owner = type(owner).objects.get(pk=owner.pk)
    assert list(makers_for(owner)) == []


def test_a_shop_is_renamed_unless_the_name_is_taken():
    toko = an_outlet(name="Toko Satu")
    other = an_outlet(toko.organisation, "Toko Dua")
    manager = a_seat(toko.organisation)
    with pytest.raises(Refusal) as refused:
        actions.describe_outlet(other, by=manager, at=clock.now(), name="Toko  Satu")
    assert refused.value.code == "outlet_name_taken"
    assert actions.describe_outlet(other, by=manager, at=clock.now(), name="Toko Tiga")


def test_two_programmes_never_see_each_others_register():
    karawang, bekasi = a_programme("karawang"), a_programme("bekasi")
    sari, koperasi = a_maker(karawang), a_buyer(karawang)
    toko = an_outlet(koperasi)
    for role in ("officer", "head", "curator", "auditor"):
        mine, stranger = a_member(karawang, role), a_member(bekasi, role)
        assert list(makers_for(mine)) == [sari]
        assert list(buyers_for(mine)) == [koperasi]
        assert list(outlets_for(mine)) == [toko]
        for seen in (makers_for, buyers_for, outlets_for):
            assert list(seen(stranger)) == []


def test_a_mentor_sees_the_makers_of_their_districts():
    karawang = a_programme()
    near = a_maker(karawang)
    far = a_maker(karawang, district=Place.objects.get(code="32.15.07"))
    mentor = a_member(karawang, "mentor", districts=("32.15.01",))
    assert list(makers_for(mentor)) == [near]
    assert far in makers_for(an_officer(karawang))
