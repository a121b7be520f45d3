"""Numbers of papers: one row after another within a programme and a month."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models.functions import Length

from gandeng.kernel import clock
from gandeng.programmes.models import Programme


def next_number(prefix: str, model: Any, programme_id: int, at: datetime) -> str:
    """``REK/2026/11/0007``. The programme is held meanwhile, so that no two papers get one."""
    # not its key: rows that point at the programme may be written meanwhile, so nobody deadlocks
    Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
    head = f"{prefix}/{clock.day_of(at):%Y/%m}/"
    last = (
        model.objects.filter(programme_id=programme_id, number__startswith=head)
        .order_by(Length("number").desc(), "-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{head}{int(last.rpartition('/')[2]) + 1 if last else 1:04d}"
