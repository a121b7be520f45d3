"""A refusal that no form caught becomes something a person, or a program, can read."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from gandeng.kernel.errors import NotAllowed, Refusal

from .htmx import wants_part


class RefusalMiddleware:
    """Programs get ``{"code", "message"}``, htmx a message to swap in, a POST goes back to where it
    came from with a message, and everything else is a page that says no and shows a way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409
        if is_for_a_program(request):
            answer = {"code": exception.code, "message": str(exception)}
            return JsonResponse(answer, status=status)
        if wants_part(request):
            return _message_part(request, exception, status)
        if status == 403:
            return render(request, "403.html", {"refusal": exception}, status=status)
        if request.method == "POST":
            messages.error(request, str(exception))
            response = HttpResponseRedirect(_way_back(request))
            response.status_code = 303  # the browser must come back with GET
            return response
        return render(request, "ui/refused.html", {"refusal": exception}, status=status)


def is_for_a_program(request: HttpRequest) -> bool:
    """Whether the asker reads JSON rather than a page."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _message_part(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    response = render(request, "ui/_refusal.html", {"refusal": refusal}, status=status)
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _way_back(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referer if is_ours else "/"
