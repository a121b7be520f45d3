"""The big screen in the hall: opened by a signed link, follows without reloading."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gandeng.kernel import clock, serving
from gandeng.meetings.models import Day
from gandeng.meetings.queries.access import office_day
from gandeng.meetings.queries.presence import slots_of
from gandeng.meetings.queries.screen import (
    day_of_screen,
    mark_of,
    moment_of,
    screen_of,
    screen_token,
)
from gandeng.meetings.states import DayState
from gandeng.programmes.middleware import ProgrammeRequest

# A stream holds a thread of the server. Screens beyond these ask every few seconds instead.
MOST_STREAMS = 3
POLL_SECONDS = 0.5
HEARTBEAT = timedelta(seconds=10)
# then the screen connects anew: a dead connection does not hold its thread for long
LIFE = timedelta(minutes=2)
_live: set[Stream] = set()
_lock = threading.Lock()


@require_safe
def show_screen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Where the office gets the link for the computer at the projector."""
    day = office_day(request.user, pk)
    url = request.build_absolute_uri(reverse("meetings:screen", args=[screen_token(day)]))
    return render(request, "meetings/screen_link.html", {"day": day, "url": url})


@require_safe
@never_cache
@login_not_required
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The whole page. Nobody's phone number, nobody's own link."""
    context = screen_of(day_of_screen(token), clock.now()) | {"token": token, "at": clock.now()}
    response = render(request, "meetings/screen.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
@login_not_required
def screen_now(request: HttpRequest, token: str) -> HttpResponse:
    """The changing part, for a screen that found no free stream; 204 while ``?mark=`` is right."""
    day = day_of_screen(token)
    at = clock.now()
    if request.GET.get("mark") == mark_of(day, moment_of(slots_of(day), at)):
        return HttpResponse(status=204)
    return HttpResponse(_part(day, at))


@require_safe
@never_cache
@login_not_required
def screen_stream(request: HttpRequest, token: str) -> HttpResponseBase:
    """The changing part as server-sent events, as soon as the day's beat or its slot moves on.
    503 where every stream is taken."""
    day = day_of_screen(token)
    stream = Stream(day)
    with _lock:
        if len(_live) >= MOST_STREAMS:
            return HttpResponse(status=503, headers={"Retry-After": "60"})
        _live.add(stream)
    response = StreamingHttpResponse(stream, content_type="text/event-stream")
    # neither the compressing middleware nor a proxy may hold an event back
    response["Content-Encoding"] = "identity"
    response["X-Accel-Buffering"] = "no"
    return response


def streaming() -> int:
    """How many screens hold a stream of this process."""
    return len(_live)


class Stream:
    """Events of one screen. Looks at the day twice a second with one small query; between looks it
    holds no connection to the database. ``close`` gives the place back, whether or not anything
    was ever sent."""

    def __init__(self, day: Day) -> None:
        self._day = day
        # what is sent later is made when the request's own language is long over
        self._language = translation.get_language()
        self._frames = self._run()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._frames)

    def close(self) -> None:
        self._frames.close()
        with _lock:
            _live.discard(self)

    def _run(self) -> Generator[bytes, None, None]:
        pause = threading.Event()
        started = spoken = clock.now()
        day, slots, mark = self._day, slots_of(self._day), ""
        yield b"retry: 1000\n\n"
        while serving.goes_on():
            at = clock.now()
            if at - started > LIFE:
                return
            beat, state = Day.objects.values_list("beat", "state").get(pk=day.pk)
            if beat != day.beat:
                day, slots = Day.objects.get(pk=day.pk), slots_of(day)
            new = mark_of(day, moment_of(slots, at))
            if state == DayState.CANCELLED:
                return
            if new != mark:
                mark, spoken = new, at
                with translation.override(self._language):
                    part = _part(day, at)
                yield b"event: screen\ndata: " + json.dumps(part).encode() + b"\n\n"
            elif at - spoken > HEARTBEAT:
                spoken = at
                yield b"event: beat\ndata: 1\n\n"
            _let_go()
            pause.wait(POLL_SECONDS)


def _let_go() -> None:
    """A stream that waits keeps no connection from others; inside a test's transaction it must."""
    if not connection.in_atomic_block:
        connection.close()


def _part(day: Day, at: datetime) -> str:
    return render_to_string("meetings/_screen.html", screen_of(day, at) | {"at": at})
