"""Who may do what: each room declares one table; everybody asks here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from .errors import NotAllowed

Predicate = Callable[..., bool]


def declare(room: str, table: Mapping[str, Predicate]) -> None:
    """Put a room's table up: ``declare("curation", {"submit_product": is_owner})``."""
    for verb, predicate in table.items():
        rules.set_perm(f"{room}.{verb}", predicate)


def declared() -> list[str]:
    """Every permission there is, for tests and docs."""
    return sorted(rules.permissions.permissions)


def may(person: Any, permission: str, thing: Any = None) -> bool:
    """Whether a person may do this to that thing. Raises LookupError on an unknown name: a
    silent "no" would hide a missing table."""
    if not rules.perm_exists(permission):
        raise LookupError(f"no room declares the permission {permission!r}")
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return False
    return bool(rules.has_perm(permission, person, thing))


def require(person: Any, permission: str, thing: Any = None) -> None:
    """Raise NotAllowed unless the person may."""
    if not may(person, permission, thing):
        raise NotAllowed("not_allowed", _("Anda tidak berwenang melakukan ini."))
