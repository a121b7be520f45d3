"""One click to be somebody, in demo mode only."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gandeng.kernel import clock
from gandeng.people.actions import open_sign_in

from .cast import person_of


@require_POST
@login_not_required
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the people to be."""
    person = person_of(key)
    if person is None:
        raise Http404
    logout(request)
    login(request, person, backend="gandeng.people.backends.EmailOrPhoneBackend")
    open_sign_in(
        person,
        request.session.session_key or "",
        agent=request.headers.get("User-Agent", ""),
        address=request.META.get("REMOTE_ADDR"),
        at=clock.now(),
    )
    return redirect("home")
