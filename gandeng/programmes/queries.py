"""Which programmes there are, and which places a programme has."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Place, Programme


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
