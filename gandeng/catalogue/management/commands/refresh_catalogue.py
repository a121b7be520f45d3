"""``manage.py refresh_catalogue``: until when do certificates carry what is up, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gandeng.catalogue import actions
from gandeng.kernel import clock
from gandeng.programmes.models import Programme


class Command(BaseCommand):
    help = "Compute anew until when certificates carry what the catalogue shows."

    def handle(self, **options: Any) -> None:
        for programme in Programme.objects.order_by("pk"):
            count = actions.refresh_shown_until(programme, at=clock.now())
            self.stdout.write(f"{programme.slug}: {count} otherwise than noted")
