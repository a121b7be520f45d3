"""Answering strangers from memory, and keeping what a signed-in person sees out of every cache.

A public page is the same for everybody without a session. It is rendered and compressed once for
each shelf, so a second visitor costs a lookup. Whoever carries a session gets a page of their own.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.translation import get_language

from gandeng.catalogue.queries import Shelf

# Long enough for a page turned back to, short enough for what was taken down to be gone.
FOR_STRANGERS = "public, max-age=60"
FOR_ONE_PERSON = "private, no-cache"
HTML = "text/html; charset=utf-8"


@dataclass
class Kept:
    """A page as it goes out, in the encodings browsers ask for."""

    body: bytes
    media_type: str = HTML
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        self.etag = f'W/"{blake2b(self.body, digest_size=9).hexdigest()}"'

    @cached_property
    def by_brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=6))

    @cached_property
    def by_gzip(self) -> bytes:
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or that it has not changed."""
        if self.etag in request.headers.get("If-None-Match", ""):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = self._full(request.headers.get("Accept-Encoding", ""))
        response.headers["ETag"] = self.etag
        response.headers["Cache-Control"] = FOR_STRANGERS
        response.headers["Vary"] = "Accept-Encoding, Cookie"
        return response

    def _full(self, accepted: str) -> HttpResponse:
        body, encoding = self.body, ""
        if _accepts(accepted, "br"):
            body, encoding = self.by_brotli, "br"
        elif _accepts(accepted, "gzip"):
            body, encoding = self.by_gzip, "gzip"
        response = HttpResponse(body, content_type=self.media_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response


def _accepts(header: str, encoding: str) -> bool:
    for part in header.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        if name.strip() == encoding:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def is_stranger(request: HttpRequest) -> bool:
    """Nobody in particular: no session, no message waiting."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def answer_page(
    request: HttpRequest,
    shelf: Shelf,
    key: tuple[Any, ...],
    template: str,
    context: Callable[[], Mapping[str, Any]],
) -> HttpResponse:
    """The page for this request. ``key`` says which page of the shelf it is; ``context`` is asked
    for only when it has to be rendered."""

    def render() -> Kept:
        return Kept(render_to_string(template, {**context()}, request).encode())

    if not is_stranger(request):
        response = HttpResponse(render_to_string(template, {**context()}, request))
        response.headers["Cache-Control"] = FOR_ONE_PERSON
        response.headers["Vary"] = "Cookie"
        return response
    look = (request.scheme, request.get_host(), get_language(), request.COOKIES.get("theme", ""))
    if look[3] not in ("", "light", "dark"):
        look = (*look[:3], "")
    kept: Kept = shelf.kept((*key, look), render)
    return kept.answer(request)
