"""The two ways to an invitation's own pages: by its signed link without login, or by an account.

Whatever stands behind is the same; only the addresses differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gandeng.kernel.permissions import may
from gandeng.meetings.models import Invitation
from gandeng.meetings.queries.access import invitations_for
from gandeng.meetings.queries.links import guest_of, token_of
from gandeng.meetings.rules import Actor
from gandeng.meetings.states import Channel
from gandeng.programmes.middleware import ProgrammeRequest


@dataclass(frozen=True)
class Door:
    """An invitation, and who stands before it. ``key`` is what its addresses carry."""

    invitation: Invitation
    by: Actor
    key: str | int
    is_link: bool

    def url(self, name: str = "", *more: Any) -> str:
        """One of the invitation's own pages by its short name: ``answer``, ``wishes`` …"""
        family = "guest" if self.is_link else "own"
        return reverse(f"meetings:{family}{f'-{name}' if name else ''}", args=[self.key, *more])

    @property
    def channel(self) -> Channel:
        """The office that answers for somebody was told by phone."""
        is_host = not self.is_link and may(self.by, "meetings.invite", self.invitation)
        return Channel.PHONE if is_host else Channel.LINK

    @property
    def is_host(self) -> bool:
        return self.channel == Channel.PHONE

    def link_on(self, request: HttpRequest) -> str:
        """The absolute signed link: what the QR at the desk carries."""
        path = reverse("meetings:guest", args=[token_of(self.invitation)])
        return request.build_absolute_uri(path)

    @property
    def urls(self) -> dict[str, str]:
        """For templates."""
        names = (
            "answer",
            "decline",
            "wishes",
            "change-wish",
            "save-wishes",
            "needs",
            "read",
            "opened",
            "pulse",
        )
        urls = {name.replace("-", "_"): self.url(name) for name in names}
        return urls | {"page": self.url()}


DoorView = Callable[..., HttpResponse]


def by_link(view: DoorView) -> Callable[..., HttpResponse]:
    """Who holds the link comes in: no login, nothing kept in caches, nothing for search engines."""

    @wraps(view)
    @login_not_required
    @never_cache
    def wrapped(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            guest = guest_of(token)
        except Http404:
            return _kept_private(render(request, "meetings/void_link.html", status=404))
        response = view(request, Door(guest.invitation, guest, token, is_link=True), **more)
        return _kept_private(response)

    return wrapped


def by_account(view: DoorView) -> Callable[..., HttpResponse]:
    """The owner, the manager and the office come in by their account."""

    @wraps(view)
    @never_cache
    def wrapped(request: ProgrammeRequest, pk: int, **more: Any) -> HttpResponse:
        invitation = get_object_or_404(invitations_for(request.user), pk=pk)
        if not may(request.user, "meetings.answer_invitation", invitation):
            raise Http404
        response = view(request, Door(invitation, request.user, pk, is_link=False), **more)
        return _kept_private(response)

    return wrapped


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key: no other site may learn it. Not "no-referrer": with that, browsers
    # send "Origin: null" with a form, and the check against forged requests would refuse it.
    response["Referrer-Policy"] = "same-origin"
    return response
