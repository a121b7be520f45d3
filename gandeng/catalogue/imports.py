"""After workbooks came in, what passed and is certified goes up."""

from __future__ import annotations

from datetime import datetime

from gandeng.intake.queries.importers import Desk, register_after
from gandeng.kernel.permissions import may
from gandeng.people.models import Person

from . import actions


@register_after
def list_what_passed(desk: Desk, *, by: Person, at: datetime) -> None:
    """Verdicts and certificates may both have come in this very run."""
    if may(by, "catalogue.list_product", desk.programme):
        actions.list_accepted(desk.programme, by=by, at=at)
        actions.refresh_shown_until(desk.programme, at=at)
