"""The frames and the style page, rendered."""

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from gandeng.kernel.fields import MoneyFormField
from gandeng.ui import styleguide


def render(template, context=None, **cookies):
    request = RequestFactory().get("/gaya/")
    request.COOKIES.update(cookies)
    return render_to_string(template, context or styleguide.context(), request=request)


class CountForm(forms.Form):
    price = MoneyFormField(label="Harga", help_text="Per bungkus.")
    left = forms.IntegerField(label="Sisa", min_value=0)
    note = forms.CharField(label="Catatan", required=False)


def field(name, data=None, **more):
    source = "{% field bound stepper=stepper unit=unit %}"
    context = {"bound": CountForm(data)[name], "stepper": False, "unit": "", **more}
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_stands_on_its_own_and_shows_a_way_out(name):
    page = render_to_string(f"{name}.html")
    assert 'href="/"' in page
    assert "<h1>" in page
    assert 'lang="id"' in page


def test_the_style_page_shows_everything_in_both_frames():
    page = render("ui/styleguide.html")
    for part in ("timeline__step--late", "funnel__fill", "table--cards", "data-stepper", "empty"):
        assert part in page
    assert "product__price" in render("ui/styleguide_public.html")


@pytest.mark.parametrize(
    ("cookies", "attribute"),
    [({}, ""), ({"theme": "dark"}, ' data-theme="dark"'), ({"theme": '"><script>'}, "")],
)
def test_the_look_chosen_by_hand_is_there_from_the_first_byte(cookies, attribute):
    head = render("ui/styleguide.html", **cookies).partition("<head>")[0]
    assert f'<html lang="id"{attribute}>' in head


def test_a_field_ties_label_hint_and_error_to_its_input():
    html = field("price", {"price": "banyak"})
    assert '<label class="field__label" for="id_price">' in html
    assert 'aria-describedby="id_price_helptext id_price_error"' in html
    assert 'id="id_price_helptext"' in html
    assert 'id="id_price_error"' in html
    assert 'aria-invalid="true"' in html
    assert ">Rp</span>" in html


def test_an_optional_field_says_so_and_a_count_gets_its_buttons():
    assert "boleh kosong" in field("note")
    assert "boleh kosong" not in field("left")
    assert field("left", stepper=True).count("data-step=") == 2


def test_the_public_page_carries_no_script_library():
    page = render("ui/styleguide_public.html")
    assert "htmx" not in page
    assert len(page.encode()) < 14_000
