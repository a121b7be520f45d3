"""Everything that points at one organisation is pointed at another, and back.

By asking Django which models have a foreign key to Organisation: rooms that come later are covered
without being known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gandeng.kernel.errors import Refusal
from gandeng.organisations.models import Double, Organisation, Seat

Moved = dict[str, list[int]]
AT_ONCE = 500


def pointers() -> Iterator[Any]:
    """Every foreign key to Organisation in the house, except a pair's own two."""
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            field = relation.field  # type: ignore[union-attr]
            if field.model is not Double:
                yield field


def move(gone: Organisation, kept: Organisation) -> Moved:
    """Point what points at ``gone`` to ``kept``; say exactly what was moved.

    A seat that the same person already has in ``kept`` stays where it is. Raises Refusal
    ``merge_collides`` when both have something there may only be one of.
    """
    moved: Moved = {}
    for field in pointers():
        rows = field.model._base_manager.filter(**{field.name: gone})
        if field.model is Seat:
            rows = rows.exclude(pk__in=_seats_taken_twice(gone, kept))
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            _point(field, keys, gone, kept)
            moved[f"{field.model._meta.label}.{field.name}"] = keys
    return moved


def move_back(moved: Moved, kept: Organisation, gone: Organisation) -> None:
    """Undo ``move``: of what was moved then, what is still with ``kept`` returns to ``gone``."""
    for name, keys in moved.items():
        label, _dot, field_name = name.rpartition(".")
        field = apps.get_model(label)._meta.get_field(field_name)
        _point(field, keys, kept, gone)


def _point(field: Any, keys: list[int], source: Organisation, target: Organisation) -> None:
    try:
        with transaction.atomic():
            for start in range(0, len(keys), AT_ONCE):
                part = keys[start : start + AT_ONCE]
                rows = field.model._base_manager.filter(pk__in=part, **{field.name: source})
                rows.update(**{field.name: target})
    except IntegrityError as error:
        raise Refusal(
            "merge_collides",
            _(
                "Keduanya memiliki %(thing)s yang sama dan tidak bisa disatukan. "
                "Bereskan dulu salah satunya, lalu gabungkan lagi."
            )
            % {"thing": field.model._meta.verbose_name},
        ) from error


def _seats_taken_twice(gone: Organisation, kept: Organisation) -> list[int]:
    taken = set(kept.seats.filter(ended_at__isnull=True).values_list("person_id", "role"))
    return [
        pk
        for pk, person_id, role in gone.seats.filter(ended_at__isnull=True).values_list(
            "pk", "person_id", "role"
        )
        if (person_id, role) in taken
    ]
