"""Signing in by e-mail address or phone number."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from .models import Person
from .queries import person_called


class EmailOrPhoneBackend(ModelBackend):
    """Takes either handle as ``username``; says no in the same time for unknown people."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_kwargs: Any,
    ) -> Person | None:
        if not username or password is None:
            return None
        person = person_called(username)
        if person is None:
            Person().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person):
            return person
        return None
