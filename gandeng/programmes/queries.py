"""Which programmes there are, and which places a programme has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gandeng.audit.models import Trace
from gandeng.audit.queries import traces_in
from gandeng.kernel import clock
from gandeng.people.queries import handle_of

from .models import Member, Place, Programme
from .rules import standing_of

# A programme's verbs and kinds are read off its latest traces: the whole book would take too long.
LATELY = 2_000


def public_programmes() -> QuerySet[Programme]:
    """Programmes with a public catalogue, the oldest first."""
    return Programme.objects.order_by("pk")


def programme_at(host: str) -> Programme | None:
    """The programme a host name stands for; the oldest one where none is named so."""
    named = Programme.objects.filter(host=host).first() if host else None
    return named or public_programmes().filter(host="").first()


def districts_of(programme: Programme) -> QuerySet[Place]:
    """The districts (kecamatan) of the programme's regency, by name."""
    return Place.objects.filter(
        level=Place.Level.DISTRICT, parent_id=programme.regency_id
    ).order_by("name")


def villages_of(programme: Programme) -> QuerySet[Place]:
    """The villages of the programme's regency, by district and name."""
    return (
        Place.objects.filter(level=Place.Level.VILLAGE, parent__parent_id=programme.regency_id)
        .select_related("parent")
        .order_by("parent__name", "name")
    )


def programmes_of(person: Any) -> QuerySet[Programme]:
    """The programmes a person belongs to, by name."""
    return Programme.objects.filter(pk__in=list(standing_of(person).roles)).order_by("name", "pk")


def members_of(programme: Programme, called: str = "") -> QuerySet[Member]:
    """Who is what in a programme today, by role and name; of these only those whose name, e-mail
    address or phone number is like what was typed."""
    rows = Member.objects.filter(programme=programme, ended_at__isnull=True)
    if called := " ".join(called.replace("\0", "").split())[:100]:
        handle = handle_of(called)
        rows = rows.filter(
            Q(person__name__icontains=called) | Q(person__email=handle) | Q(person__phone=handle)
        )
    return (
        rows.select_related("person", "programme")
        .prefetch_related("districts")
        .order_by("role", "person__name", "pk")
    )


def traces_like(
    programme: Programme,
    *,
    by_name: str = "",
    verb: str = "",
    kind: str = "",
    on_from: date | None = None,
    on_until: date | None = None,
) -> QuerySet[Trace]:
    """The part of a programme's book of traces that is asked for, the newest first. Days are
    Jakarta's, both included. Ask ``programmes.read_traces`` before."""
    traces = traces_in(programme.pk)
    if by_name:
        traces = traces.filter(by_name__icontains=by_name)
    if verb:
        traces = traces.filter(verb=verb)
    if kind:
        traces = traces.filter(thing_kind=kind)
    if on_from:
        traces = traces.filter(at__gte=clock.start_of(on_from))
    if on_until:
        traces = traces.filter(at__lt=clock.start_of(on_until + timedelta(days=1)))
    return traces


def verbs_lately(programme: Programme) -> list[tuple[str, str]]:
    """What was done lately, and to what kinds of things: pairs of a kind and a verb."""
    return sorted(set(traces_in(programme.pk).values_list("thing_kind", "verb")[:LATELY]))
