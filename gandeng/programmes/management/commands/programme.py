"""``manage.py programme found``: open a regency's programme."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.forms import ValidationError

from gandeng.kernel import clock
from gandeng.programmes.actions import found_programme
from gandeng.programmes.models import Place, Programme


class Command(BaseCommand):
    help = "Found a programme, or list the ones there are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        found = verbs.add_parser("found", help="open a regency's programme")
        found.add_argument("slug")
        found.add_argument("--name", required=True)
        found.add_argument("--office", required=True, help="the office's full name")
        found.add_argument("--regency", required=True, help="Kemendagri code, such as 32.15")
        found.add_argument("--host", default="", help="the name its catalogue answers to")
        verbs.add_parser("list", help="the programmes there are")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "list":
            for programme in Programme.objects.select_related("regency").order_by("slug"):
                self.stdout.write(f"{programme.slug}\t{programme.name}\t{programme.regency}")
            return
        regency = Place.objects.filter(code=options["regency"], level=Place.Level.REGENCY).first()
        if regency is None:
            raise CommandError(f"no regency has the code {options['regency']!r}")
        try:
            validate_slug(options["slug"])
        except ValidationError as error:
            raise CommandError("a slug has only letters, digits, - and _") from error
        taken = Programme.objects.filter(slug=options["slug"]).exists()
        if taken or (options["host"] and Programme.objects.filter(host=options["host"]).exists()):
            raise CommandError("a programme with that slug or host exists already")
        programme = found_programme(
            options["slug"],
            options["name"],
            options["office"],
            regency,
            at=clock.now(),
            host=options["host"],
        )
        self.stdout.write(f"{programme.name} ({programme.slug}), {regency}")
