"""What somebody sees after too many wrong passwords."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many_tries(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """A page that says to wait, with status 429."""
    return render(request, "people/too_many_tries.html", status=429)
