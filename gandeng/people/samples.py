"""Sample people, for tests and the demo."""

from __future__ import annotations

from itertools import count
from typing import Any

from gandeng.kernel import clock

from . import actions
from .models import Person

_numbers = count(1)


def a_person(name: str = "", **values: Any) -> Person:
    """Somebody who can sign in with the password "rahasia-sekali"."""
    number = next(_numbers)
    return actions.register_person(
        name or f"Orang {number}",
        email=values.pop("email", f"orang{number}@contoh.test"),
        password=values.pop("password", "rahasia-sekali"),
        at=values.pop("at", None) or clock.now(),
        **values,
    )
