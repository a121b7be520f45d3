"""Two rows that are one business: found, kept apart, merged, parted again."""

from datetime import timedelta

import pytest

from gandeng.kernel import clock
from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.organisations import actions
from gandeng.organisations.models import Double, Seat
from gandeng.organisations.samples import a_buyer, a_double, a_maker, a_seat, an_outlet
from gandeng.organisations.states import DoubleState
from gandeng.programmes.models import Place
from gandeng.programmes.samples import a_member, a_programme, an_officer

pytestmark = pytest.mark.django_db
NIK = "3215014507850001"
NIB = "1234567890123"


def find(programme, **more):
    return actions.find_doubles(programme, by=an_officer(programme), at=clock.now(), **more)


def test_equal_numbers_and_similar_names_in_a_village_are_found_with_the_evidence():
    karawang = a_programme()
    village = Place.objects.filter(level="village", parent_id="32.15.01").first()
    sari = a_maker(karawang, "Dapur Sari Rasa", nik=NIK, village=village)
    twin = a_maker(karawang, "DAPUR  SARI RASA", nik=NIK, village=village)
    a_maker(karawang, "Kopi Loji", nib=NIB)
    (double,) = find(karawang)
    assert (double.left, double.right) == (sari, twin)
    assert [reason["code"] for reason in double.evidence] == ["nik", "name"]
    assert double.evidence[0]["words"] == "NIK sama: 3215**********01"
    assert NIK not in str(double.evidence)


def test_a_pair_is_noted_once_whatever_was_decided():
    karawang = a_programme()
    a_maker(karawang, "Dapur Sari", nib=NIB)
    a_maker(karawang, "Kopi Loji", nib=NIB)
    (double,) = find(karawang)
    assert find(karawang) == []
    actions.keep_apart(double, by=an_officer(karawang), at=clock.now())
    assert find(karawang) == []


def test_serials_of_a_later_room_come_in_as_plain_data():
    karawang = a_programme()
    sari, loji = a_maker(karawang, "Dapur Sari"), a_maker(karawang, "Kopi Loji")
    assert find(karawang) == []
    (double,) = find(karawang, serials={sari.pk: ["0123"], loji.pk: ["0123"]})
    assert [reason["code"] for reason in double.evidence] == ["serial"]


def test_two_programmes_are_never_compared():
    a_maker(a_programme("karawang"), "Dapur Sari", nib=NIB)
    bekasi = a_programme("bekasi")
    a_maker(bekasi, "Dapur Sari", nib=NIB)
    assert find(bekasi) == []


def test_a_maker_and_a_buyer_are_no_pair():
    karawang = a_programme()
    with pytest.raises(Refusal) as refused:
        a_double(a_maker(karawang), a_buyer(karawang))
    assert refused.value.code == "not_a_pair"


def test_a_merge_can_be_undone_for_a_day_and_no_longer():
    double = a_double()
    officer = an_officer(double.programme)
    at = clock.now()
    actions.merge(double, by=officer, at=at)
    with pytest.raises(Refusal) as refused:
        actions.undo_merge(double, by=officer, at=at + timedelta(hours=24, seconds=1))
    assert refused.value.code == "too_late"
    actions.undo_merge(double, by=officer, at=at + timedelta(hours=24))


def test_a_pair_is_merged_once_also_from_two_open_pages():
    double = a_double()
    stale = Double.objects.get()
    officer = an_officer(double.programme)
    actions.merge(double, by=officer, at=clock.now())
    with pytest.raises(Refusal) as refused:
        actions.merge(stale, by=officer, at=clock.now())
    assert refused.value.code in {"merged", "wrong_state"}


def test_buyers_with_equally_named_shops_are_not_merged():
    karawang = a_programme()
    left, right = a_buyer(karawang, "Kopkar Maju"), a_buyer(karawang, "Kopkar MAJU")
    an_outlet(left, "Toko Utama")
    an_outlet(right, "Toko Utama")
    with pytest.raises(Refusal) as refused:
        actions.merge(a_double(left, right), by=an_officer(karawang), at=clock.now())
    assert refused.value.code == "outlet_name_taken"
    assert "Toko Utama" in str(refused.value)


def test_an_owner_of_both_has_one_seat_that_counts():
    double = a_double()
    officer = an_officer(double.programme)
    owner = a_seat(double.right)
    actions.give_seat(double.left, owner, Seat.Role.OWNER, by=officer, at=clock.now())
    kept = actions.merge(double, by=officer, at=clock.now())
    assert kept.seats.filter(person=owner, ended_at__isnull=True).count() == 1


def test_an_open_pair_of_the_one_that_goes_becomes_a_pair_of_the_one_that_stays():
    double = a_double()
    third = a_maker(double.programme, "Dapur Sari 3")
    officer = an_officer(double.programme)
    a_double(double.right, third)
    actions.merge(double, by=officer, at=clock.now())
    carried = Double.objects.filter(left=double.left, right=third)
    assert [pair.state for pair in carried] == [DoubleState.OPEN]
    actions.undo_merge(double, by=officer, at=clock.now())
    assert not carried.all().exists()


def test_only_an_officer_of_this_programme_decides():
    double = a_double()
    strangers = [
        a_member(double.programme, "curator"),
        an_officer(a_programme("bekasi")),
        a_seat(double.left),
    ]
    for stranger in strangers:
        for verb in (actions.merge, actions.keep_apart, actions.undo_merge):
            with pytest.raises(NotAllowed):
                verb(double, by=stranger, at=clock.now())
