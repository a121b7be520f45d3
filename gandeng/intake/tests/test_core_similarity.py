"""Which two businesses may be one: every pair with its evidence, and no pair by chance."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gandeng.intake.core.similarity import Business, find_doubles, fold_name

MITRA = Business(
    "1", "Mitra Barokah", "v1", "5689348581372", "3215", ("+62812",), village_name="Mekarasih"
)


def test_the_same_numbers_and_a_name_in_capitals_are_four_reasons() -> None:
    again = replace(MITRA, key="2", name="CV. MITRA BAROKAH ")
    (pair,) = find_doubles([again, MITRA])
    assert (pair.first, pair.second) == ("1", "2")
    assert [reason.message for reason in pair.evidence] == [
        "NIB sama: 5689348581372",
        "NIK sama: 3215",
        "Nomor telepon sama: +62812",
        "Nama mirip 100 %, desa sama: Mekarasih",
    ]


def test_a_shared_producer_serial_is_a_reason() -> None:
    first = Business("1", "Mitra", serials=("0001", "0002"))
    second = Business("2", "Gurih", serials=("0002",))
    (pair,) = find_doubles([first, second])
    assert [reason.clue for reason in pair.evidence] == ["serial"]


def test_alike_names_count_only_in_one_village() -> None:
    first = Business("1", "Dapur Rahayu", "v1", village_name="Duren")
    assert find_doubles([first, Business("2", "Dapur Rahayu", "v2")]) == []
    (pair,) = find_doubles([first, Business("2", "Dapur Rahaju", "v1")])
    assert pair.evidence[0].clue == "name"


def test_two_numbered_canteens_are_two() -> None:
    assert find_doubles([Business("1", "Kantin 3", "v"), Business("2", "Kantin 4", "v")]) == []


def test_other_words_make_another_business() -> None:
    assert find_doubles([Business("1", "Mitra Asri", "v"), Business("2", "Mitra Abadi", "v")]) == []


def test_only_pairs_that_touch_the_new_rows_are_asked_for() -> None:
    others = [replace(MITRA, key=key) for key in "123"]
    pairs = find_doubles(others, only_touching=["3"])
    assert [(pair.first, pair.second) for pair in pairs] == [("1", "3"), ("2", "3")]


def test_a_number_that_everybody_typed_is_no_evidence() -> None:
    crowd = [Business(f"{n:03}", f"Usaha{n}", phones=("+62800",)) for n in range(60)]
    assert find_doubles(crowd) == []


def test_names_are_compared_without_forms_and_titles() -> None:
    assert fold_name("CV. Hj. Mitra & Barokah") == "mitra barokah"
    assert fold_name("Toko") == "toko"


@given(st.permutations(range(8)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    some = [
        replace(MITRA, key=str(n), nib=str(n % 3), nik="", phones=(), name=f"{name} Barokah")
        for n, name in enumerate(["Mitra", "Mitraa", "Gurih", "Sari", "Mitra", "Sary", "Asri", "A"])
    ]
    assert find_doubles([some[at] for at in order]) == find_doubles(some)
