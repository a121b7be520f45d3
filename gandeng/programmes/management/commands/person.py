"""``manage.py person add``: somebody who can sign in, with a role; for whoever runs the place."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gandeng.kernel import clock
from gandeng.kernel.errors import Refusal
from gandeng.people.actions import register_person
from gandeng.people.queries import person_called, set_password_path
from gandeng.programmes.actions import appoint_first_member
from gandeng.programmes.models import Member, Programme

ROLES = [
    role.value for role in Member.Role if role not in {Member.Role.PARTNER, Member.Role.MENTOR}
]


class Command(BaseCommand):
    help = "Make an account and appoint it in a programme; prints a one-time link for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="a new person, or a new role for a known one")
        add.add_argument("--name", default="")
        add.add_argument("--email", default="")
        add.add_argument("--phone", default="")
        add.add_argument("--role", choices=ROLES, required=True)
        add.add_argument("--programme", required=True, help="the programme's slug")
        link = verbs.add_parser("link", help="a one-time link to set a new password")
        link.add_argument("handle", help="e-mail address or phone number")
        for each in (add, link):
            each.add_argument(
                "--base", default="", help="address of this installation, before the link"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "add":
                self._add(options)
            else:
                self._link(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    @transaction.atomic
    def _add(self, options: dict[str, Any]) -> None:
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"no programme {options['programme']!r}; there are: {known or '-'}")
        handle = options["email"] or options["phone"]
        if not handle:
            raise CommandError("give --email or --phone")
        at = clock.now()
        person = person_called(handle)
        is_new = person is None
        if person is None:
            if not options["name"]:
                raise CommandError("give --name: this person is new")
            person = register_person(
                options["name"], email=options["email"], phone=options["phone"], at=at
            )
        appoint_first_member(programme, person, options["role"], at=at)
        role = Member.Role(options["role"]).label
        self.stdout.write(f"{person.name}: {role}, {programme.name}")
        if is_new or not person.has_usable_password():
            base = options["base"] or (f"https://{programme.host}" if programme.host else "")
            self._print_link(base, set_password_path(person))

    def _link(self, options: dict[str, Any]) -> None:
        person = person_called(options["handle"])
        if person is None:
            raise CommandError(f"nobody is called {options['handle']!r}")
        self._print_link(options["base"], set_password_path(person))

    def _print_link(self, base: str, path: str) -> None:
        self.stdout.write("To set a password, once, within three days:")
        self.stdout.write(f"  {base.rstrip('/')}{path}")
