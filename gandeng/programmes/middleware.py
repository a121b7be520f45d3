"""Which programme a page speaks of."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gandeng.people.middleware import PersonRequest

from .models import Programme
from .queries import programme_at
from .rules import standing_of


class ProgrammeRequest(PersonRequest):
    """A request by a signed-in person on the pages of a programme, if they belong to one. For
    type checkers: ProgrammeMiddleware puts it up."""

    programme: Programme | None


class PublicRequest(HttpRequest):
    """A request by anybody on the pages of the programme this host serves."""

    programme: Programme | None


def _programme_of(request: HttpRequest) -> Programme | None:
    """The programme a signed-in person chose or first belongs to; else the host's."""
    if request.session.session_key and request.user.is_authenticated:
        mine = list(standing_of(request.user).roles)
        chosen = request.session.get("programme")
        if mine:
            pk = chosen if chosen in mine else min(mine)
            return Programme.objects.select_related("regency").filter(pk=pk).first()
    return programme_at(request.get_host().partition(":")[0])


class ProgrammeMiddleware:
    """Puts ``request.programme`` up, looked up only when a page asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.programme = SimpleLazyObject(lambda: _programme_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
