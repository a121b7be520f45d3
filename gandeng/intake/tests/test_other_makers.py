"""Makers in other offices' workbooks: who is whom."""

from __future__ import annotations

import json

import pytest

from gandeng.intake.actions import decide_held
from gandeng.intake.models import HeldRow
from gandeng.kernel import clock
from gandeng.organisations.models import Double, Organisation

from .offices import Office, counts, makers, office, problems, sari

__all__ = ["office", "sari"]
pytestmark = pytest.mark.django_db


def test_a_nik_that_is_a_number_was_rounded_and_is_left_out(office: Office) -> None:
    plan = office.take_in(makers(["Dapur Sari", 3215014505800001.0, None, None, None, "Klari"]))
    assert counts(plan) == {"created": {"maker": 1}}
    assert problems(plan) == [("UMKM", 2, "NIK", "look", "rounded_number")]
    assert Organisation.objects.get().nik == ""


def test_a_district_misspelt_is_read_and_one_unknown_left_out(office: Office) -> None:
    plan = office.take_in(
        makers(
            ["Dapur Sari", None, None, None, None, "Kec. Tlk Jambe Tmr"],
            ["Dapur Lela", None, None, None, None, "Zzzz"],
        )
    )
    assert counts(plan) == {"created": {"maker": 2}}
    assert problems(plan) == [("UMKM", 3, "Kecamatan", "look", "place_unknown")]
    sari = Organisation.objects.get(name="Dapur Sari")
    assert sari.district.name == "Telukjambe Timur"


def test_one_nik_under_two_names_is_held_until_somebody_decides(office: Office) -> None:
    nik = "3215014505800001"
    file = makers(
        ["Dapur Sari", nik, None, None, None, "Klari"],
        ["Keripik Lestari", nik, None, None, None, "Klari"],
    )
    plan = office.take_in(file)
    assert counts(plan) == {"created": {"maker": 1}, "held": {"maker": 1}}
    assert problems(plan) == [("UMKM", 3, "NIK", "look", "double_held")]
    (double,) = plan.doubles
    assert double["is_held"]
    assert double["left"]["name"] == "Dapur Sari"
    assert double["right"] == {
        "id": None,
        "name": "Keripik Lestari", "file": "umkm.xlsx", "sheet": "UMKM", "row": 3,
    }  # fmt: skip
    assert [reason["code"] for reason in double["evidence"]] == ["nik"]
    assert nik not in json.dumps(plan.as_json())
    assert counts(office.take_in(file)) == {"unchanged": {"maker": 1}, "held": {"maker": 1}}
    decide_held(HeldRow.objects.get(), is_same=False, by=office.officer, at=clock.now())
    assert Organisation.objects.count() == 2
    assert counts(office.take_in(file)) == {"unchanged": {"maker": 2}}


def test_a_held_row_that_is_the_same_fills_in_what_was_not_known(office: Office) -> None:
    nib = "1234567890123"
    file = makers(
        ["Dapur Sari", None, nib, None, None, "Klari"],
        ["Keripik Lestari", None, nib, "0812-3456-7890", None, None],
    )
    office.take_in(file)
    decide_held(HeldRow.objects.get(), is_same=True, by=office.officer, at=clock.now())
    maker = Organisation.objects.get()
    assert (maker.name, maker.phone) == ("Dapur Sari", "+6281234567890")
    assert counts(office.take_in(file)) == {"unchanged": {"maker": 2}}


def test_one_phone_for_two_businesses_makes_both_and_shows_the_pair(office: Office) -> None:
    plan = office.take_in(
        makers(
            ["Dapur Sari", None, None, "0812-3456-7890", None, "Klari"],
            ["Konveksi Budi", None, None, "+62 812 3456 7890", None, "Purwasari"],
        )
    )
    assert counts(plan) == {"created": {"maker": 2}}
    (double,) = plan.doubles
    assert {double["left"]["name"], double["right"]["name"]} == {"Dapur Sari", "Konveksi Budi"}
    assert [reason["code"] for reason in double["evidence"]] == ["phone"]
    assert {double["left"]["row"], double["right"]["row"]} == {2, 3}
    assert {double["left"]["sheet"], double["right"]["sheet"]} == {"UMKM"}
    assert Double.objects.count() == 1


def test_similar_names_in_one_village_are_a_pair_and_elsewhere_are_not(office: Office) -> None:
    plan = office.take_in(
        makers(
            ["Dapur Sari Rasa", None, None, None, "Adiarsa Barat", "Karawang Barat"],
            ["Dapur Sari Rassa", None, None, None, "Adiarsa Barat", "Karawang Barat"],
            ["Dapur Sari Rasa", None, None, None, "Duren", "Klari"],
        )
    )
    assert counts(plan) == {"created": {"maker": 3}}
    (double,) = plan.doubles
    assert {double["left"]["row"], double["right"]["row"]} == {2, 3}
    assert [reason["code"] for reason in double["evidence"]] == ["name"]
    assert Double.objects.count() == 1


def test_the_same_row_twice_is_one_maker(office: Office) -> None:
    row = ["Dapur Sari", None, None, None, "Adiarsa Barat", "Karawang Barat"]
    plan = office.take_in(makers(row, row))
    assert Organisation.objects.count() == 1
    assert sum(plan.count("create").values()) == 1
    assert len(problems(plan)) == 1
