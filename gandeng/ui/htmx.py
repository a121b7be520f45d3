"""Answering with a page or a part of it, and showing refusals in the form that met them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from gandeng.kernel.errors import NotAllowed, Refusal


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part. A boosted link and a restored history entry need the page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page_or_part(
    request: HttpRequest,
    page: str,
    part: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render ``part`` for htmx and ``page`` for everyone else; caches are told the difference."""
    template = part if wants_part(request) else page
    response = render(request, template, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@contextmanager
def refusals_shown_in(form: BaseForm) -> Iterator[None]:
    """Turn a Refusal into an error of the form, at its field when it names one.

    Return from inside the block on success; what follows it shows the form again. NotAllowed goes
    on to the middleware: no other answer in the form would help.
    """
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
