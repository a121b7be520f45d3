"""The trace of an action. It only grows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# How a verb reads after somebody's name, by room: {("organisations", "merge"): "menggabungkan"}.
_WORDS: dict[tuple[str, str], Any] = {}


def say(room: str, words: Mapping[str, Any]) -> None:
    """Tell how a room's verbs read on screen: ``say("products", {"withdraw": _("menarik")})``.
    Rooms do so in their ``rules.py``, below the table of permissions."""
    _WORDS.update({(room, verb): text for verb, text in words.items()})


def words_of(thing_kind: str, verb: str) -> str:
    """The verb in words; its code, spaced, where its room has not said."""
    room = thing_kind.partition(".")[0]
    return str(_WORDS.get((room, verb)) or verb.replace("_", " "))


class Trace(models.Model):
    """Who did what to which thing when, before and after."""

    programme_id = models.BigIntegerField(null=True)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    thing_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["thing_kind", "thing_id", "-id"], name="trace_of_thing"),
            models.Index(fields=["programme_id", "-id"], name="trace_of_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.verb} {self.thing_name}"

    @property
    def label(self) -> str:
        """What was done, in words."""
        return words_of(self.thing_kind, self.verb)
