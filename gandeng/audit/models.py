"""The trace of an action. It only grows."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


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
