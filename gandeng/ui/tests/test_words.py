"""What people read: amounts, moments, badges, icons."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

from gandeng.kernel.clock import JAKARTA
from gandeng.kernel.money import Money, Rate
from gandeng.ui import icons


def shown(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|rupiah }}", Money(15_000), "Rp15.000"),
        ("{{ value|rupiah }}", 0, "Rp0"),
        ("{{ value|rupiah }}", Money(-1_250), "-Rp1.250"),
        ("{{ value|rupiah }}", None, "–"),
        ("{{ value|quantity:'bks' }}", 1_200, "1.200 bks"),
        ("{{ value|quantity }}", 0, "0"),
        ("{{ value|quantity }}", None, "–"),
        ("{{ value|percent_of_rate }}", Rate(1_250), "12,5%"),
        ("{{ value|percent_of_rate }}", None, "–"),
        ("{{ value|days }}", 3, "3 hari"),
        ("{{ value|day }}", date(2026, 8, 17), "17 Agustus 2026"),
        ("{{ value|when }}", datetime(2026, 11, 24, 7, 30, tzinfo=UTC), "24 Nov 2026, 14.30 WIB"),
        ("{{ value|when }}", None, "–"),
    ],
)
def test_values_read_as_in_an_indonesian_letter(source, value, text):
    assert shown(source, value=value) == text


def test_the_day_of_an_instant_is_the_day_in_karawang():
    assert shown("{{ value|day }}", value=datetime(2026, 1, 1, 18, 0, tzinfo=UTC)) == (
        "2 Januari 2026"
    )


def test_an_instant_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="aware"):
        shown("{{ value|when }}", value=datetime(2026, 1, 1))


def test_an_icon_is_hidden_from_readers_unless_it_has_something_to_say():
    assert 'aria-hidden="true"' in icons.icon("truck")
    speaking = icons.icon("truck", label='Kirim "cepat"')
    assert 'role="img" aria-label="Kirim &quot;cepat&quot;"' in speaking
    assert "style=" not in speaking
    assert "xmlns" not in speaking


def test_a_misspelt_icon_is_found_out():
    with pytest.raises(LookupError, match="trukc"):
        shown('{% icon "trukc" %}')


def test_a_status_says_it_in_words_beside_the_colour():
    badge = shown('{% status "bad" text %}', text="<b>Berakhir")
    assert "badge--bad" in badge
    assert "<svg" in badge
    assert "&lt;b&gt;Berakhir" in badge


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "Selamat pagi"), (11, "Selamat siang"), (15, "Selamat sore"), (19, "Selamat malam")],
)
def test_the_greeting_follows_the_clock_of_karawang(hour, words):
    moment = datetime(2026, 11, 24, hour, tzinfo=JAKARTA)
    assert shown("{% greeting moment %}", moment=moment) == words


def test_a_funnel_shows_shares_of_its_first_step_and_survives_nothing():
    steps = [{"label": "Janji", "count": 8}, {"label": "Dibayar", "count": 3}]
    assert 'width="38%"' in shown("{% funnel steps %}", steps=steps)
    assert "0%" in shown("{% funnel steps %}", steps=[{"label": "Janji", "count": 0}])
    assert "<li" not in shown("{% funnel steps %}", steps=[])


def test_the_thumb_bar_takes_marked_items_or_the_first_four():
    def sections(*flags):
        items = [{"label": str(i), "is_primary": flag} for i, flag in enumerate(flags)]
        return [{"items": items[:1]}, {"items": items[1:]}]

    source = "{% shortcuts menu as chosen %}{% for item in chosen %}{{ item.label }}{% endfor %}"
    assert shown(source, menu=sections(False, True, False, True)) == "13"
    assert shown(source, menu=sections(*[False] * 6)) == "0123"
    assert shown(source, menu=None) == ""
