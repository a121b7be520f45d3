"""``manage.py reexamine_certificates``: look at all certificates again, once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gandeng.certificates import actions
from gandeng.kernel import clock
from gandeng.programmes.models import Programme


class Command(BaseCommand):
    help = "Examine every certificate again: days pass, products and parameters change."

    def handle(self, **options: Any) -> None:
        for programme in Programme.objects.order_by("pk"):
            count = actions.reexamine(programme, at=clock.now())
            self.stdout.write(f"{programme.slug}: {count} otherwise than noted")
