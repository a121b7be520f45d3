"""Which language a page speaks, and noting that a signed-in browser was seen."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gandeng.kernel import clock

from . import actions
from .models import Person

GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonRequest(HttpRequest):
    """A request by a signed-in person. For type checkers: Django's LoginRequiredMiddleware lets
    nobody else reach a view that is not marked ``login_not_required``."""

    user: Person


class LanguageMiddleware:
    """The language a person chose: by cookie, else by account, else Indonesian. The browser's
    own preference is not asked: an office computer set to English still wants Indonesian."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in known and request.session.session_key and request.user.is_authenticated:
            language = request.user.language
        with translation.override(language if language in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "id")
        return response


class SignInMiddleware:
    """Keeps the list of signed-in browsers current without writing on every page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key and getattr(request, "user", None) and request.user.is_authenticated:
            now = clock.now()
            seen = request.session.get("seen", 0)
            if now.timestamp() - seen > actions.SEEN_EVERY.total_seconds():
                request.session["seen"] = int(now.timestamp())
                actions.touch_sign_in(key, at=now)
        return response
