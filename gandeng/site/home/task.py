"""One line of the home page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Task:
    """So many things wait for this person behind this door."""

    label: str | Promise
    count: int
    url: str
    icon: str
    note: str | Promise = ""
    is_urgent: bool = False
