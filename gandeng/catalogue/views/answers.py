"""Answering strangers from memory, and keeping what a signed-in person sees out of every cache.

A public page is the same for everybody without a session. It is rendered and compressed once for
each shelf, so a second visitor costs a lookup. Whoever carries a session gets a page of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.translation import get_language

from gandeng.catalogue.core.packed import Packed
from gandeng.catalogue.queries import Shelf
from gandeng.programmes.middleware import PublicRequest

# Long enough for a page turned back to, short enough for what was taken down to be gone.
FOR_STRANGERS = "public, max-age=60"
FOR_ONE_PERSON = "private, no-cache"
HTML = "text/html; charset=utf-8"


def is_stranger(request: PublicRequest) -> bool:
    """Nobody in particular: no session, no message waiting."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def answer_packed(request: PublicRequest, packed: Packed) -> HttpResponse:
    """What is the same for every stranger, or that it has not changed."""
    if packed.is_known_to(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        body, encoding = packed.encoded_for(request.headers.get("Accept-Encoding", ""))
        response = HttpResponse(body, content_type=packed.media_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = packed.etag
    response.headers["Cache-Control"] = FOR_STRANGERS
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def answer_page(
    request: PublicRequest,
    shelf: Shelf,
    key: tuple[Any, ...],
    template: str,
    context: Callable[[], Mapping[str, Any]],
) -> HttpResponse:
    """The page for this request. ``key`` says which page of the shelf it is; ``context`` is asked
    for only when it has to be rendered."""
    if not is_stranger(request):
        response = HttpResponse(render_to_string(template, {**context()}, request))
        response.headers["Cache-Control"] = FOR_ONE_PERSON
        response.headers["Vary"] = "Cookie"
        return response

    def render() -> Packed:
        return Packed(render_to_string(template, {**context()}, request).encode(), HTML)

    theme = request.COOKIES.get("theme", "")
    look = (
        request.scheme,
        request.get_host(),
        get_language(),
        theme if theme in ("light", "dark") else "",
    )
    return answer_packed(request, shelf.kept((*key, look), render))
