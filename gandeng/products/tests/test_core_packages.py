"""Drawn packages: small, harmless, readable, the same every time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandeng.products.core.packages import CREAM, TONES, draw_package, form_for
from gandeng.products.core.packages.forms import Form
from gandeng.products.core.packages.label import cut, fit_name, width_of
from gandeng.products.core.packages.marks import MARKS, mark_for

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "text"}
CATEGORIES = [
    "Camilan",
    "Kue basah",
    "Sambal & bumbu",
    "Beras & serealia",
    "Fesyen & kriya",
    "Apa?",
]

drawings = st.builds(
    draw_package,
    st.text(max_size=120),
    st.text(max_size=60),
    st.text(max_size=30),
    st.none() | st.integers(0, 9),
    st.sampled_from(CATEGORIES),
    st.integers() | st.text(max_size=10),
)


def brightness(colour):
    """Relative luminance (WCAG 2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@given(drawings)
def test_a_drawing_is_small_well_formed_and_may_stand_in_any_page(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own text
    assert root.get("viewBox") == "0 0 320 400"
    assert len(svg.encode()) <= 3584
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "g",
            "path",
            "rect",
            "circle",
            "ellipse",
            "text",
        }
        assert not {"style", "id", "href", "class", "onload"} & set(element.keys())
    assert "url(" not in "".join(value for e in root.iter() for value in e.attrib.values()).replace(
        root.get("aria-label"), ""
    )


def test_what_people_type_is_escaped():
    svg = draw_package('<script>&"Ayam"', "<b>Ibu</b>", '5" x', 2, "Camilan", 1)
    assert "<script" not in svg
    assert "<b>" not in svg
    label = ElementTree.fromstring(svg).get("aria-label")  # noqa: S314 -- our own text
    assert label == '<script>&"Ayam", 5" x, <b>Ibu</b>'


@pytest.mark.parametrize("name", TONES)
def test_every_tone_can_be_read(name):
    tone = TONES[name]
    assert contrast(tone.ink, CREAM) >= 7
    assert contrast(tone.ink, tone.glow) >= 4.5  # outlines of pictures on their disc


def test_there_are_eighteen_tones():
    assert len({tone.body for tone in TONES.values()}) == 18


def test_the_same_product_is_drawn_the_same_and_three_hundred_are_not_alike():
    def draw(seed):
        return draw_package("Kerupuk Bawang", "Raos", "200 g", 2, "Camilan", seed)

    assert draw("RAOS-1") == draw("RAOS-1")
    assert len({draw(seed) for seed in range(300)}) > 100


def test_a_name_loses_the_size_it_repeats():
    svg = draw_package("Basreng Pedas Daun Jeruk 200g", "Putra Wangi", "200 g", 2, "Camilan", 1)
    texts = [e.text for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 -- ours
    assert texts[0] == "PUTRA WANGI"
    assert " ".join(texts[1:-1]) == "Basreng Pedas Daun Jeruk"
    assert texts[-1] == "200 g"


@pytest.mark.parametrize(
    ("name", "category", "code", "form"),
    [
        ("Kerupuk Ikan", "Camilan", 2, Form.POUCH),
        ("Bandrek Bubuk", "Minuman serbuk", 5, Form.FOIL),
        ("Sambal Bawang", "Sambal & bumbu", 1, Form.JAR),
        ("Kecap Manis 600ml", "Sambal & bumbu", 1, Form.BOTTLE),
        ("Yoghurt Anggur", "Minuman", 2, Form.BOTTLE),
        ("Bolu Kijing", "Kue basah", 3, Form.BOX),
        ("Kornet", "Olahan daging", 4, Form.CAN),
        ("Tape Ketan", "Kue basah", 6, Form.BESEK),
        ("Beras Pulen 5000g", "Beras & serealia", 2, Form.SACK),
        ("Tas Kulit", "Fesyen & kriya", 6, Form.TAG),
        ("Nastar", "Kue kering", 2, Form.JAR),
        ("Entah", "Entah", None, Form.POUCH),
    ],
)
def test_the_package_follows_code_and_category(name, category, code, form):
    assert form_for(name, category, code) is form


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Keripik Pisang Cokelat", "banana"),
        ("Abon Ikan Bandeng", "fish"),
        ("Kopi Bubuk", "coffee"),
        ("Madu Hutan", "hive"),
        ("Tas Anyaman", "bag"),
    ],
)
def test_the_picture_follows_the_words(name, mark):
    assert mark_for(name, "") == MARKS[mark]


@pytest.mark.parametrize(
    "name",
    ["Basreng Pedas Daun Jeruk", "Kerupuk Kulit Sapi Pedas Manis", "Makaroni Pedas Level 5"],
)
def test_long_indonesian_names_fit_whole(name):
    font_size, lines = fit_name(name, 134)
    assert " ".join(lines) == name
    assert len(lines) <= 3
    assert all(width_of(line, font_size) <= 134 for line in lines)


def test_a_level_is_not_left_alone_on_its_line():
    assert fit_name("Makaroni Pedas Level 3", 134)[1] == ["Makaroni", "Pedas", "Level 3"]


@given(st.text("abcdefgh IMwx", min_size=1, max_size=200))
def test_no_name_runs_off_its_label(name):
    font_size, lines = fit_name(name, 134)
    assert len(lines) <= 3
    assert all(width_of(line, font_size) <= 134 for line in lines)


@given(st.text(max_size=40))
def test_cutting_keeps_the_beginning(text):
    short = cut(text, 13, 80)
    assert short == text or (short.endswith("…") and text.startswith(re.sub("…$", "", short)))
