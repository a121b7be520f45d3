"""A no reaches the person in the way they asked: form, page, part, or JSON."""

import json

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory

from gandeng.kernel.errors import NotAllowed, Refusal
from gandeng.ui.htmx import page_or_part, refusals_shown_in
from gandeng.ui.middleware import RefusalMiddleware

EXPIRED = Refusal("certificate_expired", "Sertifikat sudah berakhir.")


def answer_to(exception, method="post", path="/produk/", **headers):
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.session = {}
    request._messages = FallbackStorage(request)
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    return middleware.process_exception(request, exception), request


class PriceForm(forms.Form):
    price = forms.IntegerField()


def test_a_refusal_goes_back_to_the_page_it_came_from_with_a_message():
    response, request = answer_to(EXPIRED, referer="http://testserver/produk/7/")
    assert (response.status_code, response["Location"]) == (303, "http://testserver/produk/7/")
    assert [str(message) for message in get_messages(request)] == ["Sertifikat sudah berakhir."]


@pytest.mark.parametrize("referer", ["https://jahat.example/produk/7/", "", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_stranger(referer):
    response, _ = answer_to(EXPIRED, referer=referer)
    assert response["Location"] == "/"


def test_a_refused_reading_is_a_page_not_a_loop():
    response, _ = answer_to(EXPIRED, method="get", referer="http://testserver/produk/")
    assert response.status_code == 409
    assert "Sertifikat sudah berakhir." in response.content.decode()


def test_who_may_not_gets_a_page_that_says_so():
    response, _ = answer_to(NotAllowed("not_allowed", "Anda tidak berwenang."))
    assert response.status_code == 403
    assert "Anda tidak berwenang." in response.content.decode()


@pytest.mark.parametrize(
    ("path", "accept"), [("/api/v1/products", "*/*"), ("/produk/", "application/json")]
)
def test_programs_get_the_code(path, accept):
    response, _ = answer_to(EXPIRED, path=path, accept=accept)
    assert response.status_code == 409
    assert json.loads(response.content) == {
        "code": "certificate_expired",
        "message": "Sertifikat sudah berakhir.",
    }


def test_htmx_gets_a_message_to_swap_in():
    response, _ = answer_to(EXPIRED, hx_request="true", accept="text/html")
    assert (response.status_code, response["HX-Retarget"]) == (409, "#messages")
    assert "<html" not in response.content.decode()


def test_a_bug_is_not_dressed_up_as_a_refusal():
    response, _ = answer_to(ValueError("kaboom"))
    assert response is None


def test_a_form_shows_the_refusal_at_its_field_or_above_all():
    at_field, above = PriceForm({"price": "1"}), PriceForm({"price": "1"})
    with refusals_shown_in(at_field):
        raise Refusal("too_low", "Terlalu rendah.", field="price")
    with refusals_shown_in(above):
        raise Refusal("closed", "Sudah ditutup.", field="unknown")
    assert at_field.errors == {"price": ["Terlalu rendah."]}
    assert above.non_field_errors() == ["Sudah ditutup."]


def test_a_form_lets_through_what_it_cannot_mend():
    with pytest.raises(NotAllowed), refusals_shown_in(PriceForm({"price": "1"})):
        raise NotAllowed("not_allowed", "Tidak.")
    with pytest.raises(ValueError, match="kaboom"), refusals_shown_in(PriceForm({"price": "1"})):
        raise ValueError("kaboom")


@pytest.mark.parametrize(
    ("headers", "is_part"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_htmx_asking_for_a_part_gets_one(headers, is_part):
    request = RequestFactory().get("/", headers=headers)
    response = page_or_part(request, "404.html", "ui/_foot.html")
    assert ("<html" not in response.content.decode()) is is_part
    assert response["Vary"] == "HX-Request"
