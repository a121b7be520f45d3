"""Rates on screen, and who sets them."""

from datetime import timedelta

import pytest

from gandeng.kernel import clock
from gandeng.parameters.core.seeds import SEEDS
from gandeng.parameters.core.words import WORDS
from gandeng.parameters.models import Parameter
from gandeng.parameters.queries import value_of
from gandeng.programmes.samples import a_member, a_programme

pytestmark = pytest.mark.django_db
MARGIN = "/parameter/margin_warning_above/"


def text_of(response):
    return response.content.decode()


def test_every_parameter_has_words():
    assert {seed.key for seed in SEEDS} <= set(WORDS)


def test_the_list_shows_values_since_and_basis(client):
    client.force_login(a_member(a_programme(), "curator"))
    page = text_of(client.get("/parameter/"))
    for said in ("Rp2.000.000.000", "PP 7/2021 pasal 35", "15%", "14 hari", "24 jam"):
        assert said in page


def test_the_head_sets_a_value_for_this_programme_only(client):
    karawang, bekasi = a_programme("karawang"), a_programme("bekasi")
    client.force_login(a_member(karawang, "head"))
    later = clock.today() + timedelta(days=30)
    values = {"value": "12,5", "starts_on": later.isoformat(), "basis": "SK Kadis 1/2026"}
    assert client.post(MARGIN, values).url == MARGIN
    key = "margin_warning_above"
    assert value_of(key, on=later, programme=karawang) == 1250
    assert value_of(key, on=clock.today(), programme=karawang) == 1500
    assert value_of(key, on=later, programme=bekasi) == 1500
    assert "12,5%" in text_of(client.get(MARGIN))
    client.force_login(a_member(bekasi, "head"))
    assert "12,5%" not in text_of(client.get(MARGIN))


def test_a_value_is_never_set_for_a_day_that_is_over(client):
    client.force_login(a_member(a_programme(), "head"))
    yesterday = clock.today() - timedelta(days=1)
    values = {"value": "10", "starts_on": yesterday.isoformat(), "basis": "SK"}
    page = text_of(client.post(MARGIN, values))
    assert "Nilai baru berlaku paling cepat hari ini." in page
    assert 'value="SK"' in page
    assert not Parameter.objects.filter(programme__isnull=False).exists()


@pytest.mark.parametrize("value", ["", "abc", "101", "-1", "1" * 30])
def test_a_value_that_makes_no_sense_is_refused(client, value):
    client.force_login(a_member(a_programme(), "head"))
    values = {"value": value, "starts_on": clock.today().isoformat(), "basis": "SK"}
    assert client.post(MARGIN, values).status_code == 200
    assert not Parameter.objects.filter(programme__isnull=False).exists()


def test_others_read_or_not_even_that(client):
    karawang = a_programme()
    client.force_login(a_member(karawang, "officer"))
    assert "Tetapkan nilai baru" not in text_of(client.get(MARGIN))
    values = {"value": "10", "starts_on": clock.today().isoformat(), "basis": "SK"}
    assert client.post(MARGIN, values).status_code == 403
    client.force_login(a_member(karawang, "mentor"))
    assert client.get("/parameter/").status_code == 403
    assert client.get("/parameter/tidak-ada/").status_code == 403


def test_an_unknown_parameter_is_not_found(client):
    client.force_login(a_member(a_programme(), "head"))
    assert client.get("/parameter/tidak_ada/").status_code == 404


def test_rupiah_and_switches_are_typed_as_people_say_them(client):
    karawang = a_programme()
    client.force_login(a_member(karawang, "head"))
    today = clock.today()
    rest = {"starts_on": today.isoformat(), "basis": "SK"}
    client.post("/parameter/stamp_duty/", {"value": "Rp12.000", **rest})
    client.post("/parameter/food_halal_is_mandatory/", {"value": "0", **rest})
    assert value_of("stamp_duty", on=today, programme=karawang) == 12_000
    assert value_of("food_halal_is_mandatory", on=today, programme=karawang) == 0
