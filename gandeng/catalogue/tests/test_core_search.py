"""What a person who searches may rely on, whatever they type."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandeng.catalogue.core import Document, Index, Size, understand

OFFICE = Path(__file__).parent / "data" / "office-names.tsv"


def an_index(*names: str, **fields: str) -> Index:
    return Index(Document(n, name, **fields) for n, name in enumerate(names, 1))


def names_found(index: Index, names: tuple[str, ...], query: str) -> list[str]:
    return [names[hit.id - 1] for hit in index.search(query)]


def office_products() -> list[Document]:
    rows = [line.split("\t") for line in OFFICE.read_text(encoding="utf-8").splitlines()[1:]]
    return [Document(n, name, "", category) for n, (name, category) in enumerate(rows, 1)]


def test_a_person_who_asks_for_hot_crackers_is_not_sent_to_the_district_of_pedes() -> None:
    index = Index(
        [
            Document(
                1, "Keripik Singkong", maker="Dapur Pedes", description="Kec. Pedes, Karawang"
            ),
            Document(2, "Keripik Singkong Pedas", maker="Raos Jaya", description="Kec. Klari"),
        ]
    )
    assert [hit.id for hit in index.search("kripik pedes")] == [2, 1]
    assert [hit.id for hit in index.search("kecamatan pedes")] == [1]
    assert [hit.id for hit in index.search("kec. pedes")] == [1]


def test_a_description_that_calls_food_pedes_is_about_taste() -> None:
    index = Index(
        [
            Document(1, "Makaroni", description="rasa pedes dan gurih"),
            Document(2, "Opak", description="dibuat di Kec. Pedes"),
        ]
    )
    assert [hit.id for hit in index.search("pedas")] == [1]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "🍌🍌",
        "\x00",
        "12345",
        "qwerty",
        "xqzvw blorp",
        "a",
        "x" * 300,
        "1" * 300,
        "asdfgh",
        "television",
        "1/0 kg",
        "½",
        "-",
        "%",
        "'; --",
        "لحم",
        "キムチ",
        "lorem ipsum",
        "dan",
    ],
)
def test_a_person_who_types_nonsense_is_shown_nothing(query: str) -> None:
    index = Index(office_products())
    assert index.search("keripik") != []
    assert index.search(query) == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=320))
def test_no_question_whatever_breaks_the_search(query: str) -> None:
    index = _shared_index()
    hits = index.search(query)
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    assert len({hit.id for hit in hits}) == len(hits)
    assert index.search(query, limit=3) == hits[:3]


_office: list[Index] = []


def _shared_index() -> Index:
    if not _office:
        _office.append(Index(office_products()))
    return _office[0]


def test_the_same_catalogue_in_another_order_answers_the_same() -> None:
    documents = office_products()
    shuffled = random.Random(7).sample(documents, len(documents))
    assert Index(shuffled).search("krupuk ikan") == Index(documents).search("krupuk ikan")


def test_equal_answers_are_ordered_by_popularity_and_then_by_number() -> None:
    index = Index(
        [
            Document(3, "Opak", popularity=1),
            Document(2, "Opak", popularity=1),
            Document(1, "Opak", popularity=0),
            Document(4, "Opak", popularity=9),
        ]
    )
    assert [hit.id for hit in index.search("opak")] == [4, 2, 3, 1]


def test_every_product_of_the_office_is_found_first_by_its_own_name() -> None:
    documents = office_products()
    index = Index(documents)
    missed = [d.name for d in documents if index.search(d.name, limit=1)[0].id != d.id]
    assert missed == []


def test_a_letter_swapped_in_the_longest_word_still_finds_the_product() -> None:
    documents = office_products()
    index = Index(documents)
    chance = random.Random(3215)
    found = 0
    for document in documents:
        word = max(document.name.lower().split(), key=len)
        at = chance.randrange(1, len(word) - 2)
        slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        query = document.name.lower().replace(word, slipped)
        found += document.id in [hit.id for hit in index.search(query, limit=5)]
    assert found / len(documents) >= 0.95


def test_an_amount_prefers_the_product_that_comes_in_it_but_hides_no_other() -> None:
    index = Index(
        [
            Document(1, "Kopi Bubuk", size="500 g", popularity=5),
            Document(2, "Kopi Bubuk", size="250 g"),
            Document(3, "Kopi Bubuk 100g", popularity=3),
        ]
    )
    for typed in (
        "kopi bubuk 250gr",
        "kopi bubuk ¼ kg",
        "kopi bubuk 1/4kg",
        "kopi seperempat kilo",
    ):
        assert [hit.id for hit in index.search(typed)] == [2, 1, 3]
    assert [hit.id for hit in index.search("100 gram")] == [3]


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("250gr", Size(250, "g")),
        ("1/4 kg", Size(250, "g")),
        ("¼ kg", Size(250, "g")),
        ("½kg", Size(500, "g")),
        ("1½ kg", Size(1500, "g")),
        ("1,5 liter", Size(1500, "ml")),
        ("setengah kilo", Size(500, "g")),
        ("sekilo", Size(1000, "g")),
        ("2 ons", Size(200, "g")),
        ("isi 10", Size(10, "pcs")),
        ("1 lusin", Size(12, "pcs")),
        ("600 ml", Size(600, "ml")),
        ("1.000 gram", Size(1000, "g")),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, size: Size) -> None:
    assert understand(f"madu {typed}").size == size
    assert [term.typed for term in understand(f"madu {typed}").terms] == ["madu"]


def test_a_page_can_say_what_was_understood() -> None:
    query = understand("kripik pedes 1/4kg")
    assert query.shown == "keripik pedas"
    assert query.is_rewritten
    assert query.corrections == (("kripik", "keripik"), ("pedes", "pedas"))
    assert not understand("keripik pedas").is_rewritten
    assert understand("").is_empty


def test_a_wider_word_finds_its_kinds_after_what_is_called_so() -> None:
    names = ("Keripik Tempe", "Camilan Campur", "Sabun Mandi")
    assert names_found(an_index(*names), names, "snack") == ["Camilan Campur", "Keripik Tempe"]


def test_one_word_for_two_fruits_finds_both_the_sundanese_one_first() -> None:
    names = ("Keripik Pisang", "Manisan Pepaya")
    assert names_found(an_index(*names), names, "gedang") == ["Manisan Pepaya", "Keripik Pisang"]


def test_a_flavour_keeps_two_cakes_apart() -> None:
    names = ("Bolu Pandan", "Bolu Pisang", "Bolu Susu")
    index = an_index(*names)
    for name in names:
        assert names_found(index, names, name.lower())[0] == name


def test_an_unknown_house_name_is_found_through_a_slip() -> None:
    names = ("Keripik Zambrud", "Keripik Tempe", "Opak")
    assert names_found(an_index(*names), names, "zambrut")[0] == "Keripik Zambrud"


def test_an_empty_catalogue_answers_nothing() -> None:
    assert Index([]).search("keripik") == []
    assert Index([]).search("250gr") == []
